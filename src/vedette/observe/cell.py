"""The grid that heat is counted on: cells of 0.1 degree whose centres are whole tenths of a degree."""

from collections.abc import Iterator
from typing import NamedTuple

DEGREES = 0.1
_MICRO, _MICRO_A_CELL = 1_000_000, 100_000


class Cell(NamedTuple):
    """Tenths of a degree of the centre. The south and west edges belong to the cell. A tuple, for there are many."""

    north: int
    east: int

    @property
    def lat(self) -> float:
        return self.north / 10

    @property
    def lon(self) -> float:
        return self.east / 10

    def around(self, reach: int) -> "Iterator[Cell]":
        """The square of cells up to `reach` cells away, this one included. The 180th meridian is an edge of the map."""
        steps = range(-reach, reach + 1)
        return (Cell(self.north + up, self.east + right) for up in steps for right in steps)

    def footprint(self) -> str:
        """WKT polygon, WGS 84, longitude first; cut at the poles and at the 180th meridian."""
        south, north = max(self.lat - 0.05, -90.0), min(self.lat + 0.05, 90.0)
        west, east = max(self.lon - 0.05, -180.0), min(self.lon + 0.05, 180.0)
        corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
        return f"POLYGON (({', '.join(f'{x:.2f} {y:.2f}' for x, y in corners)}))"


def cell_of(lat: float, lon: float) -> Cell:
    """Whole millionths of a degree, so that 48.65 falls on an edge although no binary fraction is 48.65."""
    return Cell(_tenths(lat), _tenths(lon))


def _tenths(degrees: float) -> int:
    return (round(degrees * _MICRO) + _MICRO_A_CELL // 2) // _MICRO_A_CELL
