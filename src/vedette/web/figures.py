"""Figures over time: what was counted, side by side, each number with its words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import Response

from vedette.knowledge import counted
from vedette.model.ids import EventId
from vedette.model.query import Query
from vedette.model.series import Reading, Series
from vedette.ports import View
from vedette.web import wording
from vedette.web.desk import Desk

_MOST_MATTERS = 10
_MOST_POINTS = 40
_LATEST = 20
_WIDTH, _HEIGHT = 640, 170
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 12, 10, 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Where a reading stands in the chart; from `y_low` to `y_high` reaches what it leaves open."""

    reading: Reading
    x: float
    y: float
    y_low: float
    y_high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    series: Series
    points: tuple[Point, ...]

    @property
    def path(self) -> str:
        return " ".join(f"{point.x:.1f},{point.y:.1f}" for point in self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Days run to the right, numbers up from nothing."""

    lines: tuple[Line, ...]
    top: float
    first: date
    last: date
    width: int = _WIDTH
    height: int = _HEIGHT
    left: int = _LEFT
    base: int = _HEIGHT - _BOTTOM
    ceiling: int = _TOP


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What several voices counted, or one more than once. No chart where no two days are known."""

    series: tuple[Series, ...]
    chart: Chart | None

    @property
    def readings(self) -> int:
        return sum(len(one.readings) for one in self.series)

    @property
    def doubtful(self) -> bool:
        return any(each.doubts for one in self.series for each in one.readings)


def router(desk: Desk) -> APIRouter:
    routes = APIRouter()
    routes.get("/figures")(_figures(desk))
    return routes


def _figures(desk: Desk) -> Callable[[Request], Response]:
    def figures(request: Request) -> Response:
        view, asked = desk.view(), desk.question(request)
        # The side asked for is the one that counts; of events the query would take it for the one that tells them.
        # Of a side's own numbers fewer matters are among the most counted ones.
        wanted = replace(asked.query, side=None, limit=_MOST_MATTERS * (4 if asked.query.side else 1), offset=0)
        series = desk.kept.get(view, ("figures", wanted), lambda: counted(view, desk.watch)(view.most_counted(wanted)))
        all_of_them = matters([one for one in series if _is_asked(one, asked.query.side)])
        shown = all_of_them[:_MOST_MATTERS]
        known = desk.counted(view, "matters", wanted, lambda: view.count_matters(wanted))
        return desk.page(
            request,
            "figures.html",
            asked=asked,
            matters=shown,
            total=_total(known, wanted, len(all_of_them)),
            sources=desk.sources(view),
            titles=_titles(view, shown),
            latest=_LATEST,
        )

    return figures


def _total(known: int, wanted: Query, found: int) -> int:
    """Where all were read, they are counted exactly; the store's count takes those of one place for one."""
    return found if known <= wanted.limit else max(known, found)


def _is_asked(one: Series, side: str | None) -> bool:
    return side is None or (one.side or "none") == side


def _titles(view: View, shown: Sequence[Matter]) -> dict[EventId, str]:
    """Of the event that each deed's first number stands in."""
    found = (view.event(each.series[0].readings[0].event) for each in shown)
    return {event.id: wording.headline(event) for event in found if event is not None}


def matters(found: Sequence[Series]) -> list[Matter]:
    """Those told more than once, the most told first; numbers that stand alone are with their events."""
    groups: dict[str, list[Series]] = {}
    for one in found:
        groups.setdefault(one.matter, []).append(one)
    several = [Matter(series=tuple(group), chart=chart(group)) for group in groups.values() if _is_several(group)]
    return sorted(several, key=lambda one: (-len(one.series), -one.readings, one.series[0].matter))


def _is_several(group: Sequence[Series]) -> bool:
    return sum(len(one.readings) for one in group) > 1


def chart(group: Sequence[Series]) -> Chart | None:
    days = [each.day for one in group for each in one.readings if each.day]
    if len(set(days)) < 2:
        return None
    first, last = min(days), max(days)
    top = max(_high(each) for one in group for each in one.readings) or 1.0
    lines = tuple(Line(series=one, points=tuple(_thinned(_points(one, first, last, top)))) for one in group)
    return Chart(lines=tuple(line for line in lines if line.points), top=top, first=first, last=last)


def _thinned(points: Sequence[Point]) -> Sequence[Point]:
    """Of a long line the points at even steps and its end: more than that cannot be told apart."""
    step = -(-len(points) // _MOST_POINTS) if points else 1
    return [*points[:-1:step], *points[-1:]]


def _points(one: Series, first: date, last: date, top: float) -> list[Point]:
    return [_point(each, each.day, first, last, top) for each in one.readings if each.day]


def _point(each: Reading, day: date, first: date, last: date, top: float) -> Point:
    share = (day - first).days / (last - first).days
    figure = each.figure
    low = figure.low if figure.low is not None else 0.0
    high = figure.high if figure.high is not None else top
    at = figure.low if figure.low is not None else high
    return Point(
        reading=each,
        x=_LEFT + share * (_WIDTH - _LEFT - _RIGHT),
        y=_level(at if figure.high is None or figure.low is None else (low + high) / 2, top),
        y_low=_level(low, top),
        y_high=_level(high, top),
    )


def _high(each: Reading) -> float:
    return max(each.figure.low or 0.0, each.figure.high or 0.0)


def _level(value: float, top: float) -> float:
    return _HEIGHT - _BOTTOM - value / top * (_HEIGHT - _BOTTOM - _TOP)
