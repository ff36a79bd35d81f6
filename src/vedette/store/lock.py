"""One run at a time in a workspace."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vedette.model.errors import BusyError, WorkspaceError


@contextmanager
def held(path: Path) -> Iterator[None]:
    """An advisory lock on a file. The kernel frees it when the process ends in any way, SIGKILL too."""
    try:
        handle = path.open("a")
    except OSError as error:
        raise WorkspaceError(f"{path}: cannot be written ({error.strerror}); check the permissions") from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"{path.parent}: another run is at work in this workspace; wait until it ends and try again"
            raise BusyError(message) from error
        yield
