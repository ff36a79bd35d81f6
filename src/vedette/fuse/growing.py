"""A picture that grows report by report: what one change of the facts does to it, at the cost of what it reaches.

The rules are those of `picture.build_picture`, and a property test compares the two field by field. New reports, edits
(the former version gone, the new one new), reports taken back and persons' words on mentions are taken in. Anything
else asks for a new start: sources, observations, a person's word on an observation, and a report taken out that has
copies. `change` answers None to the last.
"""

from collections.abc import Iterable

from vedette.fuse.control import control
from vedette.fuse.growing_events import GrowingEvents, Paper
from vedette.fuse.holding import Sign
from vedette.fuse.picture import event_order, sides_in
from vedette.fuse.sides import Sides
from vedette.fuse.telling import publisher
from vedette.fuse.threats import Ledger, rank
from vedette.model.event import Control, Event, Picture, PictureChange, Threat
from vedette.model.ids import DocumentId, EventId, PlaceId, SideId, StatementId, ThreatId
from vedette.model.link import Link
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
            publishers=self._publishers, sides=self._sides, links=tuple(links), observations=observations
        )
        self._ledger = Ledger()
        self._events: dict[EventId, Event] = {}
        self._signs: dict[PlaceId, dict[EventId, Sign]] = {}
        self._control: dict[PlaceId, tuple[Control, ...]] = {}
        self._threats: dict[ThreatId, Threat] = {}
        self._spoken: dict[DocumentId, dict[StatementId, SideId]] = {}

    def change(
        self, *, new: Iterable[Paper] = (), gone: Iterable[DocumentId] = (), links: Iterable[Link] = ()
    ) -> Change | None:
        """What is different, and the links to be appended. After None this is of no more use."""
        new, gone = list(new), list(gone)
        grown = self._growing.change(new=new, gone=gone, links=links)
        if grown is None:
            return None
        events_gone, events = self._put_events([one.event for one in grown.gone], [one.event for one in grown.made])
        sides_gone, sides = self._put_sides(new, gone)
        threats_gone, threats = self._put_threats(new, gone)
        change = PictureChange(
            events_gone=events_gone,
            events=events,
            control=self._put_signs([one.sign for one in grown.gone], [one.sign for one in grown.made]),
            threats_gone=threats_gone,
            threats=threats,
            sides_gone=sides_gone,
            sides=sides,
        )
        return change, grown.links

    def picture(self) -> Picture:
        rows = sorted(self._control.items())
        found = (row for _, there in rows for row in there)
        return Picture(
            events=tuple(sorted(self._events.values(), key=event_order)),
            control=tuple(sorted(found, key=lambda row: (row.day, row.place.name, row.place.id))),
            threats=tuple(sorted(self._threats.values(), key=rank)),
            sides=tuple(sorted(pair for told in self._spoken.values() for pair in told.items())),
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

    def _put_signs(
        self, gone: Iterable[Sign | None], made: Iterable[Sign | None]
    ) -> tuple[tuple[PlaceId, tuple[Control, ...]], ...]:
        before, after = _by_event(gone), _by_event(made)
        places = {key[0] for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        for place, event in before:
            del self._signs[place][event]
        for (place, event), sign in after.items():
            self._signs.setdefault(place, {})[event] = sign
        return tuple(self._put_control(sorted(places)))

    def _put_control(self, places: Iterable[PlaceId]) -> Iterable[tuple[PlaceId, tuple[Control, ...]]]:
        for place in places:
            rows = control(self._signs[place].values())
            if rows != self._control.get(place, ()):
                self._control[place] = rows
                yield place, rows

    def _put_sides(
        self, new: Iterable[Paper], gone: Iterable[DocumentId]
    ) -> tuple[tuple[StatementId, ...], tuple[tuple[StatementId, SideId], ...]]:
        left = {statement for document in gone for statement in self._spoken.pop(document)}
        told: dict[StatementId, SideId] = {}
        for document, analysis in new:
            found = sides_in(document, publisher(document, self._publishers), analysis, self._sides)
            self._spoken[document.id] = found
            told |= found
        return tuple(sorted(left)), tuple(sorted(told.items()))

    def _put_threats(
        self, new: Iterable[Paper], gone: Iterable[DocumentId]
    ) -> tuple[tuple[ThreatId, ...], tuple[Threat, ...]]:
        for former_id in gone:
            self._ledger.remove(former_id)
        for document, analysis in new:
            self._ledger.add(document, analysis, publisher(document, self._publishers), self._sides)
        former, made = self._ledger.settle()
        for one in former:
            del self._threats[one.id]
        self._threats |= {one.id: one for one in made}
        return tuple(one.id for one in former), tuple(made)


def _by_event(signs: Iterable[Sign | None]) -> dict[tuple[PlaceId, EventId], Sign]:
    return {(one.event.place.id, one.event.id): one for one in signs if one is not None and one.event.place is not None}
