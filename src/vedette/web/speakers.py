"""One speaker: what he or she said, in which manner, and what became of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from fastapi.responses import Response

from vedette.model.event import Event, Stance, Status, Threat
from vedette.model.ids import SideId
from vedette.model.query import Query, StatementRow
from vedette.model.retraction import standing
from vedette.model.statement import Kind
from vedette.ports import View
from vedette.web.desk import Desk, MissingError
from vedette.web.pages import newest_statements, told_of
from vedette.web.terms import N_

_STATEMENTS = 12
_EVENTS = 24
_MOST_EVENTS = 2_000
_COUNTED = 1_000


def router(desk: Desk) -> APIRouter:
    routes = APIRouter()
    routes.get("/speakers")(_speaker(desk))
    return routes


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """Events of one status in which the speaker takes one stance."""

    stance: Stance
    status: Status
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What the page shows of one speaker; of statements, events and threats the newest."""

    sides: list[SideId | None]
    kinds_said: list[tuple[Kind, int]]
    fates: list[Fate]
    retracted: list[StatementRow]
    events: list[Event]
    event_count: int
    statements: list[StatementRow]
    statement_count: int


def _speaker(desk: Desk) -> Callable[[Request], Response]:
    def speaker(request: Request) -> Response:
        view, asked = desk.view(), desk.question(request)
        name = asked.query.speaker
        if name is None:
            raise MissingError(N_("This page wants a speaker: choose one from a statement."))
        threats = [one for one in _threats(desk, view) if one.speaker == name]
        voice = desk.kept.get(
            view, ("speaker", asked.query, view.watermark()), lambda: _voice(view, asked.query, name, threats)
        )
        return desk.page(
            request,
            "speaker.html",
            asked=asked,
            name=name,
            voice=voice,
            threats=told_of(view, threats),
            sources=desk.sources(view),
        )

    return speaker


def _voice(view: View, query: Query, name: str, threats: Sequence[Threat]) -> Voice:
    events = _told_by(view, query, name)
    rows = _said_by(view, query, name) or _known_as(view, name, events, threats)
    if not rows:
        raise MissingError(f"No statement in this workspace is by “{name}”.")
    return Voice(
        sides=list(dict.fromkeys(row.side for row in rows)),
        kinds_said=Counter(row.statement.kind for row in rows).most_common(),
        fates=_fates(name, events),
        retracted=_retracted(view, rows),
        events=events[:_EVENTS],
        event_count=len(events),
        statements=rows[:_STATEMENTS],
        statement_count=len(rows),
    )


def _said_by(view: View, query: Query, name: str) -> list[StatementRow]:
    """The newest first, of this very name: the view finds all who share its words."""
    rows = newest_statements(view, replace(query, limit=_COUNTED, offset=0))
    return [row for row in rows if row.statement.speaker and row.statement.speaker.name == name]


def _known_as(view: View, name: str, events: Iterable[Event], threats: Iterable[Threat]) -> list[StatementRow]:
    """Whom events and threats call so, though reports write another name: in another language, or an office."""
    told = {one.statement for event in events for one in event.accounts if one.speaker == name}
    told |= {one for threat in threats for one in threat.statements}
    return sorted(view.statements_told(sorted(told)).values(), key=lambda row: row.statement.id)


def _threats(desk: Desk, view: View) -> Sequence[Threat]:
    return desk.kept.get(view, "threats", view.threats)


def _told_by(view: View, query: Query, name: str) -> list[Event]:
    events = view.events(replace(query, newest=True, limit=_MOST_EVENTS, offset=0))
    return [event for event in events if any(one.speaker == name for one in event.accounts)]


def _fates(name: str, events: Iterable[Event]) -> list[Fate]:
    """What stands today of the events this speaker tells of, commonest first."""
    found: Counter[tuple[Stance, Status]] = Counter()
    for event in events:
        stances = {account.stance for account in event.accounts if account.speaker == name}
        found.update((stance, event.assessment.status) for stance in stances)
    counted = sorted(found.items(), key=lambda one: (-one[1], one[0]))
    return [Fate(stance=stance, status=status, events=events) for (stance, status), events in counted]


def _retracted(view: View, rows: Iterable[StatementRow]) -> list[StatementRow]:
    """Statements in reports that no longer stand."""
    documents = {row.document.id: row.document for row in rows}
    kept = {document.id for document in standing(documents.values(), view.retractions())}
    return [row for row in rows if row.document.id not in kept]
