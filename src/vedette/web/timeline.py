"""Events and statements per day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, assert_never, get_args

from vedette.model.query import Lane, Query
from vedette.ports import View
from vedette.web import wording
from vedette.web.desk import Desk, side_name
from vedette.web.parameters import STATUSES, BadParameterError

NO_SIDE = "none"
Tallied = Mapping[tuple[date | None, str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Statements by side on the day their document was published, events by status on the first day they may have
    happened. What has no date is counted apart."""

    day: date | None
    statements: tuple[tuple[str, int], ...]
    events: tuple[tuple[str, int], ...]

    @property
    def statement_count(self) -> int:
        return sum(count for _, count in self.statements)

    @property
    def event_count(self) -> int:
        return sum(count for _, count in self.events)


def tallies(desk: Desk, view: View, query: Query) -> list[Tally]:
    """Of the statements and events that fit `query`; by day, the undated last."""
    return desk.counted(view, "days", query, lambda: _tallied(view, query))


def _tallied(view: View, query: Query) -> list[Tally]:
    statements = {(day, str(side or NO_SIDE)): count for day, side, count in view.statements_by_day(query)}
    events = {(day, str(status)): count for day, status, count in view.events_by_day(query)}
    return [
        Tally(day=day, statements=tuple(sorted(said)), events=tuple(sorted(happened)))
        for day, (said, happened) in _by_day(statements, events)
    ]


def lane_of(asked: str) -> Lane:
    """By what the events are told apart."""
    for known in get_args(Lane):
        if asked == known:
            found: Lane = known
            return found
    raise BadParameterError(
        f"“{asked[:60]}” is no way to tell events apart; choose one of {', '.join(get_args(Lane))}."
    )


def lanes(desk: Desk, view: View, query: Query, lane: Lane) -> list[dict[str, Any]]:
    """Events by day: each lane with its name, and its days with their counts. The fullest first, sides in order."""
    found: dict[str, list[tuple[str, int]]] = {}
    for day, key, count in desk.counted(view, lane, query, lambda: view.events_in_lanes(query, lane)):
        if day is not None:
            found.setdefault(key, []).append((day.isoformat(), count))
    names = _names(desk, view, query, lane, found)
    told = [(key, names.get(key, key), days) for key, days in found.items()]
    order = {key: at for at, key in enumerate(names)} if lane in ("side", "status") else {}
    told.sort(key=lambda one: (order.get(one[0], len(order)), -sum(count for _, count in one[2]), one[0]))
    return [{"id": key, "name": name, "days": days} for key, name, days in told]


def _names(desk: Desk, view: View, query: Query, lane: Lane, found: Iterable[str]) -> dict[str, str]:
    match lane:
        case "side":
            return {**{str(side.id): side.name for side in desk.watch.sides}, NO_SIDE: side_name(desk.watch, None)}
        case "status":
            return {status: wording.code(status) for status in STATUSES}
        case "kind":
            return {key: wording.PLOVER.get(key, key) for key in found}
        case "place":
            wanted = set(found)
            spots = desk.counted(view, "places", query, lambda: view.events_by_place(query))
            return {str(spot.place.id): spot.place.name for spot in spots if spot.place.id in wanted}
        case _:
            assert_never(lane)


Counted = list[tuple[str, int]]


def _by_day(statements: Tallied, events: Tallied) -> Iterator[tuple[date | None, tuple[Counted, Counted]]]:
    days: dict[date | None, tuple[Counted, Counted]] = {}
    for at, counts in enumerate((statements, events)):
        for (day, key), count in counts.items():
            days.setdefault(day, ([], []))[at].append((key, count))
    yield from sorted(days.items(), key=lambda item: (item[0] is None, item[0] or date.min))
