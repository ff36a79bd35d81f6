"""Facts as rows, with their ids: as they are stored, and as `vedette export` names their fields."""

from collections.abc import Sequence
from typing import Any

from vedette.model.document import Document
from vedette.model.event import Account, Event, Threat
from vedette.model.observation import Observation
from vedette.model.query import StatementRow
from vedette.model.source import Source
from vedette.ports import View
from vedette.publish.analysis import encode_days, encode_statement
from vedette.publish.exports import encode_event, encode_threat
from vedette.publish.sights import encode_observation

Row = dict[str, Any]


def event_row(event: Event) -> Row:
    return {**encode_event(event, {}), "accounts": [_account(one) for one in event.accounts]}


def _account(one: Account) -> Row:
    return {
        "statement": one.statement,
        "document": one.document,
        "source": one.source,
        "speaker": one.speaker,
        "side": one.side,
        "stance": one.stance,
        "family": one.family,
        "doubtful": one.doubtful,
    }


def statement_row(row: StatementRow) -> Row:
    return {
        **encode_statement(row.statement, row.document.text),
        "attributed": row.statement.attributed,
        "document": row.document.id,
        "source": row.document.source,
        "side": row.side,
        "published": encode_days(row.document.published),
        "places": [{"id": one.id, "name": one.name, "lat": one.lat, "lon": one.lon} for one in row.places],
    }


def threat_rows(view: View, threats: Sequence[Threat]) -> list[Row]:
    wanted = {span.document for one in threats for span in (one.action, one.condition) if span}
    texts = {one.id: one for one in view.documents(sorted(wanted))}
    return [encode_threat(one, texts) for one in threats]


def observation_row(one: Observation) -> Row:
    row = encode_observation(one, {}, {})
    del row["events"]
    return row


def source_row(one: Source) -> Row:
    return {"id": one.id, "name": one.name, "kind": one.kind, "side": one.side, "reliability": one.reliability}


def document_row(one: Document) -> Row:
    return {
        "id": one.id,
        "label": one.label,
        "source": one.source,
        "capture": one.capture,
        "title": one.title,
        "author": one.author,
        "published": encode_days(one.published),
        "modified": one.modified.isoformat() if one.modified else None,
        "language": one.language,
        "address": one.address,
        "forwarded_from": one.forwarded_from,
        "version_of": one.version_of,
        "text": one.text,
    }
