"""Facts to rows and back. Bodies are JSON by msgspec, where there are many packed; columns hold what is asked for."""

import math
import zlib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, TypeVar, cast

import msgspec

from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.errors import WorkspaceError
from vedette.model.event import Control, Event, Location, Threat
from vedette.model.ids import PlaceId
from vedette.model.interval import Interval
from vedette.model.misgiving import Misgiving
from vedette.model.observation import Observation
from vedette.model.span import Span
from vedette.model.statement import Statement
from vedette.store.advice import DAMAGED
from vedette.store.packing import pack, unpack

Row = dict[str, Any]
Fact = TypeVar("Fact")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_METRES_A_DEGREE = 111_320.0


def encode(fact: object) -> str:
    return msgspec.json.encode(fact).decode("utf-8")


@cache
def _decoder(kind: Hashable) -> "msgspec.json.Decoder[Any]":
    return msgspec.json.Decoder(kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Of an analysis its statements alone."""

    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Titled:
    """Of a document the words it is found by."""

    text: str
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Of a document its words and when they came out."""

    text: str
    published: Interval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Of an event its place alone."""

    place: Location


def packed(fact: object) -> bytes:
    return pack(msgspec.json.encode(fact))


def decode(body: str | bytes, kind: type[Fact]) -> Fact:
    """Bytes are packed. Raises WorkspaceError for a body that was never written so."""
    decoder: msgspec.json.Decoder[Fact] = _decoder(cast(Hashable, kind))
    try:
        return decoder.decode(unpack(body) if isinstance(body, bytes) else body)
    except (msgspec.DecodeError, TypeError, zlib.error) as error:
        raise WorkspaceError(f"a row of the store cannot be read: {DAMAGED}") from error


def micros(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment_of(micro: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micro)


def day_of(ordinal: int | None) -> date | None:
    """0 stands for an unknown day."""
    return date.fromordinal(ordinal) if ordinal else None


def interval_columns(when: Interval | None) -> Row:
    if when is None:
        return {"moment": None, "first_day": None, "last_day": None}
    first, last = when.first_day.toordinal(), when.last_day.toordinal()
    return {"moment": micros(when.start), "first_day": first, "last_day": last}


def document_row(document: Document) -> Row:
    return {
        "id": document.id,
        "capture": document.capture,
        "source": document.source,
        "origin": document.origin,
        "label": document.label,
        "moment": _version_moment(document),
        "body": packed(document),
    }


def _version_moment(document: Document) -> int | None:
    """What orders the versions of one origin."""
    if document.modified is not None:
        return micros(document.modified)
    return micros(document.published.start) if document.published else None


def resolved_places(analysis: Analysis) -> list[tuple[Span, Location]]:
    """Where resolved places are named, by start. Metonyms are actors, not places."""
    found = []
    for mention in analysis.places:
        if mention.metonym or mention.place is None or mention.lat is None or mention.lon is None:
            continue
        location = Location(
            id=mention.place,
            name=mention.name,
            kind=mention.kind,
            lat=mention.lat,
            lon=mention.lon,
            radius_m=mention.radius_m or 0,
            country=mention.country,
        )
        found.append((mention.span, location))
    return sorted(found, key=lambda place: place[0].start)


def places_within(places: Sequence[tuple[Span, Location]], content: Span) -> list[Location]:
    """Of `places` sorted by start, those named inside `content`."""
    first = bisect_left(places, content.start, key=lambda place: place[0].start)
    last = bisect_right(places, content.end, key=lambda place: place[0].start)
    return [location for span, location in places[first:last] if content.contains(span)]


def distinct(locations: Sequence[Location]) -> tuple[Location, ...]:
    """Each place once, under the name it has first."""
    first: dict[PlaceId, Location] = {}
    for location in locations:
        first.setdefault(location.id, location)
    return tuple(first.values())


def observation_row(observation: Observation) -> Row:
    return {
        "id": observation.id,
        "kind": observation.kind,
        "subject": observation.subject,
        "capture": observation.capture,
        "body": encode(observation),
        **interval_columns(observation.when),
    }


def event_row(event: Event) -> Row:
    place = event.place
    return {
        "id": event.id,
        "plover": event.plover,
        "status": event.assessment.status,
        "place": place.id if place else None,
        "name": place.name.casefold() if place else None,
        "body": packed(event),
        **interval_columns(event.when),
    }


def statement_row(seq: int, analysis: int, statement: Statement, places: Sequence[Location]) -> Row:
    return {
        "seq": seq,
        "id": statement.id,
        "analysis": analysis,
        "places": encode(distinct(places)),
        "start": statement.content.start,
        "kind": statement.kind,
        "certainty": statement.certainty,
    }


def statement_words(statement: Statement, text: str) -> Row:
    """What it is found by."""
    return {"content": statement.content.of(text), "speaker": statement.speaker.name if statement.speaker else ""}


def place_row(seq: int, place: Location, published: Interval | None) -> Row:
    """Day 0 is an unknown one."""
    return {
        "seq": seq,
        "place": place.id,
        "name": place.name.casefold(),
        "lat": place.lat,
        "lon": place.lon,
        "first_day": published.first_day.toordinal() if published else 0,
        "last_day": published.last_day.toordinal() if published else 0,
    }


def account_rows(event: Event) -> list[Row]:
    return [
        {
            "position": position,
            "statement": account.statement,
            "document": account.document,
            "source": account.source,
            "side": account.side,
        }
        for position, account in enumerate(event.accounts)
    ]


def side_rows(event: Event) -> list[Row]:
    """Each side whose accounts tell of the event, once; None is one of them."""
    day = event.when.first_day.toordinal() if event.when else None
    return [{"side": side, "first_day": day} for side in dict.fromkeys(account.side for account in event.accounts)]


def figure_rows(event: Event) -> list[Row]:
    """How many figures it gives of each matter. Coarser than what `fuse.series` takes for one matter, never finer."""
    place = event.place.id if event.place and event.place.kind != "country" else ""
    found = Counter(f"{one.what} {event.id if one.reach == 'event' else place}" for one in event.figures)
    return [{"matter": matter, "figures": count} for matter, count in found.items()]


def misgiving_row(one: Misgiving) -> Row:
    return {
        "event": one.event,
        "matter": one.matter,
        "target": one.target,
        "place": one.place.casefold() if one.place else None,
        "weight": one.weight,
        "body": packed(one),
    }


def control_row(change: Control) -> Row:
    place = change.place
    return {"place": place.id, "name": place.name, "day": change.day.isoformat(), "body": packed(change)}


def threat_row(threat: Threat) -> Row:
    """A threat of unknown day stands last."""
    return {
        "id": threat.id,
        "day": (threat.said.first_day if threat.said else date.max).isoformat(),
        "document": threat.action.document,
        "start": threat.action.start,
        "body": encode(threat),
    }


def box_row(place: Location, when: Interval | None) -> Row:
    """The place with its uncertainty as degrees; poles and the date line cut the box off."""
    tall = max(0, place.radius_m) / _METRES_A_DEGREE
    wide = min(180.0, tall / max(math.cos(math.radians(place.lat)), 1e-6))
    return {
        "west": _within(place.lon - wide, 180.0),
        "east": _within(place.lon + wide, 180.0),
        "south": _within(place.lat - tall, 90.0),
        "north": _within(place.lat + tall, 90.0),
        "first_day": when.first_day.toordinal() if when else 0,
        "last_day": when.last_day.toordinal() if when else 0,
    }


def _within(degrees: float, most: float) -> float:
    return max(-most, min(most, degrees))
