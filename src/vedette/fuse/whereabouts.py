"""Where events lie and what their reports are called: which of them an observation may bear on."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import timedelta

from vedette.fuse.telling import Telling
from vedette.fuse.witness import cells_near, cells_seen
from vedette.model.event import Event
from vedette.model.interval import Interval
from vedette.model.observation import Observation

# More than any rule looks beyond the days of an event.
_BESIDE = timedelta(days=3)


class Whereabouts:
    """Of groups of tellings, by their numbers."""

    def __init__(self) -> None:
        self._groups: dict[Hashable, set[int]] = {}
        self._keys: dict[int, list[Hashable]] = {}
        self._when: dict[int, Interval | None] = {}

    def put(self, number: int, event: Event | None, tellings: Sequence[Telling]) -> None:
        self.drop(number)
        self._keys[number] = list(dict.fromkeys(_keys(event, tellings)))
        self._when[number] = event.when if event else None
        for key in self._keys[number]:
            self._groups.setdefault(key, set()).add(number)

    def drop(self, number: int) -> None:
        for key in self._keys.pop(number, ()):
            self._groups[key].discard(number)
            if not self._groups[key]:
                del self._groups[key]
        self._when.pop(number, None)

    def near(self, observations: Iterable[Observation], mentions: Iterable[str]) -> set[int]:
        """All that may change by them, and perhaps some that do not."""
        found = {number for mention in mentions for number in self._groups.get(mention, ())}
        for one in observations:
            found |= {number for cell in cells_seen(one) for number in self._in_time(one, cell)}
            found |= {number for key in (*one.about, one.capture) for number in self._groups.get(key, ())}
        return found

    def _in_time(self, one: Observation, cell: Hashable) -> Iterator[int]:
        for number in self._groups.get(cell, ()):
            when = self._when[number]
            if one.when and when and one.when.start - _BESIDE < when.end and when.start < one.when.end + _BESIDE:
                yield number


def _keys(event: Event | None, tellings: Sequence[Telling]) -> Iterator[Hashable]:
    """Cells of the map, and every name by which an observation or a person may mean a report or what it tells."""
    if event is not None and event.place is not None and event.when is not None:
        yield from cells_near(event.place)
    for telling in tellings:
        document = telling.document
        yield from (document.id, document.origin, document.capture, telling.statement.id, telling.mention.id)
