"""vedette control"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vedette.cli.moment import DAY, ending
from vedette.cli.output import json_option, one_line, say, say_json, workspace_argument
from vedette.model.errors import UsageError

if TYPE_CHECKING:
    from vedette.model.event import Control
    from vedette.model.state import State
    from vedette.model.watch import Watch


@click.command("control")
@workspace_argument
@click.argument("place", required=False)
@click.option(
    "--on",
    "on",
    type=DAY,
    help="Who held it on this day, YYYY-MM-DD; the last day of which reports are known if left out.",
)
@click.option("--known", type=DAY, help="As it was known at the end of this day; as it is known now if left out.")
@json_option
def command(workspace: Path, place: str | None, on: datetime | None, known: datetime | None, as_json: bool) -> None:
    """Tell who is said to hold PLACE, or every settlement of WORKSPACE, since when, and how sure.

    Of one place it tells whether it is held, contested or unknown on that day, and why.
    """
    from vedette.knowledge import held, picture_known, states_of
    from vedette.workspace import open_workspace

    with open_workspace(workspace) as opened:
        view, watch = opened.store.view(), opened.watch
        control = picture_known(view, watch, ending(known)).control if known else tuple(view.control())
        states = states_of(view, watch, place, on and on.date(), ending(known) if known else None) if place else []
    rows = held(control, place, on.date() if on else None)
    if place and not states:
        asked = f" before {known.date()} was over" if known else ""
        raise UsageError(f"nothing is told{asked} of who took or lost {place!r}; leave it out to list all places")
    if as_json:
        say_json({"control": rows, **({"states": states} if place else {})})
        return
    for line in _standing(states, watch):
        say(one_line(line))
    if place:
        return
    for line in _lines(rows, watch):
        say(one_line(line))
    if not rows:
        say("No change of holder is told of until then.")


def _standing(states: "Sequence[State]", watch: "Watch") -> "Iterator[str]":
    from vedette.reference.english import day

    names = {side.id: side.name for side in watch.sides}
    for state in states:
        holder = names.get(state.holder, state.holder) if state.holder else None
        told = {
            "held": f"held by {holder}",
            "contested": f"contested{f', last held by {holder}' if holder else ''}",
            "unknown": "unknown",
        }[state.standing]
        since = f", told since {day(state.since)}" if state.since else ""
        yield f"{state.place.name} on {day(state.on)}: {told}{since}"
        yield from (f"- {ground.words}" for ground in state.grounds)


def _lines(rows: "Sequence[Control]", watch: "Watch") -> "Iterator[str]":
    from vedette.reference.english import day

    names = {side.id: side.name for side in watch.sides}
    for row in rows:
        before = f", before it {names.get(row.previous, row.previous)}" if row.previous else ""
        yield f"{row.place.name}: {names.get(row.holder, row.holder)} since {day(row.day)}{before} · {row.status}"
