"""One GeoTIFF, opened with care: its bytes may be hostile, so only the GeoTIFF driver reads them, window by window."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from vedette.model.errors import ReadError, UsageError
from vedette.observe.change.numbers import Levels

_MOST_PIXELS_A_SIDE = 100_000
_MOST_BLOCK_BYTES = 512 * 1024 * 1024
_CACHE_MB = 256
_NO_EXTRA = "reading satellite images needs an extra: pip install 'vedette[satellite]'"


class Window(NamedTuple):
    """Pixels of the grid; rows and columns before its edge or after it are not observed."""

    row: int
    column: int
    rows: int
    columns: int

    def grown(self, by: int) -> "Window":
        return Window(self.row - by, self.column - by, self.rows + 2 * by, self.columns + 2 * by)


@dataclass(frozen=True, slots=True)
class Grid:
    """`transform` is the affine of rasterio: pixel corners to coordinates of `crs`."""

    crs: Any
    transform: Any
    width: int
    height: int

    def like(self, other: "Grid") -> bool:
        same_shape = (self.width, self.height) == (other.width, other.height)
        return same_shape and self.crs == other.crs and self.transform.almost_equals(other.transform, precision=1e-9)

    def __str__(self) -> str:
        return f"{self.crs.to_string()[:40]}, {self.width} x {self.height}"


@dataclass(frozen=True, slots=True)
class Raster:
    """Stays open. `stamp` is the TIFF tag of its date."""

    path: Path
    source: Any
    grid: Grid
    descriptions: tuple[str, ...]
    stamp: str


@contextmanager
def careful() -> Iterator[None]:
    """Everything of rasterio happens within: little cache, no files beside the ones named. UsageError without it."""
    try:
        import rasterio
    except ImportError as error:
        raise UsageError(_NO_EXTRA) from error
    options = {"GDAL_CACHEMAX": _CACHE_MB, "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR", "GDAL_PAM_ENABLED": "NO"}
    with rasterio.Env(**options), warnings.catch_warnings():
        warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
        yield


def open_raster(path: Path) -> Raster:
    """Raises ReadError for what is no georeferenced GeoTIFF that can be read in windows."""
    import rasterio

    try:
        source = rasterio.open(path, driver="GTiff")
    except (rasterio.errors.RasterioError, OSError) as error:
        raise ReadError(f"{path}: is no GeoTIFF that can be read, or is cut off: fetch it again") from error
    try:
        check_source(str(path), source)
    except ReadError:
        source.close()
        raise
    grid = Grid(source.crs, source.transform, source.width, source.height)
    names = tuple(each or "" for each in source.descriptions)
    return Raster(path, source, grid, names, str(source.tags().get("TIFFTAG_DATETIME", "")))


def check_source(path: str, source: Any) -> None:
    """Raises ReadError for what cannot be read in windows."""
    if source.crs is None or source.transform.is_identity:
        if source.gcps[0]:
            raise ReadError(f"{path}: lies in the geometry of the sensor: correct it for terrain first")
        raise ReadError(f"{path}: has no georeference: give the image one, or leave it out")
    if max(source.width, source.height) > _MOST_PIXELS_A_SIDE:
        raise ReadError(f"{path}: has more than {_MOST_PIXELS_A_SIDE:,} pixels a side: cut it to the area you watch")
    rows, columns = source.block_shapes[0]
    depth = np.dtype(source.dtypes[0]).itemsize * (source.count if source.interleaving.name == "pixel" else 1)
    if rows * columns * depth > _MOST_BLOCK_BYTES:
        raise ReadError(f"{path}: is stored in blocks too large for memory: rewrite it in tiles")
    if np.dtype(source.dtypes[0]).kind not in "fiu":
        raise ReadError(f"{path}: holds {source.dtypes[0]} where numbers are needed: convert it to power or dB")


class DamagedError(Exception):
    """Part of a file cannot be decoded; never leaves this room."""


def read_window(raster: Raster, index: int, grid: Grid, window: Window) -> Levels:
    """Of `grid`; a raster on another grid is brought to it, nearest pixel. Raises DamagedError."""
    import rasterio
    from rasterio.vrt import WarpedVRT

    try:
        if raster.grid.like(grid):
            return _cut(raster.source, index, window)
        with WarpedVRT(
            raster.source,
            crs=grid.crs,
            transform=grid.transform,
            width=grid.width,
            height=grid.height,
            dtype="float32",
            nodata=np.nan,
            warp_mem_limit=64,
        ) as warped:
            return _cut(warped, index, window)
    except (rasterio.errors.RasterioError, OSError) as error:
        raise DamagedError(str(error)) from error


def _cut(source: Any, index: int, window: Window) -> Levels:
    """NaN where the file says nodata, and beyond its edges."""
    whole = np.full((window.rows, window.columns), np.nan, np.float32)
    top, left = max(window.row, 0), max(window.column, 0)
    bottom = min(window.row + window.rows, source.height)
    right = min(window.column + window.columns, source.width)
    if top < bottom and left < right:
        found = source.read(index, window=((top, bottom), (left, right)), masked=True)
        inside = np.ma.filled(found.astype(np.float32), np.nan)
        inside = inside * source.scales[index - 1] + source.offsets[index - 1]
        whole[top - window.row : bottom - window.row, left - window.column : right - window.column] = inside
    return whole
