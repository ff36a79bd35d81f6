"""Where a picture says it was taken, or what places are written in it, held against the places its message names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Literal

from vedette.model.capture import MESSAGE, Capture
from vedette.model.mention import PlaceMention
from vedette.model.observation import Finding, Observation, observation_id

VERSION = "1"
Basis = Literal["position", "lettering"]
# A camera gives its own place, not that of the smoke.
_LENS_REACH_M = 3_000
# Smoke, a glow, a road sign: what is seen or named from so far proves nothing either way.
_SIGHT_M = 10_000
_SIGNS_M = 100_000
# A name that covers more cannot place a picture.
_COARSE_M = 25_000
_SURE = 0.5
_EARTH_M = 6_371_009.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place as it is named, WGS 84; `radius_m` is how far it reaches or how well it is known."""

    name: str
    lat: float
    lon: float
    radius_m: float = 0
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """`away_m`: from the picture's place to the nearest named one, None where there is none. `reason` is a sentence."""

    finding: Finding
    reason: str
    away_m: float | None = None
    seen: Spot | None = None


def spots(places: Iterable[PlaceMention]) -> list[Spot]:
    """Those that are somewhere: no government called by its capital, no name that was not resolved."""
    found: dict[object, Spot] = {}
    for one in places:
        if not one.metonym and one.lat is not None and one.lon is not None and one.radius_m is not None:
            spot = Spot(name=one.name, lat=one.lat, lon=one.lon, radius_m=one.radius_m, sure=one.confidence >= _SURE)
            found.setdefault((one.place, one.lat, one.lon), spot)
    return list(found.values())


def held(seen: Sequence[Spot], claimed: Sequence[Spot], basis: Basis = "position") -> Held:
    """The nearest of what was seen to the nearest of what is claimed decides: a message may name several places, and a
    picture be of any of them."""
    fine = [one for one in claimed if one.radius_m < _COARSE_M]
    if not fine:
        wide = "only wide areas" if claimed else "no place that is known"
        return Held(finding="cannot-tell", reason=f"The words beside it name {wide}.")
    pairs = [(max(0.0, metres(a, b) - b.radius_m - _own(a, basis)), a, b) for a in seen for b in fine]
    short, spot, nearest = min(pairs, key=lambda pair: pair[0])
    away = metres(spot, nearest)
    where = "The file's position" if basis == "position" else f"{spot.name}, written in the picture,"
    lies = f"{where} lies {_far(away)} from {nearest.name}, the nearest place that is claimed"
    finding, words = _judged(short, basis, sure=spot.sure and nearest.sure)
    return Held(finding=finding, reason=f"{lies}{words}", away_m=away, seen=spot)


def _judged(short: float, basis: Basis, *, sure: bool) -> tuple[Finding, str]:
    if short <= _LENS_REACH_M:
        return "consistent", ": that fits."
    if not sure:
        return "cannot-tell", ", and which places the names mean is not sure."
    if basis == "lettering" and short <= _SIGNS_M:
        return "cannot-tell", ": a road sign or a caption may name another place."
    if short <= _SIGHT_M:
        return "cannot-tell", ", near enough to be seen from there."
    return "inconsistent", ", too far to be seen from there." if basis == "position" else "."


def placed(capture: Capture, basis: Basis, seen: Sequence[Spot], claimed: Sequence[Spot]) -> Observation | None:
    """None where nothing was seen that has a place, or no message claims one."""
    message = capture.header(MESSAGE)
    of_use = [one for one in seen if basis == "position" or one.radius_m < _COARSE_M]
    if message is None or not of_use:
        return None
    found = held(of_use, claimed, basis)
    spot = found.seen or of_use[0]
    method = f"place named beside it: {basis}"
    return Observation(
        id=observation_id("place-check", method, VERSION, capture.id, found.finding, found.reason),
        kind="place-check",
        footprint=f"POINT ({spot.lon:.6f} {spot.lat:.6f})",
        measure=None if found.away_m is None else round(found.away_m / 1000, 1),
        unit=None if found.away_m is None else "km",
        could_observe=found.finding != "cannot-tell",
        finding=found.finding,
        note=f"{found.reason} What a file says of itself can be changed." if basis == "position" else found.reason,
        capture=capture.id,
        about=(message,),
        method=method,
        version=VERSION,
    )


def metres(a: Spot, b: Spot) -> float:
    """Along the great circle of a round Earth."""
    north, east = radians(b.lat - a.lat) / 2, radians(b.lon - a.lon) / 2
    chord = sin(north) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(east) ** 2
    return 2 * _EARTH_M * asin(sqrt(min(1.0, chord)))


def _own(spot: Spot, basis: Basis) -> float:
    return spot.radius_m if basis == "lettering" else 0.0


def _far(away: float) -> str:
    return f"{away:,.0f} m" if away < 1000 else f"{away / 1000:,.1f} km" if away < 100_000 else f"{away / 1000:,.0f} km"
