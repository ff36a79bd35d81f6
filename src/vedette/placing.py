"""Where a person says it was: a place by its name or id, or a point on the map."""

import re
from collections.abc import Sequence
from functools import cache
from threading import Lock

from vedette.model.correction import Spot
from vedette.model.errors import UsageError
from vedette.model.ids import PlaceId
from vedette.reference.gazetteer import Gazetteer, gazetteer_path
from vedette.reference.gazetteer_layer import Entry

_POINT = re.compile(r"\s*(-?\d{1,3}(?:\.\d{1,8})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,8})?)\s*")
_LONGEST_NAME = 200
_POINT_RADIUS_M = 1_000
_LISTED = 8
# One connection serves all threads of a server.
_LOCK = Lock()


def point_at(given: str, radius_m: int | None = None, name: str = "") -> Spot | None:
    """Of "48.59, 38.00", in degrees; None where that is no point."""
    found = _POINT.fullmatch(given)
    if found is None:
        return None
    lat, lon = float(found[1]), float(found[2])
    called = name.strip()[:_LONGEST_NAME] or f"{lat:.4f}, {lon:.4f}"
    return Spot(name=called, lat=lat, lon=lon, radius_m=radius_m or _POINT_RADIUS_M)


def spots_named(asked: str, countries: Sequence[str] = (), radius_m: int | None = None) -> list[Spot]:
    """The places of that id or name: those in `countries` first, the most populous before the others."""
    asked = asked.strip()[:_LONGEST_NAME]
    with _LOCK:
        gazetteer = _gazetteer()
        exact = gazetteer.get(PlaceId(asked))
        found = [exact] if exact else [one for one in gazetteer.candidates(asked) if one.form != "abbreviation"]
    if countries:
        found.sort(key=lambda one: one.country not in countries)
    return [_spot(one, radius_m) for one in found]


def spot_asked(asked: str, countries: Sequence[str] = (), radius_m: int | None = None) -> Spot:
    """The one that is meant; raises UsageError where there is none or, in those countries, more than one."""
    point = point_at(asked, radius_m)
    if point is not None:
        return point
    found = spots_named(asked, countries, radius_m)
    near = [one for one in found if one.country in countries] or found
    if not near:
        raise UsageError(f"no gazetteer knows a place {asked!r}; give its point as LAT,LON and how far it may be off")
    if len(near) > 1:
        listed = "; ".join(f"{one.place} ({one.name}, {one.lat:.2f}, {one.lon:.2f})" for one in near[:_LISTED])
        raise UsageError(f"{len(near)} places are called {asked!r}; name the one that you mean by its id: {listed}")
    return near[0]


def _spot(entry: Entry, radius_m: int | None) -> Spot:
    return Spot(
        name=entry.name,
        lat=entry.lat,
        lon=entry.lon,
        radius_m=radius_m or entry.radius_m,
        kind=entry.kind,
        place=entry.id,
        country=entry.country,
    )


def spots_at_hand(places: Sequence[PlaceId]) -> dict[PlaceId, tuple[Spot, str]]:
    """Where they lie, and in which first-level unit; nothing where the gazetteer would have to be built first, which
    nobody waits for."""
    try:
        gazetteer_path(_not_now)
    except _NotBuiltError:
        return {}
    with _LOCK:
        gazetteer = _gazetteer()
        found = {place: gazetteer.get(place) for place in dict.fromkeys(places)}
        return {place: (_spot(one, None), _region(one, gazetteer)) for place, one in found.items() if one is not None}


def _region(entry: Entry, gazetteer: Gazetteer) -> str:
    unit = gazetteer.unit(entry.country, entry.admin1) if entry.country and entry.admin1 else None
    return unit.name if unit else ""


class _NotBuiltError(Exception):
    """There is no gazetteer yet."""


def _not_now() -> None:
    raise _NotBuiltError


@cache
def _gazetteer() -> Gazetteer:
    """Opened once a process; building it the first time takes half a minute."""
    return Gazetteer.open()
