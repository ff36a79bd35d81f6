"""One document's analysis as a JSON object; the shape is that of `vedette analyze`.

Offsets are code points into the text, end exclusive; days are inclusive ISO days; what is not known is null.
"""

from typing import Any

from vedette.model.analysis import Analysis
from vedette.model.interval import Interval
from vedette.model.mention import Actor, Deed, Entity, LoadedSpan, Mention, PlaceMention, Quantity, TimeMention
from vedette.model.span import Span
from vedette.model.statement import Speaker, Statement, Via

_LISTS = ("statements", "events", "places", "times", "quantities", "loaded", "entities")


def encode_analysis(
    document_label: str, text: str, analysis: Analysis | None, error: str | None = None
) -> dict[str, Any]:
    """With an `error` or without an analysis every list is empty."""
    line: dict[str, Any] = {
        "id": document_label,
        "language": analysis.language if analysis else None,
        "error": error,
        **{name: [] for name in _LISTS},
    }
    if analysis is None or error is not None:
        return line
    line["statements"] = [encode_statement(statement, text) for statement in analysis.statements]
    line["events"] = [*map(_mention, analysis.mentions), *map(_deed, analysis.deeds)]
    line["places"] = [_place(place) for place in analysis.places]
    line["times"] = [_time(time) for time in analysis.times]
    line["quantities"] = [_quantity(quantity) for quantity in analysis.quantities]
    line["loaded"] = [_loaded(span) for span in analysis.loaded]
    line["entities"] = [_entity(entity) for entity in analysis.entities]
    return line


def encode_statement(statement: Statement, text: str) -> dict[str, Any]:
    """`text` is that of the whole document; the object's `text` is the slice the content span cuts out of it."""
    return {
        "id": statement.id,
        **_offsets(statement.content),
        "text": statement.content.of(text),
        "speaker": _named(statement.speaker),
        "cue": _span(statement.cue),
        "via": _named(statement.via),
        "kind": statement.kind,
        "certainty": statement.certainty,
        "condition": _span(statement.condition),
        "direct": statement.direct,
        "said": encode_days(statement.said),
        "loaded": statement.loaded,
        "proposed_by": statement.proposed_by or None,
    }


def encode_days(when: Interval | None) -> dict[str, Any] | None:
    """Both days inclusive."""
    if when is None:
        return None
    return {"from": when.first_day.isoformat(), "to": when.last_day.isoformat()}


def _offsets(span: Span | None) -> dict[str, int | None]:
    """A name known from context only has no offsets: null, never zero."""
    return {"start": span.start, "end": span.end} if span else {"start": None, "end": None}


def _span(span: Span | None) -> dict[str, int | None] | None:
    return _offsets(span) if span else None


def _named(named: Speaker | Via | None) -> dict[str, Any] | None:
    return {"name": named.name, **_offsets(named.span)} if named else None


def _mention(mention: Mention) -> dict[str, Any]:
    days = encode_days(mention.when)
    return {
        "id": mention.id,
        "trigger": _offsets(mention.trigger),
        **_offsets(mention.extent),
        "plover": mention.plover,
        "subtype": mention.subtype,
        "change": mention.change,
        "actors": [_actor(actor) for actor in mention.actors],
        "places": list(mention.places),
        "when": {**days, "precision": str(mention.when.precision)} if days and mention.when else None,
        "quantities": list(mention.quantities),
        "statement": mention.statement,
        "factuality": mention.factuality,
        "proposed_by": mention.proposed_by or None,
    }


def _deed(deed: Deed) -> dict[str, Any]:
    """An event without a category: nothing but its word and how factual the text makes it."""
    return {
        "id": deed.id,
        "trigger": _offsets(deed.trigger),
        **_offsets(deed.trigger),
        "plover": None,
        "subtype": None,
        "change": None,
        "actors": [],
        "places": [],
        "when": None,
        "quantities": [],
        "statement": None,
        "factuality": deed.factuality,
        "proposed_by": None,
    }


def _actor(actor: Actor) -> dict[str, Any]:
    return {"name": actor.name, **_offsets(actor.span), "role": actor.role}


def _place(place: PlaceMention) -> dict[str, Any]:
    return {
        **_offsets(place.span),
        "name": place.name,
        "id": place.place,
        "lat": place.lat,
        "lon": place.lon,
        "radius_m": place.radius_m,
        "kind": place.kind,
        "confidence": round(place.confidence, 4),
        "metonym": place.metonym,
        "relation": place.relation,
        "fuzzy": place.fuzzy,
        "candidates": [
            {"id": each.place, "name": each.name, "probability": round(each.probability, 4)}
            for each in place.candidates
        ],
    }


def _time(time: TimeMention) -> dict[str, Any]:
    days: dict[str, Any] = encode_days(time.when) or {"from": None, "to": None}
    return {**_offsets(time.span), "type": time.type, "value": time.value, **days}


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        **_offsets(quantity.span),
        "value": quantity.value,
        "low": quantity.low,
        "high": quantity.high,
        "unit": quantity.unit,
        "of": quantity.of,
        "change": quantity.change,
    }


def _loaded(loaded: LoadedSpan) -> dict[str, Any]:
    return {**_offsets(loaded.span), "technique": loaded.technique, "score": round(loaded.score, 4)}


def _entity(entity: Entity) -> dict[str, Any]:
    return {**_offsets(entity.span), "type": entity.type, "name": entity.name, "id": entity.id}
