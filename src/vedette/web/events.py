"""Events and one event: whose account it is, who disagrees, how sure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from fastapi.responses import Response

from vedette.explanation import doubts, joinings, judged, numbered
from vedette.fuse.lineage import Branch, Kin, lineages, walk
from vedette.fuse.prospects import prospects
from vedette.model.correction import with_states
from vedette.model.document import Document
from vedette.model.event import Account, Event, Figure
from vedette.model.ids import EventId, ObservationId, SideId, SourceId
from vedette.model.observation import Observation
from vedette.model.query import StatementRow
from vedette.model.source import Source
from vedette.ports import View
from vedette.web.desk import Desk, MissingError
from vedette.web.terms import N_


def router(desk: Desk) -> APIRouter:
    routes = APIRouter()
    routes.get("/events")(_events(desk))
    routes.get("/events/{event_id}")(_event(desk))
    return routes


def _events(desk: Desk) -> Callable[[Request], Response]:
    def events(request: Request) -> Response:
        asked = desk.question(request)
        view, query = desk.view(), replace(asked.query, newest=True)
        shown, total = view.events(query), desk.counted(view, "events", query, lambda: view.count_events(query))
        return desk.page(request, "events.html", asked=asked, events=shown, total=total)

    return events


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAccount:
    """`row` is None where the statement is no longer in the store."""

    account: Account
    row: StatementRow | None
    repeats: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureGroup:
    """What one side gives for one measure of one victim."""

    what: str
    victim: str | None
    side: SideId | None
    figures: tuple[Figure, ...]


def _event(desk: Desk) -> Callable[[Request, str], Response]:
    def event(request: Request, event_id: str) -> Response:
        view = desk.view()
        found = view.event(EventId(event_id))
        if found is None:
            raise MissingError(N_("There is no such event; a later run may have joined it with another."))
        sources, needed = desk.sources(view), desk.watch.persons_needed
        names = {SourceId(key): source.name for key, source in sources.items()}
        accounts, documents = _accounts(view, found), _documents(view, found)
        return desk.page(
            request,
            "event.html",
            event=found,
            accounts=accounts,
            trees=_trees(accounts, documents, sources),
            joinings=numbered(found, joinings(view, found, needed)),
            judged=judged(view, found, needed),
            corrections=with_states(view.corrections(found.documents), needed),
            doubts=doubts(view, found, needed),
            prospects=prospects(found, desk.watch, names),
            groups=figure_groups(found.figures),
            documents=documents,
            observations=_observations(view, found),
            sources=sources,
        )

    return event


def _accounts(view: View, event: Event) -> list[ToldAccount]:
    families: set[int] = set()
    rows, told = view.statements_told([one.statement for one in event.accounts]), []
    for account in event.accounts:
        repeats = account.family in families
        told.append(ToldAccount(account=account, row=rows.get(account.statement), repeats=repeats))
        families.add(account.family)
    return told


def _trees(
    accounts: Sequence[ToldAccount], documents: Mapping[str, Document], sources: Mapping[str, Source]
) -> list[list[tuple[int, Branch]]]:
    """Of families of more than one account, each branch with its depth."""
    words = {one.account.statement: one.row.content for one in accounts if one.row}
    kin = Kin(documents={one.id: one for one in documents.values()}, words=words, sources=tuple(sources.values()))
    found = lineages([one.account for one in accounts], kin)
    return [list(walk(root)) for root in found if root.branches]


def _observations(view: View, event: Event) -> dict[ObservationId, Observation]:
    found = (view.observation(sight.observation) for sight in event.sights)
    return {one.id: one for one in found if one is not None}


def _documents(view: View, event: Event) -> dict[str, Document]:
    wanted = dict.fromkeys((*event.documents, *(figure.span.document for figure in event.figures)))
    return {document.id: document for document in view.documents(list(wanted))}


def figure_groups(figures: Sequence[Figure]) -> list[FigureGroup]:
    """Figures of one measure and victim stand together, apart by side: they are never added up nor averaged."""
    groups: dict[tuple[str, str, str], list[Figure]] = {}
    for figure in figures:
        groups.setdefault((figure.what, figure.victim or "", figure.side or ""), []).append(figure)
    return [
        FigureGroup(what=what, victim=victim or None, side=SideId(side) if side else None, figures=tuple(group))
        for (what, victim, side), group in sorted(groups.items())
    ]
