"""Rows of a SQLite store as they are copied elsewhere."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from vedette.store.folding import vector
from vedette.store.rows import Told, decode

Rows = tuple[Sequence[str], Iterable[tuple[Any, ...]]]


def plain(former: sqlite3.Connection, table: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """In the order of arrival where there is one."""
    names = ", ".join(f'"{column}"' for column in columns)
    order = " ORDER BY seq" if "seq" in columns else ""
    return map(tuple, former.execute(f'SELECT {names} FROM "{table}"{order}'))  # noqa: S608 - our own tables


def statement_words(former: sqlite3.Connection) -> Rows:
    return ["statement", "content", "speaker"], _statement_words(former)


def _statement_words(former: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """Read from what was understood: an index of words does not hold them."""
    rows = former.execute(
        "SELECT a.seq, coalesce(a.packed, a.body) AS body, d.text FROM analyses a JOIN documents d ON d.id = a.document"
        " ORDER BY a.seq"
    )
    for analysis, body, text in rows:
        told = {one.id: one for one in reversed(decode(body, Told).statements)}
        known = former.execute("SELECT seq, id FROM statements WHERE analysis = ? ORDER BY seq", (analysis,))
        for seq, name in known:
            one = told[name]
            content, speaker = vector([one.content.of(text), one.speaker.name if one.speaker else ""])
            yield seq, content, speaker
