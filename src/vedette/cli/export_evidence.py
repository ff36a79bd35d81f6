"""`vedette export … evidence`: events and reports with all that they rest on."""

import getpass
from pathlib import Path

import click

from vedette.cli.output import count, quoted, say
from vedette.model.errors import UsageError

EVIDENCE = "evidence"


def export_evidence(
    workspace: Path,
    output: Path | None,
    events: tuple[str, ...],
    reports: tuple[str, ...],
    *,
    media: bool,
    whole: bool,
    by: str | None,
) -> None:
    """An RO-Crate in a BagIt, as a folder or a ZIP."""
    from vedette.evidencing import Asked
    from vedette.evidencing import export_evidence as export
    from vedette.workspace import open_workspace

    if output is None or str(output) == "-":
        raise UsageError("evidence is a folder or a ZIP: name it with --output, such as evidence.zip")
    if not events and not reports:
        raise UsageError("name what to take with its evidence: --event ID or --report NAME")
    asked = Asked(events=events, reports=reports, media=media, whole=whole)
    with open_workspace(workspace, workers=1) as opened:
        done = export(opened, asked, output, by or getpass.getuser())
    for line in done.dossier.policy:
        click.echo(line, err=True)
    proofs = done.dossier.proofs
    rooted = sum(one.root is not None for one in proofs)
    if rooted < len(proofs):
        click.echo(
            f"{count(len(proofs) - rooted, 'capture')} under no daily root yet: `vedette stamp` first.", err=True
        )
    say(f"{count(len(proofs), 'capture')}, {count(len(done.dossier.said), 'statement')}: {output}")
    say(f"SHA-256 of it all: {done.digest}")
    say(f"Next: vedette verify {quoted(output)}")
