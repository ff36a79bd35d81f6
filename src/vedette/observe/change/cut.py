"""Pictures of one place before and after, cut out of the stacks and the map of change."""

import math
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from vedette.observe.change.image import coloured
from vedette.observe.change.numbers import Levels
from vedette.observe.change.raster import Grid, Window
from vedette.observe.change.scenes import Scenes

MOST_SIDE = 480
_LEAST_MARGIN, _MOST_MARGIN = 20, 200
_COLOURS = 3
# The darkest and brightest pixels of a hundred show nothing but themselves.
_DARK, _BRIGHT = 2, 98
_METRES_A_DEGREE = 111_320.0
_Bytes = npt.NDArray[np.uint8]
Box = tuple[float, float, float, float]


class Cutout(msgspec.Struct, frozen=True):
    """PNGs of one place: `row` and `column` of the grid are their upper left corner, `step` of its pixels are one of
    theirs."""

    row: int
    column: int
    step: int
    width: int
    height: int
    metres: float
    bands: tuple[str, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    before: bytes
    after: bytes
    change: bytes


def window_of(box: Box, grid: Grid) -> Window | None:
    """The box of a footprint with as much ground around it as it is wide, within the grid."""
    left, top, right, bottom = box
    margin = min(max(_LEAST_MARGIN, int(max(right - left, bottom - top))), _MOST_MARGIN)
    first_row, first_column = max(0, int(top) - margin), max(0, int(left) - margin)
    last_row, last_column = min(grid.height, int(bottom) + margin + 1), min(grid.width, int(right) + margin + 1)
    if last_row <= first_row or last_column <= first_column:
        return None
    return Window(first_row, first_column, last_row - first_row, last_column - first_column)


def cut(scenes: Scenes, change: Path, box: Box) -> Cutout | None:
    """None for a place outside of the images, or one that none of the earlier ones shows."""
    window = window_of(box, scenes.grid)
    if window is None:
        return None
    step = math.ceil(max(window.rows, window.columns) / MOST_SIDE)
    early = _laid_over(scenes, range(scenes.n_before), window)
    late = _laid_over(scenes, range(scenes.n_before, len(scenes.looks)), window)
    bands = _chosen(early)
    if not bands:
        return None
    early, late = _thinned(early, step), _thinned(late, step)
    low, high = zip(*(_span(early[band], late[band]) for band in bands), strict=True)
    before, after = (_shades([each[band] for band in bands], low, high) for each in (early, late))
    return Cutout(
        row=window.row,
        column=window.column,
        step=step,
        width=before.shape[2],
        height=before.shape[1],
        metres=metres_of(scenes.grid, window) * step,
        bands=bands,
        low=low,
        high=high,
        before=_png(before),
        after=_png(after),
        change=_png(_changes(change, window, step)),
    )


def metres_of(grid: Grid, window: Window) -> float:
    """The width of a pixel in the middle of the window."""
    across = float(abs(grid.transform.a))
    if not grid.crs.is_geographic:
        return across * float(grid.crs.linear_units_factor[1])
    down, right = window.row + window.rows / 2, window.column + window.columns / 2
    middle = grid.transform.d * right + grid.transform.e * down + grid.transform.f
    return across * _METRES_A_DEGREE * max(math.cos(math.radians(middle)), 0.01)


def _laid_over(scenes: Scenes, dates: Sequence[int], window: Window) -> dict[str, Levels]:
    """The median of the dates: speckle and what passed by on one of them is gone."""
    seen: dict[str, list[Levels]] = {}
    for at in dates:
        for name, level in scenes.shown(at, window).items():
            seen.setdefault(name, []).append(level)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return {name: np.asarray(np.nanmedian(levels, axis=0), np.float32) for name, levels in seen.items()}


def _chosen(early: Mapping[str, Levels]) -> tuple[str, ...]:
    known = tuple(name for name, level in early.items() if np.isfinite(level).any())
    return known if len(known) == _COLOURS else known[:1]


def _thinned(bands: Mapping[str, Levels], step: int) -> dict[str, Levels]:
    return {name: level[::step, ::step] for name, level in bands.items()}


def _span(early: Levels, late: Levels) -> tuple[float, float]:
    """One for both, so that a shade means the same in both pictures."""
    values = np.concatenate([each[np.isfinite(each)] for each in (early, late)])
    low, high = (float(each) for each in np.percentile(values, (_DARK, _BRIGHT)))
    return (low, high) if high - low > 1e-6 else (low - 0.5, low + 0.5)


def _shades(bands: Sequence[Levels], low: Sequence[float], high: Sequence[float]) -> _Bytes:
    """4, rows, columns: red, green, blue, and how much of it can be seen."""
    seen = np.isfinite(np.stack(bands)).all(axis=0)
    shades = [
        np.nan_to_num(np.clip((band - least) / (most - least), 0, 1) * 255)
        for band, least, most in zip(bands, low, high, strict=True)
    ]
    drawn = shades if len(shades) == _COLOURS else shades * _COLOURS
    return np.stack([*drawn, seen * 255]).astype(np.uint8)


def _changes(change: Path, window: Window, step: int) -> _Bytes:
    import rasterio

    rows, columns = (window.row, window.row + window.rows), (window.column, window.column + window.columns)
    with rasterio.open(change, driver="GTiff") as source:
        t: Levels = source.read(1, window=(rows, columns))[::step, ::step]
    return np.concatenate([coloured(t), np.isfinite(t)[None] * np.uint8(255)]).astype(np.uint8)


def _png(pixels: _Bytes) -> bytes:
    from rasterio.io import MemoryFile

    options: dict[str, Any] = {"driver": "PNG", "count": len(pixels), "dtype": "uint8"}
    with MemoryFile() as memory:
        with memory.open(height=pixels.shape[1], width=pixels.shape[2], **options) as sink:
            sink.write(pixels)
        return bytes(memory.read())
