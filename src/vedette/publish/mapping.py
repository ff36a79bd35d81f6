"""An SVG map of events, drawn offline: plate carrée scaled by the cosine of the middle latitude."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from math import cos, radians
from typing import Any

from vedette.model.event import Event, Location
from vedette.model.watch import Borders
from vedette.publish.veil import NO_VEIL, Veil
from vedette.reference.basemap import border_layer, layer, towns

Point = tuple[float, float]
Ring = list[Point]
Box = tuple[float, float, float, float]

_WIDTH = 900.0
_TALLEST = 620.0
_LEAST_DEGREES = 0.6
_MARGIN = 0.12
_WIDEST_DEGREES = 24.0
_MOST_TOWNS = 14
_LABEL_WIDTH, _LABEL_HEIGHT = 60.0, 14.0
_ROW = 4
_APART = 9.0
_WHOLE = frozenset({"country", "region", "admin1"})


_CORNERS = {
    "one-sided": ((0, -7), (6.5, 5), (-6.5, 5)),
    "contested": ((0, -7.5), (7.5, 0), (0, 7.5), (-7.5, 0)),
    "denied": ((-5.5, -5.5), (5.5, -5.5), (5.5, 5.5), (-5.5, 5.5)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is shown: `box` is west, south, east, north; pixels run down and to the right."""

    box: Box
    width: float
    height: float

    def project(self, point: Point) -> Point:
        west, south, east, north = self.box
        lon, lat = point
        return (self.width * (lon - west) / (east - west), self.height * (north - lat) / (north - south))


def draw(
    events: Sequence[Event],
    box: Box | None,
    borders: Borders = "recognised",
    veil: Veil = NO_VEIL,
    link: Callable[[Event], str] = lambda event: f"#{event.id}",
) -> str | None:
    """None where no event has a place. Each marker links to the event's sentence, `#id`, and says its status. A town
    that is called like somebody whose name is withheld stays without its name."""
    placed = [event for event in events if event.place is not None and event.place.kind not in _WHOLE]
    if not placed:
        return None
    frame = frame_of([event.place for event in placed if event.place is not None], box)
    parts = [
        f'<svg class="map" viewBox="0 0 {frame.width:.0f} {frame.height:.0f}" role="group" '
        f'aria-label="Map of {len(placed)} events" xmlns="http://www.w3.org/2000/svg">',
        f'<rect class="sea" width="{frame.width:.0f}" height="{frame.height:.0f}"/>',
        _shapes(frame, border_layer(borders)),
        *_graticule(frame),
        *_towns(frame, box, veil),
        *_markers(placed, frame, link),
        "</svg>",
    ]
    return "\n".join(parts)


def frame_of(places: Sequence[Location], box: Box | None) -> Frame:
    """All places with a margin; those far outside the watch's area do not stretch it."""
    near = [place for place in places if box is None or _inside(place, box, 1.0)] or list(places)
    west, east = min(place.lon for place in near), max(place.lon for place in near)
    south, north = min(place.lat for place in near), max(place.lat for place in near)
    middle_lat, middle_lon = (south + north) / 2, (west + east) / 2
    squeeze = max(0.2, cos(radians(middle_lat)))
    tall = min(_WIDEST_DEGREES, max(_LEAST_DEGREES, (north - south) * (1 + 2 * _MARGIN)))
    wide = min(_WIDEST_DEGREES, max(_LEAST_DEGREES / squeeze, (east - west) * (1 + 2 * _MARGIN)))
    wide = max(wide, tall * 1.3 / squeeze)
    height = min(_TALLEST, _WIDTH * tall / (wide * squeeze))
    tall = height * wide * squeeze / _WIDTH
    frame = (middle_lon - wide / 2, middle_lat - tall / 2, middle_lon + wide / 2, middle_lat + tall / 2)
    return Frame(box=frame, width=_WIDTH, height=height)


def _inside(place: Location, box: Box, margin: float) -> bool:
    west, south, east, north = box
    return west - margin <= place.lon <= east + margin and south - margin <= place.lat <= north + margin


@lru_cache(maxsize=2048)
def _shapes(frame: Frame, borders: str) -> str:
    """Kept, for a site draws many maps of one place."""
    return "\n".join(_drawn(frame, borders))


def _drawn(frame: Frame, borders: str) -> Iterator[str]:
    for name in ("land", "lakes", "urban"):
        for reach, rings in zip(_reaches(name), polygons(name), strict=True):
            if not _meet(reach, frame.box):
                continue
            kept = [clipped for ring in rings if len(clipped := clip(ring, frame.box)) > 2]
            if kept:
                path = "".join(f"M{_path(ring, frame)}Z" for ring in kept)
                yield f'<path class="{name}" fill-rule="evenodd" d="{path}"/>'
    for name, kind in (("rivers", "rivers"), ("units", "units"), ("units-osm", "units"), (borders, "borders")):
        for reach, line in zip(_spans(name), lines(name), strict=True):
            if not _meet(reach, frame.box):
                continue
            path = "".join(f"M{_path(piece, frame)}" for piece in _pieces(line, frame.box))
            if path:
                yield f'<path class="{kind}" d="{path}"/>'


@lru_cache(maxsize=8)
def _reaches(name: str) -> tuple[Box, ...]:
    """The box of each polygon."""
    return tuple(_box_of(rings[0]) for rings in polygons(name))


@lru_cache(maxsize=8)
def _spans(name: str) -> tuple[Box, ...]:
    """The box of each line."""
    return tuple(map(_box_of, lines(name)))


def _box_of(points: Ring) -> Box:
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    return (min(lons), min(lats), max(lons), max(lats))


def _meet(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _path(points: Iterable[Point], frame: Frame) -> str:
    return "L".join(f"{x:.1f} {y:.1f}" for x, y in map(frame.project, points))


@lru_cache(maxsize=8)
def polygons(name: str) -> tuple[list[Ring], ...]:
    """Each polygon's rings, the outer one first."""
    found: list[list[Ring]] = []
    for geometry in _geometries(name):
        if geometry["type"] == "Polygon":
            found.append(geometry["coordinates"])
        elif geometry["type"] == "MultiPolygon":
            found.extend(geometry["coordinates"])
    return tuple(found)


@lru_cache(maxsize=8)
def lines(name: str) -> tuple[Ring, ...]:
    found: list[Ring] = []
    for geometry in _geometries(name):
        if geometry["type"] == "LineString":
            found.append(geometry["coordinates"])
        elif geometry["type"] == "MultiLineString":
            found.extend(geometry["coordinates"])
    return tuple(found)


def _geometries(name: str) -> list[dict[str, Any]]:
    features = json.loads(layer(name).read_text(encoding="utf-8"))["features"]
    return [feature["geometry"] for feature in features if feature.get("geometry")]


def clip(ring: Ring, box: Box) -> Ring:
    """Sutherland and Hodgman (1974) against the four sides of the box."""
    west, south, east, north = box
    sides = ((0, west, 1.0), (0, east, -1.0), (1, south, 1.0), (1, north, -1.0))
    points = [(point[0], point[1]) for point in ring]
    for axis, limit, sign in sides:
        points = _cut(points, axis, limit, sign)
    return points


def _cut(points: Ring, axis: int, limit: float, sign: float) -> Ring:
    kept: Ring = []
    for at, here in enumerate(points):
        before = points[at - 1]
        inside, was_inside = sign * (here[axis] - limit) >= 0, sign * (before[axis] - limit) >= 0
        if inside != was_inside:
            kept.append(_crossing(before, here, axis, limit))
        if inside:
            kept.append(here)
    return kept


def _crossing(a: Point, b: Point, axis: int, limit: float) -> Point:
    share = (limit - a[axis]) / (b[axis] - a[axis])
    other = a[1 - axis] + share * (b[1 - axis] - a[1 - axis])
    return (limit, other) if axis == 0 else (other, limit)


def _pieces(line: Ring, box: Box) -> Iterator[Ring]:
    """Runs of points in or next to the box; what sticks out is cut off by the picture's edge."""
    west, south, east, north = box
    inside = [west <= point[0] <= east and south <= point[1] <= north for point in line]
    piece: Ring = []
    for at, point in enumerate(line):
        if any(inside[max(0, at - 1) : at + 2]):
            piece.append((point[0], point[1]))
        elif piece:
            yield piece
            piece = []
    if len(piece) > 1:
        yield piece


def _graticule(frame: Frame) -> Iterator[str]:
    west, south, east, north = frame.box
    step = next(step for step in (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0) if (east - west) / step <= 9)
    for lon in _steps(west, east, step):
        x, _ = frame.project((lon, north))
        yield f'<path class="grid" d="M{x:.1f} 0V{frame.height:.0f}"/>'
        yield f'<text class="degree" x="{x + 3:.1f}" y="{frame.height - 4:.0f}">{lon:g}° E</text>'
    for lat in _steps(south, north, step):
        _, y = frame.project((west, lat))
        yield f'<path class="grid" d="M0 {y:.1f}H{frame.width:.0f}"/>'
        yield f'<text class="degree" x="3" y="{y - 3:.1f}">{lat:g}° N</text>'


def _steps(low: float, high: float, step: float) -> Iterator[float]:
    count = int(low // step) + 1
    while count * step < high:
        yield round(count * step, 4)
        count += 1


def _towns(frame: Frame, box: Box | None, veil: Veil) -> Iterator[str]:
    """The largest of those the base map knows for the watch's area, which it has in memory already.

    A name stands above its town, for markers spread to the right and down; one that would cover another is left out.
    """
    west, south, east, north = frame.box
    seen = [town for town in towns(box) if west < town.lon < east and south < town.lat < north]
    named: list[Point] = []
    for town in sorted(seen, key=lambda town: -town.population)[:_MOST_TOWNS]:
        x, y = frame.project((town.lon, town.lat))
        if any(abs(x - other) < _LABEL_WIDTH and abs(y - above) < _LABEL_HEIGHT for other, above in named):
            continue
        named.append((x, y))
        if veil.text(town.name) != town.name:
            continue
        yield f'<circle class="town" cx="{x:.1f}" cy="{y:.1f}" r="2"/>'
        yield f'<text class="town" text-anchor="middle" x="{x:.1f}" y="{y - 9:.1f}">{escape(town.name)}</text>'


def _mark(status: str, x: float, y: float) -> str:
    """A status has its shape as well as its colour."""
    corners = _CORNERS.get(status)
    if corners is None:
        return f'<circle class="event {status}" cx="{x:.1f}" cy="{y:.1f}" r="6"/>'
    path = "L".join(f"{x + across:.1f} {y + down:.1f}" for across, down in corners)
    return f'<path class="event {status}" d="M{path}Z"/>'


def _markers(events: Sequence[Event], frame: Frame, link: Callable[[Event], str]) -> Iterator[str]:
    """The gravest on top; those of one place in rows beside it."""
    taken: dict[str, int] = {}
    found: list[str] = []
    for event in events:
        place = event.place
        if place is None or not _inside(place, frame.box, 0.0):
            continue
        x, y = frame.project((place.lon, place.lat))
        number = taken[place.id] = taken.get(place.id, -1) + 1
        status = event.assessment.status
        across, down = x + _APART * (number % _ROW), y + _APART * (number // _ROW)
        found.append(
            f'<a href="{escape(link(event))}"><title>{escape(place.name)}: {status}</title>'
            f"{_mark(status, across, down)}</a>"
        )
    return reversed(found)
