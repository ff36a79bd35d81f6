"""vedette verify"""

from pathlib import Path

import click

from vedette.cli.output import count, json_option, quiet_option, say, say_json, shown_progress, workspace_argument
from vedette.model.errors import IntegrityError


@click.command("verify")
@workspace_argument
@quiet_option
@json_option
def command(workspace: Path, quiet: bool, as_json: bool) -> None:
    """Hash every capture of WORKSPACE again; check every chain link, span and citation. One line a problem."""
    from vedette.app import verify
    from vedette.workspace import open_workspace

    with open_workspace(workspace) as opened, shown_progress(quiet=quiet or as_json) as progress:
        problems = verify(opened, progress)
        counts = opened.store.view().counts()
    if as_json:
        say_json({"problems": problems, "captures": counts["captures"], "documents": counts["versions"]})
    else:
        for problem in problems:
            say(problem)
    if problems:
        raise IntegrityError(f"{workspace}: {count(len(problems), 'problem')} found")
    if not as_json:
        proven = f"{count(counts['captures'], 'capture')}, {count(counts['versions'], 'document')}"
        say(f"Everything stands: {proven}, every span and every citation.", quiet=quiet)
