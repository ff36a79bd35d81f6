"""Heat of a cell, pixel by pixel and day by day, as the page of an observation draws it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, radians

from vedette.model.observation import Observation
from vedette.model.pixels import Spot

# Of VIIRS in the middle of its swath, where a table does not tell the size.
_USUAL_M = 375.0
_METRES_A_DEGREE = 111_320.0
_MOST_DAYS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """A hot pixel, in metres from the north-west corner of the cell."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """How many were seen, and how many are usual there then; None where that was not kept."""

    day: date
    seen: float
    usual: float | None
    here: bool
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hot:
    """`width` and `height` of the cell in metres; `faint` ones burnt on other days of the season. `sized`: the table
    told how large its pixels are."""

    width: int
    height: int
    squares: tuple[Square, ...]
    faint: tuple[Square, ...]
    days: tuple[Day, ...]
    sized: bool
    land: str | None


def hot(one: Observation, season: Sequence[Observation]) -> Hot | None:
    """None for what has no area."""
    if one.box is None or one.heat is None:
        return None
    west, south, east, north = one.box
    shrink = cos(radians((south + north) / 2))
    others = [spot for each in season if each.id != one.id and each.heat for spot in each.heat.spots]

    def squares(spots: Iterable[Spot]) -> tuple[Square, ...]:
        return tuple(_square(spot, west, north, shrink) for spot in spots)

    days = [_day(each, one) for each in season if each.when is not None]
    return Hot(
        width=round((east - west) * _METRES_A_DEGREE * shrink),
        height=round((north - south) * _METRES_A_DEGREE),
        squares=squares(one.heat.spots),
        faint=squares(others),
        days=tuple(sorted(days, key=lambda each: each.day)[:_MOST_DAYS]),
        sized=bool(one.heat.spots) and all(spot.across > 0 for spot in one.heat.spots),
        land=one.heat.land,
    )


def _day(each: Observation, one: Observation) -> Day:
    assert each.when is not None
    return Day(
        day=each.when.first_day,
        seen=each.measure or 0,
        usual=each.heat.usual if each.heat else None,
        here=each.id == one.id,
        href=f"/observations/{each.id}",
    )


def _square(spot: Spot, west: float, north: float, shrink: float) -> Square:
    width, height = spot.across or _USUAL_M, spot.along or _USUAL_M
    x = (spot.lon - west) * _METRES_A_DEGREE * shrink - width / 2
    y = (north - spot.lat) * _METRES_A_DEGREE - height / 2
    return Square(x=round(x), y=round(y), width=round(width), height=round(height))
