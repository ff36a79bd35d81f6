"""Stacks from a STAC catalogue that lies on this machine: its items of some days, brought to one grid, date by date.

Nothing is fetched. A link or an asset that leads out of the catalogue's folder is refused, so a catalogue from
elsewhere reads no other file, and asks no host.
"""

import warnings
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import numpy as np

from vedette.model.errors import ReadError, UsageError
from vedette.observe.change.raster import Grid, open_raster
from vedette.observe.change.sensor import Sensor

_NO_EXTRA = "reading STAC catalogues needs an extra: pip install 'vedette[catalogue,satellite]'"
_MOST_BYTES = 64 * 1024 * 1024
_MOST_ITEMS = 2000
_ROWS_AT_ONCE = 512
_MARGIN_PIXELS = 40
_TILE = 256

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Inclusive."""

    first: date
    last: date

    @classmethod
    def of(cls, text: str) -> "Days":
        """Raises UsageError for all but 2021-11-01/2022-02-23."""
        try:
            first, last = (date.fromisoformat(part) for part in text.split("/"))
        except ValueError as error:
            raise UsageError(f"'{text}' are no days: with --catalogue, give them like 2021-11-01/2022-02-23") from error
        if last < first:
            raise UsageError(f"'{text}' ends before it begins: turn the days round")
        return cls(first=first, last=last)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asset:
    day: date
    item: Any
    key: str
    role: str


def write_stack(place: Path, days: Days, sensor: Sensor, box: Box | None, folder: Path) -> list[str]:
    """One GeoTIFF a day into `folder`, of the pixels around `box` (west, south, east, north); all of the first image
    without one. Gives a line for each image that cannot be used. Raises ReadError where the catalogue holds nothing of
    these days."""
    problems: list[str] = []
    assets = [each for each in _assets(place, sensor) if each.day in days and _usable(each, problems)]
    if not assets:
        raise ReadError(f"{place}: holds no image of {days.first} to {days.last} with the bands that are needed")
    geobox = _geobox(_local(place, assets[0].item.assets[assets[0].key].href), box)
    by_day: dict[date, list[_Asset]] = defaultdict(list)
    for each in assets:
        by_day[each.day].append(each)
    folder.mkdir(parents=True, exist_ok=True)
    for day, found in sorted(by_day.items()):
        _write(folder / f"{day:%Y%m%d}.tif", found, geobox)
    return problems


def _usable(asset: _Asset, problems: list[str]) -> bool:
    """Only what the GeoTIFF driver opens, for others follow links of their own."""
    try:
        open_raster(Path(asset.item.assets[asset.key].href)).source.close()
    except ReadError as error:
        problems.append(str(error))
        return False
    return True


def _assets(place: Path, sensor: Sensor) -> Iterator[_Asset]:
    for item in _items(place):
        day = item.datetime.astimezone(UTC).date() if item.datetime else None
        for key in sorted(item.assets):
            role = sensor.role(key, "", 0, 2)
            if role is not None and day is not None:
                item.assets[key].href = str(_local(place, item.assets[key].get_absolute_href() or ""))
                yield _Asset(day=day, item=item, key=key, role=role)


def _items(place: Path) -> list[Any]:
    try:
        from pystac import STACError
        from pystac_client import Client
        from pystac_client.errors import ClientTypeError
        from pystac_client.stac_api_io import StacApiIO
    except ImportError as error:
        raise UsageError(_NO_EXTRA) from error

    class Local(StacApiIO):
        """Reads files of the catalogue's folder, and nothing else."""

        def read_text(self, source: Any, *_: Any, **__: Any) -> str:
            path = _local(place, str(getattr(source, "href", source)))
            if path.stat().st_size > _MOST_BYTES:
                raise ReadError(f"{path}: is too large for a catalogue: give a smaller one")
            return path.read_text("utf-8")

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = []
            for item in Client.open(str(place.resolve()), stac_io=Local()).get_items(recursive=True):
                found.append(item)
                if len(found) > _MOST_ITEMS:
                    raise ReadError(f"{place}: holds more than {_MOST_ITEMS:,} items: give a smaller catalogue")
            return found
    except (
        STACError,
        ClientTypeError,
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        if isinstance(error.__cause__, ReadError):
            raise error.__cause__ from error
        raise ReadError(f"{place}: is no STAC catalogue that can be read ({error}): name its catalog.json") from error


def _local(place: Path, href: str) -> Path:
    """Raises ReadError for what lies elsewhere."""
    parts = urlsplit(href)
    root = place.resolve().parent
    path = Path(unquote(parts.path) if parts.scheme == "file" else href)
    path = (path if path.is_absolute() else root / path).resolve()
    if parts.scheme not in ("", "file") or not path.is_relative_to(root):
        raise ReadError(f"{place}: leads out of its folder, to {href[:200]}: bring its files into the folder first")
    return path


def _geobox(first: Path, box: Box | None) -> Any:
    """The grid of the first image, cut to the box and a margin."""
    from odc.geo.geobox import GeoBox
    from rasterio.transform import Affine
    from rasterio.warp import transform_bounds

    grid: Grid = open_raster(first).grid
    rows, columns = (0, grid.height), (0, grid.width)
    if box is not None:
        west, south, east, north = transform_bounds("EPSG:4326", grid.crs, *box)
        a, b, c, d, e, f = (~grid.transform)[:6]
        corners = [(a * x + b * y + c, d * x + e * y + f) for x in (west, east) for y in (south, north)]
        columns = _within([x for x, _ in corners], grid.width)
        rows = _within([y for _, y in corners], grid.height)
    if rows[0] >= rows[1] or columns[0] >= columns[1]:
        raise ReadError(f"{first}: the footprints lie outside of the images: check their coordinates")
    a, b, c, d, e, f = grid.transform[:6]
    moved = Affine(a, b, a * columns[0] + b * rows[0] + c, d, e, d * columns[0] + e * rows[0] + f)
    return GeoBox((rows[1] - rows[0], columns[1] - columns[0]), moved, str(grid.crs.to_wkt()))


def _within(values: Sequence[float], most: int) -> tuple[int, int]:
    return max(0, int(min(values)) - _MARGIN_PIXELS), min(most, int(max(values)) + _MARGIN_PIXELS)


def _write(path: Path, found: Sequence[_Asset], geobox: Any) -> None:
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
