"""vedette stamp"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from vedette.cli.output import count, json_option, one_line, quiet_option, say, say_json, workspace_argument

if TYPE_CHECKING:
    from vedette.evidence.stamping import Stamped


@click.command("stamp")
@workspace_argument
@quiet_option
@json_option
def command(workspace: Path, quiet: bool, as_json: bool) -> None:
    """Put a root over the captures of WORKSPACE that have none yet, and ask for the time-stamps that are lacking.

    Whom to ask stands in the watch file under [evidence]. What nobody answers waits for the next time.
    """
    from vedette.custodian import stamp
    from vedette.workspace import open_workspace

    with open_workspace(workspace, workers=1) as opened:
        done = stamp(opened)
    if as_json:
        say_json(done)
        return
    for failure in done.failures:
        click.echo(f"waits: {one_line(failure)}", err=True)
    say(told(done), quiet=quiet)


def told(done: "Stamped") -> str:
    parts = [f"closed {done.closed}"] if done.closed else []
    for names, what in ((done.stamped, "stamped"), (done.promised, "promised"), (done.settled, "in a block")):
        parts += [f"{what}: {', '.join(names)}"] if names else []
    parts += [f"{count(len(done.waiting), 'root')} without a stamp that is wanted"] if done.waiting else []
    return f"{'; '.join(parts).capitalize() or 'Nothing to close, nothing to ask for'}."
