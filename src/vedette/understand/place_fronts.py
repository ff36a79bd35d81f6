"""Where wars of recent years were fought: a report of fighting that names one of many namesakes means one there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from math import ceil, cos, exp, floor, hypot, radians

_DEGREE_KM = 111.2
_FADED = 4.0  # so many times the kilometres of a point it tells nothing any more
_STEP_DEGREES = 0.1


@dataclass(frozen=True, slots=True)
class Fronts:
    """Points along the fronts, each with the kilometres within which fighting was mostly reported, by the square
    degrees that they tell of."""

    cells: Mapping[tuple[int, int], Sequence[tuple[float, float, float]]]

    def nearness(self, lat: float, lon: float) -> float:
        """1 on a front, falling off with the distance."""
        points = self.cells.get((floor(lat), floor(lon)))
        if not points:
            return 0.0
        squeeze = cos(radians(lat))
        return max(exp(-_flat_km(lat, lon, point, squeeze) / point[2]) for point in points)


def _flat_km(lat: float, lon: float, point: tuple[float, float, float], squeeze: float) -> float:
    return _DEGREE_KM * hypot(point[0] - lat, (point[1] - lon) * squeeze)


@lru_cache(maxsize=50_000)
def front_nearness(lat: float, lon: float) -> float:
    """The same villages are asked for again and again."""
    return load_fronts().nearness(lat, lon)


@cache
def load_fronts() -> Fronts:
    """`fronts.tsv`: war, kilometres, "latitude longitude" of each bend of a line, and of places apart."""
    rows = files("vedette.understand").joinpath("lexicon", "fronts.tsv").read_text(encoding="utf-8").splitlines()[1:]
    cells: dict[tuple[int, int], list[tuple[float, float, float]]] = {}
    for row in rows:
        _, reach, line, places = row.split("\t")
        for lat, lon in [*_along(_points(line)), *_points(places)]:
            span = ceil(_FADED * float(reach) / _DEGREE_KM)
            for north in range(floor(lat) - span, floor(lat) + span + 1):
                for east in range(floor(lon) - 2 * span, floor(lon) + 2 * span + 1):
                    cells.setdefault((north, east), []).append((lat, lon, float(reach)))
    return Fronts(cells)


def _points(written: str) -> list[tuple[float, float]]:
    pairs = [point.split() for point in written.split("|") if point]
    return [(float(lat), float(lon)) for lat, lon in pairs]


def _along(bends: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Points at most a tenth of a degree apart along the line."""
    for (lat, lon), (next_lat, next_lon) in pairwise(bends):
        steps = max(1, ceil(hypot(next_lat - lat, next_lon - lon) / _STEP_DEGREES))
        for step in range(steps + 1):
            yield lat + (next_lat - lat) * step / steps, lon + (next_lon - lon) * step / steps
