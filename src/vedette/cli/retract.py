"""vedette retract"""

import getpass
from pathlib import Path

import click

from vedette.cli.output import json_option, one_line, quoted, say, say_json, workspace_argument
from vedette.model.errors import UsageError
from vedette.model.retraction import How


@click.command("retract")
@workspace_argument
@click.argument("report")
@click.option("--why", default="", help="The reason, in a sentence for readers.")
@click.option("--deleted", is_flag=True, help="Its source removed it without a word.")
@click.option("--restore", is_flag=True, help="It stands again.")
@click.option("--by", help="Who notes it; the name you are logged in by if left out.")
@json_option
def command(
    workspace: Path, report: str, why: str, deleted: bool, restore: bool, by: str | None, as_json: bool
) -> None:
    """Note that a source took REPORT back. Its words stay, but no event, figure or change of holder rests on them.

    REPORT is an id or a label. What the source says anew, in a later version, stands by itself.
    """
    from vedette.app import retract
    from vedette.workspace import open_workspace

    if deleted and restore:
        raise UsageError("give --deleted or --restore, not both")
    if not (why.strip() or deleted or restore):
        raise UsageError("say why with --why, for readers will ask")
    how: How = "restored" if restore else "deleted" if deleted else "retracted"
    with open_workspace(workspace) as opened:
        document = retract(opened, report, how, why.strip(), by or getpass.getuser())
    if as_json:
        say_json({"document": document.id, "label": document.label, "how": how})
        return
    say(f"{one_line(document.title or document.label)}: {how}. Carry it through: vedette run {quoted(workspace)}")
