"""Observations beside an event: which of them bear on it, how, and why. Never an account, never a vote.

An event is touched by a new observation in two ways alone: one from above by its place and days (`Witnesses.above`),
one of a picture by the report that showed it (`Witnesses.shown`). `touches` answers both, for who keeps events growing:
an event is derived again with fresh `Witnesses` if a new observation touches it, and no other event changes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from math import floor

from vedette.fuse.bearing import sight
from vedette.fuse.footage import looks
from vedette.fuse.telling import Telling
from vedette.model.event import Bearing, Location, Sight
from vedette.model.footprint import metres_to
from vedette.model.interval import Interval
from vedette.model.link import Judgement, Link, last_words, link_id
from vedette.model.observation import Observation, ObservationKind

RULE = "rule:sight:1"

_ABOVE: frozenset[ObservationKind] = frozenset({"heat", "heat-sustained", "radar-damage", "burn", "vegetation"})
_HEAT: frozenset[ObservationKind] = frozenset({"heat", "heat-sustained"})
# A place known no better than this is no place to look at from above.
_COARSE_M = 25_000
_FINE_M = 5_000
_LONG_DAYS = 7
_MOST_APART_DAYS = 92
_DAY_BESIDE = timedelta(days=1)
_CELL = 0.25
_MOST = 12


class Witnesses:
    """All observations of a watch, to be asked event by event. `links` are all judgements; a person's on an observation
    and a mention overrides the rule, either way."""

    def __init__(self, observations: Iterable[Observation] = (), links: Iterable[Link] = (), needed: int = 1) -> None:
        self._by_id = {one.id: one for one in observations}
        self._cells: dict[tuple[int, int], list[Observation]] = defaultdict(list)
        self._about: dict[str, list[Observation]] = defaultdict(list)
        for one in sorted(self._by_id.values(), key=lambda one: one.id):
            self._note(one)
        self._judged: dict[tuple[str, str], Judgement] = {}
        on_sights = (link for link in links if link.left in self._by_id or link.right in self._by_id)
        for pair, link in last_words(on_sights, needed).items():
            self._judged[pair] = link.judgement

    def _note(self, one: Observation) -> None:
        if one.kind in _ABOVE:
            for cell in cells_seen(one):
                self._cells[cell].append(one)
            return
        for key in dict.fromkeys((*one.about, one.capture or "")):
            if key:
                self._about[key].append(one)

    def __bool__(self) -> bool:
        return bool(self._by_id)

    def above(self, place: Location | None, when: Interval | None) -> list[Observation]:
        """What was looked at from above near the place in those days, seen or not."""
        if place is None or when is None or place.radius_m >= _COARSE_M or _days(when) > _LONG_DAYS:
            return []
        near = {one.id: one for cell in cells_near(place) for one in self._cells.get(cell, ())}
        found = [one for one in near.values() if _in_time(one, when) and _in_reach(one, place)]
        return sorted(found, key=lambda one: (-abs(one.measure or 0.0), one.id))

    def shown(self, tellings: Sequence[Telling]) -> dict[str, list[Observation]]:
        """Of each document, by id, what was found out about its pictures and recordings."""
        found: dict[str, list[Observation]] = {}
        for telling in tellings:
            document = telling.document
            keys = (document.id, document.origin, document.capture, telling.statement.id)
            seen = {one.id: one for key in keys for one in self._about.get(key, ())}
            if seen:
                found.setdefault(document.id, []).extend(one for one in seen.values())
        return {document: list({one.id: one for one in seen}.values()) for document, seen in found.items()}

    def touches(
        self, observation: Observation, tellings: Sequence[Telling], place: Location | None, when: Interval | None
    ) -> bool:
        """Whether the event of these tellings may change by it."""
        beside = [*self.above(place, when), *(one for found in self.shown(tellings).values() for one in found)]
        return any(one.id == observation.id for one in beside)

    def judgement(self, observation: Observation, tellings: Sequence[Telling]) -> Judgement | None:
        """A person's last word on it and any mention of the event."""
        pairs = (tuple(sorted((observation.id, telling.mention.id))) for telling in tellings)
        return next((self._judged[left, right] for left, right in pairs if (left, right) in self._judged), None)

    def differing(self, other: "Witnesses") -> tuple[list[Observation], list[str]]:
        """Observations that only one of the two has, and mentions on which persons judged otherwise."""
        ids = self._by_id.keys() | other._by_id.keys()
        seen = [(self._by_id.get(one), other._by_id.get(one)) for one in sorted(ids)]
        judged = [pair for pair, word in self._judged.items() ^ other._judged.items()]
        mentions = {end for pair in judged for end in pair if end not in ids}
        return [one for pair in seen if pair[0] != pair[1] for one in pair if one is not None], sorted(mentions)

    @cached_property
    def _judged_same(self) -> Mapping[str, list[Observation]]:
        """By mention, what a person put beside it."""
        found: dict[str, list[Observation]] = defaultdict(list)
        for (left, right), judgement in self._judged.items():
            if judgement is Judgement.SAME:
                mention, seen = (left, right) if right in self._by_id else (right, left)
                found[mention].extend([self._by_id[seen]] if seen in self._by_id else [])  # type: ignore[index]
        return found

    def by_hand(self, tellings: Sequence[Telling]) -> list[Observation]:
        return [one for telling in tellings for one in self._judged_same.get(telling.mention.id, ())]


def beside(
    tellings: Sequence[Telling],
    place: Location | None,
    when: Interval | None,
    destroys: bool,
    witnesses: Witnesses,
) -> tuple[Sight, ...]:
    """Every observation that bears on the event; those that agree first, then those against, at most a dozen each."""
    if not witnesses:
        return ()
    found = {one.id: _from_above(one, place, when, destroys) for one in witnesses.above(place, when)}
    for document, seen in witnesses.shown(tellings).items():
        short = any(telling.gist is not None for telling in tellings if telling.document.id == document)
        found |= {one.observation: one for one in looks(seen, place, when, short=short)}
    for one in witnesses.by_hand(tellings):
        found[one.id] = sight(one, "agrees", "A person put it beside this event.")
    judged = {one: witnesses.judgement(witnesses._by_id[one], tellings) for one in found}
    kept = [one for which, one in found.items() if judged[which] is not Judgement.DIFFERENT]
    return tuple(_bounded(kept))


def _bounded(sights: Sequence[Sight]) -> Iterator[Sight]:
    order: tuple[Bearing, ...] = ("agrees", "against", "context", "open")
    for bearing in order:
        yield from [one for one in sights if one.bearing == bearing][:_MOST]


def _from_above(one: Observation, place: Location | None, when: Interval | None, destroys: bool) -> Sight:
    if one.could_observe is False or one.finding == "cannot-tell":
        return sight(one, "open", "It could not be observed, which speaks neither for the event nor against it.")
    if one.kind in _HEAT:
        return sight(one, "context", "Heat near a named place says that there is war there, and little of one event.")
    if one.finding == "inconsistent":
        return sight(one, "against", "The ground was seen and found as it was; much damage is too small to be seen.")
    fine = place is not None and place.radius_m <= _FINE_M
    near_in_time = one.when is not None and _days(one.when) <= _MOST_APART_DAYS and _holds(one.when, when)
    if one.kind == "radar-damage" and destroys and fine and near_in_time:
        return sight(one, "agrees", "The ground there changed as by destruction, between pictures around that time.")
    return sight(one, "context", "The ground there changed; that is not what is told, or not known to place and time.")


def sight_links(sights: Sequence[Sight], tellings: Sequence[Telling]) -> Iterator[Link]:
    """Each observation with the earliest mention of the event, after which the event is named."""
    said: dict[Bearing, Judgement] = {"agrees": Judgement.SAME, "against": Judgement.DIFFERENT}
    for one in sights:
        judgement = said.get(one.bearing, Judgement.UNSURE)
        left, right = sorted((str(one.observation), str(tellings[0].mention.id)))
        yield Link(
            id=link_id(left, right, judgement, RULE),
            left=left,
            right=right,
            judgement=judgement,
            maker=RULE,
            reasons=(one.reason,),
            score=one.ratio,
        )


def _in_time(one: Observation, when: Interval) -> bool:
    if one.when is None:
        return False
    if one.kind in _HEAT:
        return one.when.start - _DAY_BESIDE < when.end and when.start < one.when.end + _DAY_BESIDE
    return one.when.overlaps(when)


def _in_reach(one: Observation, place: Location) -> bool:
    return one.footprint is not None and metres_to(one.footprint, place.lat, place.lon) <= place.radius_m


def _holds(outer: Interval, inner: Interval | None) -> bool:
    return inner is not None and outer.start <= inner.start and inner.end <= outer.end


def _days(when: Interval) -> int:
    first: date = when.first_day
    return (when.last_day - first).days + 1


def cells_near(place: Location) -> Iterator[tuple[int, int]]:
    """None for a place that is known too badly to be looked at."""
    if place.radius_m >= _COARSE_M:
        return iter(())
    wide = (place.radius_m + 1_000) / 111_320
    return _cells_of((place.lon - 2 * wide, place.lat - wide, place.lon + 2 * wide, place.lat + wide))


def cells_seen(one: Observation) -> Iterator[tuple[int, int]]:
    """None for what is not seen from above."""
    return _cells_of(one.box) if one.kind in _ABOVE and one.box else iter(())


def _cells_of(box: tuple[float, float, float, float]) -> Iterator[tuple[int, int]]:
    west, south, east, north = box
    for column in range(floor(west / _CELL), floor(east / _CELL) + 1):
        for row in range(floor(south / _CELL), floor(north / _CELL) + 1):
            yield column, row
