"""A disk without room is told as one, whichever way SQLite meets it, and as the machine's fault (exit status 1)."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import pytest

from vedette.model.errors import FullError, WorkspaceError
from vedette.store.connection import explained


def failing(code: int) -> Callable[[], NoReturn]:
    def fail() -> NoReturn:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = code
        raise error

    return fail


@pytest.mark.parametrize(
    ("code", "free", "kind"),
    [
        (sqlite3.SQLITE_FULL, 10**9, FullError),
        (sqlite3.SQLITE_IOERR, 0, FullError),
        (sqlite3.SQLITE_IOERR, 10**9, WorkspaceError),
    ],
)
def test_want_of_room_is_told_apart(
    code: int, free: int, kind: type[WorkspaceError], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What SQLite shares between processes needs room, too: it tells the want of it as a fault of the disk."""
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=free))
    with pytest.raises(WorkspaceError) as told, explained(tmp_path / "vedette.db"):
        failing(code)()
    assert type(told.value) is kind
    assert ("the disk is full" in str(told.value)) is (kind is FullError)
    assert told.value.exit_code == (1 if kind is FullError else 3)
