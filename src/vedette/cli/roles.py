"""vedette roles"""

from pathlib import Path

import click

from vedette.cli.output import quiet_option, say, workspace_argument


@click.command("roles")
@workspace_argument
@click.option("--print", "only_print", is_flag=True, help="Print the SQL for an administrator, and do nothing.")
@quiet_option
def command(workspace: Path, only_print: bool, quiet: bool) -> None:
    """Make the server's roles for WORKSPACE: vedette_reader, vedette_worker and vedette_owner."""
    from vedette.relocation import make_roles, roles_sql

    if only_print:
        say(roles_sql())
        return
    place = make_roles(workspace)
    say(f"{place} has vedette_reader, vedette_worker and vedette_owner; grant them to those who log in.", quiet=quiet)
