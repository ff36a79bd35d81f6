"""Documents that are copies of one text: equal, near-identical, or forwarded.

Near-identical: Jaccard over word 5-shingles, candidates by MinHash and LSH (Broder 1997), each checked exactly.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from rensa import RMinHash, RMinHashLSH

from vedette.fuse.blocks import Rows
from vedette.fuse.names import fold
from vedette.fuse.outlines import Outline, Outlines, outline
from vedette.fuse.unions import Unions
from vedette.model.document import Document
from vedette.model.ids import DocumentId
from vedette.model.source import Source

NEAR_IDENTICAL = 0.8

_SHINGLE = 5
_PERMUTATIONS = 128
_BANDS = 32
_SEED = 42
_MOST_WORDS = 20_000
_WORD = re.compile(r"\w+")


def families(documents: Sequence[Document]) -> dict[DocumentId, DocumentId]:
    """For each document one that stands for all its copies, itself where it has none."""
    copies = Copies()
    for document in sorted(documents, key=lambda document: document.id):
        copies.add(document)
    return copies.family


class Copies:
    """Families that grow document by document. Which are one does not depend on the order in which they come; which of
    its documents stands for a family does.

    Of all pairs that are alike only those are kept that hold a family together, as a tree: a war's bulletins are alike
    by the thousand, their pairs by the million.
    """

    def __init__(self) -> None:
        self.family: dict[DocumentId, DocumentId] = {}
        self._members: dict[DocumentId, list[DocumentId]] = {}
        self._ties: dict[DocumentId, list[DocumentId]] = {}
        self._equal: Rows[DocumentId] = Rows()
        self._texts: dict[int, Document] = {}
        self._outlines = Outlines()
        self._numbers: dict[DocumentId, int] = {}
        self._next = 0
        self._index = RMinHashLSH(0.6, _PERMUTATIONS, _BANDS)

    def add(self, document: Document) -> list[DocumentId]:
        """Those known before that are now of another family."""
        one = document.id
        self.family[one] = one
        digest = _digest(document.text)
        equal = [*self._equal[digest], one]
        self._equal.put(digest, equal)
        moved = self._join(equal[0], one) if len(equal) > 1 else self._enter(document)
        return [each for each in moved if each != one]

    def remove(self, document: Document) -> list[DocumentId]:
        """Those that are of another family without it."""
        one, digest = document.id, _digest(document.text)
        equal = self._equal[digest]
        first = equal[0] == one
        equal.remove(one)
        self._equal.put(digest, equal)
        tied = self._ties.pop(one, [])
        for other in tied:
            self._ties[other].remove(one)
        if first and equal:
            self._stand_in(equal[0], document, tied)
        elif first:
            number = self._numbers.pop(one)
            self._outlines.drop(number)
            del self._texts[number]
        return self._part([each for each in self._members.pop(self.family.pop(one), ()) if each != one])

    def _stand_in(self, other: DocumentId, document: Document, tied: Iterable[DocumentId]) -> None:
        """The next of the same text is what others are compared with from now on."""
        number = self._numbers[other] = self._numbers.pop(document.id)
        self._texts[number] = replace(document, id=other)
        for each in tied:
            if each != other:
                self._tie(other, each)

    def _part(self, left: list[DocumentId]) -> list[DocumentId]:
        former = {one: self.family[one] for one in left}
        for reached in self._trees(left):
            # A family keeps its name while the document of that name is in it.
            name = former[reached[0]] if former[reached[0]] in reached else reached[0]
            if len(reached) > 1:
                self._members[name] = reached
            self.family |= dict.fromkeys(reached, name)
        return [one for one in left if self.family[one] != former[one]]

    def _trees(self, left: list[DocumentId]) -> list[list[DocumentId]]:
        """What is left of a family, tied again where it can be: what fell off is asked whom else it is like."""
        unions = Unions(left)
        for one in left:
            for other in self._ties.get(one, ()):
                unions.join(one, other)
        fallen = sorted(unions.groups(), key=len)[:-1]
        beside = frozenset(left)
        for one in (one for group in fallen for one in group if one in self._numbers):
            shingles = _shingles(self._texts[self._numbers[one]].text)
            for near in self._near(outline(shingles), _sketch(shingles)):
                met = near.id in beside and unions.find(near.id) != unions.find(one)
                if met and _jaccard(shingles, _shingles(near.text)) >= NEAR_IDENTICAL:
                    self._tie(near.id, one)
                    unions.join(near.id, one)
        return unions.groups()

    def _enter(self, document: Document) -> list[DocumentId]:
        one, at = document.id, self._next
        self._next += 1
        shingles = _shingles(document.text)
        sketch, told = _sketch(shingles), outline(shingles)
        near = self._near(told, sketch)
        self._index.insert(at, sketch)
        self._outlines.put(at, told)
        self._texts[at], self._numbers[one] = document, at
        moved: list[DocumentId] = []
        for other in near:
            apart = self.family[other.id] != self.family[one]
            if apart and _jaccard(shingles, _shingles(other.text)) >= NEAR_IDENTICAL:
                moved += self._join(other.id, one)
        return moved

    def _near(self, told: Outline, sketch: RMinHash) -> list[Document]:
        """All that are alike, by exact Jaccard, and a few that are not. What was removed is still in the index."""
        return [self._texts[number] for number in self._outlines.near(told, self._index.query(sketch), NEAR_IDENTICAL)]

    def _tie(self, left: DocumentId, right: DocumentId) -> None:
        self._ties.setdefault(left, []).append(right)
        self._ties.setdefault(right, []).append(left)

    def _join(self, left: DocumentId, right: DocumentId) -> list[DocumentId]:
        """Of two families; the smaller goes over to the larger."""
        self._tie(left, right)
        families = {self.family[one]: self._members.get(self.family[one]) for one in (left, right)}
        (a, kept), (b, moved) = sorted(
            ((name, members or [name]) for name, members in families.items()), key=lambda one: (-len(one[1]), one[0])
        )
        self.family |= dict.fromkeys(moved, a)
        kept.extend(moved)
        self._members[a] = kept
        self._members.pop(b, None)
        return moved


def origin(document: Document, sources: Iterable[Source]) -> str:
    """The source a document descends from: the one it was forwarded from, else its own."""
    if not document.forwarded_from:
        return document.source
    forwarded = fold(document.forwarded_from)
    for source in sources:
        if forwarded in {fold(name) for name in (source.id, source.name, *source.match)}:
            return source.id
    return f"forwarded:{forwarded}"


def likeness(one: str, other: str) -> float:
    """Jaccard over word 5-shingles: 1 for the same words."""
    return _jaccard(_known_shingles(one), _known_shingles(other))


@lru_cache(maxsize=512)
def _known_shingles(text: str) -> frozenset[str]:
    return _shingles(text)


def _sketch(shingles: frozenset[str]) -> RMinHash:
    sketch = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    sketch.update(sorted(shingles))
    return sketch


def _shingles(text: str) -> frozenset[str]:
    words = _words(text)
    if len(words) < _SHINGLE:
        return frozenset({" ".join(words)})
    return frozenset(" ".join(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())[:_MOST_WORDS]


def _digest(text: str) -> bytes:
    return hashlib.sha256(" ".join(_words(text)).encode("utf-8", "surrogatepass")).digest()[:16]


def _jaccard(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / len(left | right)
