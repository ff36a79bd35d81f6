"""An append-only judgement about two things."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import cast

from vedette.model.ids import LinkId, content_id
from vedette.model.words import agreed, standing_words
from vedette.model.words import person as person
from vedette.model.words import person_name as person_name

Pair = tuple[str, str]

_RULE = "rule:"
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


def pair_of(left: str, right: str) -> Pair:
    return (left, right) if left <= right else (right, left)


def end_at(mention: str, place: str) -> str:
    """What a mention tells of one of its places."""
    return f"{mention}{_AT}{place}"


def mention_of(end: str) -> str:
    return end.partition(_AT)[0]


def last_words(links: Iterable[Link], needed: int = 1) -> dict[Pair, Link]:
    """Of each pair the person's link that counts: each person's last one, and of those not withdrawn the latest that
    `needed` persons say alike."""
    persons = (link for link in links if not is_rule(link.maker))
    return cast("dict[Pair, Link]", agreed(persons, lambda link: link.pair, _says, needed))


def standing_links(links: Iterable[Link]) -> list[Link]:
    """Each person's last word on each pair, but for those withdrawn."""
    return standing_words((link for link in links if not is_rule(link.maker)), lambda link: link.pair, _says)


def counting(links: Sequence[Link], rule: str, needed: int = 1) -> list[Link]:
    """What holds beside one another: the links of a rule as it is now where no person said more of the two mentions,
    and the persons' last words."""
    words = last_words(links, needed)
    spoken = set(map(mentions_of, words))
    return [*(link for link in links if link.maker == rule and mentions_of(link.pair) not in spoken), *words.values()]


def mentions_of(pair: Pair) -> frozenset[str]:
    """Two ends without the places that part the accounts of one mention."""
    return frozenset(map(mention_of, pair))


def _says(link: Link) -> Judgement | None:
    return None if link.judgement is Judgement.WITHDRAWN else link.judgement


def repeated(link: Link, by: str, made: datetime, judgement: Judgement | None = None, why: str = "") -> Link:
    """The same said by somebody, or another word on the same pair."""
    word, maker = judgement or link.judgement, person(by)
    made_id = link_id(link.left, link.right, word, maker, made.isoformat())
    return replace(link, id=made_id, judgement=word, maker=maker, made=made, reasons=(why,) if why else ())
