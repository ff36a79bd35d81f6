"""vedette status"""

from pathlib import Path

import click

from vedette.cli.output import json_option, one_line, quoted, say, say_json, workspace_argument


@click.command("status")
@workspace_argument
@json_option
def command(workspace: Path, as_json: bool) -> None:
    """Show what WORKSPACE holds and what waits."""
    from vedette.app import pending
    from vedette.custodian import stamps_lacking
    from vedette.tending import tended, trouble
    from vedette.workspace import open_workspace

    with open_workspace(workspace) as opened:
        waiting = pending(opened)
        counts = opened.store.view().counts()
        lacking = stamps_lacking(opened)
        troubled = [one for one in tended(opened) if one.is_troubled]
        name, place = opened.watch.name, opened.store.place
    if as_json:
        say_json(
            {
                "name": name,
                "store": place,
                "counts": counts,
                "pending": waiting,
                "broken": {one.task: trouble(one) for one in troubled},
                "unstamped": lacking,
            }
        )
        return
    say(name)
    say(f"  kept in {place}")
    for fact, number in counts.items():
        say(f"  {fact:<12}{number:>10,}")
    for stage, number in waiting.items():
        if number:
            say(f"  waiting to {stage}: {number:,} (vedette run {quoted(workspace)})")
    for one in troubled:
        say(f"  not well: {one.task}: {trouble(one)} (vedette collect {quoted(workspace)} --list)")
    for line in lacking:
        say(f"  not stamped: {one_line(line)} (vedette stamp {quoted(workspace)})")
