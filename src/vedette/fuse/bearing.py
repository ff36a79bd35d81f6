"""What each kind of observation says of an event, and how much: the table of `docs/status.md`, held to it by a test.

A ratio is how much oftener the observation is met where such an event took place than where it did not. Ratios stand
beside the words, one by one; they are never multiplied into a chance.
"""

from dataclasses import dataclass

from vedette.model.event import Bearing, Sight
from vedette.model.observation import Observation, ObservationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """`ratio` None where nothing is known of it. `known` says from what."""

    seen: str
    kinds: frozenset[ObservationKind]
    bearing: Bearing
    ratio: float | None
    known: str


WEIGHTS: tuple[Weight, ...] = (
    Weight(
        seen="unusual heat near the place, on the day or the day beside it",
        kinds=frozenset({"heat", "heat-sustained"}),
        bearing="context",
        ratio=1.5,
        known="measured on 2,883 geolocated posts",
    ),
    Weight(
        seen="ground changed as by destruction, at a place known to 5 km, between pictures at most 92 days apart",
        kinds=frozenset({"radar-damage"}),
        bearing="agrees",
        ratio=5.0,
        known="assumed",
    ),
    Weight(
        seen="the same, of what is no destruction, or known less well",
        kinds=frozenset({"radar-damage"}),
        bearing="context",
        ratio=1.5,
        known="assumed",
    ),
    Weight(
        seen="ground seen by radar and found as it was",
        kinds=frozenset({"radar-damage"}),
        bearing="against",
        ratio=0.8,
        known="assumed: much destruction is smaller than radar sees",
    ),
    Weight(
        seen="ground burnt, or plants lost",
        kinds=frozenset({"burn", "vegetation"}),
        bearing="context",
        ratio=1.5,
        known="assumed, as heat",
    ),
    Weight(
        seen="a picture of the report whose place and time both agree, and that was not seen before",
        kinds=frozenset({"metadata", "place-check", "time-check"}),
        bearing="agrees",
        ratio=5.0,
        known="assumed: what a file says of itself can be forged",
    ),
    Weight(
        seen="a picture of a short report whose place or time disagrees",
        kinds=frozenset({"metadata", "place-check", "time-check"}),
        bearing="against",
        ratio=0.5,
        known="assumed",
    ),
    Weight(
        seen="a picture or clip of the report that was published earlier",
        kinds=frozenset({"seen-before"}),
        bearing="against",
        ratio=0.3,
        known="assumed; it speaks against the footage, not against the event",
    ),
    Weight(
        seen="a signed manifest that was changed after signing",
        kinds=frozenset({"provenance"}),
        bearing="against",
        ratio=0.5,
        known="assumed",
    ),
)


def ratio_of(kind: ObservationKind, bearing: Bearing) -> float | None:
    """None where an observation is shown and weighs nothing: what could not be observed, above all."""
    return next((one.ratio for one in WEIGHTS if kind in one.kinds and one.bearing == bearing), None)


def sight(one: Observation, bearing: Bearing, reason: str) -> Sight:
    return Sight(
        observation=one.id,
        kind=one.kind,
        bearing=bearing,
        ratio=ratio_of(one.kind, bearing),
        note=one.note,
        reason=reason,
    )
