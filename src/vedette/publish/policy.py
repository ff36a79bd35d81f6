"""What may leave the workspace. Report, exports and public pages all pass through `released`."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from math import cos, radians
from typing import TypeVar

from vedette.model.event import Control, Event, Location
from vedette.model.ids import PlaceId
from vedette.model.interval import Interval
from vedette.model.watch import Policy

Placed = TypeVar("Placed", Event, Control)

_METRES_PER_DEGREE = 111_320
_WIDEST_LATITUDE = 85.0


def released(facts: Iterable[Placed], policy: Policy, now: datetime) -> Iterator[Placed]:
    """Facts as they may be published at `now`, aware.

    Positions younger than the delay are coarsened; where the policy names no coarseness, the fact is held back.
    """
    for fact in facts:
        if fact.place is None or not _young(fact.when, policy, now):
            yield fact
        elif policy.coarsen_m > 0:
            yield replace(fact, place=coarsened(fact.place, policy.coarsen_m))


def _young(when: Interval | None, policy: Policy, now: datetime) -> bool:
    """What has no known time may be from this hour."""
    if policy.delay_hours <= 0:
        return False
    return when is None or when.end > now - timedelta(hours=policy.delay_hours)


def coarsened(place: Location, metres: int) -> Location:
    """The middle of a grid cell of that size, without the place's name; a place already coarser stays as it is."""
    if place.radius_m >= metres:
        return place
    step = metres / _METRES_PER_DEGREE
    lat = _middle(place.lat, step)
    # From the row's latitude, not the place's own: else the width of the cell would give the place away.
    lon = _middle(place.lon, step / cos(radians(max(-_WIDEST_LATITUDE, min(_WIDEST_LATITUDE, lat)))))
    return Location(
        id=PlaceId(f"area:{lat:.4f},{lon:.4f}"),
        name=f"an area of {max(1, round(metres / 1000))} km",
        kind="region",
        lat=lat,
        lon=lon,
        radius_m=metres,
        country=place.country,
    )


def _middle(degrees: float, step: float) -> float:
    return round((degrees // step + 0.5) * step, 4)
