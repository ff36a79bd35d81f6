"""vedette move"""

from pathlib import Path

import click

from vedette.cli.output import quiet_option, quoted, say, shown_progress, workspace_argument


@click.command("move")
@workspace_argument
@click.option("--to", "url", required=True, help="An empty database: postgresql://host/name, without a password.")
@quiet_option
def command(workspace: Path, url: str, quiet: bool) -> None:
    """Move the store of WORKSPACE from its file to a PostgreSQL server."""
    from vedette.relocation import move_store
    from vedette.workspace import STORE

    with shown_progress(quiet=quiet) as progress:
        rows = move_store(workspace, url, progress)
    say(f"{rows:,} rows moved; every id and link of the chain is as it was.", quiet=quiet)
    say(f"{workspace / STORE} is not used any more: keep it until you have a backup of the server.", quiet=quiet)
    say(f"Next: vedette verify {quoted(workspace)}", quiet=quiet)
