"""Images of a catalogue brought to one grid, a GeoTIFF a day."""

import warnings
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from vedette.model.errors import ReadError
from vedette.observe.change.raster import Grid, Window, open_raster

_ROWS_AT_ONCE = 512
MARGIN_PIXELS = 40
_TILE = 256

Box = tuple[float, float, float, float]
"""West, south, east, north."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One band of an item; `href` of the item's asset is a file on this machine when it is written."""

    day: date
    item: Any
    key: str
    role: str

    @property
    def href(self) -> str:
        return str(self.item.assets[self.key].href)


def write_days(assets: Sequence[Asset], box: Box | None, folder: Path) -> None:
    """On the grid of the first, cut to the box and a margin."""
    geobox = _geobox(Path(assets[0].href), box)
    by_day: dict[date, list[Asset]] = defaultdict(list)
    for each in assets:
        by_day[each.day].append(each)
    folder.mkdir(parents=True, exist_ok=True)
    for day, found in sorted(by_day.items()):
        _write(folder / f"{day:%Y%m%d}.tif", found, geobox)


def window_of(crs: Any, transform: Any, size: tuple[int, int], box: Box | None) -> Window:
    """The pixels around a box, of an image so many pixels wide and high; all of them for None. Raises ReadError."""
    from rasterio.warp import transform_bounds

    width, height = size
    if box is None:
        return Window(0, 0, height, width)
    west, south, east, north = transform_bounds("EPSG:4326", crs, *box)
    a, b, c, d, e, f = (~transform)[:6]
    corners = [(a * x + b * y + c, d * x + e * y + f) for x in (west, east) for y in (south, north)]
    left, right = _within([x for x, _ in corners], width)
    top, bottom = _within([y for _, y in corners], height)
    if top >= bottom or left >= right:
        raise ReadError("the footprints lie outside of the images: check their coordinates")
    return Window(top, left, bottom - top, right - left)


def moved(transform: Any, window: Window) -> Any:
    """The affine of a window."""
    from rasterio.transform import Affine

    a, b, c, d, e, f = transform[:6]
    column, row = window.column, window.row
    return Affine(a, b, a * column + b * row + c, d, e, d * column + e * row + f)


def _geobox(first: Path, box: Box | None) -> Any:
    from odc.geo.geobox import GeoBox

    grid: Grid = open_raster(first).grid
    try:
        window = window_of(grid.crs, grid.transform, (grid.width, grid.height), box)
    except ReadError as error:
        raise ReadError(f"{first}: {error}") from error
    return GeoBox((window.rows, window.columns), moved(grid.transform, window), str(grid.crs.to_wkt()))


def _within(values: Sequence[float], most: int) -> tuple[int, int]:
    return max(0, int(min(values)) - MARGIN_PIXELS), min(most, int(max(values)) + MARGIN_PIXELS)


def _write(path: Path, found: Sequence[Asset], geobox: Any) -> None:
    """In strips of rows, so that a whole scene need not fit in memory."""
    import rasterio
    from odc.stac import load

    roles = sorted({each.role: each.key for each in found}.items())
    items = list({id(each.item): each.item for each in found}.values())
    height, width = geobox.shape
    with rasterio.open(
        path, "w", driver="GTiff", width=width, height=height, count=len(roles), dtype="float32", nodata=float("nan"),
        crs=geobox.crs.to_wkt(), transform=geobox.affine, tiled=True, blockxsize=_TILE, blockysize=_TILE,
        compress="deflate",
    ) as sink:  # fmt: skip
        sink.descriptions = tuple(role for role, _ in roles)
        for first in range(0, height, _ROWS_AT_ONCE):
            last = min(first + _ROWS_AT_ONCE, height)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                seen = load(
                    items, bands=[key for _, key in roles], geobox=geobox[first:last, :], dtype="float32",
                    nodata=float("nan"), groupby="solar_day", resampling="nearest",
                )  # fmt: skip
            for band, (_, key) in enumerate(roles, 1):
                sink.write(np.asarray(seen[key].values[0], np.float32), band, window=((first, last), (0, width)))
