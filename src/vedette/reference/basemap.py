"""The offline base map: Natural Earth layers shipped as files, town labels from GeoNames."""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from vedette.model.watch import Borders
from vedette.reference.geonames import countries, larger_cities

LAYERS = ("land", "lakes", "rivers", "urban", "units", "units-osm", "borders", "borders-de-facto", "countries")
CREDIT = "Made with Natural Earth · town names: GeoNames (CC BY 4.0) · oblast lines © OpenStreetMap contributors (ODbL)"

_LARGE_TOWN = 200_000
_MARGIN_DEGREES = 3.0

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """`capital` is that of a state."""

    name: str
    lat: float
    lon: float
    population: int
    capital: bool


def layer(name: str) -> Traversable:
    """The GeoJSON file of one of `LAYERS`; KeyError for any other name."""
    if name not in LAYERS:
        raise KeyError(name)
    return files("vedette.reference") / "basemap" / f"{name}.json"


def border_layer(borders: Borders) -> str:
    """Which of `LAYERS` draws the borders of states in this view."""
    return "borders-de-facto" if borders == "de-facto" else "borders"


@lru_cache(maxsize=8)
def towns(box: Box | None) -> tuple[Town, ...]:
    """Large towns of the world, and every town in or near `box` (west, south, east, north); largest first."""
    capitals = {(code, country.capital) for code, country in countries().items()}
    found = [
        Town(
            name=city.name,
            lat=city.lat,
            lon=city.lon,
            population=city.population,
            capital=(city.country, city.name) in capitals,
        )
        for city in larger_cities()
        if city.population >= _LARGE_TOWN or _near(box, city.lat, city.lon)
    ]
    return tuple(sorted(found, key=lambda town: (not town.capital, -town.population, town.name, town.lon)))


def _near(box: Box | None, lat: float, lon: float) -> bool:
    if box is None:
        return False
    west, south, east, north = box
    inside = west - _MARGIN_DEGREES <= lon <= east + _MARGIN_DEGREES
    return inside and south - _MARGIN_DEGREES <= lat <= north + _MARGIN_DEGREES


@lru_cache(maxsize=64)
def clipped(name: str, box: Box) -> bytes:
    """What of a layer lies in the box (west, south, east, north), as GeoJSON; all of it where Shapely is missing."""
    try:
        from shapely import clip_by_rect  # type: ignore[import-untyped]
        from shapely.geometry import mapping, shape  # type: ignore[import-untyped]
    except ImportError:
        return layer(name).read_bytes()
    whole = json.loads(layer(name).read_bytes())
    kept = []
    for feature in whole["features"]:
        geometry = feature["geometry"]
        if geometry["type"] == "MultiLineString":
            # Simplifying has left lines of a single point.
            geometry = {**geometry, "coordinates": [line for line in geometry["coordinates"] if len(line) > 1]}
        part = clip_by_rect(shape(geometry), *box)
        if not part.is_empty:
            kept.append({**feature, "geometry": mapping(part)})
    return json.dumps({**whole, "features": kept}, separators=(",", ":")).encode("ascii")
