"""Appending facts inside a transaction. Each function answers whether the fact was new."""

import math
from dataclasses import replace
from typing import assert_never

from vedette.model.analysis import Analysis
from vedette.model.annotation import Annotation
from vedette.model.capture import Capture
from vedette.model.chain import FIRST, chain_hash
from vedette.model.correction import Correction
from vedette.model.document import Document
from vedette.model.failure import Failure
from vedette.model.ids import DocumentId, StatementId
from vedette.model.link import Link, is_rule
from vedette.model.observation import Observation
from vedette.model.retraction import Retraction
from vedette.model.source import Source
from vedette.model.statement import Statement
from vedette.ports import Fact
from vedette.store.hand import Hand
from vedette.store.rows import (
    Paper,
    Row,
    decode,
    document_row,
    encode,
    interval_columns,
    observation_row,
    packed,
    place_row,
    places_within,
    resolved_places,
    statement_row,
    statement_words,
)


def append(hand: Hand, fact: Fact) -> bool:
    match fact:
        case Source():
            return _append_source(hand, fact)
        case Capture():
            return _append_capture(hand, fact)
        case Document():
            return _append_document(hand, fact)
        case Analysis():
            return _append_analysis(hand, fact)
        case Observation():
            return _append_observation(hand, fact)
        case Link():
            return append_link(hand, fact)
        case Retraction():
            row = {"id": fact.id, "origin": fact.origin, "body": encode(fact)}
            return bool(hand.ask("ledger.add_retraction", row))
        case Correction():
            row = {"id": fact.id, "document": fact.document, "body": encode(fact)}
            return bool(hand.ask("ledger.add_correction", row))
        case Annotation():
            row = {"document": fact.document, "maker": fact.maker, "version": fact.version, "body": encode(fact)}
            return bool(hand.ask("annotations.add_annotation", row))
        case _:
            assert_never(fact)


def _append_observation(hand: Hand, observation: Observation) -> bool:
    new = hand.ask("observations.add_observation", observation_row(observation))
    if not new:
        return False
    seq = new[0]["seq"]
    about = [{"observation": seq, "about": one} for one in dict.fromkeys(observation.about)]
    hand.each("observations.add_about", about)
    box = observation.box
    if box is not None:
        corners = dict(zip(("west", "south", "east", "north"), box, strict=True))
        hand.ask("observations.add_box", {"observation": seq, **corners})
    return True


def append_link(hand: Hand, link: Link) -> bool:
    row = {"id": link.id, "left": link.left, "right": link.right, "body": packed(link)}
    new = hand.ask("ledger.add_link", row)
    if not new:
        return False
    if link.score is not None and is_rule(link.maker):
        scored = {"maker": link.maker, "score": link.score, "link": new[0]["seq"]}
        hand.ask("ledger.add_score", scored)
    return True


def append_failure(hand: Hand, failure: Failure) -> None:
    row = {"stage": failure.stage, "version": failure.version, "item": failure.item, "reason": failure.reason}
    hand.ask("ledger.add_failure", row)


def _append_source(hand: Hand, source: Source) -> bool:
    """A source described anew gets another row; the newest counts."""
    body = encode(source)
    newest = hand.ask("ledger.newest_source", {"id": source.id})
    if newest and newest[0]["body"] == body:
        return False
    hand.ask("ledger.add_source", {"id": source.id, "body": body})
    return True


def _append_capture(hand: Hand, capture: Capture) -> bool:
    if hand.ask("ledger.has_capture", {"id": capture.id}):
        return False
    end = hand.ask("ledger.chain_end")
    before = end[0]["chain"] if end else FIRST
    body = encode(capture)
    # Hashed as it will be read back, so that what was stored is what is proven.
    chain = chain_hash(before, decode(body, Capture))
    row = {"id": capture.id, "media_type": capture.media_type, "body": body, "chain_before": before, "chain": chain}
    hand.ask("ledger.add_capture", row)
    return True


def _append_document(hand: Hand, document: Document) -> bool:
    row = document_row(document)
    found = hand.ask("documents.seq_of", {"id": document.id})
    if found:
        return _see_again(hand, row, found[0]["seq"])
    before = hand.ask("documents.version_before", {"origin": row["origin"], "moment": row["moment"]})
    version = replace(document, version_of=before[0]["id"] if before else None)
    seq = hand.ask("documents.add_document", document_row(version))[0]["seq"]
    hand.index("documents.add_document_text", [{"seq": seq, "title": document.title or "", "text": document.text}])
    listed = {"seq": seq, "source": document.source, **interval_columns(document.published)}
    hand.ask("documents.list_document", listed)
    _sight(hand, row, seq)
    return True


def _see_again(hand: Hand, row: Row, seq: int) -> bool:
    """New only if the source has gone back to this text since another was seen."""
    newest = hand.ask("documents.newest_sighting", {"origin": row["origin"]})[0]
    if newest["document"] == seq or _rank(row["moment"]) <= _rank(newest["moment"]):
        return False
    _sight(hand, row, seq)
    return True


def _rank(moment: int | None) -> float:
    return -math.inf if moment is None else moment


def _sight(hand: Hand, row: Row, seq: int) -> None:
    """Makes the newest sighting of an origin the current document, with what is known of its statements."""
    origin = row["origin"]
    hand.ask("documents.add_sighting", {"origin": origin, "document": seq, "moment": row["moment"]})
    former = hand.ask("documents.current_of", {"origin": origin})
    newest = hand.ask("documents.newest_sighting", {"origin": origin})[0]["document"]
    if former and former[0]["document"] == newest:
        return
    if former:
        hand.ask("statements.unlist", {"document": former[0]["document"]})
    hand.ask("documents.set_current", {"origin": origin, "document": newest})
    _list(hand, row["id"])


def _append_analysis(hand: Hand, analysis: Analysis) -> bool:
    row = {"document": analysis.document, "version": analysis.version, "body": packed(analysis)}
    new = hand.ask("statements.add_analysis", row)
    if not new:
        return False
    seq = new[0]["seq"]
    hand.ask("statements.set_current_analysis", {"document": analysis.document, "analysis": seq})
    _append_statements(hand, seq, analysis)
    mentions = (
        {"id": one.id, "analysis": seq, "statement": one.statement, "plover": one.plover} for one in analysis.mentions
    )
    hand.each("statements.add_mention", mentions)
    _list(hand, analysis.document)
    return True


def _append_statements(hand: Hand, of: int, analysis: Analysis) -> None:
    """Where to find each; what it says is told by the analysis."""
    known: dict[StatementId, Statement] = {}
    for one in analysis.statements:
        known.setdefault(one.id, one)
    if not known:
        return
    found = hand.ask("documents.by_ids", {"ids": [analysis.document]})
    paper = decode(found[0]["body"], Paper) if found else Paper(text="")
    named = resolved_places(analysis)
    numbers = hand.numbers("statements.last_statement", len(known))
    told = [(seq, one, places_within(named, one.content)) for seq, one in zip(numbers, known.values(), strict=True)]
    rows = [statement_row(seq, of, one, places) | statement_words(one, paper.text) for seq, one, places in told]
    hand.index("statements.add_statement", rows)
    hand.index("statements.add_statement_text", rows)
    spots = [place_row(seq, place, paper.published) for seq, _, near in told for place in near]
    hand.each("statements.add_spot", spots)
    hand.each("statements.add_spot_statement", spots)


def _list(hand: Hand, document: DocumentId) -> None:
    """Shows the statements of the newest analysis, if the document is a current version."""
    for row in hand.ask("documents.by_ids", {"ids": [document]}):
        hand.ask("statements.unlist", {"document": row["seq"]})
        hand.ask("statements.list", {"document": row["seq"]})
