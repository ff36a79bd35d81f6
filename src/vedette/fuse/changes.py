"""What is different between two pictures: what is new, surer, less sure, joined, parted or gone."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TypeVar

from vedette.fuse.same_event import one_place
from vedette.model.changes import Changes, Difference, Turn
from vedette.model.event import Control, Event, Picture, Threat
from vedette.model.ids import EventId

T = TypeVar("T")
Both = tuple[tuple[T, ...], tuple[T, ...]]


def compare(before: Picture, after: Picture) -> Changes:
    """Events are the same where they share a mention of one place, or, failing that, a mention."""
    control = _fresh(before.control, after.control, _row_key)
    return Changes(
        events=tuple(_differences(before.events, after.events)),
        control_new=control[0],
        control_gone=control[1],
        threats_new=_untold(after.threats, before.threats),
        threats_gone=_untold(before.threats, after.threats),
        threats_turned=_turned(before.threats, after.threats),
    )


def _row_key(row: Control) -> Hashable:
    return row.place.id, row.day, row.holder


def _fresh(before: Sequence[T], after: Sequence[T], key: Callable[[T], Hashable]) -> Both[T]:
    """What only the second holds, and what only the first held."""
    old, new = {key(one) for one in before}, {key(one) for one in after}
    return tuple(one for one in after if key(one) not in old), tuple(one for one in before if key(one) not in new)


def _untold(threats: Sequence[Threat], others: Sequence[Threat]) -> tuple[Threat, ...]:
    """Those that no statement of the others tells."""
    told = {statement for threat in others for statement in threat.statements}
    return tuple(threat for threat in threats if told.isdisjoint(threat.statements))


def _turned(before: Sequence[Threat], after: Sequence[Threat]) -> tuple[Threat, ...]:
    """Of which its holder has said more: repeated, hardened, softened, withdrawn."""
    former = {statement: threat for threat in before for statement in threat.statements}
    known = [(threat, next((former[one] for one in threat.statements if one in former), None)) for threat in after]
    return tuple(threat for threat, old in known if old is not None and old.sequels != threat.sequels)


def _differences(before: Sequence[Event], after: Sequence[Event]) -> Iterator[Difference]:
    former = _former(before, after)
    later: dict[EventId, list[Event]] = {}
    for event in after:
        for one in former[event.id]:
            later.setdefault(one.id, []).append(event)
    for event in after:
        olds = former[event.id]
        if not olds:
            yield Difference(turn="new", after=(event,))
        elif len(olds) > 1:
            yield Difference(turn="joined", before=olds, after=(event,))
        elif len(later[olds[0].id]) == 1 and (turn := _turn(olds[0], event)):
            yield Difference(turn=turn, before=olds, after=(event,))
    for event in before:
        if event.id not in later:
            yield Difference(turn="gone", before=(event,))
        elif len(later[event.id]) > 1:
            yield Difference(turn="parted", before=(event,), after=tuple(later[event.id]))


def _former(before: Sequence[Event], after: Sequence[Event]) -> dict[EventId, tuple[Event, ...]]:
    """The events before of each event after: by mention and place; else by mention and a place that may be the same
    ("near A"); else by a mention of an event that nothing else comes from."""
    exact = {key: event for event in before for key in _keys(event)}
    found = {event.id: _distinct([exact[key] for key in _keys(event) if key in exact]) for event in after}
    met = {one.id for olds in found.values() for one in olds}
    holding: dict[str, list[Event]] = {}
    for event in before:
        for mention in dict.fromkeys(account.mention for account in event.accounts):
            holding.setdefault(mention, []).append(event)
    for event in after:
        if not found[event.id]:
            known = [old for account in event.accounts for old in holding.get(account.mention, ())]
            near = [old for old in known if _at_one_place(old, event)]
            found[event.id] = _distinct((near or [old for old in known if old.id not in met])[:1])
    return found


def _at_one_place(one: Event, other: Event) -> bool:
    return one.place is not None and other.place is not None and one_place(one.place, other.place)


def _keys(event: Event) -> list[tuple[str, str]]:
    return [(account.mention, event.place.id if event.place else "") for account in event.accounts]


def _distinct(events: Sequence[Event]) -> tuple[Event, ...]:
    return tuple({event.id: event for event in events}.values())


def _turn(old: Event, new: Event) -> Turn | None:
    """The Admiralty number falls as an event becomes surer."""
    was, now = old.assessment, new.assessment
    if now.information_grade != was.information_grade:
        return "risen" if now.information_grade < was.information_grade else "fallen"
    if now.status != was.status:
        return "turned"
    known = {account.mention for account in old.accounts}
    return "grown" if any(account.mention not in known for account in new.accounts) else None
