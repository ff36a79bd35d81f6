"""Evidence without words."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from vedette.model.footprint import bounds
from vedette.model.ids import CaptureId, ObservationId, content_id
from vedette.model.interval import Interval
from vedette.model.pixels import Heat, Pixels

ObservationKind = Literal[
    "heat", "heat-sustained",  # more fire than is usual there; sustained: it came back
    "radar-damage",  # the radar echo of a place changed for good
    "burn", "vegetation",  # what the ground looks like from above, before and after
    "seen-before",  # this footage, or what it was cut from, was published earlier
    "metadata",  # what a file says of itself: device, time, place
    "provenance",  # a signed manifest (C2PA), read and checked
    "place-check", "time-check",  # what is claimed of a picture, held against what is in it
    "extension",  # what an installed extension saw: `method` names its package and kind
]  # fmt: skip
_FROM_ABOVE = frozenset({"heat", "heat-sustained", "radar-damage", "burn", "vegetation"})
Finding = Literal["consistent", "inconsistent", "cannot-tell"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What a sensor or a lens saw; a witness of its own, never a vote on a claim.

    `could_observe` False is an answer: cloud, no pass, a picture without the part that would tell; None is not known.
    `when` is the interval of which it speaks, `footprint` the area (WKT, WGS 84, longitude first). `measure` is in
    `unit`; `quality` runs from 0 to 1; `p` is the chance of so much or more, had nothing happened. `finding` is that of
    a check. `note` is a whole sentence on what was seen, never a verdict. `about` holds ids or origins of documents, or
    ids of statements, on which it bears; `method` and `version` say what made it; `pixels` and `heat` show what it was
    seen in, `earlier` is the earlier showing of the same footage.
    """

    id: ObservationId
    kind: ObservationKind
    when: Interval | None = None
    footprint: str | None = None
    measure: float | None = None
    unit: str | None = None
    quality: float | None = None
    p: float | None = None
    could_observe: bool | None = None
    finding: Finding | None = None
    note: str = ""
    capture: CaptureId | None = None
    about: tuple[str, ...] = ()
    method: str = ""
    version: str = "1"
    pixels: Pixels | None = None
    heat: Heat | None = None
    earlier: CaptureId | None = None

    @property
    def box(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north."""
        return bounds(self.footprint) if self.footprint else None

    @property
    def subject(self) -> str:
        """Of two observations of one subject the later one counts: the same area on the same days, or the same picture
        beside the same message, by the same method, judged again when more was known."""
        if self.kind == "place-check":
            return content_id("sub", self.kind, self.method, self.capture or "", *self.about)
        if self.kind not in _FROM_ABOVE:
            return self.id
        when = (self.when.start.isoformat(), self.when.end.isoformat()) if self.when else ()
        return content_id("sub", self.method, self.footprint or "", *when)


def observation_id(kind: ObservationKind, *parts: object) -> ObservationId:
    """`parts`: all that tells it from every other of its kind: method, version, capture, interval, place, measure."""
    return ObservationId(content_id("obs", kind, *parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationQuery:
    """Every field narrows; None means any. Days are inclusive UTC days and find what has an interval; `bbox` is west,
    south, east, north. `about` finds what bears on any of these."""

    kinds: tuple[ObservationKind, ...] | None = None
    bbox: tuple[float, float, float, float] | None = None
    first_day: date | None = None
    last_day: date | None = None
    capture: CaptureId | None = None
    about: tuple[str, ...] | None = None
    limit: int = 100
    offset: int = 0
