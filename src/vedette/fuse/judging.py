"""What a person's word on two things, named as a user sees them, means for the mentions that events are made of.

Nothing is ever removed: a later word overrides, and a withdrawal is one more word.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from itertools import product

from vedette.fuse.corrected import analyses
from vedette.fuse.same_event import one_place
from vedette.fuse.telling import location
from vedette.model.document import Document
from vedette.model.errors import UsageError
from vedette.model.event import Account, Event
from vedette.model.ids import EventId, ObservationId, StatementId
from vedette.model.link import (
    Judgement,
    Link,
    Pair,
    end_at,
    last_words,
    link_id,
    pair_of,
    person,
    person_name,
)
from vedette.ports import View

_MOST_PAIRS = 5_000
_MENTION, _OBSERVATION = "men_", "obs_"
_LISTED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An account in an event. `place` is the event's, `places` what its mention tells of it; `elsewhere`: it tells of
    other places, too."""

    event: EventId
    account: Account
    place: str | None
    places: tuple[str, ...]
    elsewhere: bool

    @property
    def end(self) -> str:
        """What a new link calls it."""
        mention = self.account.mention
        return end_at(mention, self.places[0]) if self.elsewhere and self.places else mention

    @property
    def ends(self) -> set[str]:
        """What any link may call it."""
        mention = self.account.mention
        return {mention, *(end_at(mention, place) for place in self.places)}


def judged(
    view: View, left: str, right: str, judgement: Judgement, *, why: str, by: str, made: datetime
) -> tuple[Link, ...]:
    """The links to be appended. `left` and `right` are ids of events, statements or mentions, or reports by id or
    label; one of them may be an observation. Raises UsageError where they do not say clearly what is judged."""
    pairs = _pairs_of(view, left, right, judgement, by)
    if len(pairs) > _MOST_PAIRS:
        raise UsageError(f"that would be {len(pairs):,} judgements; name a report or a statement on one side")
    maker, moment = person(by), made.isoformat()
    return tuple(
        Link(
            id=link_id(*pair, judgement, maker, moment),
            left=pair[0],
            right=pair[1],
            judgement=judgement,
            maker=maker,
            reasons=(why,) if why else (),
            made=made,
        )
        for pair in pairs
    )


def _pairs_of(view: View, left: str, right: str, judgement: Judgement, by: str) -> list[Pair]:
    seen = [one for one in (left, right) if one.startswith(_OBSERVATION)]
    if seen:
        return _to_sight(view, seen[0], right if left == seen[0] else left, judgement, by)
    ours, theirs = _find(view, left), _find(view, right)
    match judgement:
        case Judgement.WITHDRAWN:
            return _to_withdraw(view, set(_every_pair(ours, theirs)), by)
        case Judgement.SAME:
            return _to_join(view, _Named(left, ours), _Named(right, theirs))
        case _:
            return _to_part(_Named(left, ours), _Named(right, theirs))


def _to_sight(view: View, seen: str, other: str, judgement: Judgement, by: str) -> list[Pair]:
    """An observation with every account of what it was, or was not, seen beside."""
    if view.observation(ObservationId(seen)) is None:
        raise UsageError(f"no observation has the id {seen!r}; `vedette export … observations` lists them")
    pairs = list(dict.fromkeys(pair_of(seen, told.account.mention) for told in _find(view, other)))
    return _to_withdraw(view, set(pairs), by) if judgement is Judgement.WITHDRAWN else pairs


@dataclass(frozen=True, slots=True)
class _Named:
    """What was asked for, and the accounts it stands for."""

    asked: str
    accounts: tuple[Told, ...]

    @property
    def events(self) -> list[EventId]:
        return list(dict.fromkeys(told.event for told in self.accounts))

    def within(self, event: EventId) -> list[Told]:
        return [told for told in self.accounts if told.event == event]


def _find(view: View, asked: str) -> tuple[Told, ...]:
    event = view.event(EventId(asked))
    if event is not None:
        return tuple(_told(view, event, event.accounts))
    row = view.statement(StatementId(asked))
    mentioned = view.told_in([asked]) if asked.startswith(_MENTION) else {}
    document = row.document if row else view.document(mentioned.get(asked, asked))
    if document is None:
        raise UsageError(
            f"no event, statement or report has the id {asked!r}, and no report alone has that label; "
            "`vedette explain … PLACE` lists the events of a place, `vedette export … statements` the reports"
        )
    found = tuple(_of_document(view, document, asked if row or mentioned else None))
    if not found:
        raise UsageError(f"{asked!r} tells of no event, so there is nothing to join or part; run `vedette run` first?")
    return found


def _of_document(view: View, document: Document, only: str | None) -> Iterator[Told]:
    """`only` is the id of a statement or mention."""
    for event in view.events_of(document.id):
        accounts = [one for one in event.accounts if one.document == document.id]
        yield from _told(view, event, [one for one in accounts if only in (None, one.statement, one.mention)])


def _told(view: View, event: Event, accounts: Sequence[Account]) -> Iterator[Told]:
    events: dict[str, set[EventId]] = {}
    for document in dict.fromkeys(one.document for one in accounts):
        for other in view.events_of(document):
            for each in other.accounts:
                events.setdefault(each.mention, set()).add(other.id)
    place, places = event.place.id if event.place else None, places_of(view, event)
    for one in accounts:
        yield Told(
            event=event.id,
            account=one,
            place=place,
            places=places.get(one.mention, ()),
            elsewhere=len(events[one.mention]) > 1,
        )


def places_of(view: View, event: Event, needed: int = 1) -> dict[str, tuple[str, ...]]:
    """What each account's mention tells of the event's place: "near A" is another place than A, and told of it."""
    if event.place is None:
        return {}
    mentions = {account.mention for account in event.accounts}
    found: dict[str, tuple[str, ...]] = {}
    for analysis in analyses(view, event.documents, needed):
        for mention in analysis.mentions:
            if mention.id in mentions:
                places = (location(analysis.places[index]) for index in mention.places)
                near = (place.id for place in places if place is not None and one_place(place, event.place))
                found[mention.id] = tuple(dict.fromkeys(near))
    return found


def _to_part(left: _Named, right: _Named) -> list[Pair]:
    """Within each event that both are in; of two events, all with all."""
    shared = [event for event in left.events if event in right.events]
    if not shared and (len(left.events) > 1 or len(right.events) > 1):
        raise UsageError(
            f"{left.asked} and {right.asked} are on no common event now; to keep two events apart, name the events"
        )
    if not shared:
        return _pairs(left.accounts, right.accounts)
    found = [pair for event in shared for pair in _parted(left.within(event), right.within(event))]
    if not found:
        raise UsageError(f"{left.asked} and {right.asked} are the same account; name two")
    return found


def _parted(ours: Sequence[Told], theirs: Sequence[Told]) -> list[Pair]:
    """A report from the rest of its event."""
    mine, others = {told.end for told in ours}, {told.end for told in theirs}
    if mine < others:
        theirs = [told for told in theirs if told.end not in mine]
    elif others < mine:
        ours = [told for told in ours if told.end not in others]
    return _pairs(ours, theirs)


def _to_join(view: View, left: _Named, right: _Named) -> list[Pair]:
    """The first account of each with all of the other's: once a person has joined two, the rules may no longer hold the
    rest with them. Whatever a person had said against it is answered pair by pair."""
    ours, theirs = _one_event(left, right)
    against = {pair for pair, link in last_words(view.judgements()).items() if link.judgement is not Judgement.SAME}
    pairs = _pairs(ours[:1], theirs) + _pairs(ours, theirs[:1])
    if not pairs:
        raise UsageError(f"{left.asked} and {right.asked} are the same account; name two")
    return list(dict.fromkeys([*pairs, *(pair for pair in _every_pair(ours, theirs) if pair in against)]))


def _one_event(left: _Named, right: _Named) -> tuple[Sequence[Told], Sequence[Told]]:
    """Where one of them is told in several events, those of the other's place are meant."""
    choices = [(a, b) for a in left.events for b in right.events]
    if len(choices) > 1:
        places = {told.event: told.place for told in (*left.accounts, *right.accounts)}
        choices = [(a, b) for a, b in choices if places[a] and places[a] == places[b]] or choices
    if len(choices) > 1:
        ours, theirs = (list(dict.fromkeys(pair[side] for pair in choices)) for side in (0, 1))
        unclear, events = (left, ours) if len(ours) > 1 else (right, theirs)
        listed = f"{', '.join(events[:_LISTED])}{' …' if len(events) > _LISTED else ''}"
        raise UsageError(f"{unclear.asked} is told in {len(events)} events; name the one that you mean: {listed}")
    a, b = choices[0]
    return left.within(a), right.within(b)


def _to_withdraw(view: View, between: Set[Pair], by: str) -> list[Pair]:
    words = [link for link in view.judgements() if link.pair in between]
    own = {link.pair: link.judgement for link in words if link.maker == person(by)}
    standing = [pair for pair, judgement in own.items() if judgement is not Judgement.WITHDRAWN]
    if not standing:
        others = sorted({person_name(link.maker) for link in words} - {by})
        known = (
            f"; it was judged by {', '.join(others)}: name one with --by"
            if others
            else ": there is nothing to take back"
        )
        raise UsageError(f"{by} has judged nothing there that still stands{known}")
    return standing


def _pairs(ours: Iterable[Told], theirs: Iterable[Told]) -> list[Pair]:
    """All with all, but none with itself."""
    pairs = (pair_of(a.end, b.end) for a, b in product(ours, theirs) if a.account.mention != b.account.mention)
    return list(dict.fromkeys(pairs))


def _every_pair(ours: Iterable[Told], theirs: Iterable[Told]) -> Iterator[Pair]:
    """Under every name that a link may give them."""
    right = [end for told in theirs for end in sorted(told.ends)]
    for told in ours:
        for a, b in product(sorted(told.ends), right):
            yield pair_of(a, b)
