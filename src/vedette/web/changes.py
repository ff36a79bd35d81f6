"""What is different in the picture since a day: every line with the words it rests on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response

from vedette.knowledge import changes
from vedette.model.changes import Changes, Difference
from vedette.model.event import Control
from vedette.model.query import Query, StatementRow
from vedette.ports import View
from vedette.publish.differences import HEADINGS, how_it_changed
from vedette.web.desk import Desk
from vedette.web.pages import Change, rows_of, told_of
from vedette.web.parameters import BadParameterError, end_of

_MOST = 50
_QUOTED = 3
# Two pictures are built anew: seconds for some thousand documents, minutes for a hundred thousand.
_MOST_UNASKED = 10_000


def router(desk: Desk) -> APIRouter:
    routes = APIRouter()
    routes.get("/changes")(_changes(desk))
    return routes


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldDifference:
    """`live` is whether the event has a page; `rows` are the words that made the difference."""

    difference: Difference
    how: str
    live: bool
    rows: tuple[StatementRow, ...]


def _changes(desk: Desk) -> Callable[[Request], Response]:
    def page(request: Request) -> Response:
        view, asked = desk.view(), desk.question(request)
        large = view.totals()["documents"] > _MOST_UNASKED
        since, until = _days(view, asked.query, unasked=not large)
        found = changes(view, desk.watch, _eve(since), _until(until)) if since else None
        return desk.page(
            request,
            "changes.html",
            asked=asked,
            large=large,
            since=since,
            until=until,
            groups=_groups(view, found) if found else [],
            control=_control(view, found.control_new) if found else [],
            control_gone=_control(view, found.control_gone) if found else [],
            threats=told_of(view, found.threats_new) if found else [],
            threats_turned=told_of(view, found.threats_turned) if found else [],
            threats_gone=told_of(view, found.threats_gone) if found else [],
            sources=desk.sources(view),
        )

    return page


def _days(view: View, query: Query, *, unasked: bool) -> tuple[date | None, date | None]:
    """The days asked for; since the last day on which anything was published, where none is and it is not too much."""
    if query.first_day is not None:
        if query.first_day > datetime.now(UTC).date():
            raise BadParameterError("Nothing is known of a day to come; change “from”.")
        return query.first_day, query.last_day
    if not unasked:
        return None, query.last_day
    published = [day for day, _, _ in view.statements_by_day(Query()) if day and day <= (query.last_day or day)]
    return max(published, default=None), query.last_day


def _eve(day: date) -> datetime:
    """What is dated by the day alone counts from its first moment on: it is not of the evening before."""
    return datetime.combine(day, time.min, UTC) - timedelta(microseconds=1)


def _until(day: date | None) -> datetime:
    return end_of(day) if day else datetime.now(UTC)


def _groups(view: View, found: Changes) -> list[tuple[str, int, list[ToldDifference]]]:
    """How they turned, how many, and the latest of them."""
    groups: list[tuple[str, int, list[ToldDifference]]] = []
    for turn in HEADINGS:
        chosen = [one for one in found.events if one.turn == turn]
        if chosen:
            groups.append((turn, len(chosen), [_told(view, one) for one in chosen[-_MOST:]]))
    return groups


def _told(view: View, one: Difference) -> ToldDifference:
    live = bool(one.after) and view.event(one.shown.id) is not None
    rows = rows_of(view, tuple(dict.fromkeys(account.statement for account in one.fresh))[:_QUOTED])
    return ToldDifference(difference=one, how=how_it_changed(one), live=live, rows=rows)


def _control(view: View, rows: Sequence[Control]) -> list[Change]:
    return [Change(control=row, rows=rows_of(view, row.statements)) for row in rows]
