"""An append-only judgement about two things."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vedette.model.ids import LinkId, content_id

Pair = tuple[str, str]

_RULE, _PERSON = "rule:", "person:"
_AT = "@"


class Judgement(StrEnum):
    """`WITHDRAWN` takes back what its maker had said of the pair: whoever spoke before counts again, else the rules."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """`left` and `right` are mention or observation ids, `left < right`. A later link on the same pair by a person
    overrides every rule; a later one by the same maker overrides the earlier.

    A mention that tells of several places is an account of an event in each: `mention@place` means one of them.
    `features` are the numbers that a rule's score rests on.
    """

    id: LinkId
    left: str
    right: str
    judgement: Judgement
    maker: str
    reasons: tuple[str, ...] = ()
    score: float | None = None
    made: datetime | None = None
    features: tuple[tuple[str, float], ...] = ()

    @property
    def pair(self) -> Pair:
        return pair_of(self.left, self.right)


def link_id(left: str, right: str, judgement: Judgement, maker: str, nonce: str = "") -> LinkId:
    """`jdg_…` for a person's. `nonce` tells apart a person's repeated judgements on one pair; rules leave it empty."""
    prefix = "lnk" if is_rule(maker) else "jdg"
    return LinkId(content_id(prefix, *sorted((left, right)), judgement, maker, nonce))


def is_rule(maker: str) -> bool:
    return maker.startswith(_RULE)


def person(name: str) -> str:
    """The maker of a person's links."""
    return f"{_PERSON}{name}"


def person_name(maker: str) -> str:
    return maker.removeprefix(_PERSON)


def pair_of(left: str, right: str) -> Pair:
    return (left, right) if left <= right else (right, left)


def end_at(mention: str, place: str) -> str:
    """What a mention tells of one of its places."""
    return f"{mention}{_AT}{place}"


def mention_of(end: str) -> str:
    return end.partition(_AT)[0]


def last_words(links: Iterable[Link]) -> dict[Pair, Link]:
    """Of each pair the person's link that counts: each person's last one, and of those not withdrawn the latest."""
    persons = sorted((link for link in links if not is_rule(link.maker)), key=_order)
    own = {(link.pair, link.maker): link for link in persons}
    stands = (link for link in own.values() if link.judgement is not Judgement.WITHDRAWN)
    return {link.pair: link for link in sorted(stands, key=_order)}


def _order(link: Link) -> tuple[float, str]:
    return (link.made.timestamp() if isinstance(link.made, datetime) else 0.0, link.id)
