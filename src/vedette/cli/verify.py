"""vedette verify"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from vedette.cli.output import count, json_option, quiet_option, say, say_json, shown_progress, workspace_argument
from vedette.model.errors import IntegrityError, UsageError

if TYPE_CHECKING:
    from vedette.evidence.standing import Proofs


@click.command("verify")
@workspace_argument
@click.option(
    "--authority", type=click.Path(path_type=Path), help="Certificates (PEM) to trust, for an export's stamps."
)
@click.option(
    "--crl", type=click.Path(path_type=Path), help="Lists of revoked certificates (PEM or DER), for an export's stamps."
)
@quiet_option
@json_option
def command(workspace: Path, authority: Path | None, crl: Path | None, quiet: bool, as_json: bool) -> None:
    """Hash every capture of WORKSPACE again; check every chain link, span and citation. One line a problem.

    WORKSPACE may be an export with evidence, too: its folder or ZIP.
    """
    from vedette.app import verify
    from vedette.evidence.bag import is_bag
    from vedette.evidence.standing import count_proofs
    from vedette.workspace import open_workspace

    if is_bag(workspace):
        _check(workspace, authority, crl, quiet=quiet, as_json=as_json)
        return
    if authority is not None or crl is not None:
        raise UsageError("--authority and --crl are for exports; a workspace names its own under [evidence]")
    with open_workspace(workspace) as opened, shown_progress(quiet=quiet or as_json) as progress:
        problems = verify(opened, progress)
        counts, proofs = opened.store.view().counts(), count_proofs(opened.path)
    if as_json:
        held = {
            "roots": proofs.roots,
            "stamped": proofs.stamped,
            "promised": proofs.promised,
            "custody": proofs.custody,
        }
        say_json({"problems": problems, "captures": counts["captures"], "documents": counts["versions"], **held})
    else:
        for problem in problems:
            say(problem)
    if problems:
        raise IntegrityError(f"{workspace}: {count(len(problems), 'problem')} found; restore a backup from before")
    if not as_json:
        proven = f"{count(counts['captures'], 'capture')}, {count(counts['versions'], 'document')}"
        say(f"Everything stands: {proven}, every span and every citation{_told(proofs)}.", quiet=quiet)


def _told(proofs: "Proofs") -> str:
    stamped = f" ({proofs.stamped:,} stamped)" if proofs.stamped else ""
    parts = [count(proofs.roots, "daily root") + stamped] if proofs.roots else []
    parts += [count(proofs.custody, "line") + " of custody"] if proofs.custody else []
    return "".join(f", {part}" for part in parts)


def _check(path: Path, authority: Path | None, crl: Path | None, *, quiet: bool, as_json: bool) -> None:
    from vedette.evidence.authority import read_authorities
    from vedette.evidence.bag import opened_bag
    from vedette.evidence.checking import check_package, summary
    from vedette.evidence.revoked import read_lists

    trusted = read_authorities(authority) if authority else None
    lists = read_lists(crl) if crl else None
    with opened_bag(path) as bag:
        checked = check_package(bag, trusted, lists)
    if as_json:
        say_json(summary(checked))
    else:
        for problem in checked.problems:
            say(problem)
    if checked.problems:
        raise IntegrityError(f"{path}: {count(len(checked.problems), 'problem')} found; ask for it again")
    if as_json:
        return
    held = f" ({checked.withheld:,} withheld)" if checked.withheld else ""
    proven = f"{checked.rooted:,} under a daily root, {checked.stamped:,} of them stamped"
    say(f"Everything stands: {count(checked.captures, 'capture')}{held}, {proven}.", quiet=quiet)
    for stamp in checked.stamps:
        say(f"  {stamp}", quiet=quiet)
    if checked.own and checked.stamped:
        say("Checked by certificates of the export itself: give the authority's own, --authority FILE.", quiet=quiet)
    say(f"SHA-256 of it all: {checked.digest}", quiet=quiet)
