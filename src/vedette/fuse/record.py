"""What each voice's claims came to: borne out, denied, or open, by the rules of `docs/records.md`.

Every side and every source is held to the same rules. Claims follow place by place from the events there; a `Record`
counts them over the whole watch and changes what is inferred only where it climbs or falls a rung, so that a report
more seldom changes a place it does not tell of. `ground.Ground` keeps the sums up place by place.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from vedette.fuse.holding import hold_weight
from vedette.fuse.sides import Sides
from vedette.fuse.signs import TAKEN, can_be_held
from vedette.model.event import Event, Figure
from vedette.model.ids import PlaceId, SideId, SourceId
from vedette.model.record import Claim, Matter, Outcome, Record, Rung
from vedette.model.source import Source

WINDOW = timedelta(days=45)
"""So long a claim may wait for what bears it out; repeated within it, it is one claim."""

BEFORE = timedelta(days=7)
"""What others told earlier than this before a claim is of another change."""

ENOUGH = 5
"""Claims that were decided either way, before anything is said of a voice."""

RUNGS: tuple[tuple[Rung, float], ...] = (("mostly borne out", 0.75), ("mixed", 0.4), ("seldom borne out", 0.0))
"""The least share of the decided claims that were borne out."""

WEIGHS: Mapping[Rung | None, float] = {None: 1.0, "mostly borne out": 1.0, "mixed": 0.8, "seldom borne out": 0.5}
"""What a gain that only its own side tells is worth, against that of a side of which nothing can be said. A good record
adds nothing: what nobody ever spoke of again is not among the decided."""

EARLY = 3
"""A side whose claims are borne out so many days later at the median tells them early."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """One account as it bears on who took a place. `presence`: it tells of the holder being there, not of the gain."""

    side: SideId | None
    voice: str
    day: date
    stance: str
    family: int
    event: Event
    presence: bool = False


def claims(events: Iterable[Event], sides: Sides, sources: Iterable[Source]) -> tuple[Claim, ...]:
    """All claims, by day. Those on a place follow from the events there alone."""
    names = {source.id: source.name for source in sources}
    places: dict[PlaceId, list[Event]] = {}
    found: list[Claim] = []
    for event in events:
        found += _losses(event, sides, names)
        if event.place is not None and event.when is not None and can_be_held(event.place):
            places.setdefault(event.place.id, []).append(event)
    for there in places.values():
        found += claims_of_place(there, sides, names)
    return tuple(sorted(found, key=lambda one: (one.told, one.event, one.voice, one.matter)))


def claims_of_place(events: Sequence[Event], sides: Sides, names: Mapping[SourceId, str]) -> Iterator[Claim]:
    """Of the events at one place, in any order."""
    gains = [(event, holder) for event in events if event.change in TAKEN and (holder := gainer(event, sides))]
    for holder in sorted({holder for _, holder in gains}):
        told = [word for event, side in gains if side == holder for word in _words(event, names)]
        told += [
            word for event in events if _shows(event, holder, sides) for word in _words(event, names, presence=True)
        ]
        told.sort(key=lambda word: (word.day, word.event.id, word.family))
        yield from _decided(told, holder)


def gainer(event: Event, sides: Sides) -> SideId | None:
    """The side that gains the place, by who acts and against whom."""
    actor, target = _only(event, "actor"), _only(event, "target")
    return sides.opponent(actor) if event.change == "withdrew" else actor or sides.opponent(target)


def _only(event: Event, role: str) -> SideId | None:
    found = {party.side for party in event.parties if party.role == role and party.side}
    return found.pop() if len(found) == 1 else None


def _shows(event: Event, holder: SideId, sides: Sides) -> bool:
    """The holder is struck there, or beats off an attack."""
    if event.change in TAKEN or hold_weight(event) is None:
        return False
    attacker = _only(event, "actor")
    if event.change == "repelled":
        return _only(event, "target") == sides.opponent(holder) or attacker == holder
    return attacker is not None and sides.opponent(attacker) == holder


def _words(event: Event, names: Mapping[SourceId, str], *, presence: bool = False) -> Iterator[_Word]:
    for account in event.accounts:
        if account.told is None or account.doubtful:
            continue
        yield _Word(
            side=account.side,
            voice=account.speaker or names.get(account.source, account.source),
            day=account.told,
            stance=account.stance,
            family=account.family,
            event=event,
            presence=presence,
        )


def _decided(told: Sequence[_Word], holder: SideId) -> Iterator[Claim]:
    """A claim is told for the side that gains, or by nobody's side; the side that loses concedes."""
    last: dict[str, date] = {}
    for word in told:
        if word.presence or word.stance != "supports" or word.side not in (None, holder):
            continue
        known = last.get(word.voice)
        last[word.voice] = word.day
        if known is None or word.day - known > WINDOW:
            yield _outcome(word, told, holder)


def _outcome(claim: _Word, told: Sequence[_Word], holder: SideId) -> Claim:
    """A concession decides; else what others tell, where nobody denies it; a denial alone denies. `told` is in the
    order of its days."""
    first = bisect_left(told, claim.day - BEFORE, key=lambda word: word.day)
    last = bisect_right(told, claim.day + WINDOW, key=lambda word: word.day)
    others = [word for word in told[first:last] if _is_other(word, claim)]
    conceded = [word for word in others if word.stance == "concedes" and word.side not in (None, holder)]
    shown = [word for word in others if _bears_out(word, claim)]
    denied = [word for word in others if word.stance == "denies" and not word.presence and word.side != holder]
    if conceded or (shown and not denied):
        return _claim(claim, "borne out", conceded or shown)
    return _claim(claim, "denied", denied) if denied and not shown else _claim(claim, "open", [])


def _is_other(word: _Word, claim: _Word) -> bool:
    """Nobody bears out himself, nor does whoever has it from him."""
    if word.event.id == claim.event.id and word.family == claim.family:
        return False
    return word.voice != claim.voice and (word.side is None or word.side != claim.side)


def _bears_out(word: _Word, claim: _Word) -> bool:
    """By the enemy or a third; that the holder is there counts from the day of the claim on."""
    if word.stance == "denies":
        return False
    return not word.presence or word.day > claim.day


def _claim(word: _Word, outcome: Outcome, by: Sequence[_Word]) -> Claim:
    first = min(by, key=lambda one: (one.day, one.event.id), default=None)
    return Claim(
        voice=word.voice,
        side=word.side,
        matter="control",
        place=word.event.place,
        told=word.day,
        outcome=outcome,
        event=word.event.id,
        after=first.day if first else None,
        by=first.event.id if first else None,
    )


def _losses(event: Event, sides: Sides, names: Mapping[SourceId, str]) -> Iterator[Claim]:
    """A side's number of the other's losses in one deed, against what that other itself counts."""
    for figure in event.figures:
        if figure.side is None or figure.told is None or figure.victim in (None, figure.side):
            continue
        own = [one for one in event.figures if one.side == figure.victim == one.victim and one.what == figure.what]
        own = [one for one in own if one.told is not None and one.reach == figure.reach]
        if not own and figure.victim not in {sides.opponent(figure.side)}:
            continue
        agreeing = [one for one in own if _overlap(one, figure)]
        after = min((one.told for one in agreeing or own if one.told), default=None)
        yield Claim(
            voice=figure.speaker or _source(figure, event, names),
            side=figure.side,
            matter="losses",
            place=event.place,
            told=figure.told,
            outcome="borne out" if agreeing else "denied" if own else "open",
            event=event.id,
            after=after,
            by=event.id if after else None,
        )


def _source(figure: Figure, event: Event, names: Mapping[SourceId, str]) -> str:
    account = next((one for one in event.accounts if one.document == figure.span.document), None)
    return names.get(account.source, account.source) if account else "not named"


def _overlap(one: Figure, other: Figure) -> bool:
    low = max(one.low or 0.0, other.low or 0.0)
    return low <= min(_high(one), _high(other))


def _high(one: Figure) -> float:
    return one.high if one.high is not None else float("inf")


def records(found: Iterable[Claim]) -> tuple[Record, ...]:
    """Of every side, then of every voice; each matter by itself."""
    of_sides: dict[tuple[Matter, SideId], list[Claim]] = {}
    of_voices: dict[tuple[Matter, str, SideId | None], list[Claim]] = {}
    for one in found:
        if one.side is not None:
            of_sides.setdefault((one.matter, one.side), []).append(one)
        of_voices.setdefault((one.matter, one.voice, one.side), []).append(one)
    sides = [_record(None, side, matter, told) for (matter, side), told in sorted(of_sides.items())]
    named = sorted(of_voices.items(), key=lambda each: (each[0][0], -len(each[1]), each[0][1], each[0][2] or ""))
    return (*sides, *(_record(voice, side, matter, told) for (matter, voice, side), told in named))


def _record(voice: str | None, side: SideId | None, matter: Matter, told: Sequence[Claim]) -> Record:
    """Of a side, what several of its voices claim is one claim: the first of them speaks for it."""
    counted = list(firsts(told)) if voice is None else list(told)
    outcomes = [one.outcome for one in counted]
    leads = [one.lead for one in counted if one.lead is not None]
    borne_out, denied = outcomes.count("borne out"), outcomes.count("denied")
    return Record(
        voice=voice,
        side=side,
        matter=matter,
        borne_out=borne_out,
        denied=denied,
        open=outcomes.count("open"),
        lead_days=float(median(leads)) if leads else None,
        rung=rung(borne_out, denied),
    )


def firsts(told: Sequence[Claim]) -> Iterator[Claim]:
    """What several voices of a side claim is one claim of the side, told by the first."""
    last: dict[object, date] = {}
    for one in sorted(told, key=lambda one: (one.told, one.event, one.voice)):
        key = one.place.id if one.place and one.matter == "control" else one.event
        known = last.get(key)
        last[key] = one.told
        if known is None or one.told - known > WINDOW:
            yield one


def rung(borne_out: int, denied: int) -> Rung | None:
    decided = borne_out + denied
    if decided < ENOUGH:
        return None
    return next(name for name, least in RUNGS if borne_out >= least * decided)
