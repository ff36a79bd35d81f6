"""Reading the ledger from PostgreSQL."""

from queue import LifoQueue
from typing import Any

import psycopg

from vedette.store.rows import Row
from vedette.store.server import Connection, close, connect, explained, is_lost, tries
from vedette.store.view import LedgerView

_READERS = 4


class PostgresView(LedgerView):
    """A few connections, made as they are needed and made anew after the server was away. Reading may be repeated."""

    def __init__(self, url: str, place: str) -> None:
        super().__init__("postgres")
        self._url, self._place = url, place
        self._free: LifoQueue[Connection | None] = LifoQueue()
        for _ in range(_READERS):
            self._free.put(None)

    def _ask(self, sql: str, parameters: Row | None = None) -> list[Any]:
        connection = self._free.get()
        try:
            with explained(self._place):
                for last in tries():
                    try:
                        if connection is None:
                            connection = connect(self._url, reading=True)
                        return connection.execute(sql.encode(), parameters or {}).fetchall()
                    except psycopg.Error as error:
                        if not is_lost(error):
                            raise
                        close(connection)
                        connection = None
                        if last:
                            raise
            raise AssertionError
        finally:
            self._free.put(connection)

    def close(self) -> None:
        while not self._free.empty():
            close(self._free.get())
