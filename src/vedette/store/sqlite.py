"""The ledger in one SQLite file, the embedded default."""

import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, TypeVar

from vedette.ports import StageKey
from vedette.store.connection import bound, connect, explained, open_database, transaction
from vedette.store.hand import Hand
from vedette.store.lock import held
from vedette.store.queries import named
from vedette.store.rows import Row
from vedette.store.sqlite_view import SqliteView
from vedette.store.writing import LedgerStore

_READERS = 3
Answer = TypeVar("Answer")


class SqliteStore(LedgerStore):
    """One writer and a few reader connections. Readers in other processes see every finished transaction at once."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self._path = path
        self._connection = open_database(path, create=create)
        self._lock = threading.Lock()
        with explained(path):
            self._readers = [connect(path) for _ in range(_READERS)]
        self._view = SqliteView(self._readers, path)

    def view(self) -> SqliteView:
        return self._view

    def _write(self, work: Callable[[Hand], Answer]) -> Answer:
        with self._lock, explained(self._path), transaction(self._connection) as cursor:
            return work(_SqliteHand(cursor))

    def exclusive(self) -> AbstractContextManager[None]:
        return held(self._path.with_suffix(".lock"))

    def working(self) -> AbstractContextManager[None]:
        return self.exclusive()

    def alone(self, at: str) -> AbstractContextManager[None]:
        """Whoever works does so alone."""
        return nullcontext()

    def claim(self, stage: StageKey, ids: Sequence[str]) -> Sequence[str]:
        return ids

    @property
    def place(self) -> str:
        return str(self._path)

    def close(self) -> None:
        for reader in self._readers:
            reader.close()
        self._connection.close()


class _SqliteHand:
    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor

    def ask(self, statement: str, row: Row | None = None) -> list[Any]:
        return self._cursor.execute(_sql(statement), bound(row)).fetchall()

    def each(self, statement: str, rows: Iterable[Row]) -> None:
        self._cursor.executemany(_sql(statement), rows)

    def index(self, statement: str, rows: Iterable[Row]) -> None:
        self.each(statement, rows)

    def numbers(self, last: str, many: int) -> Sequence[int]:
        """The write lock is held: nobody else takes them."""
        first = self.ask(last)[0]["seq"] + 1
        return range(first, first + many)


def _sql(statement: str) -> str:
    room, _, name = statement.partition(".")
    return named(room)[name]
