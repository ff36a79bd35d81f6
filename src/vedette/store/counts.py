"""Counts and lists for pages: what a view tells of many facts without decoding them."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from vedette.model.document import Document
from vedette.model.event import Control, Event, Status, Threat
from vedette.model.ids import SourceId
from vedette.model.query import Lane, Query, Spot
from vedette.store.queries import Dialect
from vedette.store.rows import Placed, Row, day_of, decode
from vedette.store.search import event_search

_LANES: dict[Lane, str] = {
    "status": "events_by_status",
    "kind": "events_by_kind",
    "side": "events_by_side",
    "place": "events_by_busiest_place",
}


class Asking(Protocol):
    _dialect: Dialect
    _counts: dict[str, str]

    def _ask(self, sql: str, parameters: Row | None = None) -> list[Any]: ...


class Counts:
    """The part of the view that counts. Mixed in."""

    def count_events(self: Asking, query: Query) -> int:
        where, parameters = event_search(self._dialect, query, counted=query.side is not None)
        return int(self._ask(self._counts["events"].replace("{where}", where), parameters)[0]["found"])

    def events_by_day(self: Asking, query: Query) -> Sequence[tuple[date | None, Status, int]]:
        where, parameters = event_search(self._dialect, query, counted=True)
        rows = self._ask(self._counts["events_by_day"].replace("{where}", where), parameters)
        return [(day_of(row["first_day"]), row["status"], row["found"]) for row in rows]

    def events_by_place(self: Asking, query: Query) -> Sequence[Spot]:
        where, parameters = event_search(self._dialect, query, counted=True)
        rows = self._ask(self._counts["events_by_place"].replace("{where}", where), parameters)
        counts: dict[str, list[tuple[Status, int]]] = {}
        for row in rows:
            counts.setdefault(row["place"], []).append((row["status"], row["found"]))
        ones = {row["place"]: row["one"] for row in rows}
        found = self._ask(self._counts["places"], {"seqs": sorted(ones.values())})
        places = {row["place"]: decode(row["body"], Placed).place for row in found}
        return [Spot(place=places[place], events=tuple(events)) for place, events in counts.items()]

    def events_in_lanes(
        self: Asking, query: Query, lane: Lane, most: int = 8
    ) -> Sequence[tuple[date | None, str, int]]:
        where, parameters = event_search(self._dialect, query, counted=True)
        if lane == "side" and where != self._counts["any"]:
            where = self._counts["sides_of"].replace("{where}", where)
        sql = self._counts[_LANES[lane]].replace("{where}", where)
        rows = self._ask(sql, {**parameters, "lanes": most})
        return [(day_of(row["first_day"]), row["lane"] or "none", row["found"]) for row in rows]

    def events_by_place_and_day(self: Asking, query: Query) -> Sequence[tuple[str, Status, date | None, int]]:
        where, parameters = event_search(self._dialect, query, counted=True)
        rows = self._ask(self._counts["events_by_place_and_day"].replace("{where}", where), parameters)
        return [(row["place"], row["status"], day_of(row["first_day"]), row["found"]) for row in rows]

    def most_counted(self: Asking, query: Query) -> Sequence[Event]:
        where, parameters = event_search(self._dialect, query)
        of = _figures_of(self._counts, where)
        matters = [row["matter"] for row in self._ask(self._counts["most_counted"].replace("{where}", of), parameters)]
        asked = {**parameters, "matters": matters}
        rows = self._ask(self._counts["events_of_matters"].replace("{where}", where), asked)
        return [decode(row["body"], Event) for row in rows]

    def count_matters(self: Asking, query: Query) -> int:
        where, parameters = event_search(self._dialect, query)
        of = _figures_of(self._counts, where)
        return int(self._ask(self._counts["count_matters"].replace("{where}", of), parameters)[0]["found"])

    def statements_by_source(self: Asking) -> dict[SourceId, int]:
        return {SourceId(row["source"]): row["found"] for row in self._ask(self._counts["statements_by_source"])}

    def totals(self: Asking) -> dict[str, int]:
        return dict(self._ask(self._counts["totals"])[0])

    def control_of(self: Asking, place: str) -> Sequence[Control]:
        return [decode(row["body"], Control) for row in self._ask(self._counts["control_of"], {"place": place})]

    def newest_threats(self: Asking, limit: int, offset: int = 0) -> Sequence[Threat]:
        rows = self._ask(self._counts["newest_threats"], {"limit": max(limit, 0), "offset": max(offset, 0)})
        return [decode(row["body"], Threat) for row in rows]

    def newest_documents(self: Asking, query: Query) -> Sequence[Document]:
        sql = self._counts["newest_documents"].replace("{where}", _where(self._counts, query))
        rows = self._ask(sql, _parameters(query))
        return [decode(row["body"], Document) for row in rows]

    def count_documents(self: Asking, query: Query) -> int:
        rows = self._ask(self._counts["documents"].replace("{where}", _where(self._counts, query)), _parameters(query))
        return int(rows[0]["found"])

    def documents_by_source(self: Asking) -> dict[SourceId, int]:
        return {SourceId(row["source"]): row["found"] for row in self._ask(self._counts["documents_by_source"])}


def _figures_of(counts: dict[str, str], where: str) -> str:
    return where if where == counts["any"] else counts["figures_of"].replace("{where}", where)


def _where(counts: dict[str, str], query: Query) -> str:
    asked = {"by_source": query.source, "by_first_day": query.first_day, "by_last_day": query.last_day}
    return " AND ".join(counts[name] for name, given in asked.items() if given is not None) or counts["any"]


def _parameters(query: Query) -> Row:
    return {
        "source": query.source,
        "first_day": query.first_day.toordinal() if query.first_day else None,
        "last_day": query.last_day.toordinal() if query.last_day else None,
        "limit": max(query.limit, 0),
        "offset": max(query.offset, 0),
    }
