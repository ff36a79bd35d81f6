"""A footprint over time: one value a date and measure, and the same of the ground around it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from vedette.observe.change.footprints import Cover, Footprint, cover
from vedette.observe.change.ground import temporal_variance
from vedette.observe.change.numbers import Levels, Mask, Numbers
from vedette.observe.change.pixels import unevenness_at
from vedette.observe.change.raster import Window

# The ring around a footprint is weighed by distance: pixels, and where it ends.
NEAR, REACH = 4.0, 10
_LEAST_SHARE, _BARELY = 0.2, 0.05
_LEAST_GROUND = 12.0
# Of a footprint half must be seen on a date, of the ground around it less will do.
_HALF, _SOME = 0.5, 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """T x P each, NaN where less than half was observed; `uneven` is the unevenness of the ground around, P."""

    own: Numbers
    around: Numbers
    uneven: Numbers


class Block:
    """The levels of a window, and the footprints whose pixels are not ground."""

    def __init__(self, window: Window, levels: Levels, n_before: int, floor: float, *, local: bool) -> None:
        self.window = window
        self.levels = levels
        self.n_before = n_before
        self.local = local
        variance = temporal_variance(levels[:n_before])
        self._weight = np.where(np.isfinite(variance), 1 / (variance + floor), 0)
        self._built: Mask = np.zeros((window.rows, window.columns), np.bool_)
        self._uneven: tuple[Levels, Levels] | None = None

    def series(self, footprints: Sequence[Footprint], wanted: Sequence[Footprint]) -> Iterator[tuple[Cover, Series]]:
        """Of those `wanted`, in order; all `footprints` near are left out of the ground around one."""
        covers = {id(each): cover(each) for each in (*footprints, *wanted)}
        for each in footprints:
            self._build(covers[id(each)])
        if self.local:
            self._uneven = unevenness_at(self.levels, self.n_before, self._built)
        for each in wanted:
            yield covers[id(each)], self._series(covers[id(each)])

    def _build(self, part: Cover) -> None:
        rows, columns = self._inside(part)
        share = part.share[rows[0] : rows[1], columns[0] : columns[1]]
        top, left = part.row - self.window.row, part.column - self.window.column
        self._built[top + rows[0] : top + rows[1], left + columns[0] : left + columns[1]] |= share > _BARELY

    def _inside(self, part: Cover) -> tuple[tuple[int, int], tuple[int, int]]:
        """Which rows and columns of a cover lie in the window."""
        top, left = part.row - self.window.row, part.column - self.window.column
        high, wide = part.share.shape
        rows = max(0, -top), max(0, min(high, self.window.rows - top))
        columns = max(0, -left), max(0, min(wide, self.window.columns - left))
        return rows, columns

    def _series(self, part: Cover) -> Series:
        dates, measures = self.levels.shape[:2]
        rows, columns = self._inside(part)
        share = part.share[rows[0] : rows[1], columns[0] : columns[1]]
        blank = np.full((dates, measures), np.nan)
        if not share.any():
            return Series(own=blank, around=blank, uneven=np.zeros(measures))
        top, left = part.row - self.window.row + rows[0], part.column - self.window.column + columns[0]
        here = (slice(top, top + share.shape[0]), slice(left, left + share.shape[1]))
        held = np.where(share >= min(_LEAST_SHARE, part.share.max()), share, 0) ** 2
        own = _weighed(self.levels[:, :, *here], self._weight[:, *here] * held, held, _HALF)
        if not self.local:
            return Series(own=own, around=blank, uneven=np.zeros(measures))
        middle = (top + (share.shape[0] - 1) / 2, left + (share.shape[1] - 1) / 2)
        return self._with_ground(own, middle, here)

    def _with_ground(self, own: Numbers, middle: tuple[float, float], here: tuple[slice, slice]) -> Series:
        """Where footprints leave hardly any ground, all but the footprint itself counts as ground."""
        reach = REACH + int(max(here[0].stop - here[0].start, here[1].stop - here[1].start) // 2)
        high, low = max(0, int(middle[0]) - reach), min(self.window.rows, int(middle[0]) + reach + 1)
        west, east = max(0, int(middle[1]) - reach), min(self.window.columns, int(middle[1]) + reach + 1)
        there = (slice(high, low), slice(west, east))
        down, right = np.mgrid[high:low, west:east]
        nearness = np.exp(-((down - middle[0]) ** 2 + (right - middle[1]) ** 2) / (2 * _scale(here) ** 2))
        ground = nearness * ~self._built[there]
        if ground.sum() < _LEAST_GROUND:
            itself = np.zeros_like(self._built)
            itself[here] = True
            ground = nearness * ~itself[there]
        around = _weighed(
            self.levels[:, :, *there], np.broadcast_to(ground, (own.shape[1], *ground.shape)), ground, _SOME
        )
        return Series(own=own, around=around, uneven=self._spread(there, ground))

    def _spread(self, there: tuple[slice, slice], ground: Numbers) -> Numbers:
        """How unevenly the ground around changed, beyond chance."""
        assert self._uneven is not None
        change, chance = self._uneven[0][:, *there], self._uneven[1][:, *there]
        known = np.isfinite(change) & np.isfinite(chance)
        weight = ground * known
        total = np.maximum(weight.sum(axis=(1, 2)), 1e-9)
        mean = (np.where(known, change, 0) * weight).sum(axis=(1, 2)) / total
        square = (np.where(known, (change - mean[:, None, None]) ** 2 - chance, 0) * weight).sum(axis=(1, 2)) / total
        return np.asarray(np.maximum(square, 0), np.float64)


def _scale(here: tuple[slice, slice]) -> float:
    """The larger a footprint, the farther its ring must reach."""
    rows, columns = here
    return NEAR + float(max(rows.stop - rows.start, columns.stop - columns.start, 6)) / 2 - 3


def _weighed(levels: Levels, weight: Numbers, whole: Numbers, least: float) -> Numbers:
    """T x P; a date on which less than this share of the place was observed is left out."""
    known = np.isfinite(levels)
    total = (known * weight).sum(axis=(2, 3))
    above = (np.where(known, levels, 0) * weight).sum(axis=(2, 3))
    seen = (known * whole).sum(axis=(2, 3)) >= least * whole.sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        found = above / total
    return np.where(seen & (total > 0), found, np.nan)
