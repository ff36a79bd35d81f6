"""Areas on the ground as WKT: POINT, POLYGON and MULTIPOLYGON, WGS 84, longitude first."""

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

_FORM = re.compile(r"\s*(POINT|POLYGON|MULTIPOLYGON)\s*\(([-+\d.eE\s,()]{1,200000})\)\s*", re.IGNORECASE)
_RING = re.compile(r"[^()]+")
_METRES_A_DEGREE = 111_320.0

Ring = tuple[tuple[float, float], ...]


@lru_cache(maxsize=4096)
def rings(wkt: str) -> tuple[Ring, ...]:
    """All rings, holes among them; a point is a ring of one. Raises ValueError for anything else, in one line."""
    form = _FORM.fullmatch(wkt)
    if form is None:
        raise ValueError("a footprint is a WKT POINT, POLYGON or MULTIPOLYGON")
    found = tuple(tuple(_corners(text)) for text in _RING.findall(form[2]) if any(c.isdigit() for c in text))
    if not found:
        raise ValueError("a footprint has at least one corner")
    return found


def _corners(text: str) -> Iterator[tuple[float, float]]:
    for pair in text.split(","):
        if not pair.strip():
            continue
        lon, lat = (float(number) for number in pair.split()[:2])
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            raise ValueError("a corner of a footprint lies on Earth, longitude first")
        yield lon, lat


def bounds(wkt: str) -> tuple[float, float, float, float]:
    """West, south, east, north."""
    corners = [corner for ring in rings(wkt) for corner in ring]
    lons, lats = [lon for lon, _ in corners], [lat for _, lat in corners]
    return min(lons), min(lats), max(lons), max(lats)


def metres_to(wkt: str, lat: float, lon: float) -> float:
    """From a point to the area, 0 inside; on a plane tangent at the point, good to a percent within 200 km."""
    east = _METRES_A_DEGREE * math.cos(math.radians(lat))
    flat = [[((x - lon) * east, (y - lat) * _METRES_A_DEGREE) for x, y in ring] for ring in rings(wkt)]
    # Even-odd over all rings, so that a hole is outside.
    if sum(_around_origin(ring) for ring in flat) % 2:
        return 0.0
    return min(_nearest(ring) for ring in flat)


def _around_origin(ring: Sequence[tuple[float, float]]) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (y1 > 0) != (y2 > 0) and x1 - y1 * (x2 - x1) / (y2 - y1) > 0:
            inside = not inside
    return inside


def _nearest(ring: Sequence[tuple[float, float]]) -> float:
    return min(_to_edge(a, b) for a, b in zip(ring, (*ring[1:], ring[0]), strict=True))


def _to_edge(a: tuple[float, float], b: tuple[float, float]) -> float:
    """From the origin to the segment."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else max(0.0, min(1.0, -(a[0] * dx + a[1] * dy) / length))
    return math.hypot(a[0] + along * dx, a[1] + along * dy)
