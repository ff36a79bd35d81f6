"""What pictures and recordings of a report say of the event it tells: their place and time, and earlier showings."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from vedette.fuse.bearing import sight
from vedette.model.event import Location, Sight
from vedette.model.footprint import metres_to
from vedette.model.interval import Interval
from vedette.model.observation import Finding, Observation

_OF_PLACE, _OF_TIME = frozenset({"metadata", "place-check"}), frozenset({"metadata", "time-check"})
# A camera gives its own place, not that of the smoke; its clock may run on local time.
_LENS_REACH_M = 3_000
_CLOCK = timedelta(days=1)
_COARSE_M = 25_000


def looks(
    seen: Sequence[Observation], place: Location | None, when: Interval | None, *, short: bool
) -> Iterator[Sight]:
    """`seen` is all that bears on one report. In a report that is not `short`, a picture of another place or time may
    be of another of its events, and speaks against none."""
    by_capture: dict[str, list[Observation]] = {}
    for one in seen:
        by_capture.setdefault(one.capture or "", []).append(one)
    for found in by_capture.values():
        recycled = any(one.kind == "seen-before" for one in found)
        both = _agree(_places(found, place)) and _agree(_times(found, when)) and not recycled
        yield from (_look(one, place, when, short=short, both=both) for one in found)


def _look(one: Observation, place: Location | None, when: Interval | None, *, short: bool, both: bool) -> Sight:
    if one.kind == "seen-before":
        return sight(one, "against", "The footage was published earlier, so it does not show this event.")
    if one.could_observe is False:
        return sight(one, "open", "It could not be observed, which speaks neither for the event nor against it.")
    if one.kind == "provenance":
        broken = one.finding == "inconsistent"
        return sight(one, "against" if broken else "context", "It tells who made the file, not what it shows.")
    told = [*_places([one], place), *_times([one], when)]
    if both and _agree(told):
        return sight(one, "agrees", "Place and time of the picture both agree with what is told.")
    if "inconsistent" in told:
        reason = "Place or time of the picture disagrees with what is told."
        if short:
            return sight(one, "against", reason)
        return sight(one, "open", f"{reason} The report tells of more, and the picture may be of that.")
    if "consistent" in told:
        return sight(one, "context", "It agrees with what is told, in place or in time alone.")
    return sight(one, "open", "It does not tell place or time.")


def _places(found: Iterable[Observation], place: Location | None) -> list[Finding]:
    return [told for one in found if one.kind in _OF_PLACE and (told := _of_place(one, place)) is not None]


def _of_place(one: Observation, place: Location | None) -> Finding | None:
    if one.kind == "place-check" and (one.finding == "cannot-tell" or one.footprint is None or place is None):
        return one.finding
    if one.footprint is None or place is None or place.radius_m >= _COARSE_M:
        return None
    away = metres_to(one.footprint, place.lat, place.lon)
    return "consistent" if away <= place.radius_m + _LENS_REACH_M else "inconsistent"


def _times(found: Iterable[Observation], when: Interval | None) -> list[Finding]:
    return [told for one in found if one.kind in _OF_TIME and (told := _of_time(one, when)) is not None]


def _of_time(one: Observation, when: Interval | None) -> Finding | None:
    if one.kind == "time-check":
        return one.finding
    if one.when is None or when is None:
        return None
    beside = one.when.start - _CLOCK < when.end and when.start < one.when.end + _CLOCK
    return "consistent" if beside else "inconsistent"


def _agree(told: Sequence[Finding]) -> bool:
    """At least one says so, and none says no."""
    return "consistent" in told and "inconsistent" not in told
