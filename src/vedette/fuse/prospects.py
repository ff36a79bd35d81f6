"""What would change the status of an event: the rules of `status.py`, asked again with one account more or fewer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vedette.fuse.status import Voice, assess
from vedette.model.event import Event, Status
from vedette.model.ids import SideId, SourceId
from vedette.model.watch import Watch
from vedette.reference.naming import speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """`if_` completes "if …": what would have to be told, or taken back, for the event to have `status`."""

    if_: str
    status: Status | None


def prospects(event: Event, watch: Watch, names: Mapping[SourceId, str]) -> tuple[Prospect, ...]:
    """Only what would give another status; None is that of an event nobody would tell any more. `names` are those of
    sources."""
    voices = [
        Voice(stance=one.stance, side=one.side, family=one.family, doubtful=one.doubtful, fact=one.fact)
        for one in event.accounts
    ]
    told = [*_told(event, voices, watch), *_taken_back(event, voices, names)]
    return tuple(dict.fromkeys(one for one in told if one.status != event.assessment.status))


def _told(event: Event, voices: Sequence[Voice], watch: Watch) -> Iterator[Prospect]:
    new = max((voice.family for voice in voices), default=0) + 1
    neutral = Voice(stance="supports", side=None, family=new)
    seen = event.agreeing
    yield _with(voices, seen, "a source that speaks for no side told it firmly", neutral)
    for side in watch.sides:
        loses = side.id == _loser(event, watch)
        said = f"{side.name} said that it happened to its own loss" if loses else f"{side.name} told it firmly"
        yield _with(voices, seen, said, Voice(stance="concedes" if loses else "supports", side=side.id, family=new))
        yield _with(voices, seen, f"{side.name} denied it", Voice(stance="denies", side=side.id, family=new))
    if seen:
        yield Prospect(if_="what sensors and lenses saw were not of it", status=assess(voices).status)
    else:
        yield Prospect(if_="a sensor or a lens were found to have seen it", status=assess(voices, 1).status)


def _with(voices: Sequence[Voice], seen: int, if_: str, voice: Voice) -> Prospect:
    return Prospect(if_=if_, status=assess([*voices, voice], seen).status)


def _loser(event: Event, watch: Watch) -> SideId | None:
    """Of a change between two sides the one that does not act; nobody where the watch has more."""
    acting = {party.side for party in event.parties if party.role == "actor" and party.side}
    others = [side.id for side in watch.sides if side.id not in acting]
    return others[0] if event.change and len(acting) == 1 and len(others) == 1 else None


def _taken_back(event: Event, voices: Sequence[Voice], names: Mapping[SourceId, str]) -> Iterator[Prospect]:
    """Family by family, in the order of their numbers."""
    for family in sorted({voice.family for voice in voices}):
        left = [voice for voice in voices if voice.family != family]
        first = next(one for one in event.accounts if one.family == family)
        told = f"what goes back to {speaker(first.speaker or names.get(first.source, first.source))} were taken back"
        yield Prospect(if_=told, status=assess(left, event.agreeing).status if left else None)
