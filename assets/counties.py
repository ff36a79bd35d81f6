"""Where the counties of the United States lie, for `src/vedette/reference/data/us_counties.tsv`.

    python assets/counties.py ATLAS > src/vedette/reference/data/us_counties.tsv

ATLAS is `counties-10m.json` of the npm package `us-atlas` 3.0.1 (ISC; boundaries of the U.S. Census Bureau, public
domain). A county's point is the middle of its largest polygon by area; the radius is that of a circle as large, half as
much again. Standard library only.
"""

import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from math import cos, pi, radians, sqrt
from pathlib import Path
from typing import Any

from basemap import Line, arcs

_DEGREE_KM = 111.2


def ring(numbers: list[int], lines: list[Line]) -> Line:
    points: Line = []
    for number in numbers:
        line = lines[number] if number >= 0 else lines[~number][::-1]
        points.extend(line[1:] if points else line)
    return points


def middle(points: Line) -> tuple[float, float, float]:
    """Latitude, longitude and square degrees."""
    area = lon = lat = 0.0
    for (x, y), (next_x, next_y) in pairwise(points):
        cross = x * next_y - next_x * y
        area += cross / 2
        lon += (x + next_x) * cross / 6
        lat += (y + next_y) * cross / 6
    return (lat / area, lon / area, abs(area)) if area else (points[0][1], points[0][0], 0.0)


def rows(atlas: dict[str, Any]) -> Iterator[str]:
    lines = arcs(atlas)
    for county in atlas["objects"]["counties"]["geometries"]:
        polygons = county["arcs"] if county["type"] == "MultiPolygon" else [county["arcs"]]
        lat, lon, area = max((middle(ring(each[0], lines)) for each in polygons), key=lambda each: each[2])
        radius = 1.5 * sqrt(area * _DEGREE_KM**2 * cos(radians(lat)) / pi)
        yield f"{county['id']}\t{lat:.3f}\t{lon:.3f}\t{radius:.0f}"


def main() -> None:
    atlas = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    print("\n".join(["fips\tlat\tlon\tradius_km", *sorted(rows(atlas))]))


if __name__ == "__main__":
    main()
