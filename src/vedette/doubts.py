"""What is worth a person's minute: pairs that a rule joined narrowly or nearly joined, the gravest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vedette.fuse.joining import RULE
from vedette.fuse.same_event import SAME, UNSURE
from vedette.model.event import Account, Event
from vedette.model.ids import DocumentId, MentionId
from vedette.model.link import Judgement, Link, last_words, mention_of
from vedette.ports import View

_LOOKED_AT = 400
# Beyond this a rule is not in doubt.
_SURE = 0.86
_NEAREST = min(SAME - UNSURE, _SURE - SAME)
_GROUND = 3.0
_FORCE = 1.5
_TOLD = 0.25
_MOST_TOLD = 8
_SETTLES = 1.0
_OPEN = frozenset({"one-sided", "unconfirmed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Two accounts, and how a rule took them: `joined` into one event, or left apart. `weight` orders the queue: how
    near the rule was to saying the opposite, times how much hangs on it."""

    left: Account
    right: Account
    left_event: Event
    right_event: Event
    joined: bool
    link: Link
    weight: float


def doubts(view: View, most: int = 50) -> tuple[Doubt, ...]:
    """The weightiest first, of those that no person has judged."""
    spoken = {
        tuple(map(mention_of, pair))
        for pair, link in last_words(view.judgements()).items()
        if link.judgement is not Judgement.WITHDRAWN
    }
    narrow = [link for link in view.links() if _is_narrow(link) and link.pair not in spoken]
    narrow.sort(key=lambda link: (-_doubt(link), link.id))
    told = _where_told(view, narrow[:_LOOKED_AT])
    found = [doubt for link in narrow[:_LOOKED_AT] if (doubt := _doubt_of(link, told))]
    found.sort(key=lambda doubt: (-doubt.weight, doubt.link.id))
    return tuple(_one_a_pair(found))[:most]


def _is_narrow(link: Link) -> bool:
    return link.maker == RULE and link.score is not None and UNSURE <= link.score < _SURE


def _doubt(link: Link) -> float:
    """1 where the score is the bound itself."""
    assert link.score is not None
    return max(0.0, 1 - abs(link.score - SAME) / (2 * _NEAREST))


Told = dict[MentionId, list[tuple[Account, Event]]]


def _where_told(view: View, links: Sequence[Link]) -> Told:
    mentions = sorted({mention_of(end) for link in links for end in link.pair})
    documents: Iterable[DocumentId] = dict.fromkeys(view.told_in(mentions).values())
    events = {event.id: event for document in documents for event in view.events_of(document)}
    told: Told = {}
    for event in events.values():
        for account in event.accounts:
            told.setdefault(account.mention, []).append((account, event))
    return told


def _doubt_of(link: Link, told: Told) -> Doubt | None:
    """None where the picture has moved on: the rule's word no longer holds."""
    left, right = (told.get(MentionId(mention_of(end)), []) for end in link.pair)
    joined = link.judgement is Judgement.SAME
    pairs = [(a, b) for a in left for b in right if (a[1].id == b[1].id) == joined]
    if not pairs or (not joined and any(a[1].id == b[1].id for a in left for b in right)):
        return None
    (ours, event), (theirs, other) = pairs[0]
    return Doubt(
        left=ours,
        right=theirs,
        left_event=event,
        right_event=other,
        joined=joined,
        link=link,
        weight=round(_doubt(link) * _consequence(event, other), 4),
    )


def _consequence(event: Event, other: Event) -> float:
    """Ground before force before the rest; more where many tell it, and where the answer may change a status."""
    weight = 1.0
    if event.change or other.change:
        weight += _GROUND
    elif "ASSAULT" in (event.plover, other.plover):
        weight += _FORCE
    told = max(len(event.accounts), len(other.accounts))
    settles = {event.assessment.status, other.assessment.status} & _OPEN
    return weight + _TOLD * min(told, _MOST_TOLD) + (_SETTLES if settles else 0.0)


def _one_a_pair(found: Iterable[Doubt]) -> Iterable[Doubt]:
    """Two events in doubt are asked about once, by their weightiest pair."""
    seen: set[tuple[str, ...]] = set()
    for doubt in found:
        events = {doubt.left_event.id, doubt.right_event.id}
        key = tuple(sorted(events)) if len(events) > 1 else tuple(sorted((doubt.left.mention, doubt.right.mention)))
        if key not in seen:
            seen.add(key)
            yield doubt
