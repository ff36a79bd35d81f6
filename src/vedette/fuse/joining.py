"""Tellings joined attempt by attempt. The order of the attempts is part of the rules: who joins first bars others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from vedette.fuse.blocks import Rows
from vedette.fuse.reasons import reasons
from vedette.fuse.same_event import SAME, Verdict
from vedette.fuse.telling import Telling, order
from vedette.fuse.traits import Traits, barred, fits, merged, traits_of
from vedette.fuse.unions import Unions
from vedette.model.link import Judgement, Link, Pair, end_at, is_rule, last_words, link_id, mention_of, pair_of

RULE = "rule:3"

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Attempt:
    """Two tellings, by position, that a rule or a person (`verdict` None) would join. Attempts are made in the order
    of their keys; a key begins with the rank of its rule and names its tellings, so that it is the same in every watch
    that holds them."""

    key: Key
    left: int
    right: int
    verdict: Verdict | None


class Turn:
    """What one change does to the attempts. What went and came again stands in both."""

    def __init__(self) -> None:
        self._added: dict[tuple[Key, int, int], Attempt] = {}
        self._gone: dict[tuple[Key, int, int], Attempt] = {}

    def add(self, attempts: Iterable[Attempt]) -> None:
        for one in attempts:
            self._added[one.key, one.left, one.right] = one

    def drop(self, attempts: Iterable[Attempt]) -> None:
        for one in attempts:
            self._added.pop((one.key, one.left, one.right), None)
            self._gone[one.key, one.left, one.right] = one

    @property
    def added(self) -> Iterable[Attempt]:
        return self._added.values()

    @property
    def gone(self) -> Iterable[Attempt]:
        return self._gone.values()


class Told:
    """Tellings by position, and the order they stand in."""

    def __init__(self, tellings: Iterable[Telling] = ()) -> None:
        self.tellings: dict[int, Telling] = {}
        self.orders: dict[int, Key] = {}
        self._mentions: Rows[int] = Rows()
        self._next = 0
        for telling in tellings:
            self.add(telling)

    def add(self, telling: Telling) -> int:
        """Those of one document are added in their order."""
        at, self._next = self._next, self._next + 1
        self.tellings[at] = telling
        self.orders[at] = (*order(telling), at)
        self._mentions.put(telling.mention.id, [*self._mentions[telling.mention.id], at])
        return at

    def remove(self, at: int) -> None:
        mention = self.tellings.pop(at).mention.id
        del self.orders[at]
        self._mentions.put(mention, [one for one in self._mentions[mention] if one != at])

    def of(self, end: str) -> Sequence[int]:
        """The tellings of a mention at the place that the end names, or of the mention where none is there."""
        found = self._mentions[mention_of(end)]
        return [at for at in found if end == self._end(at)] or found

    def end(self, at: int) -> str:
        """What a link calls the telling: its mention, and its place where that mention tells of several."""
        mention = self.tellings[at].mention.id
        return self._end(at) if len(self._mentions[mention]) > 1 else mention

    def _end(self, at: int) -> str:
        telling = self.tellings[at]
        return end_at(telling.mention.id, telling.place.id) if telling.place else telling.mention.id


class Judged:
    """Persons' last word on each pair that `needed` of them say alike; rules' own links are not asked, they are made
    anew."""

    def __init__(self, links: Iterable[Link] = (), needed: int = 1) -> None:
        self._needed = needed
        self._links: dict[Pair, list[Link]] = {}
        self._words: dict[Pair, Judgement] = {}
        self._pairs: dict[str, dict[Pair, None]] = {}
        for link in links:
            self.add(link)

    def add(self, link: Link) -> bool:
        """Whether it changes the last word."""
        if is_rule(link.maker):
            return False
        pair = link.pair
        known = self._links.setdefault(pair, [])
        known.append(link)
        before, last = self._words.pop(pair, None), last_words(known, self._needed).get(pair)
        for mention in map(mention_of, pair):
            pairs = self._pairs.setdefault(mention, {})
            pairs.pop(pair, None)
            if last is not None:
                pairs[pair] = None
        if last is not None:
            self._words[pair] = last.judgement
        return self._words.get(pair) is not before

    def word(self, pair: Pair) -> Judgement | None:
        return self._words.get(pair)

    def pairs(self, mention: str) -> Sequence[Pair]:
        return list(self._pairs.get(mention, ()))

    def __contains__(self, mention: str) -> bool:
        return bool(self._pairs.get(mention))

    def same(self) -> list[Pair]:
        return [pair for pair, word in self._words.items() if word is Judgement.SAME]

    def heeded(self, told: Told, at: int) -> tuple[set[int], set[int]]:
        """With which tellings a person judged this one, and those that are told apart from it."""
        judged: set[int] = set()
        apart: set[int] = set()
        for pair in self.pairs(told.tellings[at].mention.id):
            for end, other in (pair, pair[::-1]):
                met = told.of(other) if at in told.of(end) else ()
                judged.update(met)
                if self._words[pair] is Judgement.DIFFERENT:
                    apart.update(there for there in met if there != at)
        return judged, apart


class Joining:
    """Sets of tellings; a join that would break a rule is left out."""

    def __init__(self, told: Told, judged: Judged) -> None:
        self._told = told
        self._judged = judged
        self._unions: Unions[int] = Unions(())
        self._traits: dict[int, Traits] = {}
        self._overruled: dict[int, set[int]] = {}

    def add(self, at: int) -> None:
        telling = self._told.tellings[at]
        self._unions.add(at)
        if telling.mention.id in self._judged:
            self._overruled[at], apart = self._judged.heeded(self._told, at)
            self._traits[at] = traits_of(telling, members=frozenset({at}), forbidden=frozenset(apart))
        else:
            self._traits[at] = traits_of(telling)

    def root(self, at: int) -> int:
        return self._unions.find(at)

    def groups(self) -> list[list[int]]:
        return self._unions.groups()

    def attempt(self, attempt: Attempt) -> tuple[bool, Link | None]:
        """Whether two sets became one, and the link that says what a rule found."""
        a, b = self._unions.find(attempt.left), self._unions.find(attempt.right)
        if a == b:
            return False, None
        if attempt.verdict is None:
            return self._join(a, b, by_person=True), None
        if attempt.right in self._overruled.get(attempt.left, ()):
            return False, None
        pair = pair_of(self._told.end(attempt.left), self._told.end(attempt.right))
        if attempt.verdict.score < SAME:
            return False, _link(pair, Judgement.UNSURE, attempt.verdict)
        if self._join(a, b, by_person=False):
            return True, _link(pair, Judgement.SAME, attempt.verdict)
        return False, None

    def repeat(self, attempt: Attempt) -> None:
        """A join that is known to have been made in this state."""
        self._join(self._unions.find(attempt.left), self._unions.find(attempt.right), by_person=True)

    def _join(self, a: int, b: int, *, by_person: bool) -> bool:
        """A person may join what no rule would: only another person's "different" stands against it."""
        one, two = self._traits[a], self._traits[b]
        if barred(one, two) or not (by_person or fits(one, two)):
            return False
        self._traits[self._unions.join(a, b)] = merged(one, two)
        return True


def _link(pair: Pair, judgement: Judgement, verdict: Verdict) -> Link | None:
    """None for two places of one mention."""
    left, right = pair
    if mention_of(left) == mention_of(right):
        return None
    made = link_id(left, right, judgement, RULE)
    return Link(
        id=made,
        left=left,
        right=right,
        judgement=judgement,
        maker=RULE,
        reasons=reasons(verdict),
        score=verdict.score,
        features=tuple(verdict.features.items()),
    )
