"""What a workspace's model answered, and what that cost: a file of its own, from which nothing is taken.

What a question may cost is noted before it is asked: who is killed in between has spent it. The same words, asked the
same way of the same model, are never asked again.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from vedette.model.assistant import Assistant, Spent
from vedette.model.errors import WorkspaceError

FILE = "assistant.db"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
  digest TEXT PRIMARY KEY, content TEXT NOT NULL, problem TEXT NOT NULL, model TEXT NOT NULL, made TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS spent (
  id INTEGER PRIMARY KEY, day TEXT NOT NULL, tokens INTEGER NOT NULL, digest TEXT NOT NULL, outcome TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS asked (
  document TEXT NOT NULL, maker TEXT NOT NULL, PRIMARY KEY (document, maker)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS spent_day ON spent (day);
CREATE INDEX IF NOT EXISTS spent_digest ON spent (digest);
"""
_SPENT = """
SELECT count(*) FILTER (WHERE day = :day), coalesce(sum(tokens) FILTER (WHERE day = :day), 0),
       count(*), coalesce(sum(tokens), 0) FROM spent
"""
ASKED, ANSWERED, FAILED, PUT_OFF = "asked", "answered", "failed", "put off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer, or, where it is of no use, the `problem`."""

    content: str
    problem: str = ""


class Book:
    def __init__(self, path: Path) -> None:
        self._path = path
        with _explained(path):
            self._connection = sqlite3.connect(path, isolation_level=None)
            self._connection.executescript(_SCHEMA)

    def get(self, digest: str) -> Kept | None:
        with _explained(self._path):
            row = self._connection.execute(
                "SELECT content, problem FROM answers WHERE digest = ?", (digest,)
            ).fetchone()
        return Kept(content=row[0], problem=row[1]) if row else None

    def asking(self, digest: str, tokens: int, made: datetime) -> int:
        """Notes what a question may cost at most; gives the number under which it is settled."""
        with _explained(self._path):
            noted = self._connection.execute(
                "INSERT INTO spent (day, tokens, digest, outcome) VALUES (?, ?, ?, ?)",
                (made.date().isoformat(), tokens, digest, ASKED),
            )
        return int(noted.lastrowid or 0)

    def unasked(self, number: int) -> None:
        """Nobody was there."""
        with _explained(self._path):
            self._connection.execute("DELETE FROM spent WHERE id = ?", (number,))

    def keep(self, number: int, digest: str, kept: Kept, model: str, tokens: int, made: datetime) -> None:
        """The answer and its cost, together. The first answer stays."""
        with _explained(self._path), self._whole():
            self._connection.execute(
                "INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?, ?)",
                (digest, _storable(kept.content), _storable(kept.problem), model, made.isoformat()),
            )
            self._settle(number, tokens, ANSWERED)

    def failed(self, number: int, tokens: int) -> None:
        """Notes a question without an answer."""
        with _explained(self._path):
            self._settle(number, tokens, FAILED)

    def waited(self, number: int) -> None:
        """Notes a question that the server put off."""
        with _explained(self._path):
            self._settle(number, 0, PUT_OFF)

    def tries(self, digest: str, now: datetime) -> int:
        """How often it was asked today without an answer."""
        with _explained(self._path):
            found = self._connection.execute(
                "SELECT count(*) FROM spent WHERE digest = ? AND day = ? AND outcome = ?",
                (digest, now.date().isoformat(), FAILED),
            ).fetchone()
        return int(found[0])

    def note(self, document: str, maker: str) -> None:
        """All that was to be asked about the document was asked."""
        with _explained(self._path):
            self._connection.execute("INSERT OR IGNORE INTO asked VALUES (?, ?)", (document, maker))

    def noted(self, maker: str) -> frozenset[str]:
        with _explained(self._path):
            rows = self._connection.execute("SELECT document FROM asked WHERE maker = ?", (maker,)).fetchall()
        return frozenset(row[0] for row in rows)

    def spent(self, now: datetime) -> Spent:
        with _explained(self._path):
            today, tokens_today, requests, tokens = self._connection.execute(
                _SPENT, {"day": now.date().isoformat()}
            ).fetchone()
        return Spent(requests_today=today, tokens_today=tokens_today, requests=requests, tokens=tokens)

    def _settle(self, number: int, tokens: int, outcome: str) -> None:
        self._connection.execute("UPDATE spent SET tokens = ?, outcome = ? WHERE id = ?", (tokens, outcome, number))

    @contextmanager
    def _whole(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

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


def digest_of(assistant: Assistant, version: str, text: str) -> str:
    """Of all that the answer depends on. Where the server lies is not among it."""
    digest = sha256()
    for part in (version, assistant.model, assistant.form, str(assistant.answer_tokens), text):
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big"))
        digest.update(encoded)
    return digest.hexdigest()


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise WorkspaceError(
            f"{path}: cannot be read or written ({error}); answers can be asked for again: move the file away"
        ) from error
