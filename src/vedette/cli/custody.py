"""vedette custody"""

from pathlib import Path

import click

from vedette.cli.output import json_option, one_line, say, say_json, workspace_argument


@click.command("custody")
@workspace_argument
@click.option("--of", "capture", help="One capture's lines alone, by its id.")
@json_option
def command(workspace: Path, capture: str | None, as_json: bool) -> None:
    """Tell who was given restricted media of WORKSPACE: when, how, and from where. Oldest first."""
    from vedette.custodian import custody_of
    from vedette.evidence.custody import ALL
    from vedette.workspace import open_workspace

    with open_workspace(workspace, workers=1) as opened:
        found = [one for one in custody_of(opened).accesses() if capture is None or one.of in (capture, ALL)]
    if as_json:
        say_json({"accesses": found})
        return
    for one in found:
        where = f" from {one.address}" if one.address else ""
        line = f"{one.at:%Y-%m-%d %H:%M:%S}Z  {one.who}{where}  {one.how}  {one.of}  {one.what}"
        say(one_line(f"{line}  ({', '.join(one.why)})" if one.why else line))
    if not found:
        say("No access to restricted media is noted.")
