"""One place: who is said to hold it, what is said to have happened there, and what the reports call it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from fastapi.responses import Response

from vedette.knowledge import states_of
from vedette.model.event import Event, Location, Status
from vedette.model.ids import DocumentId
from vedette.model.query import Query, StatementRow
from vedette.ports import View
from vedette.web.desk import Desk, MissingError
from vedette.web.pages import newest_statements, told_changes
from vedette.web.terms import N_

_STATEMENTS = 12
_EVENTS = 24
_CHANGES = 30
_DOCUMENTS = 100
_SPELLINGS = 12


def router(desk: Desk) -> APIRouter:
    routes = APIRouter()
    routes.get("/places/{place_id:path}")(_place(desk))
    return routes


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """A name as it stands in the texts, and in how many of the documents looked at."""

    name: str
    documents: int


def _place(desk: Desk) -> Callable[[Request, str], Response]:
    def place(request: Request, place_id: str) -> Response:
        view, asked = desk.view(), Query(place=place_id)
        events = view.events(replace(asked, newest=True, limit=_EVENTS))
        statuses = Counter[Status]()
        for _, status, count in view.events_by_day(asked):
            statuses[status] += count
        rows = newest_statements(view, replace(asked, limit=_DOCUMENTS))
        changes = [row for row in view.control_of(place_id) if row.place.id == place_id]
        where = _location(place_id, (row.place for row in changes), events, rows)
        if where is None:
            raise MissingError(N_("No report in this workspace tells of such a place."))
        changes.sort(key=lambda row: row.day, reverse=True)
        return desk.page(
            request,
            "place.html",
            place=where,
            states=[state for state in states_of(view, desk.watch, place_id) if state.standing != "unknown"],
            spellings=_spellings(view, where, rows),
            changes=told_changes(view, changes[:_CHANGES]),
            events=events,
            event_count=statuses.total(),
            statuses=statuses.most_common(),
            statements=rows[:_STATEMENTS],
            statement_count=view.count_statements(asked),
            sources=desk.sources(view),
        )

    return place


def _location(
    place: str, held: Iterable[Location], events: Iterable[Event], rows: Iterable[StatementRow]
) -> Location | None:
    """The place as whatever tells of it gives it."""
    known = (*held, *(event.place for event in events if event.place), *(one for row in rows for one in row.places))
    return next((one for one in known if one.id == place), None)


def _spellings(view: View, place: Location, rows: Sequence[StatementRow]) -> list[Spelling]:
    """What the reports call it, commonest first; a name that stands for its government does not count."""
    documents = {row.document.id: row.document for row in rows}
    found: dict[str, set[DocumentId]] = {}
    for analysis in view.analyses(list(documents)):
        text = documents[analysis.document].text
        for mention in analysis.places:
            if mention.place == place.id and not mention.metonym:
                found.setdefault(" ".join(mention.span.of(text).split()), set()).add(analysis.document)
    spellings = [Spelling(name=name, documents=len(where)) for name, where in found.items() if name]
    return sorted(spellings, key=lambda one: (-one.documents, one.name))[:_SPELLINGS]
