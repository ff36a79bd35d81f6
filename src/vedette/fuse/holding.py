"""Who most likely held a place through a run of evidence: the cheapest path through the sides (Viterbi 1967).

Statements of war are noisy: an attack is told as a capture, a claim comes too early, a village goes by the name of the
city near it. One claim is therefore weighed against what is told before and after it. A place that its alleged new
holder goes on shelling, or that still repels his attacks, has hardly changed hands.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from vedette.fuse.presence import How
from vedette.model.event import Event, Location, Status
from vedette.model.ids import SideId, StatementId
from vedette.model.interval import Interval

CHANGE_COST = 0.5
"""What a change of holder must be worth: less than one claim, so that a claim nobody contradicts stands."""

SILENT_COST = 2.0
"""The same for a change nobody tells of: more than any single claim is worth."""

HOME = 0.4
"""How much the place's own state speaks for a holder before anything is told: less than the weakest claim."""

# How much an event speaks for a holder, as on `docs/status.md`. A claim is 1.
GAIN = {"observed": 2.0, "conceded": 1.5, "corroborated": 1.3, "one-sided": 1.0, "contested": 0.5}
FADES = timedelta(days=45)
"""After so long, what tells of no change says nothing of the gain told before it."""

LIKELY = 0.5
"""A gain that everybody tells as only likely has this share of its weight."""

REPELLED = 0.2
STRUCK = 0.2
HELD = 0.3
THERE = 0.15
OWN = 0.15
"""What a side says of itself being there says as little as what it says of attacks that it beat off."""

_STRIKES = frozenset({"air-drone-strike", "shelling-artillery-missile"})
_UNTRUE = frozenset({"denied", "unconfirmed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """What speaks for `holder`. Only a `gain` tells of a change; the rest say who still holds. `status` is that of the
    event, if it is one. `tellers` are the sides of those who tell it. `loser` only where the accounts name one.
    `early`: told by one side alone, whose claims are borne out days later.
    """

    key: str
    place: Location
    when: Interval
    holder: SideId
    weight: float
    gain: bool
    status: Status | None
    independent: int
    statements: tuple[StatementId, ...]
    tellers: frozenset[SideId | None] = frozenset()
    loser: SideId | None = None
    home: SideId | None = None
    early: bool = False

    @property
    def day(self) -> date:
        return self.when.last_day


def gain_weight(event: Event, *, likely: bool = False) -> float | None:
    """None for a claim that was denied or is told only with doubt. `likely` where nobody tells it as certain."""
    weight = GAIN.get(event.assessment.status)
    return weight * LIKELY if weight is not None and likely else weight


def hold_weight(event: Event) -> float | None:
    """How much a repelled attack or a strike says that the one attacked holds the place; None for anything else.

    Of who "withdrew" only those are asked who fell back from an attack.
    """
    if event.assessment.status in _UNTRUE:
        return None
    if event.change in ("repelled", "withdrew"):
        return REPELLED
    return STRUCK if event.change is None and event.subtype in _STRIKES else None


def presence_weight(how: How, *, own: bool, other: bool) -> float:
    """How much it says that somebody is told to hold a place, or to be in it: by himself, by his enemy, by a third."""
    if own:
        return OWN
    return GAIN["one-sided"] if other and how == "held" else {"held": HELD, "there": THERE, "contested": 0.0}[how]


def faded(signs: Sequence[Sign]) -> list[Sign]:
    """The signs, in order, with those that tell of no change weighing less the longer ago the last gain was told:
    what is told months later says little of whether that gain was true."""
    found: list[Sign] = []
    last: date | None = None
    for sign in signs:
        if sign.gain:
            last = sign.day
        elif last is not None:
            kept = max(0.0, 1 - (sign.day - last) / FADES)
            sign = replace(sign, weight=sign.weight * kept)
        found.append(sign)
    return found


def path(signs: Sequence[Sign], home: SideId | None = None) -> list[SideId]:
    """The holder at each sign, in the order given. `home` is the side to whose state the place belongs, if to one's."""
    sides = sorted({sign.holder for sign in signs} | ({home} if home else set()))
    worth = {side: HOME if side == home else 0.0 for side in sides}
    came: list[dict[SideId, SideId]] = []
    for sign in signs:
        best = _best(worth)
        step: dict[SideId, SideId] = {}
        after: dict[SideId, float] = {}
        for side in sides:
            told = sign.holder == side
            moved = worth[best] - (CHANGE_COST if told and sign.gain else SILENT_COST)
            step[side] = side if worth[side] >= moved else best
            after[side] = max(worth[side], moved) + (sign.weight if told else 0.0)
        came.append(step)
        worth = after
    return _back(came, worth)


def _back(came: Sequence[dict[SideId, SideId]], worth: dict[SideId, float]) -> list[SideId]:
    if not came:
        return []
    holders = [_best(worth)]
    for step in reversed(came[1:]):
        holders.append(step[holders[-1]])
    return holders[::-1]


def _best(worth: dict[SideId, float]) -> SideId:
    return min(worth, key=lambda side: (-worth[side], side))
