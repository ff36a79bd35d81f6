"""Figures over time: what one voice counted of one matter, day by day. Nothing is merged across voices or sides."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NewType

from vedette.model.event import Figure, Location, Measure, Reach
from vedette.model.ids import EventId, SideId

SeriesId = NewType("SeriesId", str)
Doubt = Literal["falls", "disputed"]
"""A running count that a later one of the same voice undercuts; a number that leaves no room for another voice's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One number with its words. `day` is that of the deed or of the stretch of time, of a running count the day on
    which it was given; None where neither is known."""

    figure: Figure
    event: EventId
    day: date | None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One voice's readings of one matter, by day. `matter` is shared by the voices that count the same: one deed, the
    days at a place, or everything there since something began. `place` None is the whole war. `against` are the voices
    whose numbers contradict it."""

    id: SeriesId
    matter: str
    what: Measure
    victim: str | None
    reach: Reach
    place: Location | None
    voice: str
    side: SideId | None
    readings: tuple[Reading, ...]
    against: tuple[SeriesId, ...] = ()

    @property
    def statements(self) -> int:
        return len(self.readings)
