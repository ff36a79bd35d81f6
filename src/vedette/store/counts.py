"""Counts and lists for pages: what a view tells of many facts without decoding them."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from vedette.model.document import Document
from vedette.model.event import Location, Status
from vedette.model.ids import SourceId
from vedette.model.query import Query, Spot
from vedette.store.queries import named
from vedette.store.rows import Row, day_of, decode, document_of, encode
from vedette.store.search import event_search

_COUNTS = named("counts")


class Asking(Protocol):
    def _ask(self, sql: str, parameters: Row | None = None) -> list[Any]: ...


class Counts:
    """The part of the view over SQLite that counts. Mixed in."""

    def count_events(self: Asking, query: Query) -> int:
        where, parameters = event_search(query)
        return int(self._ask(_COUNTS["events"].replace("{where}", where), parameters)[0]["found"])

    def events_by_day(self: Asking, query: Query) -> Sequence[tuple[date | None, Status, int]]:
        where, parameters = event_search(query)
        rows = self._ask(_COUNTS["events_by_day"].replace("{where}", where), parameters)
        return [(day_of(row["first_day"]), row["status"], row["found"]) for row in rows]

    def events_by_place(self: Asking, query: Query) -> Sequence[Spot]:
        where, parameters = event_search(query)
        rows = self._ask(_COUNTS["events_by_place"].replace("{where}", where), parameters)
        counts: dict[str, list[tuple[Status, int]]] = {}
        for row in rows:
            counts.setdefault(row["place"], []).append((row["status"], row["found"]))
        ones = {row["place"]: row["one"] for row in rows}
        found = self._ask(_COUNTS["places"], {"seqs": encode(sorted(ones.values()))})
        places = {row["place"]: decode(row["body"], Location) for row in found}
        return [Spot(place=places[place], events=tuple(events)) for place, events in counts.items()]

    def newest_documents(self: Asking, query: Query) -> Sequence[Document]:
        rows = self._ask(_COUNTS["newest_documents"].replace("{where}", _where(query)), _parameters(query))
        return [document_of(row["text"], row["body"]) for row in rows]

    def count_documents(self: Asking, query: Query) -> int:
        rows = self._ask(_COUNTS["documents"].replace("{where}", _where(query)), _parameters(query))
        return int(rows[0]["found"])

    def documents_by_source(self: Asking) -> dict[SourceId, int]:
        return {SourceId(row["source"]): row["found"] for row in self._ask(_COUNTS["documents_by_source"])}


def _where(query: Query) -> str:
    asked = {"by_source": query.source, "by_first_day": query.first_day, "by_last_day": query.last_day}
    return " AND ".join(_COUNTS[name] for name, given in asked.items() if given is not None) or _COUNTS["any"]


def _parameters(query: Query) -> Row:
    return {
        "source": query.source,
        "first_day": query.first_day.toordinal() if query.first_day else None,
        "last_day": query.last_day.toordinal() if query.last_day else None,
        "limit": max(query.limit, 0),
        "offset": max(query.offset, 0),
    }
