"""What is worth a person's minute: pairs that a rule joined narrowly or nearly joined, and what was read unsurely, the
gravest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vedette.fuse.joining import RULE
from vedette.fuse.misgivings import consequence
from vedette.fuse.same_event import SAME, UNSURE
from vedette.model.correction import Correction, Matter, Subject, last_corrections
from vedette.model.event import Account, Event
from vedette.model.ids import DocumentId, MentionId
from vedette.model.link import Judgement, Link, last_words, mention_of, mentions_of
from vedette.model.misgiving import Misgiving, MisgivingQuery
from vedette.ports import View

PAIR = "pair"
_LOOKED_AT = 150
# Beyond this a rule is not in doubt.
_SURE = 0.86
_NEAREST = min(SAME - UNSURE, _SURE - SAME)


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

    @property
    def place(self) -> str | None:
        return next((one.place.name for one in (self.left_event, self.right_event) if one.place), None)


Item = Doubt | Misgiving


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which doubts: of one kind, `pair` or a `Matter`, and at a place by its name."""

    kind: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What persons have said enough of: pairs of mentions, and single subjects."""

    pairs: frozenset[frozenset[str]]
    subjects: tuple[Subject, ...]


def settled(links: Sequence[Link], corrections: Sequence[Correction], needed: int = 1) -> Settled:
    """`links` are persons' judgements."""
    return Settled(
        pairs=frozenset(map(mentions_of, last_words(links, needed))),
        subjects=tuple(last_corrections(corrections, needed)),
    )


def queue(view: View, pairs: Sequence[Doubt], asked: Asked, most: int, done: Settled) -> list[Item]:
    """The weightiest first, of those that nobody has judged. `pairs` are those of `narrow_pairs`."""
    found: list[Item] = []
    if asked.kind in ("", PAIR):
        found += [one for one in unjudged(pairs, done) if _is_at(one, asked.place)]
    if asked.kind != PAIR:
        query = MisgivingQuery(
            matter=Matter(asked.kind) if asked.kind else None,
            place=asked.place or None,
            settled=done.subjects,
            limit=most,
        )
        found += {(one.matter, one.target): one for one in reversed(view.misgivings(query))}.values()
    return sorted(found, key=_order)[:most]


def _order(one: Item) -> tuple[float, str, str]:
    if isinstance(one, Doubt):
        return (-one.weight, PAIR, one.link.id)
    return (-one.weight, one.matter, one.target)


def _is_at(one: Doubt, place: str) -> bool:
    return not place or (one.place or "").casefold() == place.casefold()


def unjudged(pairs: Iterable[Doubt], done: Settled) -> list[Doubt]:
    return [one for one in pairs if mentions_of(one.link.pair) not in done.pairs]


def doubts(view: View, most: int = 50) -> tuple[Doubt, ...]:
    """The weightiest pairs that no person has judged."""
    return tuple(unjudged(narrow_pairs(view), settled(view.judgements(), ()))[:most])


def narrow_pairs(view: View) -> tuple[Doubt, ...]:
    """Of the picture as it stands, whoever has judged them since; of those that the rule was least sure of."""
    links = view.narrow_links(RULE, SAME, UNSURE, _SURE, _LOOKED_AT)
    narrow = sorted(links, key=lambda link: (-_doubt(link), link.id))
    told = _where_told(view, narrow)
    found = [doubt for link in narrow if (doubt := _doubt_of(link, told))]
    found.sort(key=lambda doubt: (-doubt.weight, doubt.link.id))
    return tuple(_one_a_pair(found))


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
        weight=round(_doubt(link) * consequence(event, other), 4),
    )


def _one_a_pair(found: Iterable[Doubt]) -> Iterable[Doubt]:
    """Two events in doubt are asked about once, by their weightiest pair."""
    seen: set[tuple[str, ...]] = set()
    for doubt in found:
        events = {doubt.left_event.id, doubt.right_event.id}
        key = tuple(sorted(events)) if len(events) > 1 else tuple(sorted((doubt.left.mention, doubt.right.mention)))
        if key not in seen:
            seen.add(key)
            yield doubt
