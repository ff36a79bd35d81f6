"""`vedette export … facts`: all that a workspace holds, to be brought into another."""

import getpass
from pathlib import Path

import click

from vedette.cli.output import count, say
from vedette.model.errors import UsageError

FACTS = "facts"


def export_facts(workspace: Path, output: Path | None, *, media: bool, whole: bool, by: str | None) -> None:
    """JSON lines, Parquet, or an RO-Crate in a BagIt, by the name of the file."""
    from vedette.carrying.giving import export_facts as export
    from vedette.workspace import open_workspace

    if output is None or str(output) == "-":
        raise UsageError("facts go to a file: name it with --output, such as facts.jsonl, facts.parquet or facts.zip")
    with open_workspace(workspace, workers=1) as opened:
        given = export(opened, output, by or getpass.getuser(), media=media, whole=whole)
    if given.withheld:
        click.echo(f"{count(given.withheld, 'capture or document', 'captures and documents')} held back.", err=True)
    if given.without:
        click.echo(f"{count(given.without, 'capture')} without bytes: --media takes media along.", err=True)
    facts = given.facts
    say(f"{count(facts['captures'], 'capture')}, {count(facts['documents'], 'document')}: {output}")
    say("Next: vedette import OTHER-WORKSPACE " + str(output))
