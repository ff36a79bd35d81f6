"""Why a rule took two tellings for one event, or was unsure, in words; the numbers stay beside them."""

from collections.abc import Iterator, Mapping

from vedette.fuse.likeness import Gist
from vedette.fuse.same_event import COARSE, Case, Verdict, metres
from vedette.reference.english import day, join, noun_of

_MOST_NAMED = 3
_SURE = 1.0
_HALF = 0.6


def reasons(verdict: Verdict) -> tuple[str, ...]:
    """Clauses that follow "they are one event because"."""
    if verdict.cases is None:
        return verdict.reasons
    left, right = verdict.cases
    told = (_kind(left, right), _place(left, right), _day(left, right), _actors(left, right, verdict.features))
    return (*verdict.reasons, *filter(None, told))


def _kind(left: Case, right: Case) -> str:
    one, other = _noun(left), _noun(right)
    if left.denies and right.denies and one == other:
        return f"both deny {one}"
    if left.denies != right.denies:
        told, denied = (other, one) if left.denies else (one, other)
        return f"one tells of {told}, the other denies {'it' if told == denied else denied}"
    return f"both tell of {one}" if one == other else f"one tells of {one}, the other of {other}"


def _noun(case: Case) -> str:
    noun, _ = noun_of(case.change, case.subtype, case.plover)
    return noun.replace("the capture", "a capture")


def _place(left: Case, right: Case) -> str:
    one, other = left.place, right.place
    if one.id == other.id:
        return f"both name {one.name}, and no finer place" if one.kind in COARSE else f"both name {one.name}"
    apart = _distance(metres(one, other))
    return f"both name {one.name}" if one.name == other.name else f"{one.name} and {other.name} lie {apart} apart"


def _distance(apart: float) -> str:
    return f"{apart / 1_000:.1f} km" if apart >= 1_000 else "less than a kilometre"


def _day(left: Case, right: Case) -> str:
    """A weak day is that of speaking or of publication."""
    early, late = (left, right) if (left.first, left.last) <= (right.first, right.last) else (right, left)
    gap = (late.first - early.last).days
    if left.denies != right.denies and gap > 0:
        return f"the denial came {_days(gap)} later"
    if left.weak and right.weak:
        return "neither says when, and both were told on one day" if gap <= 0 else f"they were told {_days(gap)} apart"
    if left.weak or right.weak:
        stated, weak = (right, left) if left.weak else (left, right)
        told = "that day" if gap <= 0 else f"{_days(gap)} {'later' if weak is late else 'before'}"
        return f"one puts it {_when(stated)}, the other, which says no day, was told {told}"
    if (left.first, left.last) == (right.first, right.last):
        return f"both put it {_when(left)}"
    return "the days they give overlap" if gap <= 0 else f"the days they give are {_days(gap)} apart"


def _days(gap: int) -> str:
    return "a day" if gap == 1 else f"{gap} days"


def _when(case: Case) -> str:
    return f"on {day(case.first)}" if case.first == case.last else f"between {day(case.first)} and {day(case.last)}"


def _actors(left: Case, right: Case, features: Mapping[str, float]) -> str:
    ground = {left.topic, right.topic} <= {"control", "ground"}
    if features["actors"] >= _SURE:
        if ground:
            return "both have the same side on the move"
        same = bool(left.names & right.names)
        return "both name the same people or units" if same else "what they say of the sides agrees"
    who = "which side moved" if ground else "whose doing it was, or whose loss"
    return f"only one says {who}" if features["actors"] >= _HALF else f"neither says {who}"


def likeness_reasons(left: Gist, right: Gist, features: Mapping[str, float]) -> tuple[str, ...]:
    """Of two short reports of one place and day."""
    return tuple(_likeness(left, right, features))


def _likeness(left: Gist, right: Gist, features: Mapping[str, float]) -> Iterator[str]:
    yield "both tell of one place on one day"
    if "rivals" not in features:
        yield "hardly any other report tells of that place and day"
    alike = features.get("alike", 0.0)
    if alike:
        yield f"their words, the rarer the weightier, are {alike:.0%} alike"
    numbers = sorted(left.numbers & right.numbers)[:_MOST_NAMED]
    if numbers:
        yield f"both give the number{'' if len(numbers) == 1 else 's'} {join(numbers)}"
    if features.get("other things"):
        yield "but what they show is not the same"
    if features.get("other happenings"):
        yield "but what they say happened is not the same"
    if features.get("one source"):
        yield "but both come from one source, which seldom tells a thing twice"
