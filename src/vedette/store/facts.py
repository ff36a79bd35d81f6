"""Appending facts inside a transaction. Each function answers whether the fact was new."""

import math
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from vedette.model.analysis import Analysis
from vedette.model.capture import Capture
from vedette.model.chain import FIRST, chain_hash
from vedette.model.correction import Correction
from vedette.model.document import Document
from vedette.model.event import Location
from vedette.model.failure import Failure
from vedette.model.ids import DocumentId
from vedette.model.link import Link, is_rule
from vedette.model.observation import Observation
from vedette.model.retraction import Retraction
from vedette.model.source import Source
from vedette.model.statement import Statement
from vedette.ports import Fact
from vedette.store.queries import named
from vedette.store.rows import (
    Row,
    decode,
    distinct,
    document_row,
    encode,
    interval_columns,
    observation_row,
    places_within,
    resolved_places,
)

_LEDGER = named("ledger")
_DOCUMENTS = named("documents")
_STATEMENTS = named("statements")
_OBSERVATIONS = named("observations")


def append(cursor: sqlite3.Cursor, fact: Fact) -> bool:
    match fact:
        case Source():
            return _append_source(cursor, fact)
        case Capture():
            return _append_capture(cursor, fact)
        case Document():
            return _append_document(cursor, fact)
        case Analysis():
            return _append_analysis(cursor, fact)
        case Observation():
            return _append_observation(cursor, fact)
        case Link():
            return append_link(cursor, fact)
        case Retraction():
            row = {"id": fact.id, "body": encode(fact)}
            return cursor.execute(_LEDGER["add_retraction"], row).rowcount == 1
        case Correction():
            row = {"id": fact.id, "document": fact.document, "body": encode(fact)}
            return cursor.execute(_LEDGER["add_correction"], row).rowcount == 1
        case _:
            assert_never(fact)


def _append_observation(cursor: sqlite3.Cursor, observation: Observation) -> bool:
    if cursor.execute(_OBSERVATIONS["add_observation"], observation_row(observation)).rowcount != 1:
        return False
    seq = cursor.lastrowid
    about = [{"observation": seq, "about": one} for one in dict.fromkeys(observation.about)]
    cursor.executemany(_OBSERVATIONS["add_about"], about)
    box = observation.box
    if box is not None:
        corners = dict(zip(("west", "south", "east", "north"), box, strict=True))
        cursor.execute(_OBSERVATIONS["add_box"], {"observation": seq, **corners})
    return True


def append_link(cursor: sqlite3.Cursor, link: Link) -> bool:
    row = {"id": link.id, "left": link.left, "right": link.right, "body": encode(link)}
    if cursor.execute(_LEDGER["add_link"], row).rowcount != 1:
        return False
    if link.score is not None and is_rule(link.maker):
        scored = {"maker": link.maker, "score": link.score, "link": cursor.lastrowid}
        cursor.execute(_LEDGER["add_score"], scored)
    return True


def append_failure(cursor: sqlite3.Cursor, failure: Failure) -> None:
    row = {"stage": failure.stage, "version": failure.version, "item": failure.item, "reason": failure.reason}
    cursor.execute(_LEDGER["add_failure"], row)


def _append_source(cursor: sqlite3.Cursor, source: Source) -> bool:
    """A source described anew gets another row; the newest counts."""
    body = encode(source)
    newest = cursor.execute(_LEDGER["newest_source"], {"id": source.id}).fetchone()
    if newest is not None and newest["body"] == body:
        return False
    cursor.execute(_LEDGER["add_source"], {"id": source.id, "body": body})
    return True


def _append_capture(cursor: sqlite3.Cursor, capture: Capture) -> bool:
    if cursor.execute(_LEDGER["has_capture"], {"id": capture.id}).fetchone():
        return False
    end = cursor.execute(_LEDGER["chain_end"]).fetchone()
    before = end["chain"] if end else FIRST
    body = encode(capture)
    # Hashed as it will be read back, so that what was stored is what is proven.
    chain = chain_hash(before, decode(body, Capture))
    row = {"id": capture.id, "body": body, "chain_before": before, "chain": chain}
    cursor.execute(_LEDGER["add_capture"], row)
    return True


def _append_document(cursor: sqlite3.Cursor, document: Document) -> bool:
    row = document_row(document)
    found = cursor.execute(_DOCUMENTS["seq_of"], {"id": document.id}).fetchone()
    if found is not None:
        return _see_again(cursor, row, found["seq"])
    before = cursor.execute(_DOCUMENTS["version_before"], {"origin": row["origin"], "moment": row["moment"]}).fetchone()
    version = replace(document, version_of=before["id"] if before else None)
    cursor.execute(_DOCUMENTS["add_document"], document_row(version))
    seq = cursor.lastrowid
    assert seq is not None
    words = {"seq": seq, "title": document.title or "", "text": document.text}
    cursor.execute(_DOCUMENTS["add_document_text"], words)
    cursor.execute(
        _DOCUMENTS["list_document"],
        {"seq": seq, "source": document.source, **interval_columns(document.published)},
    )
    _sight(cursor, row, seq)
    return True


def _see_again(cursor: sqlite3.Cursor, row: Row, seq: int) -> bool:
    """New only if the source has gone back to this text since another was seen."""
    newest = cursor.execute(_DOCUMENTS["newest_sighting"], {"origin": row["origin"]}).fetchone()
    if newest["document"] == seq or _rank(row["moment"]) <= _rank(newest["moment"]):
        return False
    _sight(cursor, row, seq)
    return True


def _rank(moment: int | None) -> float:
    return -math.inf if moment is None else moment


def _sight(cursor: sqlite3.Cursor, row: Row, seq: int) -> None:
    """Makes the newest sighting of an origin the current document, with what is known of its statements."""
    origin = row["origin"]
    cursor.execute(_DOCUMENTS["add_sighting"], {"origin": origin, "document": seq, "moment": row["moment"]})
    former = cursor.execute(_DOCUMENTS["current_of"], {"origin": origin}).fetchone()
    newest = cursor.execute(_DOCUMENTS["newest_sighting"], {"origin": origin}).fetchone()["document"]
    if former is not None and former["document"] == newest:
        return
    if former is not None:
        cursor.execute(_STATEMENTS["unlist"], {"document": former["document"]})
    cursor.execute(_DOCUMENTS["set_current"], {"origin": origin, "document": newest})
    _list(cursor, row["id"])


def _append_analysis(cursor: sqlite3.Cursor, analysis: Analysis) -> bool:
    row = {"document": analysis.document, "version": analysis.version, "body": encode(analysis)}
    if cursor.execute(_STATEMENTS["add_analysis"], row).rowcount != 1:
        return False
    seq = cursor.lastrowid
    assert seq is not None
    cursor.execute(_STATEMENTS["set_current_analysis"], {"document": analysis.document, "analysis": seq})
    found = cursor.execute(_STATEMENTS["document_text_of"], {"document": analysis.document}).fetchone()
    text = found["text"] if found else ""
    places = resolved_places(analysis)
    for statement in analysis.statements:
        _append_statement(cursor, seq, statement, text, places_within(places, statement.content))
    for mention in analysis.mentions:
        told = {"id": mention.id, "analysis": seq, "statement": mention.statement, "plover": mention.plover}
        cursor.execute(_STATEMENTS["add_mention"], told)
    _list(cursor, analysis.document)
    return True


def _append_statement(
    cursor: sqlite3.Cursor, analysis: int, statement: Statement, text: str, places: Sequence[Location]
) -> None:
    row = {
        "id": statement.id,
        "analysis": analysis,
        "body": encode(statement),
        "places": encode(distinct(places)),
    }
    if cursor.execute(_STATEMENTS["add_statement"], row).rowcount != 1:
        return
    seq = cursor.lastrowid
    speaker = statement.speaker.name if statement.speaker else ""
    words = {"seq": seq, "content": statement.content.of(text), "speaker": speaker}
    cursor.execute(_STATEMENTS["add_statement_text"], words)
    for place in places:
        named_so = {"place": place.id, "name": place.name.casefold(), "lat": place.lat, "lon": place.lon}
        cursor.execute(_STATEMENTS["add_statement_place"], named_so | {"seq": seq})


def _list(cursor: sqlite3.Cursor, document: DocumentId) -> None:
    """Shows the statements of the newest analysis, if the document is a current version."""
    for row in cursor.execute(_DOCUMENTS["by_ids"], {"ids": encode([document])}).fetchall():
        published = decode(row["body"], Document).published
        cursor.execute(_STATEMENTS["unlist"], {"document": row["seq"]})
        cursor.execute(_STATEMENTS["list"], {"document": row["seq"], **interval_columns(published)})
