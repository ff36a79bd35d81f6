"""What the land is used for, where a file tells it: polygons with a class, or a raster of classes.

Works and dumps burn all year, stubble in its season: what burns there is held against what burns there usually.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from vedette.model.errors import ReadError

Numbers: TypeAlias = npt.NDArray[np.float64]
OTHER = "other"
# Heat of works lies beside their outline as often as on it: a pixel is 375 m wide and more.
WORKS = ("industry", "landfill")
_BESIDE_M = 400.0
_METRES_A_DEGREE = 111_320.0
_MOST_BYTES = 512 * 1024 * 1024
_MOST_POLYGONS, _MOST_CORNERS = 50_000, 20_000
# Of two classes at one place the first one counts.
_WORDS: Mapping[str, frozenset[str]] = {
    "industry": frozenset({
        "industrial", "works", "factory", "plant", "steelworks", "smelter", "refinery", "flare", "gas_flare", "power",
        "power_plant", "quarry", "mine", "mining", "port",
    }),
    "landfill": frozenset({"dump", "waste", "dump_site"}),
    "settlement": frozenset({"residential", "commercial", "retail", "built_up", "built", "urban", "town", "village"}),
    "cropland": frozenset({
        "crop", "crops", "farmland", "farm", "agriculture", "agricultural", "arable", "orchard", "vineyard", "meadow",
        "pasture", "grassland", "grass",
    }),
    "forest": frozenset({"wood", "woodland", "tree", "trees", "tree_cover", "shrubland", "shrub", "heath", "scrub"}),
    OTHER: frozenset({"water", "wetland", "bare", "bare_ground", "snow", "military"}),
}  # fmt: skip
_NAMES = ("class", "landuse", "land_use", "landcover", "land_cover", "kind", "fclass", "natural", "code_18", "code")
# ESA WorldCover; and the first digits of CORINE Land Cover, the longer ones first.
_WORLD_COVER = {10: "forest", 20: "forest", 30: "cropland", 40: "cropland", 50: "settlement", 60: OTHER, 70: OTHER,
                80: OTHER, 90: OTHER, 95: "forest", 100: OTHER}  # fmt: skip
_CORINE = (("132", "landfill"), ("131", "industry"), ("12", "industry"), ("11", "settlement"), ("2", "cropland"),
           ("32", "forest"), ("31", "forest"))  # fmt: skip
CLASSES = tuple(_WORDS)


class Land(Protocol):
    def classes(self, lats: Numbers, lons: Numbers) -> Sequence[str]:
        """One of `CLASSES` a place; `other` where nothing is told."""
        ...


def read_land(path: Path) -> Land:
    """A GeoTIFF by its first bytes, else GeoJSON. Raises ReadError for what tells nothing of the land."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror}): check the name and its permissions") from error
    if start[:2] in (b"II", b"MM"):
        return _read_raster(path)
    return _read_polygons(path)


def land_class(word: object) -> str | None:
    """Of a word of OpenStreetMap, WorldCover or CORINE; None where it says nothing."""
    text = re.sub(r"[\s-]+", "_", str(word).strip().lower())
    if re.fullmatch(r"\d{3}", text) and text not in ("100",):
        return next((name for digits, name in _CORINE if text.startswith(digits)), OTHER)
    if text.isdigit():
        return _WORLD_COVER.get(int(text))
    return next((name for name, words in _WORDS.items() if text in words or text == name), None)


@dataclass(frozen=True, slots=True)
class _Area:
    """Rings of lon, lat; `box` is west, south, east, north."""

    rings: tuple[Numbers, ...]
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Polygons:
    """By class, in the order in which classes count."""

    areas: Mapping[str, Sequence[_Area]]

    def classes(self, lats: Numbers, lons: Numbers) -> Sequence[str]:
        found = np.full(len(lats), OTHER, dtype=object)
        order = np.argsort(lons, kind="stable")
        east, north = lons[order], lats[order]
        # Backwards, so that the class that counts is written last.
        for name in reversed([name for name in CLASSES if name in self.areas]):
            beside = _BESIDE_M if name in WORKS else 0.0
            for area in self.areas[name]:
                hits = _within(area, east, north, beside)
                found[order[hits]] = name
        return list(map(str, found))


def _within(area: _Area, east: Numbers, north: Numbers, beside: float) -> npt.NDArray[np.int64]:
    """Which of the places, sorted from west to east, lie in the area or so many metres beside it."""
    west, south, east_end, north_end = area.box
    up = beside / _METRES_A_DEGREE
    shrink = max(float(np.cos(np.radians((south + north_end) / 2))), 0.01)
    across = up / shrink
    first, last = np.searchsorted(east, (west - across, east_end + across), side="left")
    near = np.arange(first, last)
    near = near[(north[near] >= south - up) & (north[near] <= north_end + up)]
    if not len(near):
        return near
    inside = np.zeros(len(near), np.bool_)
    for ring in area.rings:
        inside ^= _crossed_oddly(ring, east[near], north[near])
    if beside:
        for ring in area.rings:
            inside |= _distance(ring, east[near], north[near], shrink) <= beside
    return near[inside]


def _crossed_oddly(ring: Numbers, x: Numbers, y: Numbers) -> npt.NDArray[np.bool_]:
    odd = np.zeros(len(x), np.bool_)
    for (x1, y1), (x2, y2) in pairwise(ring):
        if y1 == y2:
            continue
        odd ^= ((y1 > y) != (y2 > y)) & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return odd


def _distance(ring: Numbers, x: Numbers, y: Numbers, shrink: float) -> Numbers:
    """Metres to the nearest edge."""
    least = np.full(len(x), np.inf)
    scale = np.array([_METRES_A_DEGREE * shrink, _METRES_A_DEGREE])
    places = np.stack([x, y], axis=1) * scale
    for start, end in pairwise(ring * scale):
        along = end - start
        length = float(along @ along)
        share = np.clip((places - start) @ along / length, 0, 1) if length else np.zeros(len(x))
        least = np.minimum(least, np.hypot(*(places - start - share[:, None] * along).T))
    return least


def _read_polygons(path: Path) -> Polygons:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ReadError(f"{path}: is larger than 512 MB: cut the land use to the area you watch")
        found = msgspec.json.decode(path.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ReadError(f"{path}: is neither GeoJSON nor a GeoTIFF ({error}): give polygons with a class") from error
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or not features:
        raise ReadError(f"{path}: holds no features: give a GeoJSON FeatureCollection of polygons with a class")
    areas: dict[str, list[_Area]] = {}
    for name, area in _areas(features):
        areas.setdefault(name, []).append(area)
    held = sum(map(len, areas.values()))
    if not held:
        raise ReadError(f"{path}: no polygon tells its class: give each a property 'class', such as industry")
    if held > _MOST_POLYGONS:
        raise ReadError(f"{path}: holds more than {_MOST_POLYGONS:,} polygons: cut the land use to the area you watch")
    return Polygons(areas)


def _areas(features: Sequence[Any]) -> Iterator[tuple[str, _Area]]:
    """Of polygons that tell a class and can be read; the others say nothing."""
    for feature in features:
        properties = feature.get("properties") if isinstance(feature, dict) else None
        told = {str(key).lower(): value for key, value in properties.items()} if isinstance(properties, dict) else {}
        name = next((known for key in _NAMES if key in told and (known := land_class(told[key]))), None)
        if name is None:
            continue
        for rings in _polygons(feature.get("geometry")):
            corners = np.concatenate(rings)
            (west, south), (east, north) = corners.min(axis=0), corners.max(axis=0)
            yield name, _Area(tuple(rings), (float(west), float(south), float(east), float(north)))


def _polygons(geometry: Any) -> Iterator[list[Numbers]]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        return
    parts = geometry.get("coordinates")
    for part in [parts] if kind == "Polygon" else parts if isinstance(parts, list) else []:
        try:
            rings = [np.array([(float(x), float(y)) for x, y, *_ in ring], np.float64) for ring in part]
        except (TypeError, ValueError):
            continue
        if rings and all(4 <= len(ring) <= _MOST_CORNERS and np.isfinite(ring).all() for ring in rings):
            yield rings


@dataclass(frozen=True, slots=True)
class Raster:
    """`legend` tells the class of a value. Read a place at a time, in the order of its rows."""

    source: Any
    legend: Mapping[int, str]

    def classes(self, lats: Numbers, lons: Numbers) -> Sequence[str]:
        from rasterio.warp import transform

        if not len(lats):
            return []
        xs, ys = transform("EPSG:4326", self.source.crs, lons, lats)
        order = np.lexsort((xs, np.negative(ys)))
        values = [OTHER] * len(lats)
        for at, found in zip(order, self.source.sample([(xs[at], ys[at]) for at in order]), strict=True):
            values[at] = self.legend.get(int(found[0]), OTHER) if np.isfinite(found[0]) else OTHER
        return values


def _read_raster(path: Path) -> Raster:
    """Its legend stands in the tag `classes`, as in `1=industry,2=cropland`; without it, it is that of WorldCover."""
    from vedette.observe.change.raster import careful, open_raster

    with careful():
        raster = open_raster(path)
    told = str(raster.source.tags().get("classes", ""))
    legend: dict[int, str] = {}
    for part in filter(None, told.split(",")):
        value, _, word = part.partition("=")
        name = land_class(word)
        if not value.strip().isdigit() or name is None:
            raise ReadError(f"{path}: its tag 'classes' is not like 1=industry,2=cropland: mend '{part[:40]}'")
        legend[int(value)] = name
    return Raster(raster.source, legend or _WORLD_COVER)
