"""What heat is usual: a negative-binomial count for every cell and season, learnt from the baseline years.

Farmland burns every spring and summer and a steelworks burns all year, so each cell is measured against itself. A
window of 31 days holds few fires of one cell; the 5 x 5 cells around it count as one more year of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from vedette.observe.cell import Cell

Counts: TypeAlias = Mapping[Cell, Mapping[date, int]]
_Numbers: TypeAlias = npt.NDArray[np.float64]

_DAYS = 366
_HALF = 15
_WINDOW = 2 * _HALF + 1
_REACH = 2
_NEIGHBOURHOOD = (2 * _REACH + 1) ** 2
# Half a fire for a neighbourhood that never had one: unusual, not impossible.
_NEVER = 0.5
# Where one baseline year leaves nothing to fit. Near what four years over farmland give.
_DISPERSION_UNFITTED = 0.15
_DISPERSION_LEAST, _DISPERSION_MOST = 0.01, 10.0
# Beyond this the rounding of the sum is larger than the chance.
_LEAST_CHANCE = 1e-12


def day_of_year(day: date) -> int:
    """0 to 365, as in a leap year, so that a calendar day has one number in every year."""
    return date(2000, day.month, day.day).toordinal() - date(2000, 1, 1).toordinal()


@dataclass(frozen=True, slots=True, kw_only=True)
class _History:
    """The baseline detections of one cell: `year * 366 + day of year`, and how many."""

    slots: npt.NDArray[np.int64]
    counts: _Numbers


class Usual:
    """The expected count of a cell on a day of the year, and how far single days stray from it."""

    def __init__(self, counts: Counts, years: Sequence[int]) -> None:
        """`years`: the baseline years, each with detections somewhere. Their order does not matter."""
        self._years = {year: number for number, year in enumerate(sorted(set(years)))}
        self._cells = {cell: found for cell, days in counts.items() if (found := self._history(days)) is not None}
        self.dispersion = self._fitted()

    def expected(self, cell: Cell) -> _Numbers:
        """Detections a day for each of the 366 days of the year."""
        own, around = self._windows(cell)
        return _blend(own.sum(axis=0), around.sum(axis=0), len(self._years))

    def chance(self, count: int, expected: float) -> float:
        """Of `count` or more on one day."""
        return chance_of_so_many(count, expected, self.dispersion)

    def _history(self, days: Mapping[date, int]) -> _History | None:
        known = [
            (self._years[day.year] * _DAYS + day_of_year(day), n) for day, n in days.items() if day.year in self._years
        ]
        if not known:
            return None
        slots, counts = zip(*known, strict=True)
        return _History(slots=np.array(slots, np.int64), counts=np.array(counts, np.float64))

    def _windows(self, cell: Cell) -> tuple[_Numbers, _Numbers]:
        """Detections within the window around each day, year by year: in the cell, and in its neighbourhood."""
        own = self._by_day([self._cells[cell]] if cell in self._cells else [])
        around = self._by_day([self._cells[near] for near in cell.around(_REACH) if near in self._cells])
        return _windowed(own), _windowed(around)

    def _by_day(self, histories: Sequence[_History]) -> _Numbers:
        shape = (len(self._years), _DAYS)
        if not histories:
            return np.zeros(shape)
        slots = np.concatenate([each.slots for each in histories])
        counts = np.concatenate([each.counts for each in histories])
        by_slot = np.bincount(slots, weights=counts, minlength=shape[0] * shape[1])
        return np.asarray(by_slot, dtype=np.float64).reshape(shape)

    def _fitted(self) -> float:
        """By moments: every baseline year is foretold from the others, and the variance beyond Poisson is set
        against the square of the mean. The k of Lloyd-Smith (2007): the smaller, the burstier."""
        if len(self._years) < 2:
            return _DISPERSION_UNFITTED
        squares = beyond = 0.0
        for seen, foretold in self._foretold():
            squares += float((foretold**2).sum())
            beyond += float(((seen - foretold) ** 2 - foretold).sum())
        if beyond <= 0:
            return _DISPERSION_MOST
        return min(max(squares / beyond, _DISPERSION_LEAST), _DISPERSION_MOST)

    def _foretold(self) -> Iterator[tuple[_Numbers, _Numbers]]:
        """What was seen in each year of each cell, and what the other years let expect. In order of the cells: a sum
        of fractions depends on its order."""
        for cell in sorted(self._cells):
            own, around = self._windows(cell)
            others = _blend(own.sum(axis=0) - own, around.sum(axis=0) - around, len(self._years) - 1)
            yield self._by_day([self._cells[cell]]), others


def _windowed(by_day: _Numbers) -> _Numbers:
    """Sums over the window around each day; the year is a circle."""
    circle = np.concatenate([by_day[:, -_HALF:], by_day, by_day[:, :_HALF]], axis=1)
    sums = np.concatenate([np.zeros((len(by_day), 1)), circle.cumsum(axis=1)], axis=1)
    within: _Numbers = sums[:, _WINDOW:] - sums[:, :-_WINDOW]
    return within


def _blend(own: _Numbers, around: _Numbers, years: int) -> _Numbers:
    """Detections a cell and day, from sums over the window and `years`."""
    neighbourhood = (around + _NEVER) / (_WINDOW * _NEIGHBOURHOOD * years)
    return (own + _WINDOW * neighbourhood) / (_WINDOW * (years + 1))


def chance_of_so_many(count: int, expected: float, dispersion: float) -> float:
    """P(X >= count) of a negative binomial with this mean and variance mean + mean² / dispersion."""
    step = expected / (dispersion + expected)
    term = (dispersion / (dispersion + expected)) ** dispersion
    below = 0.0
    for number in range(count):
        below += term
        term *= (dispersion + number) / (number + 1) * step
    return min(max(1.0 - below, _LEAST_CHANCE), 1.0)
