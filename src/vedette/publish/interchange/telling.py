"""What the tables of others ask of an event: where, when, who against whom, how many, after whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import floor

from vedette.model.document import Document
from vedette.model.event import Event, Location
from vedette.model.ids import DocumentId, SideId, SourceId
from vedette.model.mention import Role
from vedette.model.source import Source
from vedette.model.watch import Watch
from vedette.ports import View
from vedette.publish.areas import country_of, unit_of
from vedette.reference.gazetteer import Gazetteer

_WIDE_M = 30_000
_WEEK, _MONTH = 7, 31
_CIVIL = ("civilian", "child", "woman", "resident", "worker", "journalist", "patient", "passenger")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Looked up once for all events."""

    watch: Watch
    documents: Mapping[DocumentId, Document]
    sources: Mapping[SourceId, Source]
    gazetteer: Gazetteer | None

    def told(self, event: Event) -> list[Document]:
        """The reports that tell it, in the order of its accounts."""
        return [self.documents[one] for one in event.documents if one in self.documents]

    def publisher(self, document: Document) -> str:
        source = self.sources.get(document.source)
        return source.name if source else document.source

    def names(self, event: Event, role: Role) -> list[str]:
        """Sides by their names; who has no known side by the name that reports use."""
        found = (self.side(party.side) or party.name for party in event.parties if party.role == role)
        return list(dict.fromkeys(found))

    def side(self, side: SideId | None) -> str | None:
        found = self.watch.side(side) if side else None
        return found.name if found else None

    def units(self, place: Location) -> tuple[str, str]:
        """The names of the first-level and second-level units; empty where they are not known."""
        if place.kind == "admin1":
            return place.name, ""
        return unit_of(place, self.gazetteer) or "", (place.name if place.kind == "admin2" else "")


def know(view: View, watch: Watch, gazetteer: Gazetteer | None) -> Known:
    return Known(
        watch=watch,
        documents={one.id: one for one in view.documents()},
        sources={one.id: one for one in view.sources()},
        gazetteer=gazetteer,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Deaths:
    """What reports of the event count as killed by it, everybody's numbers together: `low` the lowest that anybody
    gives, `high` the highest; `best` is the lowest, because no number here is vouched for. None where nobody counts."""

    best: int | None = None
    low: int | None = None
    high: int | None = None
    civilians: int | None = None


def deaths(event: Event) -> Deaths:
    told = [one for one in event.figures if one.what == "killed" and one.reach == "event"]
    civil = [one for one in told if _is_civil(one.victim)]
    lows, highs = _numbers(one.low for one in told), _numbers(one.high for one in told)
    everything = lows + highs
    if not everything:
        return Deaths()
    least = min(lows or highs)
    return Deaths(
        best=least, low=least, high=max(everything), civilians=min(_numbers(one.low for one in civil), default=None)
    )


def _is_civil(victim: str | None) -> bool:
    return victim is not None and any(word in victim.casefold() for word in _CIVIL)


def _numbers(values: Iterable[float | None]) -> list[int]:
    return [round(one) for one in values if one is not None]


def days(event: Event) -> tuple[date, date] | None:
    return (event.when.first_day, event.when.last_day) if event.when else None


def length(event: Event) -> int | None:
    """In days, both ends counted."""
    found = days(event)
    return (found[1] - found[0]).days + 1 if found else None


def where_precision(place: Location) -> int:
    """`where_prec` of UCDP: 1 exact, 2 near a place, 3 district, 4 province, 5 vague, 6 country, 7 water or air."""
    match place.kind:
        case "country":
            return 6
        case "admin1":
            return 4
        case "admin2":
            return 3
        case "water":
            return 7
        case "region":
            return 5
    if place.radius_m > _WIDE_M:
        return 3
    # "North of A" has A's id and words behind it.
    return 2 if "~" in place.id else 1


def day_precision(event: Event) -> int | None:
    """`date_prec` of UCDP: 1 a day, 2 two to six days, 3 a week, 4 a month, 5 a year or more."""
    size = length(event)
    if size is None:
        return None
    return 1 if size == 1 else 2 if size < _WEEK else 3 if size == _WEEK else 4 if size <= _MONTH else 5


def country(place: Location) -> str:
    return country_of(place) or ""


def prio_cell(place: Location) -> int:
    """The cell of PRIO-GRID (half a degree; Tollefsen, Strand and Buhaug 2012), numbered from the south-west."""
    row, column = (min(floor((place.lat + 90) * 2), 359), min(floor((place.lon + 180) * 2), 719))
    return row * 720 + column + 1


def cited(known: Known, event: Event) -> str:
    """Whose reports they are, each with its title or label."""
    return "; ".join(f"{known.publisher(one)}, “{one.title or one.label}”{_dated(one)}" for one in known.told(event))


def _dated(document: Document) -> str:
    return f", {document.published.first_day.isoformat()}" if document.published else ""
