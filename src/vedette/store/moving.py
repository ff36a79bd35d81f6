"""From a SQLite store into an empty PostgreSQL one, row by row: every id, number and link of the chain stays."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from psycopg import sql

from vedette.model.capture import Capture
from vedette.model.errors import IntegrityError, UsageError
from vedette.model.event import Event
from vedette.model.observation import Observation
from vedette.model.retraction import Retraction
from vedette.ports import Progress
from vedette.store.connection import explained as file_explained
from vedette.store.connection import open_database
from vedette.store.folding import vector
from vedette.store.moved_rows import Rows, plain, statements
from vedette.store.queries import named
from vedette.store.rows import Titled, box_row, decode
from vedette.store.server import Connection, connect, explained, place_of
from vedette.store.tables import migrate

# In the order in which they refer to one another. What triggers count is counted anew.
_TABLES = (
    "sources", "captures", "documents", "sightings", "analyses", "statements", "mentions", "links", "link_scores",
    "retractions", "corrections", "annotations", "observations", "observation_about", "observation_boxes", "failures",
    "done", "document_text", "spots", "spot_statements", "document_list", "current_documents", "current_analyses",
    "listing", "picture", "statement_sides", "events", "event_accounts", "event_sides", "event_figures", "event_boxes",
    "control", "misgivings", "threats",
)  # fmt: skip
_COUNTED = ("statement_tally", "document_tally")


def move(path: Path, url: str, progress: Progress) -> int:
    """How many rows. All of it in one transaction: a move that is broken off leaves nothing behind."""
    place = place_of(url)
    with (
        file_explained(path),
        closing(open_database(path, create=False)) as former,
        explained(place),
        connect(url) as server,
    ):
        migrate(server, place, create=True)
        former.execute("BEGIN")
        with server.transaction():
            server.execute(named("ledger", "postgres")["write_lock"].encode())
            if _is_full(server):
                rows = _moved_before(former, server, place)
            else:
                rows = sum(_copy(former, server, table, number, progress) for number, table in enumerate(_TABLES))
                _go_on_counting(server)
                if lacking := _different(former, server):
                    raise IntegrityError(f"{place}: not all of {lacking} arrived; nothing was moved")
        server.execute("ANALYZE")
    progress("move", len(_TABLES), len(_TABLES))
    return rows


def _is_full(server: Connection) -> bool:
    queries = (sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table)) for table in _TABLES)
    return any(server.execute(query).fetchone() for query in queries)


def _moved_before(former: sqlite3.Connection, server: Connection, place: str) -> int:
    """The same store, of a move that was killed when all had arrived, is taken for moved."""
    ends = "SELECT coalesce((SELECT chain FROM captures ORDER BY seq DESC LIMIT 1), '') AS chain"
    (before,), after = former.execute(ends).fetchone(), server.execute(ends).fetchone()
    if after is None or after["chain"] != before or _different(former, server):
        raise UsageError(f"{place}: holds another store already; name an empty database")
    return 0


def _copy(former: sqlite3.Connection, server: Connection, table: str, number: int, progress: Progress) -> int:
    progress("move", number, len(_TABLES))
    columns, rows = _MADE[table](former) if table in _MADE else _as_they_are(former, server, table)
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    count = 0
    with server.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def _as_they_are(former: sqlite3.Connection, server: Connection, table: str) -> Rows:
    query = sql.SQL("SELECT * FROM {} LIMIT 0").format(sql.Identifier(table))
    columns = [column.name for column in server.execute(query).description or ()]
    return columns, plain(former, table, columns)


def _captures(former: sqlite3.Connection) -> Rows:
    rows = former.execute("SELECT seq, id, body, chain_before, chain FROM captures ORDER BY seq")
    told = ((*row, decode(row["body"], Capture).media_type) for row in rows)
    return ["seq", "id", "body", "chain_before", "chain", "media_type"], told


def _retractions(former: sqlite3.Connection) -> Rows:
    rows = former.execute("SELECT seq, id, body FROM retractions ORDER BY seq")
    return ["seq", "id", "body", "origin"], ((*row, decode(row["body"], Retraction).origin) for row in rows)


def _document_text(former: sqlite3.Connection) -> Rows:
    rows = former.execute("SELECT seq, body FROM documents ORDER BY seq")
    told = ((row["seq"], decode(row["body"], Titled)) for row in rows)
    return ["document", "words"], ((seq, " ".join(vector([one.title or "", one.text]))) for seq, one in told)


def _observation_boxes(former: sqlite3.Connection) -> Rows:
    def boxes() -> Iterator[tuple[Any, ...]]:
        for seq, body in former.execute("SELECT seq, body FROM observations ORDER BY seq"):
            box = decode(body, Observation).box
            if box is not None:
                yield seq, _polygon(*box)

    return ["observation", "box"], boxes()


def _event_boxes(former: sqlite3.Connection) -> Rows:
    def boxes() -> Iterator[tuple[Any, ...]]:
        for seq, body in former.execute("SELECT seq, body FROM events ORDER BY seq"):
            event = decode(body, Event)
            if event.place is not None:
                row = box_row(event.place, event.when)
                corners = _polygon(row["west"], row["south"], row["east"], row["north"])
                yield seq, corners, row["first_day"], row["last_day"]

    return ["event", "box", "first_day", "last_day"], boxes()


def _polygon(west: float, south: float, east: float, north: float) -> str:
    corners = ((west, south), (west, north), (east, north), (east, south), (west, south))
    return f"SRID=4326;POLYGON(({', '.join(f'{lon!r} {lat!r}' for lon, lat in corners)}))"


_MADE: dict[str, Callable[[sqlite3.Connection], Rows]] = {
    "captures": _captures,
    "retractions": _retractions,
    "statements": statements,
    "document_text": _document_text,
    "observation_boxes": _observation_boxes,
    "event_boxes": _event_boxes,
}


def _go_on_counting(server: Connection) -> None:
    """New rows get numbers after the last."""
    found = server.execute(
        "SELECT c.relname AS name, pg_get_serial_sequence(quote_ident(c.relname), 'seq') AS numbers FROM pg_class c"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'seq'"
        " WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace"
    ).fetchall()
    for row in found:
        last = sql.SQL("SELECT setval({}, coalesce(max(seq), 0) + 1, false) FROM {}").format(
            sql.Literal(row["numbers"] or f"{row['name']}_seq"), sql.Identifier(row["name"])
        )
        server.execute(last)


def _different(former: sqlite3.Connection, server: Connection) -> str | None:
    """A table that has not the same number of rows in both."""
    for table in (*_TABLES, *_COUNTED):
        what = "coalesce(sum(found), 0)" if table in _COUNTED else "count(*)"
        (before,) = former.execute(f"SELECT {what} FROM {_count_of(table)}").fetchone()  # noqa: S608 - our own
        after = server.execute(f"SELECT {what} AS found FROM {table}".encode()).fetchone()  # noqa: S608 - our own
        if after is None or after["found"] != before:
            return table
    return None


def _count_of(table: str) -> str:
    """What has no rows of its own to count in a contentless index."""
    return "documents" if table == "document_text" else table
