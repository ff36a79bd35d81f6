"""Reading the ledger from SQLite."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from queue import LifoQueue
from typing import Any

from vedette.store.connection import bound, explained
from vedette.store.rows import Row
from vedette.store.view import LedgerView


class SqliteView(LedgerView):
    """A connection answers one question at a time. With several a short question need not wait for a long one."""

    def __init__(self, connections: Iterable[sqlite3.Connection], path: Path) -> None:
        super().__init__("sqlite")
        self._free: LifoQueue[sqlite3.Connection] = LifoQueue()
        for connection in connections:
            self._free.put(connection)
        self._path = path

    def _ask(self, sql: str, parameters: Row | None = None) -> list[Any]:
        connection = self._free.get()
        try:
            with explained(self._path):
                return connection.execute(sql, bound(parameters)).fetchall()
        finally:
            self._free.put(connection)
