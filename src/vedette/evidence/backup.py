"""A backup: the whole workspace in one encrypted file, whole or not there."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from vedette.evidence.age import seal_by_passphrase, seal_to
from vedette.evidence.shelf import put_in_place
from vedette.evidence.tape import Manifest, Tape
from vedette.model.errors import UsageError, VedetteError, WorkspaceError
from vedette.reference.disk import sync_folder

_OWNER_ALONE = 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """For whom it is encrypted: public keys of age, or whoever knows the passphrase."""

    recipients: tuple[str, ...] = ()
    passphrase: str = ""

    def __post_init__(self) -> None:
        if bool(self.recipients) == bool(self.passphrase):
            raise UsageError("a backup is for public keys (--recipient) or for a passphrase: give one of the two")


def write_backup(tape: Tape, file: Path, seal: Seal) -> Manifest:
    """Refuses to write over anything. Until it is whole and on the disk it has another name; what a killed one leaves
    is swept the next time."""
    refuse_taken(file)
    with _part_of(file) as (part, target):
        try:
            _pour(tape, target, seal)
            target.flush()
            os.fsync(target.fileno())
            put_in_place(part, file)
        except FileExistsError as error:
            raise _taken(file) from error
        except OSError as error:
            raise WorkspaceError(f"{file}: cannot be written ({error.strerror or error}); no backup is made") from error
    sync_folder(file.parent)
    return tape.manifest


def refuse_taken(file: Path) -> None:
    if file.exists() or file.is_symlink():
        raise _taken(file)


def _taken(file: Path) -> UsageError:
    return UsageError(f"{file}: is there already; a backup is never written over, name another file")


@dataclass(slots=True)
class _Target:
    """Remembers why it could not be written, for pyrage tells it in words of its own."""

    file: BinaryIO
    failed: OSError | None = None

    def write(self, piece: bytes, /) -> int:
        try:
            return self.file.write(piece)
        except OSError as error:
            self.failed = error
            raise

    def flush(self) -> None:
        self.file.flush()


def _pour(tape: Tape, file: BinaryIO, seal: Seal) -> None:
    target = _Target(file)
    try:
        if seal.passphrase:
            seal_by_passphrase(tape, target, seal.passphrase)
        else:
            seal_to(tape, target, seal.recipients)
    except (OSError, VedetteError) as error:
        raise tape.failed or target.failed or error from None


@contextmanager
def _part_of(file: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A locked file beside it, that its owner alone reads."""
    for left in file.parent.glob(f".{file.name}.*.part"):
        _remove_unless_locked(left)
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        handle = os.open(part, os.O_CREAT | os.O_WRONLY | os.O_EXCL, _OWNER_ALONE)
    except OSError as error:
        raise UsageError(f"{file}: cannot be written ({error.strerror}); name another place") from error
    with os.fdopen(handle, "wb") as target:
        fcntl.flock(target, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            yield part, target
        finally:
            part.unlink(missing_ok=True)


def _remove_unless_locked(left: Path) -> None:
    try:
        with left.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink(missing_ok=True)
    except OSError:
        # Another backup is at work on it, or it is gone.
        return
