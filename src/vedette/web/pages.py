"""Overview, statements, threats, control, sources, failures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from fastapi.responses import Response

from vedette.knowledge import picture_known, recorded
from vedette.model.event import Control, Sequel, Threat, Touch
from vedette.model.ids import SourceId, StatementId
from vedette.model.query import Query, StatementRow
from vedette.model.source import Source
from vedette.model.span import Span
from vedette.ports import View
from vedette.web import reports
from vedette.web.desk import Desk
from vedette.web.events import newest_first
from vedette.web.parameters import day_asked, end_of
from vedette.web.timeline import tallies

_NEWEST = 6
_LISTED = 12
_MOST_EVENTS = 100_000
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
        total = view.count_statements(asked.query)
        events = view.events(replace(asked.query, limit=_MOST_EVENTS, offset=0))
        return desk.page(
            request,
            "overview.html",
            asked=asked,
            counts=view.counts(),
            events=newest_first(events)[:_LISTED],
            event_count=len(events),
            statements=newest_statements(view, replace(asked.query, limit=_LISTED, offset=0), total),
            statement_count=total,
            sources=desk.sources(view),
            tallies=tallies(view, asked.query, events),
            threats=told(view)[:_NEWEST],
            failures=len(view.failures()),
            reports=reports.names(desk.reports),
        )

    return overview


def _statements(desk: Desk) -> Handler:
    def statements(request: Request) -> Response:
        view, asked = desk.view(), desk.question(request)
        total = view.count_statements(asked.query)
        return desk.page(
            request,
            "statements.html",
            asked=asked,
            statements=newest_statements(view, asked.query, total),
            total=total,
            sources=desk.sources(view),
        )

    return statements


def newest_statements(view: View, query: Query, total: int) -> list[StatementRow]:
    """The page that `query` asks for, counted from the end: a view lists the oldest first."""
    last = max(0, total - query.offset)
    first = max(0, last - query.limit)
    return list(reversed(view.statements(replace(query, offset=first, limit=last - first)))) if last else []


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldThreat:
    """A threat with its words; `action` and `condition` are None where the document is gone."""

    threat: Threat
    action: str | None
    condition: str | None
    rows: tuple[StatementRow, ...]
    sequels: tuple[tuple[Sequel, StatementRow], ...] = ()
    touches: tuple[tuple[Touch, StatementRow], ...] = ()


def told(view: View) -> list[ToldThreat]:
    """All of them."""
    return told_of(view, view.threats())


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
    return tuple(row for statement in statements if (row := view.statement(statement)))


def _threats(desk: Desk) -> Handler:
    def threats(request: Request) -> Response:
        view = desk.view()
        return desk.page(request, "threats.html", threats=told(view), sources=desk.sources(view))

    return threats


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    control: Control
    rows: tuple[StatementRow, ...]


def _control(desk: Desk) -> Handler:
    def control(request: Request) -> Response:
        view = desk.view()
        asked = dict(request.query_params)
        known, on = day_asked(asked, "known"), day_asked(asked, "on")
        rows = picture_known(view, desk.watch, end_of(known)).control if known else view.control()
        rows = [row for row in rows if on is None or row.day <= on]
        places: dict[str, list[Change]] = {}
        for change in sorted(rows, key=lambda one: one.day, reverse=True):
            places.setdefault(change.place.id, []).append(Change(control=change, rows=rows_of(view, change.statements)))
        return desk.page(
            request, "control.html", places=list(places.values()), sources=desk.sources(view), known=known, on=on
        )

    return control


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    source: Source
    documents: int
    statements: int


def _sources(desk: Desk) -> Handler:
    def sources(request: Request) -> Response:
        view = desk.view()
        counts: dict[SourceId, int] = {}
        for document in view.documents():
            counts[document.source] = counts.get(document.source, 0) + 1
        publishers = [
            Publisher(
                source=source,
                documents=counts.get(source.id, 0),
                statements=view.count_statements(Query(source=source.id)),
            )
            for source in view.sources()
        ]
        publishers.sort(key=lambda one: (-one.documents, one.source.name))
        found = recorded(view, desk.watch)(view.events(Query(limit=_MOST_EVENTS)))
        return desk.page(
            request,
            "sources.html",
            publishers=publishers,
            sides=[one for one in found if one.voice is None],
            voices=[one for one in found if one.voice is not None][:_MOST_VOICES],
        )

    return sources


def _failures(desk: Desk) -> Handler:
    def failures(request: Request) -> Response:
        return desk.page(request, "failures.html", failures=desk.view().failures())

    return failures
