"""The two stacks on one grid: read window by window, date by date, brought to one level."""

import warnings
from collections.abc import Mapping, Sequence

import numpy as np

from vedette.model.errors import ReadError
from vedette.observe.change.numbers import Levels, Numbers
from vedette.observe.change.raster import DamagedError, Grid, Raster, Window, read_window
from vedette.observe.change.sensor import Sensor
from vedette.observe.change.stack import Look

_SAMPLES_A_SIDE = 5
_SAMPLE_PIXELS = 128
_LEAST_SHARED = 50


class Scenes:
    """`looks` in order of time. The first file gives the grid; others are brought to it, nearest pixel."""

    def __init__(self, looks: Sequence[Look], n_before: int, sensor: Sensor, grid: Grid | None = None) -> None:
        self.looks = list(looks)
        self.n_before = n_before
        self.sensor = sensor
        self.grid: Grid = grid or looks[0].bands[0].raster.grid
        self.problems: dict[str, None] = {}
        self.notes: tuple[str, ...] = ()
        self._negative = [False] * len(self.looks)
        self._offsets = np.zeros((len(self.looks), len(sensor.measures)))
        self._tell_other_grids()
        self._learn()

    def read(self, window: Window) -> Levels:
        """T, P, rows, columns, less what a whole image is brighter than the others: rain, gain, haze."""
        shape = (len(self.looks), len(self.sensor.measures), window.rows, window.columns)
        levels = np.empty(shape, np.float32)
        for at, look in enumerate(self.looks):
            bands = self._raw(look, window)
            levels[at] = self.sensor.levels(bands, negative=self._negative[at])
            levels[at] -= self._offsets[at, :, None, None].astype(np.float32)
        return levels

    def shown(self, at: int, window: Window) -> Mapping[str, Levels]:
        """What a picture of one date shows."""
        bands = self._raw(self.looks[at], window)
        levels = self.sensor.levels(bands, negative=self._negative[at])
        return self.sensor.shown(bands, levels - self._offsets[at, :, None, None].astype(np.float32))

    def samples(self) -> list[Window]:
        """Windows spread over the grid; of a small one, the whole of it."""
        rows, columns = self.grid.height, self.grid.width
        if max(rows, columns) <= _SAMPLES_A_SIDE * _SAMPLE_PIXELS:
            return [Window(0, 0, rows, columns)]
        steps = [(2 * n + 1) / (2 * _SAMPLES_A_SIDE) for n in range(_SAMPLES_A_SIDE)]
        half = _SAMPLE_PIXELS // 2
        return [
            Window(int(down * rows) - half, int(right * columns) - half, _SAMPLE_PIXELS, _SAMPLE_PIXELS)
            for down in steps
            for right in steps
        ]

    def _raw(self, look: Look, window: Window) -> dict[str, Levels]:
        """By role; where frames of one pass overlap, the first one that saw the pixel."""
        found: dict[str, Levels] = {}
        for band in look.bands:
            try:
                seen = read_window(band.raster, band.index, self.grid, window)
            except DamagedError:
                self.problems[f"{band.raster.path}: is damaged; what could be read of it was used"] = None
                continue
            held = found.get(band.role)
            found[band.role] = seen if held is None else np.where(np.isfinite(held), held, seen)
        empty = np.full((window.rows, window.columns), np.nan, np.float32)
        return {band.role: found.get(band.role, empty) for band in look.bands}

    def _learn(self) -> None:
        """The unit of each image, and how much brighter it is as a whole: the median over the pixels it shares with
        the earlier stack, so that what changed in a few places does not matter."""
        windows = self.samples()
        for at, look in enumerate(self.looks):
            self._negative[at] = any(
                bool((each < 0).any()) for window in windows for each in self._raw(look, window).values()
            )
        differences: list[list[Numbers]] = [[] for _ in self.looks]
        for window in windows:
            levels = self.read(window)
            usual = _median(levels[: self.n_before])
            for at, level in enumerate(levels):
                differences[at].append((level - usual).reshape(len(self.sensor.measures), -1).astype(np.float64))
        for at, parts in enumerate(differences):
            shift = _medians(np.concatenate(parts, axis=1))
            self._offsets[at] = np.clip(shift, -self.sensor.most_shift, self.sensor.most_shift)
        if not any(np.isfinite(part).any() for parts in differences for part in parts):
            raise ReadError("the two stacks hold no pixel that was ever observed: check their nodata value and units")

    def _tell_other_grids(self) -> None:
        others: dict[str, Raster] = {}
        for look in self.looks:
            for band in look.bands:
                if not band.raster.grid.like(self.grid):
                    others[str(band.raster.path)] = band.raster
        self.notes = tuple(
            f"{path}: lies on another grid ({raster.grid}); it was brought to {self.grid}"
            for path, raster in others.items()
        )


def _median(levels: Levels) -> Levels:
    """Without a warning where a pixel was never observed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.asarray(np.nanmedian(levels, axis=0), np.float32)


def _medians(differences: Numbers) -> Numbers:
    """Of each row, or 0 where too few pixels are shared to tell."""
    found = np.zeros(len(differences))
    for at, row in enumerate(differences):
        known = row[np.isfinite(row)]
        if len(known) >= _LEAST_SHARED:
            found[at] = float(np.median(known))
    return found
