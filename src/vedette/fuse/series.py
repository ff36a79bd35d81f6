"""Tolls and losses over time, from the figures of events: a series for each voice, side by side with the others.

Derived from events alone, so it can be made of any picture, whole or known at a moment. A series needs no event but
those of its own matter: one deed, or one place.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations, islice

from vedette.fuse.names import fold
from vedette.fuse.sides import Sides
from vedette.model.event import Event, Figure, Location, Reach
from vedette.model.ids import DocumentId, SideId, SourceId, content_id
from vedette.model.series import Doubt, Reading, Series, SeriesId
from vedette.model.source import Source
from vedette.model.span import Span

AT_ONE_TIME = timedelta(days=7)
"""Two running counts further apart than this are of different days, and may differ."""

ROUNDING = 0.02
"""Numbers that differ by no more than this share are one number, rounded by somebody."""

_WHOLE_WAR = frozenset({"country"})
Matter = tuple[str, str, str, str]
Voice = tuple[SideId | None, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A figure in its event, and who gave it."""

    figure: Figure
    event: Event
    reach: Reach
    name: str
    voice: Voice


def series(events: Iterable[Event], sides: Sides, sources: Iterable[Source]) -> tuple[Series, ...]:
    """By matter and voice, in the order of their first readings. The order of the events does not matter."""
    names = {source.id: source.name for source in sources}
    matters: dict[Matter, list[_Told]] = {}
    seen: set[tuple[str, Span]] = set()
    for event in sorted(events, key=lambda event: event.id):
        running = {(one.what, one.victim) for one in event.figures if one.reach == "event"}
        for figure in _first_of_family(event):
            # A toll that is told of several places at once stands in the event of each.
            if (figure.what, figure.span) in seen:
                continue
            seen.add((figure.what, figure.span))
            reach: Reach = "event" if (figure.what, figure.victim) in running else figure.reach
            told = _told(figure, event, reach, sides, names)
            matters.setdefault(_matter(figure, event, reach), []).append(told)
    found = [one for matter, told in matters.items() for one in _of_matter(matter, told)]
    return tuple(sorted(found, key=_order))


def _first_of_family(event: Event) -> list[Figure]:
    """Reposts, and whoever quotes a number, give it once: as the first of their family does."""
    families: dict[str, int] = {account.document: account.family for account in reversed(event.accounts)}
    families |= {account.statement: account.family for account in reversed(event.accounts)}
    kept: dict[tuple[object, ...], Figure] = {}
    for one in event.figures:
        family = families.get(one.statement) or families.get(one.span.document) or one.span
        kept.setdefault((family, one.what, one.victim, one.low, one.high, one.reach), one)
    return list(kept.values())


def _order(one: Series) -> tuple[str, str, str, str]:
    return (_stamp(one.readings[0].day), one.matter, one.voice, one.id)


def _stamp(day: date | None) -> str:
    return day.isoformat() if day else "9999"


def _told(figure: Figure, event: Event, reach: Reach, sides: Sides, names: Mapping[SourceId, str]) -> _Told:
    name = figure.speaker or _source(figure.span.document, event, names)
    return _Told(figure=figure, event=event, reach=reach, name=name, voice=(figure.side, sides.bare(name, figure.side)))


def _source(document: DocumentId, event: Event, names: Mapping[SourceId, str]) -> str:
    source = next((one.source for one in event.accounts if one.document == document), None)
    return names.get(source, source) if source else "not named"


def _matter(figure: Figure, event: Event, reach: Reach) -> Matter:
    """What is counted: of one deed the event, else the place, which for a country or none is the whole war."""
    place = _place(event)
    where = event.id if reach == "event" else place.id if place else ""
    return (reach, where, figure.what, fold(figure.victim or ""))


def _place(event: Event) -> Location | None:
    return event.place if event.place and event.place.kind not in _WHOLE_WAR else None


def _of_matter(matter: Matter, told: Sequence[_Told]) -> list[Series]:
    voices: dict[Voice, list[_Told]] = {}
    known = {one.voice for one in told}
    for one in told:
        voices.setdefault(_fullest(one.voice, known), []).append(one)
    found = [
        _one_voice(matter, voice, given) for voice, given in sorted(voices.items(), key=lambda each: _key(each[0]))
    ]
    return _disputed(found)


def _key(voice: Voice) -> tuple[str, tuple[str, ...]]:
    return (voice[0] or "", tuple(sorted(voice[1])))


def _fullest(voice: Voice, known: Iterable[Voice]) -> Voice:
    """ "The ministry" is the one ministry of its side that is named more fully."""
    side, name = voice
    longer = [other for other in known if side and other[0] == side and name and name < other[1]]
    widest = [one for one in longer if not any(one[1] < other[1] for other in longer)]
    return widest[0] if len(widest) == 1 else voice


def _one_voice(matter: Matter, voice: Voice, told: Sequence[_Told]) -> Series:
    readings = sorted({_reading(one) for one in told}, key=_reading_order)
    kept: dict[tuple[object, ...], Reading] = {}
    for one in readings:
        kept.setdefault((one.day, one.figure.low, one.figure.high), one)
    first = min(told, key=lambda one: (_stamp(one.figure.told), one.event.id, one.figure.span))
    name = max((one.name for one in told), key=lambda name: (len(name), name))
    running = first.reach != "period"
    return Series(
        id=SeriesId(content_id("ser", *matter, *_key(voice)[1], voice[0] or "")),
        matter=content_id("mat", *matter),
        what=first.figure.what,
        victim=first.figure.victim,
        reach=first.reach,
        place=first.event.place if first.reach == "event" else _place(first.event),
        voice=name,
        side=voice[0],
        readings=_falling(tuple(kept.values())) if running else tuple(kept.values()),
    )


def _reading(told: _Told) -> Reading:
    """A running count is dated by the day it was given: what it counts began long before."""
    figure, when = told.figure, told.event.when
    deed = when.last_day if when else None
    day = deed or figure.told if told.reach == "period" else figure.told or deed
    return Reading(figure=figure, event=told.event.id, day=day)


def _reading_order(one: Reading) -> tuple[object, ...]:
    low, high = bounds(one.figure)
    return (_stamp(one.day), low, high, one.figure.span)


def bounds(figure: Figure) -> tuple[float, float]:
    """Inclusive; open ends are nothing and infinity."""
    low = figure.low if figure.low is not None else 0.0
    return (low, figure.high if figure.high is not None else float("inf"))


def _falling(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """What had been counted by one day was counted by the next: a lower number takes an earlier one back."""
    found: list[Reading] = []
    before = highest = 0.0
    last: date | None = None
    for one in readings:
        if one.day is None:
            found.append(one)
            continue
        if one.day != last:
            before, last = highest, one.day
        highest = max(highest, bounds(one.figure)[0])
        found.append(_doubted(one, "falls") if bounds(one.figure)[1] < before else one)
    return tuple(found)


def _doubted(one: Reading, doubt: Doubt) -> Reading:
    return one if doubt in one.doubts else replace(one, doubts=(*one.doubts, doubt))


def _disputed(found: Sequence[Series]) -> list[Series]:
    """Marks the readings of one matter that cannot both be right."""
    marked = {one.id: list(one.readings) for one in found}
    against: dict[SeriesId, set[SeriesId]] = {one.id: set() for one in found}
    for left, right in combinations(found, 2):
        for a, b in _clashes(left, right):
            marked[left.id][a] = _doubted(marked[left.id][a], "disputed")
            marked[right.id][b] = _doubted(marked[right.id][b], "disputed")
            against[left.id].add(right.id)
            against[right.id].add(left.id)
    return [replace(one, readings=tuple(marked[one.id]), against=tuple(sorted(against[one.id]))) for one in found]


def _clashes(left: Series, right: Series) -> list[tuple[int, int]]:
    """Whoever gives several numbers for one day counts several things: one of them that agrees is enough."""
    near = list(_near(left, right))
    apart = [(a, b) for a, b in near if _apart(left.readings[a].figure, right.readings[b].figure)]
    agreeing = {(left.readings[a].day, right.readings[b].day) for a, b in set(near).difference(apart)}
    return [
        (a, b)
        for a, b in apart
        if (left.readings[a].day, right.readings[b].day) not in agreeing and _of_one_time(left, right, a, b)
    ]


def _near(left: Series, right: Series) -> Iterator[tuple[int, int]]:
    """Pairs of readings that may be of one time; those without a day are beside all. Readings are in order of days."""
    dated = [one.day for one in right.readings if one.day is not None]
    for a, one in enumerate(left.readings):
        first = last = 0
        if one.day is None:
            last = len(dated)
        else:
            first = bisect_left(dated, one.day - AT_ONE_TIME)
            last = bisect_right(dated, one.day + AT_ONE_TIME)
        yield from ((a, b) for b in (*range(first, last), *range(len(dated), len(right.readings))))


def _of_one_time(left: Series, right: Series, a: int, b: int) -> bool:
    """Whether the two count to the same day, or near it. Running counts grow: each voice's newest at the time of the
    other's is compared, and a later one may be higher, unless two sides count."""
    one, other = left.readings[a], right.readings[b]
    if one.day is None or other.day is None:
        return left.reach == "event"
    if left.reach == "period" or one.day == other.day:
        return one.day == other.day
    newest = not _between(left, a, one.day, other.day) and not _between(right, b, other.day, one.day)
    if not newest or abs(one.day - other.day) > AT_ONE_TIME:
        return False
    earlier, later = (one, other) if one.day < other.day else (other, one)
    falls = bounds(later.figure)[1] < bounds(earlier.figure)[0]
    return falls or (left.side is not None and right.side is not None and left.side != right.side)


def _between(series: Series, at: int, own: date, other: date) -> bool:
    """Whether the same voice gave a newer number by the other's day."""
    for later in islice(series.readings, at + 1, None):
        if later.day is None or later.day > other:
            return False
        if later.day > own:
            return True
    return False


def _apart(one: Figure, other: Figure) -> bool:
    """Beyond rounding."""
    (low, high), (from_, to) = bounds(one), bounds(other)
    gap = max(from_ - high, low - to)
    return gap > ROUNDING * max(min(high, to), 1.0)
