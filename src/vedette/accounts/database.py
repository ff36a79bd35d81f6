"""The file of accounts: readable by its owner alone, migrated by numbered scripts."""

import os
import re
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from vedette.model.errors import WorkspaceError
from vedette.store.connection import explained, split, transaction

FILE = "accounts.db"
Clock = Callable[[], datetime]
_NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)
_SETTINGS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 10000",
    "PRAGMA trusted_schema = OFF",
    # What was deleted is overwritten, not only unlinked.
    "PRAGMA secure_delete = ON",
)
_OWNER_ALONE = 0o600
_A_SECOND = 1_000_000


def now() -> datetime:
    return datetime.now(UTC)


def micros(moment: datetime) -> int:
    return round(moment.timestamp() * _A_SECOND)


def moment(stored: int) -> datetime:
    return datetime.fromtimestamp(stored / _A_SECOND, UTC)


class Database:
    """One connection, used by one thread at a time."""

    def __init__(self, path: Path, clock: Clock = now) -> None:
        """Makes the file where it is not there."""
        self.clock = clock
        self._path = path
        self._lock = threading.RLock()
        with explained(path):
            _own(path)
            self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._connection.row_factory = sqlite3.Row
            try:
                for setting in _SETTINGS:
                    self._connection.execute(setting)
                _migrate(self._connection, path)
            except BaseException:
                self._connection.close()
                raise

    @property
    def at(self) -> int:
        return micros(self.clock())

    def rows(self, statement: str, /, **values: object) -> list[sqlite3.Row]:
        with self._lock, explained(self._path):
            return self._connection.execute(_statements()[statement], values).fetchall()

    def row(self, statement: str, /, **values: object) -> sqlite3.Row | None:
        return next(iter(self.rows(statement, **values)), None)

    @contextmanager
    def changing(self) -> Iterator[Callable[..., int]]:
        """All or nothing: gives what runs a named statement and says how many rows it touched."""
        with self._lock, explained(self._path), transaction(self._connection) as cursor:

            def run(statement: str, /, **values: object) -> int:
                return cursor.execute(_statements()[statement], values).rowcount

            yield run

    def close(self) -> None:
        with self._lock:
            self._connection.close()


def _own(path: Path) -> None:
    """The file as its owner's alone, before a byte is in it; one that others can read is put right."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, _OWNER_ALONE))
        if stat.S_IMODE(path.stat().st_mode) & ~_OWNER_ALONE:
            path.chmod(_OWNER_ALONE)
    except OSError as error:
        raise WorkspaceError(f"{path}: cannot be opened ({error.strerror}); check its owner and permissions") from error


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    with transaction(connection) as cursor:
        present = cursor.execute("PRAGMA user_version").fetchone()[0]
        newest = max(migrations())
        if present > newest:
            raise WorkspaceError(f"{path}: made by a newer Vedette (accounts {present}, known {newest}); upgrade it")
        for number, script in sorted(migrations().items()):
            if number > present:
                for statement in split(script):
                    cursor.execute(statement)
                cursor.execute(f"PRAGMA user_version = {number:d}")


@cache
def migrations() -> Mapping[int, str]:
    folder = files("vedette.accounts") / "sql" / "migrations"
    scripts = {entry.name: entry.read_text("utf-8") for entry in folder.iterdir() if entry.name.endswith(".sql")}
    return {int(name.partition("_")[0]): script for name, script in scripts.items()}


@cache
def _statements() -> Mapping[str, str]:
    text = (files("vedette.accounts") / "sql" / "accounts.sql").read_text("utf-8")
    _, *parts = _NAME.split(text)
    return {name: sql.strip().removesuffix(";") for name, sql in zip(parts[::2], parts[1::2], strict=True)}
