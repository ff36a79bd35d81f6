"""The countries of the world, what else they are called and what their people are called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from vedette.reference.gazetteer_names import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """`code` is ISO 3166-1 alpha-2 (XK for Kosovo); the point is the usual centre, not a capital;
    `seats` are names of the capital as they stand for the government."""

    code: str
    name: str
    also: tuple[str, ...]
    demonyms: tuple[str, ...]
    seats: tuple[str, ...]
    lat: float
    lon: float


class Countries:
    """Look-up of a country by name, by demonym or adjective, and by code."""

    def __init__(self, countries: Iterable[Country]) -> None:
        self.all = tuple(countries)
        self._by_code = {country.code: country for country in self.all}
        self._by_name = {fold(name): country for country in self.all for name in (country.name, *country.also)}
        self._by_seat = {fold(name): country for country in self.all for name in country.seats}
        self._by_demonym = {fold(word): country for country in self.all for word in country.demonyms}

    def get(self, code: str) -> Country | None:
        return self._by_code.get(code)

    def named(self, name: str) -> Country | None:
        """ "the Ukraine", "U.K.", "Burma"; not case-sensitive, so the caller keeps "us" apart from "US"."""
        return self._by_name.get(fold(name))

    def of_demonym(self, word: str) -> Country | None:
        """ "Russian", "Ukrainians", "South Korean"."""
        return self._by_demonym.get(fold(word))

    def of_seat(self, name: str) -> Country | None:
        """ "Moscow", "Kyiv", "Kiev": capitals that stand for their governments."""
        return self._by_seat.get(fold(name))

    @property
    def demonyms(self) -> Mapping[str, Country]:
        """Folded demonyms and adjectives."""
        return self._by_demonym


def read_table(name: str) -> list[dict[str, str]]:
    """Rows of a tab-separated file of `reference/data`, by column name."""
    lines = files("vedette.reference").joinpath("data", name).read_text(encoding="utf-8").splitlines()
    columns = lines[0].split("\t")
    return [dict(zip(columns, line.split("\t"), strict=True)) for line in lines[1:] if line]


def several(cell: str) -> tuple[str, ...]:
    """The values of a cell, which `|` separates."""
    return tuple(cell.split("|")) if cell else ()


def names_of(table: str, *languages: str) -> dict[str, tuple[str, ...]]:
    """Names in the columns of these languages, by the English name."""
    rows = read_table(table)
    return {row["name"]: tuple(name for column in languages for name in several(row[column])) for row in rows}


@cache
def load_countries() -> Countries:
    return Countries(
        Country(
            code=row["iso"],
            name=row["name"],
            also=several(row["other names"]),
            demonyms=several(row["adjectives and demonyms"]),
            seats=several(row["seats of government"]),
            lat=float(row["lat"]),
            lon=float(row["lon"]),
        )
        for row in read_table("countries.tsv")
    )
