"""vedette failures"""

from pathlib import Path

import click

from vedette.cli.output import json_option, one_line, say, say_json, workspace_argument


@click.command("failures")
@workspace_argument
@json_option
def command(workspace: Path, as_json: bool) -> None:
    """List what could not be captured, read or understood in WORKSPACE, and why."""
    from vedette.app import failures_of
    from vedette.workspace import open_workspace

    with open_workspace(workspace) as opened:
        failures = failures_of(opened)
    if as_json:
        say_json({"failures": failures})
        return
    for failure in failures:
        say(f"{failure.stage}: {one_line(failure.reason)}")
    if not failures:
        say("No failures.")
