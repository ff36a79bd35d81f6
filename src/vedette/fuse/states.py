"""Held, contested or unknown: what stands of a place on a day, by the rules of `docs/status.md`.

From what is told of that place alone: its changes of holder, the events there, and who is said to be in it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from vedette.fuse.presence import Presence
from vedette.fuse.record import gainer
from vedette.fuse.sides import Sides
from vedette.fuse.signs import TAKEN
from vedette.model.event import Control, Event, Location
from vedette.model.ids import SideId, StatementId
from vedette.model.state import Ground, State
from vedette.reference.english import day as worded

CONTESTED_FOR = timedelta(days=14)
"""So long after it is told, fighting for a place or a claim to it keeps it contested."""

TOLD_FOR = timedelta(days=45)
"""So long who is told to be in a place holds it, where no change of holder is told before."""

_WEAK = frozenset({"denied", "unconfirmed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sign:
    """What makes a place contested, or shows who is there. `side` None: it is fought over."""

    day: date
    side: SideId | None
    words: str
    statements: tuple[StatementId, ...]


def state_on(
    place: Location,
    on: date,
    *,
    rows: Iterable[Control],
    events: Iterable[Event],
    presences: Iterable[Presence],
    sides: Sides,
) -> State:
    """`rows`, `events` and `presences` are those of the place, in any order."""
    ordered = sorted(rows, key=lambda row: row.day)
    last = next((row for row in reversed(ordered) if row.day <= on), None)
    signs = sorted(_signs(events, presences, sides), key=lambda sign: (sign.day, sign.words))
    signs = [sign for sign in signs if sign.day <= on]
    if last is None:
        return _before_any_change(place, on, ordered, signs, sides)
    doubts = [sign for sign in _recent(signs, on) if sign.day >= last.day and sign.side != last.holder]
    if last.status == "contested" and on - last.day <= CONTESTED_FOR:
        doubts.insert(0, _of_row(last, "is said by some to have taken it, and others deny it", sides))
    held = _of_row(last, f"is the last said to have taken it ({last.status})", sides)
    if doubts:
        return _state(place, on, "contested", last.holder, doubts[0].day, [*doubts, held])
    there = [sign for sign in signs if sign.side == last.holder and sign.day > last.day]
    return _state(place, on, "held", last.holder, last.day, [held, *there[-1:]])


def _before_any_change(
    place: Location, on: date, rows: Sequence[Control], signs: Sequence[_Sign], sides: Sides
) -> State:
    """No change is told up to that day: who is told to be there, else from whom it was taken later, else unknown."""
    recent = _recent(signs, on)
    fought = [sign for sign in recent if sign.side is None]
    told = [sign for sign in signs if sign.side is not None and on - sign.day <= TOLD_FOR]
    holders = {sign.side for sign in told}
    former = rows[0].previous if rows else None
    if fought or len(holders) > 1:
        return _state(place, on, "contested", former, (fought or told)[0].day, [*fought, *told])
    if told:
        return _state(place, on, "held", told[-1].side, told[0].day, told[-1:])
    if former is not None:
        later = _of_row(rows[0], f"took it later, from {sides.name(former)}", sides)
        return _state(place, on, "held", former, None, [later])
    nothing = Ground(words=f"Nothing is told of who held it up to {worded(on)}.")
    return State(place=place, on=on, standing="unknown", holder=None, since=None, grounds=(nothing,))


def _state(
    place: Location, on: date, standing: str, holder: SideId | None, since: date | None, signs: Sequence[_Sign]
) -> State:
    grounds = {sign.words: Ground(words=sign.words, statements=sign.statements) for sign in signs}
    return State(
        place=place,
        on=on,
        standing="contested" if standing == "contested" else "held",
        holder=holder,
        since=since,
        grounds=tuple(grounds.values()),
    )


def _recent(signs: Iterable[_Sign], on: date) -> list[_Sign]:
    return [sign for sign in signs if on - sign.day <= CONTESTED_FOR]


def _of_row(row: Control, words: str, sides: Sides) -> _Sign:
    return _Sign(
        day=row.day,
        side=row.holder,
        words=f"{sides.name(row.holder)} {words}, on {worded(row.day)}.",
        statements=row.statements,
    )


def _signs(events: Iterable[Event], presences: Iterable[Presence], sides: Sides) -> Iterator[_Sign]:
    for event in events:
        yield from _of_event(event, sides)
    for one in presences:
        yield _of_presence(one, sides)


def _of_event(event: Event, sides: Sides) -> Iterator[_Sign]:
    """Fighting in the place itself, and a claim to have taken it."""
    if event.when is None or event.assessment.status in _WEAK:
        return
    day = event.when.last_day
    if event.change == "contested" or (event.change is None and event.subtype == "armed-clash"):
        yield _Sign(
            day=day, side=None, words=f"Fighting there on {worded(day)} is told of.", statements=event.statements
        )
    elif event.change in TAKEN and (side := gainer(event, sides)) is not None:
        words = f"{sides.name(side)} is said to have taken it on {worded(day)} ({event.assessment.status})."
        yield _Sign(day=day, side=side, words=words, statements=event.statements)


def _of_presence(one: Presence, sides: Sides) -> _Sign:
    day = one.when.last_day
    if one.holder is None:
        words = f"It is told on {worded(day)} that it is fought over."
    else:
        name = sides.name(one.holder)
        by = " by that side itself" if one.teller == one.holder else ""
        how = f"is told{by} to hold it" if one.how == "held" else f"is told{by} to have forces in it"
        words = f"{name} {how}, on {worded(day)}."
    return _Sign(day=day, side=one.holder, words=words, statements=(one.statement,))
