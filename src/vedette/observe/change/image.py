"""The map of change as a Cloud-Optimised GeoTIFF, and a picture of it for a quick look."""

from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from vedette.model.errors import UsageError
from vedette.observe.change.numbers import Levels
from vedette.observe.change.raster import Grid, Window

_TILE = 512
_LOOK_PIXELS = 1600
# |t| from which a change is coloured, and at which the colour is full.
_FAINT, _FULL = 2.0, 6.0
_LESS, _MORE, _CALM, _UNSEEN = (179, 60, 6), (84, 39, 136), (245, 245, 242), (150, 150, 150)


class ChangeMap:
    """Written block by block beside its place, and moved there as a whole at the end."""

    def __init__(self, output: Path, grid: Grid, tags: dict[str, str]) -> None:
        self._output = output
        self._raw = output.with_name(f"{output.name}.raw.part")
        self._part = output.with_name(f"{output.name}.part")
        self._grid = grid
        self._tags = tags
        self._sink: Any = None

    def __enter__(self) -> "ChangeMap":
        import rasterio

        grid = self._grid
        try:
            self._sink = rasterio.open(
                self._raw, "w", driver="GTiff", width=grid.width, height=grid.height, count=1, dtype="float32",
                crs=grid.crs, transform=grid.transform, nodata=float("nan"), tiled=True, blockxsize=_TILE,
                blockysize=_TILE, compress="deflate", predictor=3, bigtiff="if_safer",
            )  # fmt: skip
        except (rasterio.errors.RasterioError, OSError) as error:
            raise UsageError(f"{self._output}: cannot be written; name another place with --output") from error
        self._sink.set_band_description(1, "t")
        self._sink.update_tags(**self._tags)
        return self

    def write(self, window: Window, t: Levels) -> None:
        rows, columns = (window.row, window.row + window.rows), (window.column, window.column + window.columns)
        self._sink.write(t, 1, window=(rows, columns))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        import rasterio.shutil

        try:
            self._sink.close()
            if kind is None:
                rasterio.shutil.copy(
                    self._raw, self._part, driver="COG", compress="DEFLATE", predictor="FLOATING_POINT",
                    blocksize=_TILE, overview_resampling="average", bigtiff="IF_SAFER",
                )  # fmt: skip
                self._part.replace(self._output)
        finally:
            for leftover in (self._raw, self._part):
                with suppress(OSError):
                    leftover.unlink(missing_ok=True)


def write_look(change: Path, picture: Path) -> None:
    """A PNG of at most 1,600 pixels a side: orange fell, purple rose, grey was not observed."""
    import rasterio

    with rasterio.open(change, driver="GTiff") as source:
        scale = max(1.0, max(source.width, source.height) / _LOOK_PIXELS)
        shape = (max(1, round(source.height / scale)), max(1, round(source.width / scale)))
        t = source.read(1, out_shape=shape)
    part = picture.with_name(f"{picture.name}.part")
    try:
        with rasterio.open(part, "w", driver="PNG", width=shape[1], height=shape[0], count=3, dtype="uint8") as sink:
            sink.write(coloured(t))
        part.replace(picture)
    finally:
        part.unlink(missing_ok=True)


def coloured(t: Levels) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """3, rows, columns."""
    strength = np.clip((np.abs(np.nan_to_num(t)) - _FAINT) / (_FULL - _FAINT), 0, 1)
    found = np.empty((3, *t.shape), np.uint8)
    for band in range(3):
        towards = np.where(np.nan_to_num(t) < 0, _LESS[band], _MORE[band])
        colour = _CALM[band] + strength * (towards - _CALM[band])
        found[band] = np.where(np.isfinite(t), colour, _UNSEEN[band]).astype(np.uint8)
    return found
