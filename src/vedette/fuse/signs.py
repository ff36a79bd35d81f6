"""What events and presences say about who holds a place. Each sign follows from its own event or document."""

import re
from collections.abc import Sequence

from vedette.fuse.event import event_mover
from vedette.fuse.holding import Sign, gain_weight, hold_weight, presence_weight
from vedette.fuse.persons import told_on
from vedette.fuse.presence import Presence, presences
from vedette.fuse.sides import Sides
from vedette.fuse.telling import Telling, is_spot, side_of
from vedette.fuse.voices import holders
from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.event import Event, Location
from vedette.model.ids import SideId
from vedette.model.source import Source

TAKEN = frozenset({"captured", "liberated", "withdrew"})
_HELD = frozenset({"settlement", "site"})
# A place known no better than this has no holder.
_COARSE_M = 25_000
_NEAR = 200
_SENTENCE_END = re.compile(r"[.;!?](?=\s|$)|\n")
_IN_VAIN = re.compile(
    r"\b(?:unsuccessful|failed|futile|repelled|repulsed|beaten off|невдал|неудачн|безуспішн|безуспешн)\w*|"
    r"\b(?:after|following) (?:[\w'’-]+ ){0,4}(?:attack|assault|attempt|offensive|advance|push|storm)\w*",
    re.IGNORECASE,
)
_FROM = re.compile(r"\W*(?:[\w'’-]+ ){0,3}(?:from|out of|із|зі|з|из|от)\b", re.IGNORECASE)
# Half-way between what is possible and what is certain.
_PROBABLE = 2


def sign_of(event: Event, group: Sequence[Telling], sides: Sides) -> Sign | None:
    """None where the event says nothing about who holds its place."""
    if event.place is None or event.when is None or not can_be_held(event.place):
        return None
    gain = event.change in TAKEN and not _only_fell_back(event, group)
    mover = event_mover(group, event.change)
    weight = gain_weight(event, likely=_is_only_likely(group)) if gain else hold_weight(event)
    # A repelled attack and a strike speak for the one attacked.
    holder = mover if event.change in TAKEN else sides.opponent(mover or side_of(event.parties, "actor"))
    if weight is None or holder is None:
        return None
    return Sign(
        key=event.id,
        place=event.place,
        when=event.when,
        holder=holder,
        weight=weight,
        gain=gain,
        status=event.assessment.status,
        independent=event.assessment.independent_sources,
        statements=event.statements,
        tellers=frozenset(account.side for account in event.accounts if account.stance != "denies"),
        loser=_loser(group, holder) if gain else None,
        home=sides.of_country(event.place.country),
    )


def presence_signs(document: Document, source: Source, analysis: Analysis, sides: Sides) -> list[Sign]:
    """What one document says of who is where."""
    held = holders(analysis, source, sides, told_on(document))
    found = (presence_sign(one, sides) for one in presences(analysis, document, held, sides))
    return [sign for sign in found if sign is not None]


def presence_sign(one: Presence, sides: Sides) -> Sign | None:
    """None for a place that is fought over: that speaks for nobody."""
    if one.holder is None or not can_be_held(one.place):
        return None
    return Sign(
        key=f"{one.document}/{one.how}/{one.holder}",
        place=one.place,
        when=one.when,
        holder=one.holder,
        weight=presence_weight(one.how, own=one.teller == one.holder, other=one.teller not in (None, one.holder)),
        gain=False,
        status=None,
        independent=1,
        statements=(one.statement,),
        tellers=frozenset({one.teller}),
        home=sides.of_country(one.place.country),
    )


def can_be_held(place: Location) -> bool:
    """A settlement or a site, known well enough, itself and not a spot told of from it."""
    return place.kind in _HELD and place.radius_m < _COARSE_M and not is_spot(place)


def _only_fell_back(event: Event, group: Sequence[Telling]) -> bool:
    """Whoever goes back "after a failed attack" on a place, and not "from" it, never held it: he was beaten off."""
    told = [telling for telling in group if telling.mention.change == event.change]
    return event.change == "withdrew" and bool(told) and all(map(_falls_back, told))


def _falls_back(telling: Telling) -> bool:
    text, trigger = telling.document.text, telling.mention.trigger
    around = text[max(0, trigger.start - _NEAR) : trigger.end + _NEAR]
    ahead = _SENTENCE_END.split(around[: trigger.start - max(0, trigger.start - _NEAR)])[-1]
    behind = _SENTENCE_END.split(text[trigger.end : trigger.end + _NEAR])[0]
    return bool(_IN_VAIN.search(ahead) or _IN_VAIN.search(behind)) and not _FROM.match(behind)


def _is_only_likely(group: Sequence[Telling]) -> bool:
    """No account of a change of holder has it as more than probable."""
    return all(telling.mention.factuality <= _PROBABLE for telling in group if telling.mention.change in TAKEN)


def _loser(group: Sequence[Telling], holder: SideId) -> SideId | None:
    """Who withdrew, or from whom it was taken, by the accounts."""
    for telling in group:
        role = "actor" if telling.mention.change == "withdrew" else "target"
        side = side_of(telling.parties, role)
        if side is not None and side != holder:
            return side
    return None
