"""vedette restore"""

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vedette.cli.output import count, json_option, quiet_option, quoted, say, say_json, shown_progress
from vedette.model.errors import IntegrityError, UsageError

if TYPE_CHECKING:
    from vedette.evidence.restore import Opening

_PATH = click.Path(path_type=Path)


@click.command("restore")
@click.argument("file", type=_PATH)
@click.option("--to", "folder", type=_PATH, required=True, help="The folder to make; none is there, or an empty one.")
@click.option("--key", "key", type=_PATH, help="The file with the private key.")
@click.option("--by", help="Who does it; the name you are logged in by if left out.")
@quiet_option
@json_option
def command(file: Path, folder: Path, key: Path | None, by: str | None, quiet: bool, as_json: bool) -> None:
    """Make a workspace out of a backup, FILE, and verify all of it before it gets its name.

    The passphrase of one that has no key is asked for or taken from VEDETTE_BACKUP_PASSPHRASE.
    """
    from vedette.custodian import restore

    opening = _opening(file, key)
    with shown_progress(quiet=quiet or as_json) as progress:
        made, problems = restore(file, folder, opening, by=by or getpass.getuser(), progress=progress)
    if as_json:
        say_json({"folder": str(folder), "files": len(made.files), "made": made.made, "problems": problems})
    else:
        for problem in problems:
            say(problem)
    if problems:
        told = count(len(problems), "problem")
        raise IntegrityError(f"{folder}: restored as it was backed up, and it had {told} then; see `vedette verify`")
    if not as_json:
        say(f"{count(len(made.files), 'file')} of {made.made:%Y-%m-%d %H:%M} UTC, all verified.", quiet=quiet)
        if made.store != "vedette.db":
            told = "The ledger was on a server: take [store] out of watch.toml to work with the copy in vedette.db."
            click.echo(told, err=True)
        say(f"Next: vedette status {quoted(folder)}", quiet=quiet)


def _opening(file: Path, key: Path | None) -> "Opening":
    from vedette.cli.backup import passphrase
    from vedette.evidence.age import read_keys
    from vedette.evidence.restore import Opening, needs_passphrase

    if needs_passphrase(file):
        if key is not None:
            raise UsageError(f"{file}: opens by a passphrase, not by a key; leave --key out")
        return Opening(passphrase=passphrase(confirm=False))
    if key is None:
        raise UsageError(f"{file}: opens by a key; name the file with the private one, --key FILE")
    return Opening(keys=tuple(read_keys(key)))
