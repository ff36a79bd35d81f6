"""A store of today as a Vedette of an older schema would have made it: bodies beside their texts and not packed."""

import sqlite3
import zlib
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from vedette.model.document import Document
from vedette.store.connection import connect
from vedette.store.packing import unpack
from vedette.store.queries import migrations
from vedette.store.rows import Paper, Told, decode, statement_words

PACKED = 11
"""From this schema on an analysis was packed, and its statements lay in it alone."""
_INDEXES = ("document_text", "statement_text")
_KEPT_UP = ("statement_tally", "document_tally")
_STATEMENT_PLACES = """
CREATE TEMP VIEW statement_places AS SELECT t.statement, s.place, s.name, s.lat, s.lon
FROM today.spots s JOIN today.spot_statements t ON t.spot = s.seq
"""
_LISTING = """
CREATE TEMP VIEW listing AS SELECT l.*, d.moment, d.first_day, d.last_day, d.source
FROM today.listing l JOIN today.document_list d ON d.document = l.document
"""


def make_older(today: Path, older: Path, schema: int) -> None:
    with closing(connect(older)) as raw:
        raw.execute("CREATE TABLE schema_version (version INTEGER PRIMARY KEY) STRICT")
        raw.executescript("".join(script for number, script in migrations() if number <= schema))
        raw.executemany("INSERT INTO schema_version VALUES (?)", [(one + 1,) for one in range(schema)])
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("ATTACH ? AS today", (str(today),))
        raw.create_function("plain", 1, lambda body: unpack(body).decode("utf-8"))
        raw.create_function("text_of", 1, lambda body: decode(body, Document).text)
        raw.create_function("rest_of", 1, _without_text)
        raw.create_function("zipped", 1, lambda body: zlib.compress(unpack(body)))
        raw.create_function("told", 2, _told)
        raw.execute("BEGIN")
        raw.execute(_STATEMENT_PLACES)
        raw.execute(_LISTING)
        for table in _tables(raw):
            _copy(raw, table, schema)
        _index(raw)
        raw.execute("COMMIT")


def _tables(raw: sqlite3.Connection) -> list[str]:
    """What triggers refer to comes first."""
    found = [name for (name,) in raw.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
    shadows = tuple(f"{name}_" for name in (*_INDEXES, "event_boxes", "observation_boxes"))
    kept = [one for one in found if not one.startswith(shadows) and one not in (*_INDEXES, *_KEPT_UP, "schema_version")]
    return sorted(kept, key=lambda name: (name in ("current_documents", "listing"), name))


def _copy(raw: sqlite3.Connection, table: str, schema: int) -> None:
    columns = [row[1] for row in raw.execute(f"PRAGMA main.table_info({table})")]
    former = f"{'temp' if table in ('statement_places', 'listing') else 'today'}.{table}"
    said = ", ".join(_said(table, one, schema) for one in columns)
    names = ", ".join(f'"{one}"' for one in columns)
    raw.execute(f"INSERT INTO main.{table} ({names}) SELECT {said} FROM {former}")


def _said(table: str, column: str, schema: int) -> str:
    """How it is made out of what is kept today."""
    whole = schema < PACKED
    match table, column:
        case "documents", ("text" | "body"):
            return "text_of(body)" if column == "text" else "rest_of(body)"
        case "analyses", "body":
            return "plain(body)" if whole else "''"
        case "analyses", "packed":
            return "zipped(body)"
        case "statements", "body":
            body = "(SELECT a.body FROM today.analyses a WHERE a.seq = analysis)"
            return f"told({body}, id)" if whole else "''"
        case (("links" | "events" | "misgivings" | "control"), "body"):
            return "plain(body)"
    return f'"{column}"'


def _without_text(body: bytes) -> str:
    told: dict[str, Any] = msgspec.json.decode(unpack(body))
    return msgspec.json.encode(told | {"text": ""}).decode("utf-8")


def _told(body: bytes, statement: str) -> str:
    (one, *_) = [one for one in decode(body, Told).statements if one.id == statement]
    return msgspec.json.encode(one).decode("utf-8")


_WORDS = """
SELECT s.seq, s.id, a.body, d.body FROM today.statements s
JOIN today.analyses a ON a.seq = s.analysis JOIN today.documents d ON d.id = a.document
"""


def _index(raw: sqlite3.Connection) -> None:
    for seq, body in raw.execute("SELECT seq, body FROM today.documents").fetchall():
        paper = decode(body, Document)
        words = {"seq": seq, "title": paper.title or "", "text": paper.text}
        raw.execute("INSERT INTO document_text (rowid, title, text) VALUES (:seq, :title, :text)", words)
    for seq, statement, analysis, body in raw.execute(_WORDS).fetchall():
        (one, *_) = [one for one in decode(analysis, Told).statements if one.id == statement]
        words = statement_words(one, decode(body, Paper).text) | {"seq": seq}
        raw.execute("INSERT INTO statement_text (rowid, content, speaker) VALUES (:seq, :content, :speaker)", words)
