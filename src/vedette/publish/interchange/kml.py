"""KML 2.2 (OGC 07-147r2): areas of uncertainty, never bare points."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from math import cos, pi, radians, sin
from typing import Any

from lxml import etree

from vedette.model.footprint import rings

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_CORNERS = 36
_METRES_A_DEGREE = 111_320
_LEAST_M = 100
_WIDEST = 85.0
# What XML 1.0 cannot hold, whatever it is escaped as.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Ring = list[tuple[float, float]]


def write_kml(rows: Iterable[Mapping[str, Any]], name: str) -> Iterator[str]:
    """One Placemark a row that has a place or a footprint."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="{_NAMESPACE}"><Document>\n'
    yield _text(_element("name", name))
    for row in rows:
        if found := _areas(row):
            yield _text(_placemark(row, found))
    yield "</Document></kml>\n"


def _placemark(row: Mapping[str, Any], found: list[Ring]) -> etree._Element:
    mark = etree.Element("Placemark")
    mark.append(_element("name", _name(row)))
    # The schema wants the time before what is extended, and that before the shape.
    if row.get("from") or row.get("date"):
        span = etree.SubElement(mark, "TimeSpan")
        span.append(_element("begin", row.get("from") or row["date"]))
        span.append(_element("end", row.get("to") or row.get("date") or row["from"]))
    data = etree.SubElement(mark, "ExtendedData")
    for key, value in row.items():
        if value not in (None, "", [], {}) and key not in ("place", "footprint"):
            one = etree.SubElement(data, "Data", name=key)
            one.append(_element("value", value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)))
    mark.append(_shape(found))
    return mark


def _name(row: Mapping[str, Any]) -> str:
    what = str(row.get("subtype") or row.get("plover") or row.get("kind") or row.get("holder") or "")
    place = (row.get("place") or {}).get("name", "")
    return " · ".join(part for part in (what, place) if part)


def _shape(found: list[Ring]) -> etree._Element:
    shapes = [_polygon(ring) for ring in found]
    if len(shapes) == 1:
        return shapes[0]
    whole = etree.Element("MultiGeometry")
    whole.extend(shapes)
    return whole


def _polygon(ring: Ring) -> etree._Element:
    polygon = etree.Element("Polygon")
    line = etree.SubElement(etree.SubElement(polygon, "outerBoundaryIs"), "LinearRing")
    line.append(_element("coordinates", " ".join(f"{lon:.5f},{lat:.5f}" for lon, lat in ring)))
    return polygon


def _areas(row: Mapping[str, Any]) -> list[Ring]:
    if row.get("footprint"):
        found = [[(lon, lat) for lon, lat in ring] for ring in rings(row["footprint"])]
        return [_circle(ring[0][1], ring[0][0], _LEAST_M) if len(ring) < 4 else ring for ring in found]
    place = row.get("place")
    return [_circle(place["lat"], place["lon"], place.get("radius_m") or _LEAST_M)] if place else []


def _circle(lat: float, lon: float, radius_m: float) -> Ring:
    """Counter-clockwise, closed; held inside the world."""
    high = max(radius_m, _LEAST_M) / _METRES_A_DEGREE
    wide = high / cos(radians(min(abs(lat), _WIDEST)))
    corners = [
        (
            max(-180.0, min(180.0, lon + wide * cos(2 * pi * step / _CORNERS))),
            max(-90.0, min(90.0, lat + high * sin(2 * pi * step / _CORNERS))),
        )
        for step in range(_CORNERS)
    ]
    return [*corners, corners[0]]


def _element(tag: str, words: object) -> etree._Element:
    found = etree.Element(tag)
    found.text = _FORBIDDEN.sub("�", str(words))
    return found


def _text(element: etree._Element) -> str:
    return str(etree.tostring(element, encoding="unicode")) + "\n"
