"""vedette backup"""

import getpass
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vedette.cli.output import count, json_option, quiet_option, say, say_json, shown_progress, workspace_argument
from vedette.model.errors import UsageError

if TYPE_CHECKING:
    from vedette.evidence.backup import Seal

VARIABLE = "VEDETTE_BACKUP_PASSPHRASE"
_SHORTEST = 12


@click.command("backup")
@workspace_argument
@click.option("--to", "file", type=click.Path(path_type=Path), required=True, help="The file to write; none is there.")
@click.option("--recipient", "recipients", multiple=True, metavar="KEY", help="A public key of age; repeatable.")
@click.option("--new-key", type=click.Path(path_type=Path), help="Make a key, keep the private half in this file.")
@click.option("--without-accounts", is_flag=True, help="Leave out who may sign in.")
@click.option("--by", help="Who makes it; the name you are logged in by if left out.")
@quiet_option
@json_option
def command(
    workspace: Path,
    file: Path,
    recipients: tuple[str, ...],
    new_key: Path | None,
    without_accounts: bool,
    by: str | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Copy all of WORKSPACE into one encrypted file, while others may work in it.

    It is for the holders of the keys; without any, for whoever knows a passphrase, which is asked for or taken from
    VEDETTE_BACKUP_PASSPHRASE.
    """
    from vedette.custodian import backup
    from vedette.evidence.backup import refuse_taken
    from vedette.workspace import require_workspace

    require_workspace(workspace)
    refuse_taken(file)
    seal = _seal(recipients, new_key)
    with shown_progress(quiet=quiet or as_json) as progress:
        made = backup(
            workspace, file, seal, by=by or getpass.getuser(), accounts=not without_accounts, progress=progress
        )
    size = file.stat().st_size
    if as_json:
        say_json({"file": str(file), "bytes": size, "files": len(made.files), "store": made.store})
        return
    if made.store != "vedette.db":
        click.echo("The ledger is on a server: its facts are in here, what is done of the work is not.", err=True)
    for name in made.left_out:
        click.echo(f"left out, for it is no plain file: {name}", err=True)
    say(f"{count(len(made.files), 'file')}, {size:,} bytes encrypted: {file}", quiet=quiet)


def _seal(recipients: tuple[str, ...], new_key: Path | None) -> "Seal":
    from vedette.evidence.backup import Seal

    if new_key is not None:
        recipients = (*recipients, _made_key(new_key))
    return Seal(recipients=recipients, passphrase="" if recipients else passphrase(confirm=True))


def _made_key(path: Path) -> str:
    from vedette.evidence import age

    public, private = age.new_key()
    try:
        handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(private)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); name another file for the key") from error
    click.echo(f"Without {path} this backup cannot be opened: keep it elsewhere. Public key: {public}", err=True)
    return public


def passphrase(*, confirm: bool) -> str:
    """From the environment, else asked for where somebody can answer."""
    found = os.environ.get(VARIABLE, "")
    if not found and not os.isatty(0):
        raise UsageError(f"give a key, or the passphrase in {VARIABLE}: nobody is there to ask")
    found = found or str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm, err=True))
    if confirm and len(found) < _SHORTEST:
        raise UsageError(f"a passphrase has at least {_SHORTEST} characters: anybody who has the file can guess")
    return found
