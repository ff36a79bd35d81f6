"""Seen before? What the watch remembers of footage, and what follows from meeting it again.

A memory holds the fingerprints of every picture and recording, on disk beside the store; it can be made anew from the
captures. Of two showings of one footage the later one is recycled, whichever came into the watch first.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from vedette.model.capture import CHANNEL, MESSAGE, Capture
from vedette.model.errors import ReadError
from vedette.model.ids import CaptureId
from vedette.model.interval import Interval
from vedette.model.observation import Observation, observation_id
from vedette.model.prints import Prints
from vedette.observe.stage import published
from vedette.ports import Outcome, Recorder, StageKey, View
from vedette.reference.english import day

METHOD, VERSION = "footage", "1"
# Within days everybody shows the same footage; that is sharing, not recycling.
_RECYCLED_AFTER = timedelta(days=3)
_MOST = 3
_MONTH, _YEAR = 30.44, 365.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """The same footage in another capture. `score` runs from 0 to 1; `offset_s` is the second of the other at which
    this one begins, None for pictures."""

    capture: CaptureId
    score: float
    method: str
    offset_s: float | None = None


class Memory(Protocol):
    """Keyed by capture. Adding what is there already changes nothing, so a killed run may be repeated."""

    def add(self, prints: Sequence[Prints]) -> None:
        """All of them at once or, if killed, none."""
        ...

    def alike(self, prints: Prints) -> Sequence[Likeness]:
        """The same footage in other captures, surest first; never the same captured bytes under their own id. Raises
        ReadError for prints of which nothing can be made."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembering:
    """A store, to the loop, that sends fingerprints into the memory and adds what the memory recognises. The memory is
    written first: a run that is killed in between finds itself there again. Of a capture that one sense could make
    nothing of, and has `told` so, the next need not tell it again."""

    store: Recorder
    memory: Memory
    told: set[str] = field(default_factory=set)

    def view(self) -> View:
        return self.store.view()

    def record(self, stage: StageKey, outcomes: Sequence[Outcome[Any]]) -> None:
        fresh = [prints for outcome in outcomes for prints in _prints(outcome)]
        if fresh:
            self.memory.add(fresh)
        self.store.record(stage, [self._recognised(outcome) for outcome in outcomes])

    def _recognised(self, outcome: Outcome[Any]) -> Outcome[Any]:
        facts = tuple(one for one in outcome.results if not isinstance(one, Prints))
        try:
            met = [likeness for prints in _prints(outcome) for likeness in self.memory.alike(prints)]
        except ReadError as error:
            return replace(outcome, results=facts, failure=f"{outcome.item} {error}")
        ids = sorted({CaptureId(outcome.item), *(one.capture for one in met)})
        captures = {one.id: one for one in self.store.view().captures(ids)} if met else {}
        here = captures.get(CaptureId(outcome.item))
        seen = recycled(here, met, captures.get) if here else ()
        return replace(outcome, results=(*facts, *seen), failure=self._new(outcome))

    def _new(self, outcome: Outcome[Any]) -> str | None:
        if outcome.failure is None or outcome.results:
            return outcome.failure
        if outcome.item in self.told:
            return None
        self.told.add(outcome.item)
        return outcome.failure


def _prints(outcome: Outcome[Any]) -> list[Prints]:
    return [one for one in outcome.results if isinstance(one, Prints)]


def recycled(
    here: Capture, met: Iterable[Likeness], capture: Callable[[CaptureId], Capture | None]
) -> Iterator[Observation]:
    """For each showing of this footage that is days apart from this one, an observation on the later of the two; of
    many earlier showings the first three."""
    others = [(other, one) for one in met if one.capture != here.id and (other := capture(one.capture)) is not None]
    dated = [(moment, other, one) for other, one in others if (moment := _published(other)) is not None]
    now = _published(here)
    if now is None:
        return
    earlier = sorted((row for row in dated if now - row[0] >= _RECYCLED_AFTER), key=lambda row: (row[0], row[1].id))
    for moment, other, one in earlier[:_MOST]:
        yield _again(here, now, other, moment, one)
    for moment, other, one in dated:
        if moment - now >= _RECYCLED_AFTER:
            yield _again(other, moment, here, now, one)


def _again(later: Capture, shown: datetime, first: Capture, before: datetime, one: Likeness) -> Observation:
    message = later.header(MESSAGE)
    return Observation(
        id=observation_id("seen-before", METHOD, VERSION, later.id, first.id),
        kind="seen-before",
        when=Interval.of_instant(before),
        measure=one.score,
        unit="likeness",
        quality=one.score,
        could_observe=True,
        note=_note(first, before, shown - before),
        capture=later.id,
        about=(message,) if message else (),
        method=f"{METHOD}: {one.method}",
        version=VERSION,
        earlier=first.id,
    )


def _note(first: Capture, before: datetime, gap: timedelta) -> str:
    by = first.header(CHANNEL) or first.source
    who = f" by {by}" if by else ""
    return f"This footage was published on {day(before.date())}{who}, {_long(gap)} before."


def _long(gap: timedelta) -> str:
    days = gap.days
    if days < 2 * _MONTH:
        return f"{days} days"
    if days < 2 * _YEAR:
        return f"{round(days / _MONTH)} months"
    return f"{days / _YEAR:.0f} years"


def _published(capture: Capture) -> datetime | None:
    found = published(capture)
    return found.start if found else None
