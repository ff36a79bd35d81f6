"""Overview, statements, threats, control, sources, failures."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from fastapi import APIRouter, Request
from fastapi.responses import Response

from vedette.knowledge import picture_known, recorded
from vedette.model.event import Control, Event, Location, Sequel, Threat, Touch
from vedette.model.ids import PlaceId, StatementId
from vedette.model.query import Query, StatementRow
from vedette.model.record import Record
from vedette.model.source import Source
from vedette.model.span import Span
from vedette.ports import View
from vedette.web import reports
from vedette.web.desk import Desk
from vedette.web.parameters import day_asked, end_of, paged
from vedette.web.timeline import tallies

_NEWEST = 6
_DAYS_LISTED = 60
_THREATS = 24
_LATEST = 6
_LISTED = 12
_MOST_AT_ONCE = 5_000
_AT_A_TIME = 2_000
_PLACES = 40
_MOST_VOICES = 40

Handler = Callable[[Request], Response]


def router(desk: Desk) -> APIRouter:
    routes = APIRouter()
    for path, page in (
        ("/", _overview(desk)),
        ("/statements", _statements(desk)),
        ("/threats", _threats(desk)),
        ("/control", _control(desk)),
        ("/sources", _sources(desk)),
        ("/failures", _failures(desk)),
    ):
        routes.get(path)(page)
    return routes


def _overview(desk: Desk) -> Handler:
    def overview(request: Request) -> Response:
        view, asked = desk.view(), desk.question(request)
        totals, days = view.totals(), tallies(desk, view, asked.query)
        newest = replace(asked.query, newest=True, limit=_LISTED, offset=0)
        return desk.page(
            request,
            "overview.html",
            asked=asked,
            counts=totals,
            events=desk.counted(view, "newest events", asked.query, lambda: view.events(newest)),
            event_count=sum(day.event_count for day in days),
            statements=desk.counted(view, "newest statements", asked.query, lambda: view.statements(newest)),
            statement_count=sum(day.statement_count for day in days),
            sources=desk.sources(view),
            tallies=days[-_DAYS_LISTED:],
            days=len(days),
            threats=told_of(view, view.newest_threats(_NEWEST)),
            failures=totals["failures"],
            reports=reports.names(desk.reports),
            troubled=sum(one.is_troubled for one in desk.followed()),
        )

    return overview


def _statements(desk: Desk) -> Handler:
    def statements(request: Request) -> Response:
        view, asked = desk.view(), desk.question(request)
        return desk.page(
            request,
            "statements.html",
            asked=asked,
            statements=newest_statements(view, asked.query),
            total=desk.counted(view, "statements", asked.query, lambda: view.count_statements(asked.query)),
            sources=desk.sources(view),
        )

    return statements


def newest_statements(view: View, query: Query) -> Sequence[StatementRow]:
    """The page that `query` asks for, the latest first."""
    return view.statements(replace(query, newest=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldThreat:
    """A threat with its words; `action` and `condition` are None where the document is gone."""

    threat: Threat
    action: str | None
    condition: str | None
    rows: tuple[StatementRow, ...]
    sequels: tuple[tuple[Sequel, StatementRow], ...] = ()
    touches: tuple[tuple[Touch, StatementRow], ...] = ()


def told_of(view: View, threats: Sequence[Threat]) -> list[ToldThreat]:
    """The newest first, those without a date last."""
    wanted = list(dict.fromkeys(threat.action.document for threat in threats))
    texts = {document.id: document.text for document in view.documents(wanted)}

    def quoted(span: Span | None) -> str | None:
        return span.of(texts[span.document]) if span and span.document in texts else None

    found = [
        ToldThreat(
            threat=threat,
            action=quoted(threat.action),
            condition=quoted(threat.condition),
            rows=rows_of(view, threat.statements),
            sequels=tuple((one, row) for one in threat.sequels if (row := view.statement(one.statement))),
            touches=tuple((one, row) for one in threat.touches if (row := view.statement(one.statement))),
        )
        for threat in threats
    ]
    return sorted(found, key=lambda one: -one.threat.said.start.timestamp() if one.threat.said else 0.0)


def rows_of(view: View, statements: tuple[StatementId, ...]) -> tuple[StatementRow, ...]:
    found = view.statements_told(statements)
    return tuple(found[one] for one in statements if one in found)


def _threats(desk: Desk) -> Handler:
    def threats(request: Request) -> Response:
        view, asked = desk.view(), paged(dict(request.query_params), _THREATS)
        found = view.newest_threats(asked.query.limit, asked.query.offset)
        total = view.totals()["threats"]
        sources = desk.sources(view)
        return desk.page(
            request, "threats.html", asked=asked, threats=told_of(view, found), total=total, sources=sources
        )

    return threats


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    control: Control
    rows: tuple[StatementRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """The latest changes of its holder, and how many there are in all."""

    place: Location
    changes: tuple[Change, ...]
    count: int


def _control(desk: Desk) -> Handler:
    def control(request: Request) -> Response:
        view = desk.view()
        asked = dict(request.query_params)
        known, on = day_asked(asked, "known"), day_asked(asked, "on")
        rows = _changes(desk, view, known, on)
        places = list(dict.fromkeys(row.place.id for row in rows))
        paging = paged(asked, _PLACES, on=on, known=known)
        first = paging.query.offset
        shown = places[first : first + paging.query.limit]
        return desk.page(
            request,
            "control.html",
            asked=paging,
            places=_settlements(view, rows, shown),
            total=len(places),
            sources=desk.sources(view),
            known=known,
            on=on,
        )

    return control


def _changes(desk: Desk, view: View, known: date | None, on: date | None) -> Sequence[Control]:
    """The latest first."""

    def made() -> list[Control]:
        rows = picture_known(view, desk.watch, end_of(known)).control if known else view.control()
        return sorted((row for row in rows if on is None or row.day <= on), key=lambda row: row.day, reverse=True)

    return desk.kept.get(view, ("control", known, on), made)


def _settlements(view: View, rows: Sequence[Control], shown: Sequence[PlaceId]) -> list[Settlement]:
    found: dict[PlaceId, list[Control]] = {place: [] for place in shown}
    for row in rows:
        if row.place.id in found:
            found[row.place.id].append(row)
    return [
        Settlement(place=there[0].place, changes=tuple(told_changes(view, there[:_LATEST])), count=len(there))
        for there in found.values()
    ]


def told_changes(view: View, rows: Sequence[Control]) -> list[Change]:
    return [Change(control=row, rows=rows_of(view, row.statements)) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    source: Source
    documents: int
    statements: int


def _sources(desk: Desk) -> Handler:
    def sources(request: Request) -> Response:
        view = desk.view()
        counts, said = view.documents_by_source(), view.statements_by_source()
        publishers = [
            Publisher(
                source=source,
                documents=counts.get(source.id, 0),
                statements=said.get(source.id, 0),
            )
            for source in view.sources()
        ]
        publishers.sort(key=lambda one: (-one.documents, one.source.name))
        found = _records(desk, view)
        return desk.page(
            request,
            "sources.html",
            publishers=publishers,
            sides=[one for one in found or () if one.voice is None],
            voices=[one for one in found or () if one.voice is not None][:_MOST_VOICES],
            counting=found is None,
            followed=desk.followed(),
        )

    return sources


def _records(desk: Desk, view: View) -> tuple[Record, ...] | None:
    """Every event bears on them. Of many they are worked out apart, and None until then."""

    def made() -> tuple[Record, ...]:
        return recorded(view, desk.watch)(_all_events(view))

    many = view.totals()["events"] > _MOST_AT_ONCE
    return desk.kept.soon(view, "records", made) if many else desk.kept.get(view, "records", made)


def _all_events(view: View) -> Iterator[Event]:
    """Some at a time: whoever asks meanwhile is answered between."""
    for offset in count(0, _AT_A_TIME):
        found = view.events(Query(limit=_AT_A_TIME, offset=offset))
        yield from found
        if len(found) < _AT_A_TIME:
            return


def _failures(desk: Desk) -> Handler:
    def failures(request: Request) -> Response:
        return desk.page(request, "failures.html", failures=desk.view().failures())

    return failures
