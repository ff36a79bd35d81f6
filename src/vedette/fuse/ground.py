"""Who holds which place, kept up as signs and events come and go.

A place's rows follow from its own signs, and from how the records of the sides weigh (`tilt.Tilt`): a few coarse
rungs over the whole watch. Only where a rung is climbed or fallen are all places asked again.
"""

from collections.abc import Iterable, Iterator

from vedette.fuse.control import control
from vedette.fuse.holding import Sign, hold_weight
from vedette.fuse.record import claims_of_place
from vedette.fuse.sides import Sides
from vedette.fuse.signs import TAKEN, can_be_held
from vedette.fuse.tilt import Tally, Tilt, summed, tallies, tilt, tilted
from vedette.model.event import Control, Event
from vedette.model.ids import EventId, PlaceId, SideId
from vedette.model.source import Source

Rows = tuple[PlaceId, tuple[Control, ...]]


class Ground:
    """The order in which signs and events come does not matter."""

    def __init__(self, sides: Sides, sources: Iterable[Source]) -> None:
        self._sides = sides
        self._names = {source.id: source.name for source in sources}
        self._signs: dict[PlaceId, dict[str, Sign]] = {}
        self._events: dict[PlaceId, dict[EventId, Event]] = {}
        self._tallies: dict[PlaceId, dict[SideId, Tally]] = {}
        self._sums: dict[SideId, Tally] = {}
        self._tilt: Tilt = {}
        self._control: dict[PlaceId, tuple[Control, ...]] = {}

    def rows(self) -> tuple[Control, ...]:
        """All of them, by day and place."""
        found = (row for there in self._control.values() for row in there)
        return tuple(sorted(found, key=lambda row: (row.day, row.place.name, row.place.id)))

    def change(
        self,
        *,
        signs_gone: Iterable[Sign | None] = (),
        signs: Iterable[Sign | None] = (),
        events_gone: Iterable[Event | None] = (),
        events: Iterable[Event | None] = (),
    ) -> tuple[Rows, ...]:
        """The places whose rows are other than before, with their rows. None among the signs or events is nothing."""
        touched = self._put_signs(signs_gone, signs)
        self._put_events(events_gone, events)
        weighed = tilt(self._sums)
        if weighed != self._tilt:
            self._tilt = weighed
            touched = set(self._signs)
        return tuple(self._settled(sorted(touched)))

    def _put_signs(self, gone: Iterable[Sign | None], made: Iterable[Sign | None]) -> set[PlaceId]:
        before = {(one.place.id, one.key): one for one in gone if one is not None}
        after = {(one.place.id, one.key): one for one in made if one is not None}
        for place, key in before:
            del self._signs[place][key]
        for (place, key), sign in after.items():
            self._signs.setdefault(place, {})[key] = sign
        return {key[0] for key in before.keys() | after.keys() if before.get(key) != after.get(key)}

    def _put_events(self, gone: Iterable[Event | None], made: Iterable[Event | None]) -> None:
        before = {(place, one.id): one for one in gone if one is not None and (place := _tells_of(one))}
        after = {(place, one.id): one for one in made if one is not None and (place := _tells_of(one))}
        for place, key in before:
            del self._events[place][key]
        for (place, key), event in after.items():
            self._events.setdefault(place, {})[key] = event
        for place in {key[0] for key in before.keys() | after.keys() if before.get(key) != after.get(key)}:
            self._count(place)

    def _count(self, place: PlaceId) -> None:
        there = [self._events[place][key] for key in sorted(self._events[place])]
        found = tallies(claims_of_place(there, self._sides, self._names))
        summed(self._sums, gone=self._tallies.get(place, {}), made=found)
        self._tallies[place] = found

    def _settled(self, places: Iterable[PlaceId]) -> Iterator[Rows]:
        for place in places:
            rows = control(tilted(self._signs[place].values(), self._tilt))
            if rows != self._control.get(place, ()):
                self._control[place] = rows
                yield place, rows


def _tells_of(event: Event) -> PlaceId | None:
    """The place whose claims the event makes, bears out or denies."""
    if event.place is None or event.when is None or not can_be_held(event.place):
        return None
    return event.place.id if event.change in TAKEN or hold_weight(event) is not None else None
