"""Convert oblast polygons of OpenStreetMap to the lines between them, a base map layer under its own licence (ODbL).

Run by hand when the layer should change; neither the product nor its build needs it:

    python assets/unit_lines.py OBLASTS

OBLASTS is a GeoJSON file of polygons that were simplified one by one, so that neighbours nearly share an edge. Outer
edges are left out: on land they are borders of states, at sea they are no lines that a map shows.
"""

import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from basemap import Line, Point, across, distance_to, parts, shorten, write_features

NEAR_DEGREES = 0.01
LEAST_DEGREES = 0.03


def shared(rings: list[Line], other: list[Line]) -> Iterator[Line]:
    """Runs of the rings that lie along one of the other rings."""
    box = _box(other)
    for ring in rings:
        run: Line = []
        for point in ring:
            if _inside(point, box) and any(_reaches(point, line) for line in other):
                run.append(point)
                continue
            if len(run) > 1:
                yield run
            run = []
        if len(run) > 1:
            yield run


def _box(rings: list[Line]) -> tuple[float, float, float, float]:
    xs, ys = [x for ring in rings for x, _ in ring], [y for ring in rings for _, y in ring]
    return min(xs) - NEAR_DEGREES, min(ys) - NEAR_DEGREES, max(xs) + NEAR_DEGREES, max(ys) + NEAR_DEGREES


def _inside(point: Point, box: tuple[float, float, float, float]) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _reaches(point: Point, line: Line) -> bool:
    return any(distance_to(point, start, end) < NEAR_DEGREES for start, end in pairwise(line))


def lines(collection: dict[str, list[dict[str, dict[str, object]]]]) -> Iterator[Line]:
    units = [[_points(part[0]) for part in parts(feature["geometry"])] for feature in collection["features"]]
    for number, rings in enumerate(units):
        for other in units[number + 1 :]:
            for run in shared(rings, other):
                if across(run) >= LEAST_DEGREES:
                    yield shorten(run, 0.003)


def _points(ring: Line) -> Line:
    return [(point[0], point[1]) for point in ring]


if __name__ == "__main__":
    write_features("units-osm", "MultiLineString", list(lines(json.loads(Path(sys.argv[1]).read_text("utf-8")))))
