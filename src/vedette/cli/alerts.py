"""vedette alerts"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vedette.cli.moment import DAY
from vedette.cli.output import count, json_option, one_line, quiet_option, say, say_json, workspace_argument

if TYPE_CHECKING:
    from vedette.publish.delivery import Outcome

_MOST = 50


@click.command("alerts")
@workspace_argument
@click.option("--dry-run", "dry", is_flag=True, help="Tell what would be sent; send and note nothing.")
@click.option("--digest", "day", type=DAY, help="Send what changed on a day that is over, YYYY-MM-DD, to each once.")
@quiet_option
@json_option
def command(workspace: Path, dry: bool, day: datetime | None, quiet: bool, as_json: bool) -> None:
    """Deliver what is new in WORKSPACE by the [[alert]] rules of its watch file: feeds, mail, webhooks."""
    from vedette.alerting import digest, tell
    from vedette.publish.delivery import Ways
    from vedette.workspace import open_workspace

    now, ways = datetime.now(UTC), Ways(environ=os.environ)
    with open_workspace(workspace) as opened:
        if day is not None:
            outcome = digest(opened, day, now=now, ways=ways, dry=dry)
        else:
            outcome = tell(opened, now=now, ways=ways, dry=dry)
    for failure in outcome.failures:
        click.echo(f"failed: {one_line(failure)}", err=True)
    if as_json:
        say_json(outcome)
        return
    for line in _lines(outcome, dry=dry):
        say(one_line(line), quiet=quiet)


def _lines(outcome: "Outcome", *, dry: bool) -> Iterator[str]:
    if outcome.first:
        yield "The first look: what is known now is not told; what comes after it is."
    elif not outcome.found:
        yield f"Nothing changed on {outcome.day}." if outcome.day else "Nothing new."
    for one in outcome.found[:_MOST]:
        yield f"{one.rule}: {one.line} · {one.about}"
    if len(outcome.found) > _MOST:
        yield f"and {len(outcome.found) - _MOST:,} more"
    for sent in outcome.sent:
        yield f"{sent.rule}: {count(sent.count, 'item')} {'would go' if dry else 'went'} to {sent.to}"
