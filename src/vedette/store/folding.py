"""Words as SQLite's full-text search tells them apart, for a database that would tell them otherwise."""

import sqlite3
import threading
from collections.abc import Sequence

_MOST_LETTERS = 500
"""Of one word: PostgreSQL takes 2,046 bytes."""
_MOST_BYTES = 900_000
"""Of all words of one text: PostgreSQL takes a mebibyte."""
_MOST_PLACES = 256
_SPACE = " "


class _Letters(dict[int, str]):
    """Each code point as FTS5 indexes it: folded, a space where it parts words, nothing where it is a mark."""

    def __init__(self) -> None:
        super().__init__({0: _SPACE})
        self._lock = threading.Lock()
        self._index = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._index.execute("CREATE VIRTUAL TABLE t USING fts5 (x, tokenize = 'unicode61 remove_diacritics 2')")
        self._index.execute("CREATE VIRTUAL TABLE words USING fts5vocab (t, 'row')")

    def __missing__(self, code: int) -> str:
        with self._lock:
            self[code] = found = self._ask(chr(code))
        return found

    def _ask(self, letter: str) -> str:
        if "\ud800" <= letter <= "\udfff":
            return _SPACE
        self._index.execute("DELETE FROM t")
        self._index.execute("INSERT INTO t VALUES (?)", (f"a{letter}b",))
        words = [word for (word,) in self._index.execute("SELECT term FROM words")]
        return words[0][1:-1] if len(words) == 1 else _SPACE


_LETTERS = _Letters()


def folded(text: str) -> list[str]:
    return [word[:_MOST_LETTERS] for word in text.translate(_LETTERS).split(_SPACE) if word]


def vector(texts: Sequence[str]) -> list[str]:
    """Each text as the words of a tsvector and where they stand. No phrase goes from one text on into the next."""
    at, found = 0, []
    for text in texts:
        places: dict[str, list[int]] = {}
        for word in folded(text):
            at += 1
            places.setdefault(word, []).append(at)
        at += 1
        found.append(_written(places))
    return found


def _written(places: dict[str, list[int]]) -> str:
    """Of a text that is too long for a vector the later words are left out."""
    left, words = _MOST_BYTES, []
    for word, positions in places.items():
        left -= len(word.encode("utf-8")) + 8 + 2 * min(len(positions), _MOST_PLACES)
        if left < 0:
            break
        words.append(f"'{word}':{','.join(map(str, positions[:_MOST_PLACES]))}")
    return " ".join(words)
