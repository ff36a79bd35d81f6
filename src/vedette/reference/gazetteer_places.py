"""Every place of the gazetteer, as it is drafted from the sources before it is written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from math import cos, hypot, pi, radians, sqrt

from vedette.reference import geonames
from vedette.reference.countries import load_countries, read_table, several
from vedette.reference.gazetteer_names import fold, latin_spellings, script
from vedette.reference.geonames import City, cities

CYRILLIC_STATES = frozenset({"UA", "RU", "BY"})
_DEGREE_KM = 111.2
_NEAR_DEGREES = 0.4
_SAME_KM = 5.0
FORMS = ("official", "alternate", "generated", "abbreviation")  # the better first; a layer stores the position
KINDS = ("settlement", "admin1", "admin2", "country", "region", "water", "site")


@dataclass(slots=True, kw_only=True)
class Draft:
    """A place being put together; `names` maps each folded name to its form, the better form winning."""

    id: str
    name: str
    kind: str
    lat: float
    lon: float
    radius_m: int
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    population: int = 0
    capital: bool = False
    names: dict[str, str] = field(default_factory=dict)

    def call(self, names: Iterable[str], form: str) -> None:
        for name in names:
            folded = fold(name)
            if folded and FORMS.index(form) <= FORMS.index(self.names.get(folded, form)):
                self.names[folded] = form


def settlements_of() -> list[Draft]:
    """Every settlement of 500 people and more, under its current name."""
    settlements = [_settlement(city) for city in cities()]
    _mark_capitals(settlements)
    _rename(settlements)
    return settlements


def further(settlements: Iterable[Draft]) -> Iterator[Draft]:
    """Villages too small for the source, often named in reports; points after the GeoNames postal codes."""
    rows = read_table("further_places.tsv")
    taken = _by_name(settlements, {fold(row["name"]) for row in rows})
    for row in rows:
        lat, lon = float(row["lat"]), float(row["lon"])
        draft = Draft(
            id=f"vedette:{row['country']}.{row['admin1']}:{fold(row['name'])}:{lat:.2f}:{lon:.2f}", name=row["name"],
            kind="settlement", lat=lat, lon=lon, radius_m=round(1000 * float(row["radius_km"])),
            country=row["country"], admin1=row["admin1"],
        )  # fmt: skip
        if any(km_between(lat, lon, each.lat, each.lon) < _SAME_KM for each in taken.get(fold(row["name"]), ())):
            continue
        draft.call([row["name"]], "official")
        draft.call(several(row["other names"]), "alternate")
        yield draft


def _mark_capitals(settlements: Iterable[Draft]) -> None:
    named = {(code, fold(row.capital)) for code, row in geonames.countries().items() if row.capital}
    greatest: dict[str | None, Draft] = {}
    for draft in settlements:
        if any((draft.country, folded) in named for folded in draft.names):
            other = greatest.setdefault(draft.country, draft)
            greatest[draft.country] = max(draft, other, key=lambda each: each.population)
    for draft in greatest.values():
        draft.capital = True


def radius_of_population(population: int) -> int:
    """Metres that hold most of a settlement: a village 1.5 km, ten thousand people 3 km, a million 15 km."""
    reach: float = 1_300.0 * (population / 1_000) ** 0.35
    return round(min(20_000.0, max(1_500.0, reach)))


def km_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Good enough for neighbours: the Earth as flat as it is from one town to the next."""
    east = (other_lon - lon) * cos(radians((lat + other_lat) / 2))
    return _DEGREE_KM * hypot(other_lat - lat, east)


def _settlement(city: City) -> Draft:
    draft = Draft(
        id=f"geonames:{city.id}", name=city.name, kind="settlement", lat=city.lat, lon=city.lon,
        radius_m=radius_of_population(city.population), country=city.country, admin1=city.admin1 or None,
        population=city.population,
    )  # fmt: skip
    draft.call([city.name], "official")
    draft.call(city.names, "alternate")
    if draft.country in CYRILLIC_STATES:
        for name in city.names:
            if script(name) == "cyrillic":
                draft.call(latin_spellings(name), "generated")
    return draft


def _rename(settlements: Iterable[Draft]) -> None:
    """Current names first, and the names that other times and tongues gave."""
    rows = [
        (row["geoname current name"], several(row["further names"]), row) for row in read_table("further_names.tsv")
    ]
    by_name = _by_name(settlements, {fold(each) for name, further, _ in rows for each in (name, *further)})
    for name, further, row in rows:
        lat, lon = float(row["near lat"]), float(row["near lon"])
        found = [draft for each in (name, *further) for draft in by_name.get(fold(each), ())]
        here = [each for each in found if each.country == row["country"]]
        near = [each for each in here if max(abs(each.lat - lat), abs(each.lon - lon)) < _NEAR_DEGREES]
        if near:
            chosen = max(near, key=lambda draft: draft.population)
            chosen.name = name
            chosen.call([name], "official")
            chosen.call(further, "alternate")


def _by_name(settlements: Iterable[Draft], wanted: set[str]) -> dict[str, list[Draft]]:
    named: dict[str, list[Draft]] = {}
    for draft in settlements:
        for folded in wanted.intersection(draft.names):
            named.setdefault(folded, []).append(draft)
    return named


def countries() -> Iterator[Draft]:
    rows = geonames.countries()
    for country in load_countries().all:
        row = rows[country.code]
        draft = Draft(
            id=f"geonames:{row.id}", name=country.name, kind="country", lat=country.lat, lon=country.lon,
            radius_m=round(1000 * sqrt(max(row.area_km2, 100.0) / pi)), country=country.code,
            population=row.population,
        )  # fmt: skip
        draft.call([country.name], "official")
        draft.call(country.also, "alternate")
        draft.call(cyrillic_names(country.code), "alternate")
        yield draft


@cache
def _cyrillic_names() -> dict[str, tuple[str, ...]]:
    rows = read_table("names_cyrillic.tsv")
    return {row["key"]: several(row["Ukrainian"]) + several(row["Russian"]) for row in rows}


def cyrillic_names(key: str) -> tuple[str, ...]:
    """Ukrainian and Russian names of a country (`UA`), a first-level unit (`UA.07`) or a region (`donbas`)."""
    return _cyrillic_names().get(key, ())


def regions() -> Iterator[Draft]:
    for row in read_table("regions.tsv"):
        draft = Draft(
            id=f"vedette:{row['key']}", name=row["name"], kind=row["kind"], lat=float(row["lat"]),
            lon=float(row["lon"]), radius_m=round(1000 * float(row["radius_km"])), country=row["country"] or None,
        )  # fmt: skip
        draft.call([row["name"]], "official")
        draft.call([name.removeprefix("the ") for name in several(row["other names"])], "alternate")
        draft.call(cyrillic_names(row["key"]), "alternate")
        yield draft
