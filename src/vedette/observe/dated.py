"""The moment a file says it was taken, held against the moment its message was published."""

from datetime import timedelta

from vedette.model.capture import MESSAGE, Capture
from vedette.model.interval import Interval
from vedette.model.observation import Finding, Observation, observation_id
from vedette.observe.sun import sun

METHOD, VERSION = "published", "1"

# A camera that writes its local time as UTC is off by so much at most.
_CLOCK = timedelta(hours=14)
_FRESH = timedelta(days=1)


def checked(
    capture: Capture, published: Interval | None, when: Interval | None, spot: tuple[float, float] | None, *, zone: bool
) -> Observation | None:
    """None where one of the two is not known: the metadata alone says so then. `zone`: that of the clock is known."""
    message = capture.header(MESSAGE)
    if published is None or when is None or message is None:
        return None
    finding, words = held(when, published)
    if spot is not None and zone:
        words = f"{words} {light(spot, when)}"
    return Observation(
        id=observation_id("time-check", METHOD, VERSION, capture.id),
        kind="time-check",
        when=when,
        could_observe=finding != "cannot-tell",
        finding=finding,
        note=words,
        capture=capture.id,
        about=(message,),
        method=METHOD,
        version=VERSION,
    )


def held(when: Interval, published: Interval) -> tuple[Finding, str]:
    """`when` it was taken by its own word, and a sentence on it."""
    said = "By its own word the file was taken"
    if when.start > published.end + _CLOCK:
        return "inconsistent", (
            f"{said} {_long(when.start - published.end)} after its message was published: its clock is wrong, or the "
            "message or the file was changed later."
        )
    if when.start >= published.end:
        return "cannot-tell", (
            f"{said} {_long(when.start - published.end)} after its message was published, which a clock on local time "
            "explains."
        )
    if when.end >= published.start - _FRESH:
        return "consistent", f"{said} within the day before its message was published."
    return "cannot-tell", (
        f"{said} {_long(published.start - when.end)} before its message was published: older than news, and no proof "
        "of anything."
    )


def light(spot: tuple[float, float], when: Interval) -> str:
    """How high the sun stood, in a sentence."""
    height = sun(*spot, when.start).elevation
    if height < -6:
        return "There and then it was night; see whether it shows daylight."
    if height < 0:
        return "There and then it was dusk or dawn; see whether it shows that light."
    return f"There and then the sun stood {height:.0f}° above the horizon; see whether light and shadows fit."


def _long(span: timedelta) -> str:
    if span < timedelta(days=2):
        return f"{max(1, round(span / timedelta(hours=1)))} h"
    return f"{span.days:,} days"
