"""A workspace's translations: a file of their own, for they are no facts and can be made again."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from vedette.model.errors import WorkspaceError
from vedette.model.translation import Translation

FILE = "translations.db"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS translation (
  digest TEXT NOT NULL, language TEXT NOT NULL, target TEXT NOT NULL,
  original TEXT NOT NULL, words TEXT NOT NULL, maker TEXT NOT NULL, made TEXT NOT NULL,
  PRIMARY KEY (digest, language, target)
) WITHOUT ROWID
"""
_PUT = "INSERT OR REPLACE INTO translation VALUES (?, ?, ?, ?, ?, ?, ?)"
_GET = "SELECT original, language, target, words, maker, made FROM translation WHERE digest = ? AND target = ?"


class Book:
    """Shared by the threads that answer pages."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        with _explained(path):
            self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
            self._connection.execute(_SCHEMA)

    def put(self, made: Iterable[Translation]) -> None:
        """Those of the same words into the same language are replaced."""
        rows = [
            (digest_of(one.of), one.language, one.to, one.of, one.words, one.by, one.made.isoformat()) for one in made
        ]
        with self._lock, _explained(self._path):
            self._connection.execute("BEGIN")
            try:
                self._connection.executemany(_PUT, rows)
            except sqlite3.Error:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def get(self, words: str, to: str) -> Translation | None:
        with self._lock, _explained(self._path):
            row = self._connection.execute(_GET, (digest_of(words), to)).fetchone()
        if row is None:
            return None
        of, language, target, said, by, made = row
        return Translation(of=of, language=language, to=target, words=said, by=by, made=datetime.fromisoformat(made))

    def close(self) -> None:
        self._connection.close()


@contextmanager
def open_book(workspace: Path) -> Iterator[Book]:
    """Makes the file where there is none."""
    book = Book(workspace / FILE)
    try:
        yield book
    finally:
        book.close()


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise WorkspaceError(
            f"{path}: cannot be read or written ({error}); translations can be made again: move the file away"
        ) from error


def digest_of(words: str) -> str:
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
