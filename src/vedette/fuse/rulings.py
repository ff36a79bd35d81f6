"""The history of what persons judged of pairs: each word once, however many pairs it is on."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from vedette.model.ids import LinkId
from vedette.model.link import (
    Judgement,
    Link,
    Pair,
    is_rule,
    last_words,
    mention_of,
    person_name,
    standing_links,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a person judged at one moment. `left` and `right` are ends of links, each of these with each of those.

    `stands` unless every pair was judged otherwise since, or the word was taken back; `counts` where the picture goes
    by it: it may wait for another person who says the same.
    """

    judgement: Judgement
    by: str
    why: str
    made: datetime | None
    left: tuple[str, ...]
    right: tuple[str, ...]
    stands: bool = True
    counts: bool = True


def rulings(links: Iterable[Link], mentions: Iterable[str], needed: int = 1) -> tuple[Ruling, ...]:
    """What persons judged about any of the mentions, in the order in which they did."""
    known, wanted = list(links), set(mentions)
    standing = {link.id for link in standing_links(known)}
    agreed = {pair: link.judgement for pair, link in last_words(known, needed).items()}
    groups: dict[tuple[object, ...], list[Link]] = {}
    for link in known:
        if not is_rule(link.maker) and wanted & {mention_of(link.left), mention_of(link.right)}:
            groups.setdefault((link.maker, link.made, link.judgement, link.reasons), []).append(link)
    return tuple(_ruling(group, standing, agreed) for group in groups.values())


def _ruling(group: Sequence[Link], standing: Set[LinkId], agreed: Mapping[Pair, Judgement]) -> Ruling:
    first = group[0]
    left, right = _halves(group)
    last = [agreed.get(link.pair) for link in group if link.id in standing]
    return Ruling(
        judgement=first.judgement,
        by=person_name(first.maker),
        why=" ".join(first.reasons),
        made=first.made,
        left=left,
        right=right,
        stands=first.judgement is Judgement.WITHDRAWN or any(word in (None, first.judgement) for word in last),
        counts=first.judgement in last,
    )


def _halves(group: Sequence[Link]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those that meet the end with the most links, and the rest: of one report and an event, the report first."""
    meets: dict[str, list[str]] = {}
    for link in group:
        meets.setdefault(link.left, []).append(link.right)
        meets.setdefault(link.right, []).append(link.left)
    hub = max(meets, key=lambda end: (len(meets[end]), end))
    others = tuple(dict.fromkeys(meets[hub]))
    return tuple(end for end in meets if end not in others), others
