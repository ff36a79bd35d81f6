"""vedette verify"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from vedette.cli.output import count, json_option, quiet_option, say, say_json, shown_progress, workspace_argument
from vedette.model.errors import IntegrityError

if TYPE_CHECKING:
    from vedette.evidence.standing import Proofs


@click.command("verify")
@workspace_argument
@quiet_option
@json_option
def command(workspace: Path, quiet: bool, as_json: bool) -> None:
    """Hash every capture of WORKSPACE again; check every chain link, span and citation. One line a problem."""
    from vedette.app import verify
    from vedette.evidence.standing import count_proofs
    from vedette.workspace import open_workspace

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
        raise IntegrityError(f"{workspace}: {count(len(problems), 'problem')} found")
    if not as_json:
        proven = f"{count(counts['captures'], 'capture')}, {count(counts['versions'], 'document')}"
        say(f"Everything stands: {proven}, every span and every citation{_told(proofs)}.", quiet=quiet)


def _told(proofs: "Proofs") -> str:
    stamped = f" ({proofs.stamped:,} stamped)" if proofs.stamped else ""
    parts = [count(proofs.roots, "daily root") + stamped] if proofs.roots else []
    parts += [count(proofs.custody, "line") + " of custody"] if proofs.custody else []
    return "".join(f", {part}" for part in parts)
