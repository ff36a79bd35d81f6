"""Which facts may leave a workspace: whole ones, for a fact without one of its names is not that fact any more."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

from vedette.evidence.custody import reasons
from vedette.model.analysis import Analysis
from vedette.model.annotation import Annotation
from vedette.model.capture import MESSAGE, Capture
from vedette.model.correction import Correction
from vedette.model.document import Document
from vedette.model.failure import Failure
from vedette.model.ids import CaptureId, DocumentId
from vedette.model.link import Link, mention_of
from vedette.model.observation import Observation, ObservationQuery
from vedette.model.retraction import Retraction
from vedette.model.source import Source
from vedette.model.watch import Policy
from vedette.ports import View
from vedette.publish.policy import Clearance, clear
from vedette.publish.sights import open_observations

T = TypeVar("T")
_AT_ONCE = 500
_EVERY = ObservationQuery(limit=2**31 - 1)


@dataclass(slots=True, kw_only=True)
class Choice:
    """What `policy` lets out of `view`: nothing of a withheld source, nothing with a redacted name in it, nothing
    younger than the longest delay. `withheld` counts the captures and documents that stay."""

    view: View
    policy: Policy
    now: datetime
    clearance: Clearance = field(init=False)
    captures: list[Capture] = field(init=False)
    shown: set[DocumentId] = field(init=False)
    origins: set[str] = field(init=False)
    withheld: int = field(init=False)

    def __post_init__(self) -> None:
        self.clearance = clear(self.view, self.policy, self.now)
        every = self.view.captures()
        held, total = self._held_captures() if self.policy.holds_back else (set[CaptureId](), 0)
        self.captures = [one for one in every if one.id not in held and self._is_free(one)]
        free = {one.id for one in self.captures}
        self.shown, self.origins = set(), set()
        for one in self.view.sightings():
            if one.capture in free:
                self.shown.add(one.id)
                self.origins.add(one.origin)
        self.withheld = len(every) - len(free) + total - len(self.shown) if self.policy.holds_back else 0

    def _held_captures(self) -> tuple[set[CaptureId], int]:
        """Of what one capture told all stays, or nothing. And how many documents there are."""
        late = self.now - timedelta(hours=self.policy.longest_delay)
        held, seen = set[CaptureId](), set[DocumentId]()
        for one in self.view.sightings():
            seen.add(one.id)
            young = self.policy.longest_delay > 0 and one.published is not None and one.published.end > late
            if young or one.id in self.clearance.held or not self._is_open(one, one.source):
                held.add(one.capture)
        origins = {one.origin for one in self.view.sightings() if one.capture in held}
        # Media of a report that stays, stay with it.
        held |= {one.id for one in self.view.captures() if one.header(MESSAGE) in origins}
        return held, len(seen)

    def _is_free(self, capture: Capture) -> bool:
        if not self.policy.holds_back:
            return True
        late = self.now - timedelta(hours=self.policy.longest_delay)
        young = self.policy.longest_delay > 0 and capture.fetched > late
        return not young and self._is_open(capture, capture.source)

    def _is_open(self, fact: object, source: str | None = None) -> bool:
        return source not in self.policy.withhold and self.clearance.veil.words(fact) == fact

    def sources(self) -> Iterator[Source]:
        return (one for one in self.view.sources() if self._is_open(one, one.id))

    def documents(self) -> Iterator[Document | Analysis | Annotation]:
        """Each followed by what was understood of it, and noted in it, the first time."""
        told: set[DocumentId] = set()
        for some in batches(self.view.sightings(), _AT_ONCE):
            kept = [one for one in some if one.id in self.shown]
            new = [one.id for one in kept if one.id not in told]
            of: dict[DocumentId, list[Analysis | Annotation]] = {}
            for each in self._made_of(new) if new else ():
                of.setdefault(each.document, []).append(each)
            for one in kept:
                yield one
                yield from of.pop(one.id, ())
                told.add(one.id)

    def _made_of(self, documents: Sequence[DocumentId]) -> Iterator[Analysis | Annotation]:
        yield from self.view.analyses(documents)
        held = self.policy.holds_back
        yield from (one for one in self.view.annotations(documents) if not held or self._is_open(one))

    def observations(self) -> Iterator[Observation]:
        if not self.policy.holds_back:
            yield from self.view.observations(_EVERY)
            return
        documents = [one for one in self.view.documents() if one.id in self.shown]
        free = {one.id for one in self.captures}
        for one in open_observations(self.view, self.clearance, documents):
            of = {one.capture, one.earlier} - {None}
            if of <= free and self._is_open(one):
                yield one

    def links(self) -> Iterator[Link]:
        for some in batches(self.view.links(), _AT_ONCE):
            if not self.policy.holds_back:
                yield from some
                continue
            ends = {mention_of(end) for one in some for end in one.pair}
            told = {end for end, document in self.view.told_in(sorted(ends)).items() if document in self.shown}
            yield from (one for one in some if set(map(mention_of, one.pair)) <= told and self._is_open(one))

    def retractions(self) -> Iterator[Retraction]:
        kept = (one for one in self.view.retractions() if not self.policy.holds_back or one.origin in self.origins)
        return (one for one in kept if self._is_open(one))

    def corrections(self) -> Iterator[Correction]:
        every, held = self.view.corrections(), self.policy.holds_back
        return (one for one in every if not held or (one.document in self.shown and self._is_open(one)))

    def failures(self) -> Iterator[Failure]:
        """Of an address that never answered only where nothing is held back."""
        items: Collection[str] = {*(one.id for one in self.captures), *self.shown}
        kept = (one for one in self.view.failures() if not self.policy.holds_back or one.item in items)
        return (one for one in kept if self._is_open(one))

    def archived(self, *, media: bool) -> Iterator[str]:
        """SHA-256 of what lies in the archive and may leave, each once; restricted media only with `media`."""
        known: dict[str, None] = {}
        restricted = {one.id for one in self.captures if reasons(one, self.policy.withhold)}
        for one in self.captures:
            if media or one.id not in restricted:
                known[one.sha256] = None
        for seen in self.observations():
            if seen.pixels and (media or seen.capture not in restricted):
                known.update(dict.fromkeys(str(kept.sha256) for kept in seen.pixels.kept))
        yield from known


def batches(facts: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(facts)
    while some := list(islice(rest, size)):
        yield some
