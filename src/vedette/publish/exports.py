"""What a workspace gives away, a table at a time, as rows; `forms` writes them.

Documents are named by their label. Days are inclusive ISO days. What is not known is null.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import combinations
from typing import Any, Literal, get_args

from vedette.model.document import Document
from vedette.model.event import Control, Event, Figure, Location, Threat
from vedette.model.ids import DocumentId
from vedette.model.query import Query
from vedette.model.record import Record
from vedette.model.series import Reading, Series
from vedette.model.span import Span
from vedette.model.watch import Policy
from vedette.ports import View
from vedette.publish.analysis import encode_days, encode_statement
from vedette.publish.annotations import annotation_rows
from vedette.publish.judgements import correction_rows, judgement_rows
from vedette.publish.material import all_events
from vedette.publish.policy import Clearance, clear
from vedette.publish.public import public_view
from vedette.publish.sights import observation_rows

Table = Literal[
    "events",
    "statements",
    "control",
    "figures",
    "records",
    "links",
    "judgements",
    "corrections",
    "threats",
    "observations",
    "annotations",
]
TABLES: tuple[Table, ...] = get_args(Table)
Counted = Callable[[Iterable[Event]], Iterable[Series]]
"""What gives the figures over time of some events."""
Recorded = Callable[[Iterable[Event]], Iterable[Record]]
"""What gives the records of sides and voices by some events."""

_PAGE = 1000


def export_rows(
    table: Table,
    view: View,
    policy: Policy,
    now: datetime,
    counted: Counted | None = None,
    recorded: Recorded | None = None,
) -> Iterator[dict[str, Any]]:
    """The rows of one table, as they may leave at `now`."""
    clearance = clear(view, policy, now)
    shown = public_view(view, policy, clearance.veil)
    yield from map(clearance.veil.words, _rows(table, shown, clearance, counted, recorded))


def _rows(
    table: Table, view: View, clearance: Clearance, counted: Counted | None, recorded: Recorded | None
) -> Iterator[dict[str, Any]]:
    match table:
        case "statements":
            yield from _statements(view, clearance)
        case "threats":
            yield from _threats(view, clearance)
        case "observations":
            yield from observation_rows(view, clearance)
        case "control":
            rows = map(clearance.show_control, view.control())
            yield from (encode_control(row) for row in rows if row is not None)
        case "figures":
            labels = _labels(view)
            for one in counted(_told(view, clearance)) if counted else ():
                yield from (encode_reading(one, reading, labels) for reading in one.readings)
        case "records":
            yield from map(encode_record, recorded(_told(view, clearance)) if recorded else ())
        case "events":
            labels = _labels(view)
            events = map(clearance.show, all_events(view))
            yield from (encode_event(event, labels) for event in events if event is not None)
        case "links":
            labels = _labels(view)
            linked = map(clearance.tell, all_events(view))
            yield from (link for event in linked if event is not None for link in _links(event, labels))
        case "judgements":
            yield from judgement_rows(view, clearance)
        case "corrections":
            yield from correction_rows(view, clearance)
        case "annotations":
            yield from annotation_rows(view, clearance)


def _told(view: View, clearance: Clearance) -> Iterator[Event]:
    return (event for event in map(clearance.tell, all_events(view)) if event is not None)


def _labels(view: View) -> dict[DocumentId, str]:
    return {document.id: document.label for document in view.documents()}


def encode_event(event: Event, labels: Mapping[DocumentId, str]) -> dict[str, Any]:
    days = encode_days(event.when) or {"from": None, "to": None}
    return {
        "id": event.id,
        "plover": event.plover,
        "subtype": event.subtype,
        "actors": [{"name": party.name, "role": party.role, "side": party.side} for party in event.parties],
        "place": encode_place(event.place),
        **days,
        "precision": str(event.when.precision) if event.when else None,
        "change": event.change,
        "figures": [_figure(figure) for figure in event.figures],
        "status": event.assessment.status,
        "grade": f"{event.assessment.source_grade}{event.assessment.information_grade}",
        "documents": list(dict.fromkeys(labels.get(document, document) for document in event.documents)),
        "statements": list(event.statements),
        "independent_sources": event.assessment.independent_sources,
        "observations": [
            {
                "id": sight.observation,
                "kind": sight.kind,
                "bearing": sight.bearing,
                "ratio": sight.ratio,
                "known": sight.known,
            }
            for sight in event.sights
        ],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "what": figure.what,
        "victim": figure.victim,
        "low": figure.low,
        "high": figure.high,
        "speaker": figure.speaker,
        "side": figure.side,
        "statement": figure.statement,
    }


def encode_reading(one: Series, reading: Reading, labels: Mapping[DocumentId, str]) -> dict[str, Any]:
    """`matter` is the same for all who count the same thing; `against` are the series that contradict this one."""
    figure = reading.figure
    return {
        "series": one.id,
        "matter": one.matter,
        "what": one.what,
        "victim": one.victim,
        "reach": one.reach,
        "place": encode_place(one.place),
        "speaker": one.voice,
        "side": one.side,
        "day": reading.day.isoformat() if reading.day else None,
        "low": figure.low,
        "high": figure.high,
        "doubts": list(reading.doubts),
        "against": list(one.against),
        "event": reading.event,
        "statement": figure.statement,
        "document": labels.get(figure.span.document, figure.span.document),
        "start": figure.span.start,
        "end": figure.span.end,
    }


def encode_record(one: Record) -> dict[str, Any]:
    """`voice` null is the side as a whole; `lead_days` and `rung` are null where there is not enough to say."""
    return {
        "side": one.side,
        "voice": one.voice,
        "matter": one.matter,
        "claims": one.claims,
        "borne_out": one.borne_out,
        "denied": one.denied,
        "open": one.open,
        "lead_days": one.lead_days,
        "rung": one.rung,
    }


def encode_place(place: Location | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {"id": place.id, "name": place.name, "lat": place.lat, "lon": place.lon, "radius_m": place.radius_m}


def encode_control(row: Control) -> dict[str, Any]:
    place = row.place
    return {
        "place": {"id": place.id, "name": place.name, "lat": place.lat, "lon": place.lon},
        "date": row.day.isoformat(),
        **(encode_days(row.when) or {}),
        "holder": row.holder,
        "previous": row.previous,
        "status": row.status,
        "statements": list(row.statements),
    }


def _links(event: Event, labels: Mapping[DocumentId, str]) -> Iterator[dict[str, str]]:
    """Every pair of documents on one event."""
    names = dict.fromkeys(labels.get(document, document) for document in event.documents)
    for left, right in combinations(sorted(names), 2):
        yield {"left": left, "right": right, "event": event.id}


def _statements(view: View, clearance: Clearance) -> Iterator[dict[str, Any]]:
    offset = 0
    while rows := view.statements(Query(limit=_PAGE, offset=offset)):
        for row in rows:
            if row.document.id in clearance.held:
                continue
            yield {
                "document": row.document.label,
                "source": row.document.source,
                "side": row.side,
                **encode_statement(row.statement, row.document.text),
            }
        offset += len(rows)


def _threats(view: View, clearance: Clearance) -> Iterator[dict[str, Any]]:
    threats = [told for threat in view.threats() if (told := clearance.threat(threat)) is not None]
    wanted = {span.document for threat in threats for span in (threat.action, threat.condition) if span}
    texts = {document.id: document for document in view.documents(sorted(wanted))}
    for threat in threats:
        yield encode_threat(threat, texts)


def encode_threat(threat: Threat, texts: Mapping[DocumentId, Document]) -> dict[str, Any]:
    return {
        "id": threat.id,
        "speaker": threat.speaker,
        "side": threat.side,
        "target": threat.target,
        "action": _words(threat.action, texts),
        "condition": _words(threat.condition, texts),
        "said": encode_days(threat.said),
        "status": threat.status,
        "statements": list(threat.statements),
        "severity": threat.severity,
        "sequels": [
            {"statement": one.statement, "how": one.how, "reasons": list(one.reasons)} for one in threat.sequels
        ],
        "touched_by": [
            {"statement": one.statement, "of": one.of, "reasons": list(one.reasons), "score": one.score}
            for one in threat.touches
        ],
    }


def _words(span: Span | None, texts: Mapping[DocumentId, Document]) -> str | None:
    document = texts.get(span.document) if span else None
    return span.of(document.text) if span and document else None
