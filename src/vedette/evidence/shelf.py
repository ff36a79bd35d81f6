"""Files that are written whole, once, and then only read; and one process at a time where that matters."""

import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vedette.model.errors import BusyError, VedetteError, WorkspaceError
from vedette.reference.disk import sync_folder

LOCK = ".lock"
_READ_ONLY = 0o444


def write_once(path: Path, payload: bytes, *, again: bool = False) -> None:
    """The whole file or none of it, and read-only. Refuses one that is there unless it may be put `again`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".part-", dir=path.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(payload)
                file.flush()
                os.fchmod(file.fileno(), _READ_ONLY)
                os.fsync(file.fileno())
            if again:
                part.replace(path)
            else:
                put_in_place(part, path)
        finally:
            part.unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise WorkspaceError(f"{path}: cannot be written ({error.strerror}); check the disk and permissions") from error


def put_in_place(part: Path, path: Path) -> None:
    """Under its name, unless something has that name: then FileExistsError. Where the file system knows no hard links,
    as on many sticks, something that comes at the same moment may be lost."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:
        if path.exists():
            raise FileExistsError(errno.EEXIST, "is there already", str(path)) from None
        part.replace(path)


def sweep(folder: Path, prefix: str) -> None:
    """Removes folders that a killed process left: those whose lock nobody holds."""
    for left in folder.glob(f"{prefix}*"):
        try:
            with alone(left / LOCK, "at work"):
                shutil.rmtree(left, ignore_errors=True)
        except VedetteError:
            continue


@contextmanager
def own_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """A folder for one piece of work, that its owner alone reads; gone when the work ends, swept if it is killed."""
    sweep(parent, prefix)
    try:
        made = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    except OSError as error:
        raise WorkspaceError(f"{parent}: cannot be written ({error.strerror}); check the path") from error
    try:
        with alone(made / LOCK, "at work"):
            yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def alone(path: Path, doing: str) -> Iterator[None]:
    """An advisory lock on a file, which the kernel frees however the process ends. BusyError where it is held."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = path.open("a")
    except OSError as error:
        raise WorkspaceError(f"{path}: cannot be written ({error.strerror}); check the permissions") from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(f"{path.parent}: another process is {doing}; wait until it ends and try again") from error
        yield
