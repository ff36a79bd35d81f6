"""The whole run: blocks of a scene, one at a time; the map of change; the footprints, each in the block of its centre.

A block and its margin are held in memory, never the scene: 33 dates of two bands over 25,000 x 17,000 pixels would be
112 GB.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from vedette.observe.change.fit import Fit, Score, fit, score, usual_of_fits
from vedette.observe.change.footprints import Cover, Footprint
from vedette.observe.change.numbers import Levels, Mask
from vedette.observe.change.pixels import PixelChange, Usual, pixel_changes, t_of, usual_of
from vedette.observe.change.raster import Window
from vedette.observe.change.scenes import Scenes
from vedette.observe.change.season import against_last_year, waves
from vedette.observe.change.series import Block, Series
from vedette.observe.change.stack import days_of

BLOCK, MARGIN = 512, 32
_BLOCK_SAMPLES = 50_000_000
_LARGEST_SIDE = 1024
_LEAST_PLACEBO = 8

Sink: TypeAlias = Callable[[Window, Levels], None]
Progress: TypeAlias = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One footprint. `score` is None where it was not observed; `placebo` is its score had the last earlier dates been
    the later ones; `t_max` is the largest statistic of its pixels, without sign."""

    footprint: Footprint
    score: Score | None
    placebo: Score | None
    t_max: float | None


@dataclass(slots=True)
class _Seen:
    fit: Fit
    placebo: Fit | None
    t_max: float | None


class Survey:
    def __init__(self, scenes: Scenes, footprints: Sequence[Footprint]) -> None:
        self.scenes = scenes
        self.footprints = footprints
        self.problems: list[str] = []
        self._before = np.arange(len(scenes.looks)) < scenes.n_before
        self._season = waves(days_of(scenes.looks), len(scenes.looks))
        self._usual = self._learn()

    def run(self, sink: Sink, progress: Progress) -> list[Finding]:
        """Gives every block of the map to `sink`, and the findings in the order of the footprints."""
        near, centred = self._by_block()
        blocks = list(self._blocks())
        seen: dict[int, _Seen] = {}
        for done, window in enumerate(blocks):
            key = (window.row, window.column)
            self._block(window, near.get(key, []), centred.get(key, []), sink, seen)
            progress("change", done + 1, len(blocks))
        for at in self._large():
            self._alone(at, seen)
        return self._findings(seen)

    def _learn(self) -> Usual:
        parts = [self._changes(self.scenes.read(window)) for window in self.scenes.samples()]
        return usual_of(parts)

    def _changes(self, levels: Levels) -> PixelChange:
        sensor = self.scenes.sensor
        return pixel_changes(levels, self.scenes.n_before, self._season, floor=sensor.floor, local=sensor.local)

    @property
    def _side(self) -> int:
        """Of a block: smaller where the dates are many."""
        dates = len(self.scenes.looks) * len(self.scenes.sensor.measures)
        side = BLOCK
        while side > 64 and (side + 2 * MARGIN) ** 2 * dates > _BLOCK_SAMPLES:
            side //= 2
        return side

    def _blocks(self) -> Iterator[Window]:
        grid, side = self.scenes.grid, self._side
        for row in range(0, grid.height, side):
            for column in range(0, grid.width, side):
                yield Window(row, column, min(side, grid.height - row), min(side, grid.width - column))

    def _by_block(self) -> tuple[dict[tuple[int, int], list[int]], dict[tuple[int, int], list[int]]]:
        """Footprints that touch a block or its margin, and those whose centre lies in it, by its first pixel."""
        side, grid = self._side, self.scenes.grid
        near: dict[tuple[int, int], list[int]] = defaultdict(list)
        centred: dict[tuple[int, int], list[int]] = defaultdict(list)
        for at, each in enumerate(self.footprints):
            if each.shape is None or not _touches(each, grid.width, grid.height) or each.side > _LARGEST_SIDE:
                continue
            left, top, right, bottom = each.box
            rows = range(max(0, int(top - MARGIN) // side), min(int(bottom + MARGIN), grid.height - 1) // side + 1)
            columns = range(max(0, int(left - MARGIN) // side), min(int(right + MARGIN), grid.width - 1) // side + 1)
            # A quarter or a district is no building: what lies in it is still ground.
            for row in rows if each.side <= MARGIN else ():
                for column in columns:
                    near[row * side, column * side].append(at)
            row, column = each.centre
            row, column = min(max(row, 0), grid.height - 1), min(max(column, 0), grid.width - 1)
            if each.side <= MARGIN:
                centred[row // side * side, column // side * side].append(at)
        return near, centred

    def _block(
        self, window: Window, near: Sequence[int], centred: Sequence[int], sink: Sink, seen: dict[int, _Seen]
    ) -> None:
        grown = window.grown(MARGIN)
        levels = self.scenes.read(grown)
        inner = (slice(MARGIN, MARGIN + window.rows), slice(MARGIN, MARGIN + window.columns))
        if not np.isfinite(levels[self.scenes.n_before :]).any():
            sink(window, np.full((window.rows, window.columns), np.nan, np.float32))
            return
        t = t_of(self._changes(levels), self._usual)
        sink(window, t[inner])
        if centred:
            self._judge(grown, levels, t, near, centred, seen)

    def _judge(
        self,
        window: Window,
        levels: Levels,
        t: Levels,
        near: Sequence[int],
        wanted: Sequence[int],
        seen: dict[int, _Seen],
    ) -> None:
        sensor = self.scenes.sensor
        block = Block(window, levels, self.scenes.n_before, sensor.floor, local=sensor.local)
        found = block.series([self.footprints[at] for at in near], [self.footprints[at] for at in wanted])
        for at, (part, series) in zip(wanted, found, strict=True):
            real = self._fitted(series, self._before, ~self._before)
            if not real.observed:
                continue
            early, late = self._placebo_dates()
            placebo = self._fitted(series, early, late) if late.any() else None
            seen[at] = _Seen(real, placebo, _largest(t, part, window))

    def _fitted(self, series: Series, early: Mask, late: Mask) -> Fit:
        found = fit(series, early, late, self._season)
        if self.scenes.sensor.rule.lasting is None:
            return found
        return replace(found, lasting=against_last_year(series.own, days_of(self.scenes.looks), early, late))

    def _placebo_dates(self) -> tuple[Mask, Mask]:
        """The last earlier dates, as many as there are later ones, stand in for those."""
        n_before, n_after = self.scenes.n_before, len(self.scenes.looks) - self.scenes.n_before
        at = np.arange(len(self.scenes.looks))
        first = n_before - n_after
        if first < _LEAST_PLACEBO:
            return self._before, np.zeros_like(self._before)
        return at < first, (at >= first) & (at < n_before)

    def _large(self) -> Iterator[int]:
        """Footprints that reach beyond the margin of a block."""
        grid = self.scenes.grid
        for at, each in enumerate(self.footprints):
            if each.shape is None or not _touches(each, grid.width, grid.height) or each.side <= MARGIN:
                continue
            if each.side > self._most_side():
                self.problems.append(f"footprint {each.id}: is {each.side:,.0f} pixels wide, too large to judge as one")
            else:
                yield at

    def _most_side(self) -> int:
        dates = len(self.scenes.looks) * len(self.scenes.sensor.measures)
        return min(_LARGEST_SIDE, int((2 * _BLOCK_SAMPLES / dates) ** 0.5) - 2 * MARGIN)

    def _alone(self, at: int, seen: dict[int, _Seen]) -> None:
        left, top, right, bottom = self.footprints[at].box
        window = Window(int(top), int(left), int(bottom - top) + 2, int(right - left) + 2).grown(MARGIN)
        levels = self.scenes.read(window)
        if np.isfinite(levels[self.scenes.n_before :]).any():
            self._judge(window, levels, t_of(self._changes(levels), self._usual), [], [at], seen)

    def _findings(self, seen: dict[int, _Seen]) -> list[Finding]:
        usual = usual_of_fits([each.fit for each in seen.values()], self._usual)
        found = []
        for at, footprint in enumerate(self.footprints):
            each = seen.get(at)
            found.append(
                Finding(
                    footprint=footprint,
                    score=score(each.fit, usual) if each else None,
                    placebo=score(each.placebo, usual) if each and each.placebo else None,
                    t_max=each.t_max if each else None,
                )
            )
        return found


def _touches(each: Footprint, width: int, height: int) -> bool:
    left, top, right, bottom = each.box
    return right > 0 and bottom > 0 and left < width and top < height


def _largest(t: Levels, part: Cover, window: Window) -> float | None:
    """Of the pixels of which a footprint covers a good share."""
    down, right = np.nonzero(part.share >= min(0.2, part.share.max()))
    rows, columns = down + part.row - window.row, right + part.column - window.column
    inside = (rows >= 0) & (columns >= 0) & (rows < window.rows) & (columns < window.columns)
    found = np.abs(t[rows[inside], columns[inside]])
    found = found[np.isfinite(found)]
    return float(found.max()) if len(found) else None
