"""vedette init"""

from pathlib import Path

import click

from vedette.cli.output import quiet_option, quoted, say, workspace_argument


@click.command("init")
@workspace_argument
@click.option("--config", type=click.Path(path_type=Path), help="A watch.toml to start from.")
@quiet_option
def command(workspace: Path, config: Path | None, quiet: bool) -> None:
    """Make WORKSPACE: a folder with watch.toml, the store, the archive and the reports."""
    from vedette.workspace import create_workspace

    watch = create_workspace(workspace, config)
    say(f"{workspace} follows {watch.name}.", quiet=quiet)
    if not watch.sides:
        say(f"Name its sides and sources in {workspace / 'watch.toml'}.", quiet=quiet)
    say(f"Next: vedette add {quoted(workspace)} FILE|FOLDER|ADDRESS …", quiet=quiet)
