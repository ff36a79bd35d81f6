"""A picture that grows report by report: what one change of the facts does to it, at the cost of what it reaches.

The rules are those of `picture.build_picture`, and a property test compares the two field by field. New reports, edits
(the former version gone, the new one new), reports taken back, observations and persons' words are taken in. New
sources ask for a new start.
"""

from collections.abc import Iterable, Iterator

from vedette.fuse.ground import Ground
from vedette.fuse.growing_events import GrowingEvents, Grown, Paper
from vedette.fuse.holding import Sign
from vedette.fuse.misgivings import gravity
from vedette.fuse.picture import event_order, sides_in
from vedette.fuse.sides import Sides
from vedette.fuse.signs import presence_signs
from vedette.fuse.telling import publisher
from vedette.fuse.threats import Ledger, rank
from vedette.fuse.witness import Witnesses
from vedette.model.event import Control, Event, Picture, PictureChange, Threat
from vedette.model.ids import DocumentId, EventId, PlaceId, SideId, StatementId, ThreatId
from vedette.model.link import Link
from vedette.model.misgiving import Misgiving
from vedette.model.observation import Observation
from vedette.model.source import Source
from vedette.model.watch import Watch

Change = tuple[PictureChange, tuple[Link, ...]]


class Growing:
    """Holds what it was told until it is let go: some kilobytes a statement."""

    def __init__(
        self,
        *,
        sources: Iterable[Source],
        links: Iterable[Link],
        watch: Watch,
        observations: Iterable[Observation] = (),
    ) -> None:
        self._publishers = {source.id: source for source in sorted((*sources, *watch.sources), key=lambda one: one.id)}
        self._sides = Sides(watch, self._publishers.values())
        self._growing = GrowingEvents(
            publishers=self._publishers,
            sides=self._sides,
            links=tuple(links),
            observations=observations,
            needed=watch.persons_needed,
        )
        self._ledger = Ledger()
        self._events: dict[EventId, Event] = {}
        self._ground = Ground(self._sides, self._publishers.values())
        self._there: dict[DocumentId, list[Sign]] = {}
        self._threats: dict[ThreatId, Threat] = {}
        self._spoken: dict[DocumentId, dict[StatementId, SideId]] = {}
        self._unsure: dict[EventId, tuple[Misgiving, ...]] = {}

    def change(
        self,
        *,
        new: Iterable[Paper] = (),
        gone: Iterable[DocumentId] = (),
        links: Iterable[Link] = (),
        witnesses: Witnesses | None = None,
    ) -> Change:
        """What is different, and the links to be appended; `witnesses` are all there are now. `new` are taken one by
        one: what nothing is made of is let go before the next."""
        gone, heard = list(gone), _Heard()
        for document in gone:
            self._forget(document, heard)
        passing = self._heard(new, heard)
        grown = self._growing.change(new=passing, gone=gone, links=links, witnesses=witnesses)
        events_gone, events = self._put_events([one.event for one in grown.gone], [one.event for one in grown.made])
        threats_gone, threats = self._put_threats()
        unsure_gone, unsure = self._put_unsure(grown)
        change = PictureChange(
            events_gone=events_gone,
            events=events,
            control=self._put_ground(grown, heard),
            threats_gone=threats_gone,
            threats=threats,
            sides_gone=tuple(sorted(heard.sides_gone)),
            sides=tuple(sorted(heard.sides.items())),
            unsure_gone=unsure_gone,
            unsure=unsure,
        )
        return change, grown.links

    def holds(self, document: DocumentId) -> bool:
        return document in self._spoken

    def picture(self) -> Picture:
        return Picture(
            events=tuple(sorted(self._events.values(), key=event_order)),
            control=self._ground.rows(),
            threats=tuple(sorted(self._threats.values(), key=rank)),
            sides=tuple(sorted(pair for told in self._spoken.values() for pair in told.items())),
            unsure=tuple(sorted((one for told in self._unsure.values() for one in told), key=gravity)),
        )

    def links(self) -> tuple[Link, ...]:
        """All that rules would note now."""
        return self._growing.links()

    def _put_events(
        self, gone: Iterable[Event | None], made: Iterable[Event | None]
    ) -> tuple[tuple[EventId, ...], tuple[Event, ...]]:
        before = {one.id: self._events.pop(one.id, one) for one in gone if one is not None}
        after = {one.id: one for one in made if one is not None}
        self._events |= after
        return (
            tuple(one for one, event in before.items() if after.get(one) != event),
            tuple(event for one, event in after.items() if before.get(one) != event),
        )

    def _put_unsure(self, grown: Grown) -> tuple[tuple[EventId, ...], tuple[Misgiving, ...]]:
        gone = {one.event.id for one in grown.gone if one.event is not None}
        before = {one: self._unsure.pop(one, ()) for one in gone}
        after = {one.event.id: one.unsure for one in grown.made if one.event is not None}
        self._unsure |= after
        different = [one for one in before.keys() | after.keys() if before.get(one, ()) != after.get(one, ())]
        return tuple(sorted(different)), tuple(each for one in sorted(different) for each in after.get(one, ()))

    def _forget(self, document: DocumentId, heard: "_Heard") -> None:
        heard.signs_gone += self._there.pop(document)
        heard.sides_gone |= self._spoken.pop(document).keys()
        self._ledger.remove(document)

    def _heard(self, new: Iterable[Paper], heard: "_Heard") -> Iterator[Paper]:
        """Passes them on, with note taken of what does not depend on any other."""
        for document, analysis in new:
            source = publisher(document, self._publishers)
            signs = self._there[document.id] = presence_signs(document, source, analysis, self._sides)
            sides = self._spoken[document.id] = sides_in(document, source, analysis, self._sides)
            heard.signs += signs
            heard.sides |= sides
            self._ledger.add(document, analysis, source, self._sides)
            yield document, analysis

    def _put_ground(self, grown: Grown, heard: "_Heard") -> tuple[tuple[PlaceId, tuple[Control, ...]], ...]:
        return self._ground.change(
            signs_gone=(*(one.sign for one in grown.gone), *heard.signs_gone),
            signs=(*(one.sign for one in grown.made), *heard.signs),
            events_gone=(one.event for one in grown.gone),
            events=(one.event for one in grown.made),
        )

    def _put_threats(self) -> tuple[tuple[ThreatId, ...], tuple[Threat, ...]]:
        former, made = self._ledger.settle()
        for one in former:
            del self._threats[one.id]
        self._threats |= {one.id: one for one in made}
        return tuple(one.id for one in former), tuple(made)


class _Heard:
    """What one change brings of presence, and of sides that speak, and takes away."""

    def __init__(self) -> None:
        self.signs: list[Sign] = []
        self.signs_gone: list[Sign] = []
        self.sides: dict[StatementId, SideId] = {}
        self.sides_gone: set[StatementId] = set()
