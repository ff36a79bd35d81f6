"""vedette import"""

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vedette.cli.output import (
    count,
    json_option,
    one_line,
    quiet_option,
    quoted,
    say,
    say_json,
    shown_progress,
    workspace_argument,
)

if TYPE_CHECKING:
    from vedette.carrying.record import Import
    from vedette.workspace import Workspace


@click.command("import")
@workspace_argument
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True))
@click.option("--by", help="Who brings it in; the name you are logged in by if left out.")
@quiet_option
@json_option
def command(workspace: Path, file: Path | None, by: str | None, quiet: bool, as_json: bool) -> None:
    """Bring the facts of another workspace into WORKSPACE: FILE as `vedette export … facts` made it. Without FILE, tell
    what was brought in before."""
    from vedette.carrying.taking import import_facts
    from vedette.workspace import open_workspace

    with open_workspace(workspace, workers=1) as opened, shown_progress(quiet=quiet or as_json) as progress:
        if file is None:
            _list(opened, as_json=as_json)
            return
        made = import_facts(opened, file, by or getpass.getuser(), progress)
    if as_json:
        say_json({**_row(made), "without": len(made.without)})
        return
    told = ", ".join(count(number, kind, _MANY.get(kind)) for kind, number in made.new.items() if number)
    say(f"New here: {told}." if told else "Nothing is new: all of it was here.", quiet=quiet)
    if made.without:
        say(f"{count(len(made.without), 'capture')} came without bytes; the texts are there.", quiet=quiet)
    if told:
        say(f"Next: vedette run {quoted(workspace)}", quiet=quiet)


_MANY = {"analysis": "analyses"}


def _list(opened: "Workspace", *, as_json: bool) -> None:
    from vedette.carrying.record import imports, made_here

    found, own = list(imports(opened)), {capture for capture, _ in made_here(opened)}
    if as_json:
        say_json({"imports": [{"capture": capture, "here": capture in own, **_row(one)} for capture, one in found]})
        return
    for capture, one in found:
        line = f"{one.at:%Y-%m-%d %H:%M:%S}Z  {one.by}  {one.file}  of {one.head.watch}  SHA-256 {one.sha256}"
        say(one_line(f"{line}  noted in {capture}{'' if capture in own else ', as another import says'}"))
    if not found:
        say("Nothing was imported.")


def _row(made: "Import") -> dict[str, object]:
    head = made.head
    return {
        "file": made.file,
        "sha256": made.sha256,
        "by": made.by,
        "at": made.at,
        "from": {"watch": head.watch, "made": head.made, "by": head.by, "software": head.software, "chain": head.chain},
        "new": made.new,
    }
