"""The ledger on a PostgreSQL server with PostGIS: for many writers, and more than one machine."""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeVar

import psycopg

from vedette.model.errors import BusyError
from vedette.ports import Outcome, StageKey
from vedette.store.claims import Claims
from vedette.store.folding import vector
from vedette.store.hand import Hand
from vedette.store.postgres_view import PostgresView
from vedette.store.queries import named, script
from vedette.store.rows import Row
from vedette.store.server import Connection, close, connect, explained, may_pass, place_of, tries
from vedette.store.tables import migrate
from vedette.store.writing import LedgerStore

Answer = TypeVar("Answer")
_WORDS = ("title", "text", "content", "speaker")


class PostgresStore(LedgerStore):
    """Writers wait for one another, so that a watermark tells all that came before it; readers wait for nobody.

    What the server breaks off, by a restart or a deadlock, is tried again: appending what is there changes nothing."""

    def __init__(self, url: str, *, create: bool = False) -> None:
        self._url, self._place = url, place_of(url)
        self._lock = threading.Lock()
        with explained(self._place):
            self._connection: Connection | None = connect(url)
            try:
                migrate(self._connection, self._place, create=create)
            except BaseException:
                self._connection.close()
                raise
        self._view = PostgresView(url, self._place)
        self._claims = Claims(url, self._place)

    @property
    def place(self) -> str:
        return self._place

    def view(self) -> PostgresView:
        return self._view

    def _write(self, work: Callable[[Hand], Answer]) -> Answer:
        with self._lock, explained(self._place):
            for last in tries():
                try:
                    return self._once(work)
                except psycopg.Error as error:
                    if last or not may_pass(error):
                        raise
        raise AssertionError

    def _once(self, work: Callable[[Hand], Answer]) -> Answer:
        if self._connection is None or self._connection.broken or self._connection.closed:
            close(self._connection)
            self._connection = connect(self._url)
        with self._connection.transaction(), self._connection.cursor() as cursor:
            hand = _PostgresHand(cursor)
            hand.ask("ledger.write_lock")
            return work(hand)

    def record(self, stage: StageKey, outcomes: Sequence[Outcome[Any]]) -> None:
        super().record(stage, outcomes)
        self._claims.free(stage, [outcome.item for outcome in outcomes])

    def claim(self, stage: StageKey, ids: Sequence[str]) -> Sequence[str]:
        return self._claims.take(stage, ids)

    def working(self) -> AbstractContextManager[None]:
        return self._held("run_among_others")

    def exclusive(self) -> AbstractContextManager[None]:
        return self._held("run_alone")

    @contextmanager
    def alone(self, at: str) -> Iterator[None]:
        with explained(self._place):
            connection = connect(self._url)
        with connection:
            with explained(self._place):
                connection.execute(named("ledger", "postgres")["be_alone"].encode(), {"at": f"vedette {at}"})
            yield

    @contextmanager
    def _held(self, how: str) -> Iterator[None]:
        """An advisory lock of a connection. The server frees it when the process or its machine is gone."""
        with explained(self._place):
            connection = connect(self._url)
            found = connection.execute(named("ledger", "postgres")[how].encode()).fetchone()
        with connection:
            if found is None or not found["held"]:
                raise BusyError(
                    f"{self._place}: another run is at work in this store; wait until it ends and try again"
                )
            try:
                yield
            finally:
                self._claims.drop()

    def make_roles(self) -> None:
        with self._lock, explained(self._place), connect(self._url) as connection, connection.transaction():
            connection.execute(script("roles").encode())

    def close(self) -> None:
        self._claims.close()
        self._view.close()
        close(self._connection)


class _PostgresHand:
    def __init__(self, cursor: "psycopg.Cursor[Any]") -> None:
        self._cursor = cursor

    def ask(self, statement: str, row: Row | None = None) -> list[Any]:
        self._cursor.execute(_sql(statement), row or {})
        return self._cursor.fetchall() if self._cursor.description else []

    def each(self, statement: str, rows: Iterable[Row]) -> None:
        """What a row here holds already needs no statement of its own."""
        kept, sql = list(rows), _sql(statement)
        if kept and sql:
            self._cursor.executemany(sql, kept)

    def index(self, statement: str, rows: Iterable[Row]) -> None:
        """Texts go as vectors of words."""
        self.each(statement, map(_indexed, rows))

    def numbers(self, last: str, many: int) -> Sequence[int]:
        return sorted(row["seq"] for row in self.ask(last, {"many": many}))


def _indexed(row: Row) -> Row:
    texts = {name: row[name] for name in _WORDS if name in row}
    return row | dict(zip(texts, vector(list(texts.values())), strict=True))


def _sql(statement: str) -> bytes:
    room, _, name = statement.partition(".")
    return named(room, "postgres")[name].encode()
