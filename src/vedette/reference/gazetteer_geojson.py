"""Place nodes of OpenStreetMap as GeoJSON, or line by line as GeoJSONSeq (RFC 7946, RFC 8142)."""

import json
from collections.abc import Iterator
from typing import Any

from vedette.reference.gazetteer_names import latin_spellings, script
from vedette.reference.gazetteer_places import Draft, radius_of_population

_LARGEST_DOCUMENT = 64 * 2**20
_LONGEST_NAME = 100
_MOST_PEOPLE = 100_000_000
_POPULATIONS = {"city": 100_000, "town": 10_000, "village": 0, "hamlet": 0, "isolated_dwelling": 0, "locality": 0}
_PLACES = frozenset({*_POPULATIONS, "suburb", "quarter", "neighbourhood", "borough", "allotments"})
_NAMES = (
    "name", "name:en", "name:uk", "name:ru", "int_name", "old_name", "old_name:en", "old_name:uk", "old_name:ru",
    "alt_name", "alt_name:en", "alt_name:uk", "alt_name:ru", "official_name", "short_name",
)  # fmt: skip


def features(lines: Iterator[bytes]) -> Iterator[dict[str, Any]]:
    """One a line, or all of a collection, which must fit into memory. Raises ValueError."""
    for line in lines:
        text = line.lstrip(b"\xef\xbb\xbf\x1e \t").rstrip(b" \t,")
        if not text:
            continue
        try:
            whole = json.loads(text)
        except ValueError:
            whole = json.loads(_rest(text, lines))
        if not isinstance(whole, dict):
            raise ValueError("no feature")
        yield from _of(whole)


def _rest(text: bytes, lines: Iterator[bytes]) -> bytes:
    """A document of several lines, whole."""
    parts, size = [text], len(text)
    for line in lines:
        size += len(line)
        if size > _LARGEST_DOCUMENT:
            raise ValueError("a collection of more than 64 MiB; export it as GeoJSONSeq")
        parts.append(line)
    return b"\n".join(parts)


def _of(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    members = whole.get("features")
    if whole.get("type") == "Feature":
        yield whole
    elif whole.get("type") == "FeatureCollection" and isinstance(members, list):
        yield from (each for each in members if isinstance(each, dict))
    else:
        raise ValueError("neither a feature nor a collection of features")


def from_feature(feature: dict[str, Any], country: str | None) -> Draft | None:
    """None for what is no named point of a place."""
    tags, point = feature.get("properties"), _point(feature.get("geometry"))
    if not isinstance(tags, dict) or point is None or str(tags.get("place")) not in _PLACES:
        return None
    names = [name for key in _NAMES for name in _names(tags.get(key))]
    if not names:
        return None
    counted = str(tags.get("population", "")).replace(" ", "").replace(",", "")
    population = int(counted) if counted.isascii() and counted.isdecimal() and len(counted) <= 9 else 0
    population = population if population <= _MOST_PEOPLE else 0
    draft = Draft(
        id=f"osm:{_identity(feature, tags, point)}", name=_shown(tags, names), kind="settlement", lat=point[0],
        lon=point[1], radius_m=radius_of_population(population or _POPULATIONS.get(tags["place"], 0)),
        country=country, population=population,
    )  # fmt: skip
    draft.call(names[:1], "official")
    draft.call(names, "alternate")
    for name in names:
        if script(name) == "cyrillic":
            draft.call(latin_spellings(name), "generated")
    return draft


def _identity(feature: dict[str, Any], tags: dict[str, Any], point: tuple[float, float]) -> str:
    given = feature.get("id", tags.get("@id", tags.get("osm_id")))
    return str(given)[:40] if isinstance(given, str | int) else f"{point[0]:.5f},{point[1]:.5f}"


def _shown(tags: dict[str, Any], names: list[str]) -> str:
    english = _names(tags.get("name:en")) or _names(tags.get("int_name"))
    return english[0] if english else next(latin_spellings(names[0]), names[0])


def _names(value: object) -> list[str]:
    parts = value.split(";") if isinstance(value, str) and len(value) <= 20 * _LONGEST_NAME else []
    stripped = (part.strip() for part in parts)
    return [part for part in stripped if 2 <= len(part) <= _LONGEST_NAME and part.isprintable()]


def _point(geometry: object) -> tuple[float, float] | None:
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return None
    at = geometry.get("coordinates")
    if not isinstance(at, list) or len(at) < 2 or not all(isinstance(each, int | float) for each in at[:2]):
        return None
    return (float(at[1]), float(at[0])) if abs(at[1]) <= 90 and abs(at[0]) <= 180 else None
