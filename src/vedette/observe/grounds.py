"""A cell-day held against what is usual there: as a whole, or land by land where its use is known.

Land by land, heat of works is in nobody's way: what burns beside a steelworks is held against what burns beside it, and
stubble against stubble. Of several tests of one cell-day the least chance counts, times their number.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np

from vedette.model.errors import ReadError
from vedette.observe.cell import Cell, cell_of
from vedette.observe.detections import Detection
from vedette.observe.land import WORKS, Land
from vedette.observe.usual import Counts, Usual, day_of_year

UNUSUAL_BELOW = 0.05
# In cells that never burnt a single detection is improbable, but one hot pixel is no evidence.
LEAST_EXCESS = 3
MOST_CELL_DAYS = 5_000_000
_AT_ONCE = 50_000
_NONE: Mapping[date, int] = {}

Lands: TypeAlias = Mapping[str, Counts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """`land` is the one that burnt most beyond what is usual; None where the use of the land is not known."""

    count: int
    expected: float
    p: float
    unusual: bool
    land: str | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """All detections, or those on one use of the land, and what is usual of them."""

    counts: Counts
    usual: Usual

    def held(self, cell: Cell, days: Sequence[date]) -> dict[date, Held]:
        expected, seen = self.usual.expected(cell), self.counts.get(cell, _NONE)
        return {day: _held(self.usual, seen.get(day, 0), float(expected[day_of_year(day)])) for day in days}


def _held(usual: Usual, count: int, expected: float) -> Held:
    p = usual.chance(count, expected)
    return Held(count=count, expected=expected, p=p, unusual=p < UNUSUAL_BELOW and count >= expected + LEAST_EXCESS)


def held_by_land(cell: Cell, days: Sequence[date], grounds: Mapping[str, Ground]) -> dict[date, Held]:
    """Of land without a detection in the cell nothing is expected that would matter."""
    known = {name: ground.held(cell, days) for name, ground in grounds.items() if cell in ground.counts}
    return {day: _together({name: held[day] for name, held in known.items()}, grounds) for day in days}


def _together(parts: Mapping[str, Held], grounds: Mapping[str, Ground]) -> Held:
    burnt = {name: held for name, held in parts.items() if held.count}
    tests = list(burnt.items())
    fields = {name: held for name, held in burnt.items() if name not in WORKS}
    if len(fields) > 1:
        most = max(fields, key=lambda name: (fields[name].count - fields[name].expected, name))
        expected = sum(held.expected for name, held in parts.items() if name not in WORKS)
        tests.append((most, _held(grounds[most].usual, sum(held.count for held in fields.values()), expected)))
    unusual = [(name, held) for name, held in tests if held.unusual and len(tests) * held.p < UNUSUAL_BELOW]
    land, least = min(unusual or tests, key=lambda test: (test[1].p, test[0]))
    return Held(
        count=sum(held.count for held in burnt.values()),
        expected=sum(held.expected for held in parts.values()),
        p=min(1.0, least.p * len(tests)),
        unusual=bool(unusual),
        land=land,
    )


def count_by_land(detections: Iterable[Detection], land: Land) -> tuple[Counts, Lands]:
    """All of them, and by the use of the land. Raises ReadError beyond a number of cell-days that fits no memory."""
    whole: dict[Cell, dict[date, int]] = {}
    parts: dict[str, dict[Cell, dict[date, int]]] = {}
    held = 0
    for some in _batches(detections):
        lats, lons = np.array([(one.lat, one.lon) for one in some], np.float64).T
        for one, name in zip(some, land.classes(lats, lons), strict=True):
            cell = cell_of(one.lat, one.lon)
            for days in (whole.setdefault(cell, {}), parts.setdefault(name, {}).setdefault(cell, {})):
                held += one.day not in days
                days[one.day] = days.get(one.day, 0) + 1
        if held > 2 * MOST_CELL_DAYS:
            raise ReadError(f"more than {MOST_CELL_DAYS:,} cell-days: cut the detections to the area you watch")
    return whole, parts


def _batches(detections: Iterable[Detection]) -> Iterator[list[Detection]]:
    some: list[Detection] = []
    for one in detections:
        some.append(one)
        if len(some) == _AT_ONCE:
            yield some
            some = []
    if some:
        yield some
