"""Where wars of recent years were fought: a report of fighting that names one of many namesakes means one there."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from math import ceil, cos, exp, floor, hypot, radians

_DEGREE_KM = 111.2
_FADED = 4.0  # so many times the kilometres of a point it tells nothing any more
_STEP_DEGREES = 0.1


Point = tuple[float, float, float]
"""Latitude, longitude, and the kilometres within which fighting was mostly reported."""


class Fronts:
    """Points along the fronts. Those that a square degree lies within reach of are looked for when it is asked for."""

    def __init__(self, points: Iterable[Point]) -> None:
        self._points = tuple(points)
        self._within: dict[tuple[int, int], list[Point]] = {}

    def nearness(self, lat: float, lon: float) -> float:
        """1 on a front, falling off with the distance."""
        cell = floor(lat), floor(lon)
        points = self._within.get(cell)
        if points is None:
            points = self._within[cell] = [each for each in self._points if _reaches(each, *cell)]
        if not points:
            return 0.0
        squeeze = cos(radians(lat))
        return max(exp(-_flat_km(lat, lon, point, squeeze) / point[2]) for point in points)


def _reaches(point: Point, north: int, east: int) -> bool:
    span = ceil(_FADED * point[2] / _DEGREE_KM)
    return abs(floor(point[0]) - north) <= span and abs(floor(point[1]) - east) <= 2 * span


def _flat_km(lat: float, lon: float, point: Point, squeeze: float) -> float:
    return _DEGREE_KM * hypot(point[0] - lat, (point[1] - lon) * squeeze)


@lru_cache(maxsize=50_000)
def front_nearness(lat: float, lon: float) -> float:
    """The same villages are asked for again and again."""
    return load_fronts().nearness(lat, lon)


@cache
def load_fronts() -> Fronts:
    """`fronts.tsv`: war, kilometres, "latitude longitude" of each bend of a line, and of places apart."""
    rows = files("vedette.understand").joinpath("lexicon", "fronts.tsv").read_text(encoding="utf-8").splitlines()[1:]
    told = (row.split("\t") for row in rows)
    return Fronts(
        (lat, lon, float(reach))
        for _, reach, line, places in told
        for lat, lon in [*_along(_points(line)), *_points(places)]
    )


def _points(written: str) -> list[tuple[float, float]]:
    pairs = [point.split() for point in written.split("|") if point]
    return [(float(lat), float(lon)) for lat, lon in pairs]


def _along(bends: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Points at most a tenth of a degree apart along the line."""
    for (lat, lon), (next_lat, next_lon) in pairwise(bends):
        steps = max(1, ceil(hypot(next_lat - lat, next_lon - lon) / _STEP_DEGREES))
        for step in range(steps + 1):
            yield lat + (next_lat - lat) * step / steps, lon + (next_lon - lon) * step / steps
