"""Writing the ledger: `ports.Store` over one SQLite file, the embedded default."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from vedette.model.event import Picture, PictureChange
from vedette.model.failure import Failure
from vedette.model.link import Link
from vedette.ports import Fact, Outcome, StageKey
from vedette.store import facts as ledger
from vedette.store.connection import connect, explained, open_database, transaction
from vedette.store.lock import held
from vedette.store.picture import replace_picture, stamp, update_picture, watermark
from vedette.store.queries import named
from vedette.store.view import SqliteView

_LEDGER = named("ledger")
_READERS = 3


class SqliteStore:
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

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Cursor]:
        with self._lock, explained(self._path), transaction(self._connection) as cursor:
            yield cursor

    def append(self, facts: Iterable[Fact]) -> int:
        with self._transaction() as cursor:
            return sum(ledger.append(cursor, fact) for fact in facts)

    def record(self, stage: StageKey, outcomes: Sequence[Outcome[Any]]) -> None:
        with self._transaction() as cursor:
            for outcome in outcomes:
                _record(cursor, stage, outcome)

    def fail(self, failure: Failure) -> None:
        with self._transaction() as cursor:
            ledger.append_failure(cursor, failure)

    def replace_picture(self, picture: Picture, links: Iterable[Link], recipe: str, seen: str | None = None) -> None:
        with self._transaction() as cursor, _stamped(cursor, links, recipe, seen):
            replace_picture(cursor, picture)

    def update_picture(self, change: PictureChange, links: Iterable[Link], recipe: str, seen: str) -> None:
        with self._transaction() as cursor, _stamped(cursor, links, recipe, seen):
            update_picture(cursor, change)

    def exclusive(self) -> AbstractContextManager[None]:
        return held(self._path.with_suffix(".lock"))

    def close(self) -> None:
        for reader in self._readers:
            reader.close()
        self._connection.close()


@contextmanager
def _stamped(cursor: sqlite3.Cursor, links: Iterable[Link], recipe: str, seen: str | None) -> Iterator[None]:
    """Links of the picture's own do not make it stale; what somebody appended since it was `seen` does."""
    now = watermark(cursor)
    for link in links:
        ledger.append_link(cursor, link)
    yield
    stamp(cursor, recipe, seen if seen is not None and seen != now else watermark(cursor))


def _record(cursor: sqlite3.Cursor, stage: StageKey, outcome: Outcome[Any]) -> None:
    """A failed item is done too: only a new version of the stage tries it again."""
    for fact in outcome.results:
        ledger.append(cursor, fact)
    if outcome.failure is not None:
        failure = Failure(stage=stage.name, version=stage.version, item=outcome.item, reason=outcome.failure)
        ledger.append_failure(cursor, failure)
    mark = {"stage": stage.name, "version": stage.version, "item": outcome.item}
    cursor.execute(_LEDGER["mark_done"], mark)
