"""Who works on what: rows of pending items, locked while a run has them. A killed run's are free again at once."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import psycopg

from vedette.ports import StageKey
from vedette.store.queries import named
from vedette.store.server import Connection, connect, explained, is_lost, tries


@dataclass(slots=True, kw_only=True)
class _Claim:
    """A transaction of its own holds the locks of one batch, and does nothing else."""

    connection: Connection
    stage: StageKey
    items: set[str]


class Claims:
    def __init__(self, url: str, place: str) -> None:
        self._url, self._place = url, place
        self._lock = threading.Lock()
        self._held: list[_Claim] = []
        self._idle: list[Connection] = []

    def take(self, stage: StageKey, ids: Sequence[str]) -> Sequence[str]:
        """Those that nobody else has, and nobody has done meanwhile."""
        with self._lock, explained(self._place):
            for last in tries():
                try:
                    return self._take(stage, ids)
                except psycopg.Error as error:
                    if last or not is_lost(error):
                        raise
        raise AssertionError

    def _take(self, stage: StageKey, ids: Sequence[str]) -> Sequence[str]:
        said = named("ledger", "postgres")
        connection = self._idle.pop() if self._idle else _opened(self._url)
        try:
            taken = connection.execute(said[f"claim_{stage.takes}"].encode(), {"ids": list(ids)}).fetchall()
            # Asked again now that the rows are held: another run may have finished with them just before.
            asked = {"stage": stage.name, "version": stage.version, "ids": [row["id"] for row in taken]}
            done = {row["item"] for row in connection.execute(said["done_among"].encode(), asked)}
        except BaseException:
            connection.close()
            raise
        items = {row["id"] for row in taken} - done
        if items:
            self._held.append(_Claim(connection=connection, stage=stage, items=items))
        else:
            self._release(connection)
        return [one for one in ids if one in items]

    def free(self, stage: StageKey, items: Sequence[str]) -> None:
        """What is recorded need not be held."""
        with self._lock:
            for claim in [claim for claim in self._held if claim.stage == stage]:
                claim.items.difference_update(items)
                if not claim.items:
                    self._held.remove(claim)
                    self._release(claim.connection)

    def drop(self) -> None:
        """All of them, whatever was done with them."""
        with self._lock:
            for claim in self._held:
                self._release(claim.connection)
            self._held.clear()

    def _release(self, connection: Connection) -> None:
        try:
            connection.rollback()
        except psycopg.Error:
            # The server is gone, and with it the locks.
            connection.close()
            return
        self._idle.append(connection)

    def close(self) -> None:
        self.drop()
        for connection in self._idle:
            connection.close()
        self._idle.clear()


def _opened(url: str) -> Connection:
    connection = connect(url)
    connection.autocommit = False
    return connection
