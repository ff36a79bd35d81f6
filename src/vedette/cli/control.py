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
    from vedette.model.watch import Watch


@click.command("control")
@workspace_argument
@click.argument("place", required=False)
@click.option("--on", "on", type=DAY, help="Who held it on this day, YYYY-MM-DD; the last day told of if left out.")
@click.option("--known", type=DAY, help="As it was known at the end of this day; as it is known now if left out.")
@json_option
def command(workspace: Path, place: str | None, on: datetime | None, known: datetime | None, as_json: bool) -> None:
    """Tell who is said to hold PLACE, or every settlement of WORKSPACE, since when, and how sure."""
    from vedette.knowledge import held, is_of, picture_known
    from vedette.workspace import open_workspace

    with open_workspace(workspace) as opened:
        view, watch = opened.store.view(), opened.watch
        control = picture_known(view, watch, ending(known)).control if known else tuple(view.control())
    rows = held(control, place, on.date() if on else None)
    if place and not rows and not any(is_of(row, place) for row in control):
        asked = f" before {known.date()} was over" if known else ""
        raise UsageError(f"nothing is told{asked} of who took or lost {place!r}; leave it out to list all places")
    if as_json:
        say_json({"control": rows})
        return
    for line in _lines(rows, watch):
        say(one_line(line))
    if not rows:
        say("No change of holder is told of until then.")


def _lines(rows: "Sequence[Control]", watch: "Watch") -> "Iterator[str]":
    from vedette.reference.english import day

    names = {side.id: side.name for side in watch.sides}
    for row in rows:
        before = f", before it {names.get(row.previous, row.previous)}" if row.previous else ""
        yield f"{row.place.name}: {names.get(row.holder, row.holder)} since {day(row.day)}{before} · {row.status}"
