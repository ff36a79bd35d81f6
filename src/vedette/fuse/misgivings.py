"""What was read unsurely of an event: who speaks, where it was, whether it is an event at all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vedette.fuse.corrected import NamedByPerson
from vedette.fuse.telling import Telling
from vedette.model.correction import Matter
from vedette.model.event import Event
from vedette.model.link import end_at
from vedette.model.misgiving import Misgiving

_GROUND = 3.0
_FORCE = 1.5
_TOLD = 0.25
_MOST_TOLD = 8
_SETTLES = 1.0
_OPEN = frozenset({"one-sided", "unconfirmed"})

_NOT_NAMED, _BY_CONTEXT, _NO_NAME = 0.5, 0.4, 0.3
_DOUBTED = 0.4
_LEAST = 0.2
_MOST_OF_ONE = 40


def consequence(*events: Event) -> float:
    """Ground before force before the rest; more where many tell it, and where the answer may change a status."""
    weight = 1.0
    if any(event.change for event in events):
        weight += _GROUND
    elif any(event.plover == "ASSAULT" for event in events):
        weight += _FORCE
    told = max(len(event.accounts) for event in events)
    settles = any(event.assessment.status in _OPEN for event in events)
    return weight + _TOLD * min(told, _MOST_TOLD) + (_SETTLES if settles else 0.0)


@dataclass(frozen=True, slots=True)
class _Unsure:
    matter: Matter
    target: str
    telling: Telling
    doubt: float
    reason: str


def misgivings(event: Event, tellings: Sequence[Telling]) -> tuple[Misgiving, ...]:
    """The gravest first. One account among many matters less than the only one."""
    told = {telling.key: telling for telling in tellings}.values()
    found = {(one.matter, one.target): one for telling in told for one in _of(telling)}
    share = consequence(event) / max(1, len({account.family for account in event.accounts}))
    made = [
        Misgiving(
            matter=one.matter,
            target=one.target,
            event=event.id,
            statement=one.telling.statement.id,
            document=one.telling.document.id,
            place=event.place.name if event.place else None,
            weight=round(one.doubt * share, 4),
            reasons=(one.reason,),
        )
        for one in found.values()
        if one.doubt >= _LEAST
    ]
    return tuple(sorted(made, key=gravity)[:_MOST_OF_ONE])


def gravity(one: Misgiving) -> tuple[float, str, str, str]:
    """The order of the queue."""
    return (-one.weight, one.matter, one.target, one.event)


def _of(telling: Telling) -> Iterator[_Unsure]:
    speaker = _speaker(telling)
    if speaker is not None:
        yield _Unsure(Matter.SPEAKER, telling.statement.id, telling, *speaker)
    if telling.unsure_of_place:
        mention, place = telling.mention, telling.place
        is_one = place is not None and "/" not in place.id and len(mention.places) > 1
        target = end_at(mention.id, place.id) if place and is_one else mention.id
        yield _Unsure(Matter.PLACE, target, telling, *telling.unsure_of_place)
    if telling.doubtful:
        yield _Unsure(Matter.EVENT, telling.mention.id, telling, _DOUBTED, "told as possible, unconfirmed or hearsay")


def _speaker(telling: Telling) -> tuple[float, str] | None:
    statement = telling.statement
    speaker = statement.speaker
    if not statement.attributed or isinstance(speaker, NamedByPerson):
        return None
    if speaker is None:
        return _NOT_NAMED, "the words are somebody’s, and nobody is named"
    if speaker.span is None:
        return _BY_CONTEXT, "the speaker is known from the context alone"
    if telling.side is None and speaker.name == speaker.name.lower():
        return _NO_NAME, "the speaker has no name and no known side"
    return None
