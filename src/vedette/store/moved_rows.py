"""Rows of a SQLite store as they are copied elsewhere."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from vedette.store.folding import vector
from vedette.store.rows import Paper, Told, decode, statement_words

Rows = tuple[Sequence[str], Iterable[tuple[Any, ...]]]


def plain(former: sqlite3.Connection, table: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """In the order of arrival where there is one."""
    names = ", ".join(f'"{column}"' for column in columns)
    order = " ORDER BY seq" if "seq" in columns else ""
    return map(tuple, former.execute(f'SELECT {names} FROM "{table}"{order}'))  # noqa: S608 - our own tables


_STATEMENTS = "SELECT seq, id, analysis, places, start, kind, certainty FROM statements WHERE analysis = ? ORDER BY seq"


def statements(former: sqlite3.Connection) -> Rows:
    columns = ["seq", "id", "analysis", "places", "start", "kind", "certainty", "content", "speaker"]
    return columns, _statements(former)


def _statements(former: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    """Their words are read from what was understood: an index of words does not hold them."""
    rows = former.execute(
        "SELECT a.seq, a.body, d.body FROM analyses a JOIN documents d ON d.id = a.document ORDER BY a.seq"
    )
    for analysis, body, paper in rows:
        text = decode(paper, Paper).text
        told = {one.id: one for one in reversed(decode(body, Told).statements)}
        for row in former.execute(_STATEMENTS, (analysis,)):
            words = statement_words(told[row["id"]], text)
            yield (*row, *vector([words["content"], words["speaker"]]))
