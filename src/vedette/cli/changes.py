"""vedette changes"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vedette.cli.moment import DAY, beginning, ending, eve
from vedette.cli.output import json_option, one_line, say, say_json, workspace_argument
from vedette.model.errors import UsageError

if TYPE_CHECKING:
    from vedette.model.changes import Changes, Difference
    from vedette.model.event import Control
    from vedette.model.watch import Watch


@click.command("changes")
@workspace_argument
@click.option("--since", type=DAY, required=True, help="The first day of what changed, YYYY-MM-DD.")
@click.option("--until", type=DAY, help="The last day; now if left out.")
@json_option
def command(workspace: Path, since: datetime, until: datetime | None, as_json: bool) -> None:
    """Tell what is different in the picture of WORKSPACE since a day began: by what was published since."""
    from vedette.knowledge import changes
    from vedette.workspace import open_workspace

    last = ending(until) if until else datetime.now(UTC)
    if beginning(since) > last:
        raise UsageError("--since is after --until; turn them round")
    with open_workspace(workspace) as opened:
        found = changes(opened.store.view(), opened.watch, eve(since), last)
        watch = opened.watch
    if as_json:
        say_json(found)
        return
    for line in _lines(found, watch):
        say(one_line(line) if line.strip() else line)


def _lines(found: "Changes", watch: "Watch") -> Iterator[str]:
    from vedette.publish.differences import HEADINGS

    if found.is_empty:
        yield "Nothing changed."
    for turn, heading in HEADINGS.items():
        told = [one for one in found.events if one.turn == turn]
        if told:
            yield f"{heading} ({len(told)}):"
            yield from (f"- {_event(one, watch)}" for one in told)
    if found.control_new or found.control_gone:
        yield "Who holds what:"
        yield from (f"- {_control(row, watch)}" for row in found.control_new)
        yield from (f"- no longer told: {_control(row, watch)}" for row in found.control_gone)
    if found.threats_new or found.threats_gone or found.threats_turned:
        turned = [f"{threat.speaker}: {threat.sequels[-1].how}" for threat in found.threats_turned if threat.sequels]
        new, gone = len(found.threats_new), len(found.threats_gone)
        yield f"Threats: {new} new, {gone} gone, {len(turned)} of which more is told."
        yield from (f"- {one}" for one in turned)


def _event(one: "Difference", watch: "Watch") -> str:
    from vedette.publish.differences import how_it_changed
    from vedette.publish.wording import event_title

    title = event_title(one.shown, {side.id: side.name for side in watch.sides})
    return f"{title} · {how_it_changed(one)} · {one.shown.id}"


def _control(row: "Control", watch: "Watch") -> str:
    from vedette.reference.english import day

    names = {side.id: side.name for side in watch.sides}
    before = f"{names.get(row.previous, row.previous)} → " if row.previous else ""
    return f"{row.place.name}: {before}{names.get(row.holder, row.holder)} on {day(row.day)} ({row.status})"
