"""Threats put together: those of one holder in much the same words, under the first of them."""

from collections.abc import Iterator
from heapq import heapify, heappop, heappush
from itertools import chain

from vedette.fuse.menaces import Menace, same_holder, same_threat
from vedette.fuse.names import words
from vedette.fuse.sequels import withdraws
from vedette.model.ids import DocumentId, SideId

Voice = tuple[SideId | None, str]
_Order = tuple[object, ...]


class Voiced:
    """In the order of its day, each threat joins the earliest first one that it is the same as, or is a first one.

    They come and go in any order: one that comes late takes from later firsts what is the same as it.
    """

    def __init__(self) -> None:
        self._menaces: dict[int, Menace] = {}
        self._orders: dict[int, _Order] = {}
        self._papers: dict[DocumentId, list[int]] = {}
        self._threats: dict[Voice, dict[int, None]] = {}
        self._denials: dict[Voice, dict[int, None]] = {}
        self._first: dict[int, int] = {}
        self._members: dict[int, set[int]] = {}
        self._next = 0

    def add(self, menace: Menace) -> set[int]:
        """The firsts whose rows may be different by it."""
        at, self._next = self._next, self._next + 1
        self._menaces[at], self._orders[at] = menace, (*menace.order, at)
        self._papers.setdefault(menace.document.id, []).append(at)
        threat = menace.statement.kind == "threat"
        for voice in _voices(menace):
            (self._threats if threat else self._denials).setdefault(voice, {})[at] = None
        return self._assign([at]) if threat else self._answered(menace)

    def remove(self, document: DocumentId) -> set[int]:
        changed: set[int] = set()
        for at in self._papers.pop(document, []):
            menace = self._menaces[at]
            threat = menace.statement.kind == "threat"
            for voice in _voices(menace):
                del (self._threats if threat else self._denials)[voice][at]
            changed |= self._withdraw(at) if threat else self._answered(menace)
            del self._menaces[at], self._orders[at]
        return changed

    def group(self, first: int) -> list[Menace]:
        """In the order of their days; empty for one that is no first any more."""
        members = sorted(self._members.get(first, ()), key=self._orders.__getitem__)
        return [self._menaces[at] for at in members]

    def denials(self, menace: Menace) -> list[Menace]:
        """Those of its holder."""
        found = (self._menaces[at] for at in self._beside(menace, self._denials))
        return [one for one in found if same_holder(one, menace)]

    def _answered(self, denial: Menace) -> set[int]:
        firsts = {self._first[at] for at in self._beside(denial, self._threats)}
        heads = ((at, self._menaces[at]) for at in firsts)
        return {at for at, one in heads if same_holder(one, denial) and withdraws(one.words, denial.words)}

    def _withdraw(self, at: int) -> set[int]:
        first = self._first.pop(at)
        self._members[first].discard(at)
        if first != at:
            return {first}
        return {first} | self._assign(self._loosen(first))

    def _loosen(self, first: int) -> list[int]:
        members = [at for at in self._members.pop(first) if at != first]
        for at in members:
            del self._first[at]
        return members

    def _assign(self, waiting: list[int]) -> set[int]:
        """Those that wait have no first; the firsts that changed."""
        changed: set[int] = set()
        heap = [(self._orders[at], at) for at in waiting]
        heapify(heap)
        while heap:
            order, at = heappop(heap)
            same = [other for other in self._same(at) if other in self._first]
            firsts = [other for other in same if self._first[other] == other and self._orders[other] < order]
            first = self._first[at] = min(firsts, key=self._orders.__getitem__, default=at)
            self._members.setdefault(first, set()).add(at)
            changed.add(first)
            for other in same if first == at else ():
                former = self._first.get(other)
                if former is None or self._orders[other] < order or self._orders[former] < order:
                    continue
                changed.add(former)
                del self._first[other]
                self._members[former].discard(other)
                loose = [other, *(self._loosen(former) if former == other else ())]
                for one in loose:
                    heappush(heap, (self._orders[one], one))
        return changed

    def _same(self, at: int) -> list[int]:
        menace = self._menaces[at]
        beside = self._beside(menace, self._threats)
        return [other for other in beside if other != at and same_threat(menace, self._menaces[other])]

    def _beside(self, menace: Menace, known: dict[Voice, dict[int, None]]) -> Iterator[int]:
        """All whose holder's name shares a word with this one's."""
        return iter(dict.fromkeys(chain.from_iterable(known.get(voice, ()) for voice in _voices(menace))))


def _voices(menace: Menace) -> set[Voice]:
    return {(menace.side, word) for word in words(menace.speaker)}
