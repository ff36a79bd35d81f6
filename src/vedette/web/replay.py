"""Control and events day by day, in one answer that the browser replays."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, get_args

from fastapi import APIRouter, Request
from fastapi.responses import Response

from vedette.knowledge import picture_known
from vedette.model.event import Control, ControlStatus, Event, Location, Status
from vedette.model.query import Query
from vedette.ports import View
from vedette.web.answer import Answer
from vedette.web.desk import Desk
from vedette.web.parameters import BadParameterError, day_asked, end_of, parse

_STATUSES: tuple[Status, ...] = get_args(Status)
_HELD: tuple[ControlStatus, ...] = get_args(ControlStatus)
# A picture of what was known then is built anew: seconds for some thousand documents, minutes for more.
MOST_ANEW = 10_000

Json = dict[str, Any]
Counted = Sequence[tuple[str, Status, date | None, int]]


def router(desk: Desk) -> APIRouter:
    routes = APIRouter()
    routes.get("/api/replay.json")(_replay(desk))
    return routes


def _replay(desk: Desk) -> Callable[[Request], Response]:
    def replayed(request: Request) -> Response:
        given = dict(request.query_params)
        known = day_asked(given, "known")
        view = desk.view()
        query = parse({name: value for name, value in given.items() if name != "known"}, desk.watch).query
        asked = replace(query, first_day=None, last_day=None, limit=0, offset=0)
        make = (lambda: _known(desk, view, asked, known)) if known else (lambda: _now(desk, view, asked))
        return Answer(desk.kept.get(view, ("replay", asked, known), make))

    return replayed


def _now(desk: Desk, view: View, query: Query) -> Json:
    places = [spot.place for spot in view.events_by_place(query)]
    return _told(desk, view.control(), places, view.events_by_place_and_day(query))


def _known(desk: Desk, view: View, query: Query, known: date) -> Json:
    """Of events the filters by status, kind and side hold; words and places are not asked of a picture built anew."""
    if view.totals()["documents"] > MOST_ANEW:
        raise BadParameterError(
            f"What was known on a day is built anew from its documents, and of more than {MOST_ANEW:,} that takes "
            "minutes; ask `vedette control WORKSPACE --known DAY` for it."
        )
    picture = picture_known(view, desk.watch, end_of(known))
    events = [event for event in picture.events if event.place and _is_asked(event, query)]
    counts: dict[tuple[str, Status, date | None], int] = {}
    for event in events:
        assert event.place is not None
        key = (event.place.id, event.assessment.status, event.when.first_day if event.when else None)
        counts[key] = counts.get(key, 0) + 1
    told = [(place, status, day, count) for (place, status, day), count in counts.items()]
    return _told(desk, picture.control, [event.place for event in events if event.place], told)


def _is_asked(event: Event, query: Query) -> bool:
    sides = {account.side or "none" for account in event.accounts}
    return (
        (query.status is None or event.assessment.status == query.status)
        and (query.kind is None or not query.kind.isupper() or event.plover == query.kind)
        and (query.side is None or query.side in sides)
    )


def _told(desk: Desk, control: Sequence[Control], told_of: Iterable[Location], counted: Counted) -> Json:
    """Days are counted from the first; of each place and status every other number is a day, the next a count."""
    places = {place.id: place for place in (*told_of, *(row.place for row in control))}
    number = {str(place): at for at, place in enumerate(places)}
    sides = [side.id for side in desk.watch.sides]
    days = [*(row.day for row in control), *(day for _, _, day, _ in counted if day)]
    first, last = min(days, default=None), max(days, default=None)
    origin = first.toordinal() if first else 0
    marks: dict[tuple[int, int], list[int]] = {}
    for place, status, day, count in sorted(counted, key=lambda one: one[2] or date.min):
        if place in number:
            at = marks.setdefault((number[place], _STATUSES.index(status)), [])
            at += [day.toordinal() - origin if day else -1, count]
    return {
        "first": first.isoformat() if first else None,
        "last": last.isoformat() if last else None,
        "sides": [{"id": side.id, "name": side.name} for side in desk.watch.sides],
        "statuses": _STATUSES,
        "held": _HELD,
        "places": [[one.id, one.name, one.lon, one.lat, one.radius_m] for one in places.values()],
        "control": [
            [
                number[row.place.id],
                row.day.toordinal() - origin,
                sides.index(row.holder) if row.holder in sides else -1,
                _HELD.index(row.status),
            ]
            for row in sorted(control, key=lambda row: row.day)
        ],
        "events": [[place, status, *told] for (place, status), told in marks.items()],
    }
