"""Where wars of recent years were fought: a report of fighting that names one of many namesakes means one there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, floor

from vedette.understand.place_distance import kilometres_between

_SPAN = 3  # degrees around a point beyond which it does not tell


@dataclass(frozen=True, slots=True)
class Fronts:
    """Points along the fronts, each with the kilometres around it where fighting was reported, by the square degrees
    that they tell of."""

    cells: Mapping[tuple[int, int], Sequence[tuple[float, float, float]]]

    def nearness(self, lat: float, lon: float) -> float:
        """1 within reach of a point, falling off beyond it."""
        best = 0.0
        for at_lat, at_lon, reach in self.cells.get((floor(lat), floor(lon)), ()):
            over = kilometres_between(lat, lon, at_lat, at_lon) - reach
            best = max(best, 1.0 if over <= 0 else exp(-over / reach))
        return best


@cache
def load_fronts() -> Fronts:
    """`fronts.tsv`: war, kilometres, then "latitude longitude" of each point."""
    rows = files("vedette.understand").joinpath("lexicon", "fronts.tsv").read_text(encoding="utf-8").splitlines()[1:]
    cells: dict[tuple[int, int], list[tuple[float, float, float]]] = {}
    for row in rows:
        _, reach, line = row.split("\t")
        for point in line.split("|"):
            lat, lon = map(float, point.split())
            for north in range(floor(lat) - _SPAN, floor(lat) + _SPAN + 1):
                for east in range(floor(lon) - _SPAN, floor(lon) + _SPAN + 1):
                    cells.setdefault((north, east), []).append((lat, lon, float(reach)))
    return Fronts(cells)
