"""How an account stands to its event: supports it, denies it, or concedes it against its own side."""

from collections.abc import Sequence

from vedette.fuse.names import fold
from vedette.fuse.telling import Telling, side_of
from vedette.model.event import Stance
from vedette.model.ids import SideId
from vedette.model.mention import Change

# What is told of a place, gravest first: the change an event is named after when its accounts do not agree.
GRAVITY: tuple[Change, ...] = (
    "captured",
    "liberated",
    "withdrew",
    "advanced",
    "pushed-back",
    "contested",
    "repelled",
)
_TAKEN = frozenset({"captured", "liberated", "withdrew"})
_HELD = frozenset({"repelled", "contested"})
_GAINS = frozenset({"captured", "liberated", "withdrew", "advanced", "pushed-back"})


def headline(tellings: Sequence[Telling]) -> Change | None:
    """The gravest change that somebody says happened, firmly if anybody does; of "captured" and "liberated" the word
    told more often."""
    changes = [telling for telling in tellings if telling.mention.change]
    said = [telling for telling in changes if not telling.denies] or changes
    firm = [telling for telling in said if not telling.doubtful] or said
    told = [telling.mention.change for telling in firm if telling.mention.change]
    if not told:
        return None
    words = told.count("captured"), told.count("liberated")
    if any(words):
        return "captured" if words[0] >= words[1] else "liberated"
    return min(told, key=GRAVITY.index)


def stance(telling: Telling, change: Change | None, mover: SideId | None) -> Stance:
    """`change` and `mover` are the event's: what it is named after, and who gains ground by it."""
    if telling.denies or _contradicts(telling, change, mover):
        return "denies"
    return "concedes" if change not in _HELD and _concedes(telling, mover) else "supports"


def contradicts_by_fact(telling: Telling, change: Change | None, mover: SideId | None) -> bool:
    """Not a bare "no": another account of the same ground ("fighting goes on there")."""
    return not telling.denies and _contradicts(telling, change, mover)


def _contradicts(telling: Telling, change: Change | None, mover: SideId | None) -> bool:
    """Whoever says that he took a place and repelled attacks on it does not contradict himself."""
    own = mover is not None and telling.side == mover
    if change == "pushed-back" and telling.mention.change == "repelled":
        return telling.side is not None and not own
    return change in _TAKEN and telling.mention.change in _HELD and not own


def _concedes(telling: Telling, mover: SideId | None) -> bool:
    """By the side that loses by it, not by an outlet near to it: another's gain, its own retreat, an admission."""
    if telling.mention.change == "withdrew" and telling.speaker is not None and _acts_himself(telling):
        return True
    if telling.side is None or not telling.official:
        return False
    if telling.mention.change in _GAINS and mover is not None:
        return telling.side != mover
    if telling.mention.change == "withdrew" or telling.mention.plover == "RETREAT":
        return telling.side == side_of(telling.parties, "actor")
    return telling.statement.kind == "admission"


def _acts_himself(telling: Telling) -> bool:
    """ "The army said that it had moved back", whoever's army it is."""
    own = fold(telling.speaker or "")
    return any(party.role == "actor" and fold(party.name) == own for party in telling.parties)
