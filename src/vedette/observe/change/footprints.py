"""Footprints: the outlines that are judged, from a GeoJSON file in WGS 84."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from vedette.model.errors import ReadError
from vedette.observe.change.numbers import Numbers
from vedette.observe.change.raster import Grid

_MOST_BYTES = 1024 * 1024 * 1024
_MOST_CORNERS = 20_000
FINE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """`shape` is a GeoJSON geometry in pixels of the grid, or None where there is none that could be read; `problem`
    says why. `wkt` is in WGS 84."""

    id: str
    shape: dict[str, Any] | None
    box: tuple[float, float, float, float] = (0, 0, 0, 0)
    wkt: str = ""
    problem: str = ""

    @property
    def centre(self) -> tuple[int, int]:
        """Row and column."""
        left, top, right, bottom = self.box
        return int((top + bottom) // 2), int((left + right) // 2)

    @property
    def side(self) -> float:
        left, top, right, bottom = self.box
        return max(right - left, bottom - top)


def read_footprints(path: Path, grid: Grid) -> list[Footprint]:
    """One for each feature, in the order of the file. Raises ReadError where the file is no GeoJSON."""
    from rasterio.warp import transform

    def to_pixels(xs: Sequence[float], ys: Sequence[float]) -> list[tuple[float, float]]:
        east, north = transform("EPSG:4326", grid.crs, xs, ys)
        inverse = ~grid.transform
        a, b, c, d, e, f = inverse[:6]
        return [(a * x + b * y + c, d * x + e * y + f) for x, y in zip(east, north, strict=True)]

    return [_footprint(at, feature, to_pixels) for at, feature in enumerate(_features(path))]


def bounds_of(path: Path) -> tuple[float, float, float, float] | None:
    """West, south, east, north of all polygons that can be read; None without any."""
    corners: list[tuple[float, float]] = []
    for feature in _features(path):
        with suppress(TypeError, ValueError, KeyError, AttributeError, IndexError):
            corners += [corner for polygon in _polygons(feature.get("geometry")) for ring in polygon for corner in ring]
    if not corners:
        return None
    east, north = zip(*corners, strict=True)
    return min(east), min(north), max(east), max(north)


def _features(path: Path) -> list[Any]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ReadError(f"{path}: is larger than 1 GB: cut the footprints to the area you watch")
        found = msgspec.json.decode(path.read_bytes())
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror}): check the name and its permissions") from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise ReadError(f"{path}: is no GeoJSON ({error}): give a FeatureCollection of polygons") from error
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or not features:
        raise ReadError(f"{path}: holds no features: give a GeoJSON FeatureCollection of polygons")
    return features


def _footprint(at: int, feature: Any, to_pixels: Any) -> Footprint:
    feature = feature if isinstance(feature, dict) else {}
    properties = feature.get("properties")
    named = properties.get("id") if isinstance(properties, dict) else None
    name = str(feature.get("id", at + 1) if named is None else named)
    try:
        polygons = _polygons(feature.get("geometry"))
        shapes = [[to_pixels(*zip(*ring, strict=True)) for ring in polygon] for polygon in polygons]
    except (TypeError, ValueError, KeyError, IndexError, OverflowError) as error:
        return Footprint(id=name, shape=None, problem=str(error) or "no polygon")
    corners = np.array([corner for polygon in shapes for ring in polygon for corner in ring])
    if not np.isfinite(corners).all():
        return Footprint(id=name, shape=None, problem="lies where the map of the images does not reach")
    left, top, right, bottom = (float(each) for each in (*corners.min(axis=0), *corners.max(axis=0)))
    geometry = {"type": "MultiPolygon", "coordinates": shapes}
    return Footprint(id=name, shape=geometry, box=(left, top, right, bottom), wkt=_wkt(polygons))


def _polygons(geometry: Any) -> list[list[list[tuple[float, float]]]]:
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise ValueError("is no polygon")
    coordinates = geometry["coordinates"]
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    found = [[[_corner(each) for each in ring] for ring in polygon] for polygon in polygons]
    corners = sum(len(ring) for polygon in found for ring in polygon)
    if not found or any(len(ring) < 4 for polygon in found for ring in polygon) or not all(found):
        raise ValueError("has a ring of fewer than four corners")
    if corners > _MOST_CORNERS:
        raise ValueError(f"has more than {_MOST_CORNERS:,} corners")
    return found


def _corner(given: Any) -> tuple[float, float]:
    lon, lat = float(given[0]), float(given[1])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError("has a corner that is no place on Earth: coordinates are longitude, latitude in WGS 84")
    return lon, lat


def _wkt(polygons: list[list[list[tuple[float, float]]]]) -> str:
    def body(polygon: list[list[tuple[float, float]]]) -> str:
        return "(" + ", ".join("(" + ", ".join(f"{x:.7f} {y:.7f}" for x, y in ring) + ")" for ring in polygon) + ")"

    if len(polygons) == 1:
        return f"POLYGON {body(polygons[0])}"
    return f"MULTIPOLYGON ({', '.join(body(each) for each in polygons)})"


@dataclass(frozen=True, slots=True)
class Cover:
    """The share of each pixel that a footprint covers; `row`, `column` are those of the first pixel."""

    row: int
    column: int
    share: Numbers


def cover(footprint: Footprint) -> Cover:
    """In sixteenths of a pixel. A footprint smaller than that covers a little of the pixel of its centre."""
    from rasterio.features import rasterize
    from rasterio.transform import Affine

    left, top, right, bottom = footprint.box
    row, column = int(np.floor(top)), int(np.floor(left))
    rows, columns = max(int(np.ceil(bottom)) - row, 1), max(int(np.ceil(right)) - column, 1)
    fine = rasterize(
        [(footprint.shape, 1)],
        out_shape=(rows * FINE, columns * FINE),
        transform=Affine(1 / FINE, 0, column, 0, 1 / FINE, row),
        fill=0,
        dtype="uint8",
    )
    share = fine.reshape(rows, FINE, columns, FINE).mean(axis=(1, 3))
    if not share.any():
        share[rows // 2, columns // 2] = 1 / FINE**2
    return Cover(row, column, share.astype(np.float64))
