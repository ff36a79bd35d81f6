"""One question behind every page and every JSON address: the query string, read once and strictly."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import get_args
from urllib.parse import urlencode

from vedette.model.errors import UsageError
from vedette.model.event import Status
from vedette.model.ids import SideId
from vedette.model.query import Query
from vedette.model.statement import Certainty, Kind
from vedette.model.watch import Watch

KINDS: tuple[str, ...] = get_args(Kind)
CERTAINTIES: tuple[str, ...] = get_args(Certainty)
STATUSES: tuple[str, ...] = get_args(Status)

FILTERS = (
    "side",
    "speaker",
    "kind",
    "certainty",
    "status",
    "source",
    "place",
    "from",
    "to",
    "text",
    "bbox",
    "datetime",
)
PAGING = ("page", "limit", "offset")

_LONGEST = 300
_MOST = 5_000
_DEEPEST = 10_000_000
_OPEN = ("", "..")

Box = tuple[float, float, float, float]
Days = tuple[date | None, date | None]


class BadParameterError(UsageError):
    """A parameter that cannot be understood; the message names it and says what would be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A query and the filters it came from, which are the state of the page."""

    query: Query
    filters: tuple[tuple[str, str], ...] = ()
    page: int = 1

    def value(self, name: str) -> str:
        return dict(self.filters).get(name, "")

    def address(self, path: str, **changes: object) -> str:
        """`path` with these filters, changed; None or an empty value leaves a filter out."""
        kept = {**dict(self.filters), **{name.rstrip("_"): value for name, value in changes.items()}}
        pairs = [(name, value) for name, value in kept.items() if value not in (None, "")]
        return f"{path}?{urlencode(pairs)}" if pairs else path


def parse(parameters: Mapping[str, str], watch: Watch, *, limit: int = 100) -> Question:
    """Read `parameters`; empty ones mean any. `limit` is the page size where none is asked for."""
    given = {name: value.strip() for name, value in parameters.items() if value.strip()}
    for name, value in given.items():
        _check(name, value)
    days = _datetime(given["datetime"]) if "datetime" in given else days_of(given)
    size = _number(given, "limit", limit, least=1, most=_MOST)
    page = _number(given, "page", 1, least=1, most=_DEEPEST)
    query = Query(
        side=_side(given.get("side"), watch),
        speaker=given.get("speaker"),
        kind=_one_of(given, "kind", KINDS),
        certainty=_one_of(given, "certainty", CERTAINTIES),
        status=_one_of(given, "status", STATUSES),
        source=given.get("source"),
        place=given.get("place"),
        first_day=days[0],
        last_day=days[1],
        text=given.get("text"),
        bbox=box_of(given["bbox"]) if "bbox" in given else None,
        limit=size,
        offset=_number(given, "offset", (page - 1) * size, least=0, most=_DEEPEST * _MOST),
    )
    filters = tuple((name, given[name]) for name in FILTERS if name in given)
    return Question(query=query, filters=filters, page=page)


def _check(name: str, value: str) -> None:
    if name not in FILTERS + PAGING:
        known = ", ".join(FILTERS + PAGING)
        raise BadParameterError(f"There is no filter called “{name[:60]}”; the filters are {known}.")
    if len(value) > _LONGEST:
        raise BadParameterError(f"The filter “{name}” is too long; {_LONGEST} characters are the most.")
    if not value.isprintable():
        raise BadParameterError(f"The filter “{name}” holds control characters; type plain words.")


def _one_of(given: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str | None:
    value = given.get(name)
    if value is None or value in allowed:
        return value
    raise BadParameterError(f"“{value[:60]}” is not a {name}; choose one of {', '.join(allowed)}.")


def _side(value: str | None, watch: Watch) -> SideId | None:
    allowed = (*(side.id for side in watch.sides), "none")
    if value is None or value in allowed:
        return SideId(value) if value else None
    raise BadParameterError(f"“{value[:60]}” is not a side of this watch; choose one of {', '.join(allowed)}.")


def days_of(given: Mapping[str, str]) -> Days:
    """`from` and `to`, either of which may be missing."""
    first = _day(given["from"], "from") if "from" in given else None
    last = _day(given["to"], "to") if "to" in given else None
    return _ordered(first, last)


def _datetime(value: str) -> Days:
    """A day or moment, or two joined by a slash, as in OGC API Features; `..` leaves an end open."""
    first, slash, last = value.partition("/")
    start = None if first in _OPEN and slash else _day(first, "datetime")
    end = start if not slash else None if last in _OPEN else _day(last, "datetime")
    return _ordered(start, end)


def _day(value: str, name: str) -> date:
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        raise BadParameterError(f"“{value[:60]}” is not a day for “{name}”; write it as 2024-05-12.") from None


def paged(parameters: Mapping[str, str], size: int, **kept: object) -> Question:
    """A page of a list that has no filters but those `kept` in its address."""
    page = _number({"page": parameters["page"]} if parameters.get("page") else {}, "page", 1, least=1, most=_DEEPEST)
    filters = tuple((name, str(value)) for name, value in kept.items() if value is not None)
    return Question(query=Query(limit=size, offset=(page - 1) * size), filters=filters, page=page)


def day_asked(parameters: Mapping[str, str], name: str) -> date | None:
    """One day of a page that has no other filters."""
    value = parameters.get(name, "").strip()
    return _day(value, name) if value else None


def end_of(day: date) -> datetime:
    """Its last moment, UTC."""
    return datetime.combine(day, time.max, UTC)


def _ordered(first: date | None, last: date | None) -> Days:
    if first and last and last < first:
        raise BadParameterError(f"The days end ({last}) before they begin ({first}); change “from” or “to”.")
    return first, last


def box_of(value: str) -> Box:
    try:
        west, south, east, north = (float(part) for part in value.split(","))
    except ValueError:
        raise BadParameterError("“bbox” wants west,south,east,north in degrees, as 35,49,38,51.") from None
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise BadParameterError("“bbox” is outside the world or inside out; it wants west,south,east,north in degrees.")
    return west, south, east, north


def _number(given: Mapping[str, str], name: str, default: int, *, least: int, most: int) -> int:
    value = given.get(name)
    if value is None:
        return default
    if value.isascii() and value.isdigit() and len(value) < 12 and least <= int(value) <= most:
        return int(value)
    raise BadParameterError(f"“{value[:60]}” is not a number for “{name}”; write one from {least} to {most}.")
