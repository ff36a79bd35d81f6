"""Doubts for the large watch of bench/pages.py: pairs that a rule joined narrowly, and what was read unsurely."""

import random
from collections.abc import Iterator, Sequence

from vedette.fuse.joining import RULE
from vedette.model.correction import Matter
from vedette.model.event import Event
from vedette.model.link import Judgement, Link, link_id, pair_of
from vedette.model.misgiving import Misgiving

PAIRS_AN_EVENT = 3
SHARE = 0.7


def misgivings(events: Sequence[Event]) -> Iterator[Misgiving]:
    """Some two of each event."""
    chance = random.Random(7)
    for event in events:
        account = event.accounts[0]
        for matter in Matter:
            if chance.random() < SHARE:
                yield Misgiving(
                    matter=matter,
                    target=account.statement if matter is Matter.SPEAKER else account.mention,
                    event=event.id,
                    statement=account.statement,
                    document=account.document,
                    place=event.place.name if event.place else None,
                    weight=round(chance.random() * 5, 4),
                    reasons=("told as possible",),
                )


def links(events: Sequence[Event]) -> Iterator[Link]:
    """Pairs of any two, of any score."""
    chance = random.Random(8)
    for _ in range(PAIRS_AN_EVENT * len(events)):
        one, other = chance.sample(events, 2)
        left, right = pair_of(one.accounts[0].mention, other.accounts[0].mention)
        yield Link(
            id=link_id(left, right, Judgement.UNSURE, RULE),
            left=left,
            right=right,
            judgement=Judgement.UNSURE,
            maker=RULE,
            reasons=("near",),
            score=chance.uniform(0.3, 1.0),
        )
