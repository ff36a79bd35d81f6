"""Documents that are copies of one text: equal, near-identical, or forwarded.

Near-identical: Jaccard over word 5-shingles, candidates by MinHash and LSH (Broder 1997), each checked exactly.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from rensa import RMinHash, RMinHashLSH

from vedette.fuse.names import fold
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
    its documents stands for a family does."""

    def __init__(self) -> None:
        self.family: dict[DocumentId, DocumentId] = {}
        self._members: dict[DocumentId, list[DocumentId]] = {}
        self._alike: dict[DocumentId, set[DocumentId]] = {}
        self._equal: dict[bytes, list[DocumentId]] = {}
        self._texts: dict[int, Document] = {}
        self._numbers: dict[DocumentId, int] = {}
        self._next = 0
        self._index = RMinHashLSH(0.6, _PERMUTATIONS, _BANDS)
        self._shingles = lru_cache(maxsize=2048)(lambda at: _shingles(self._texts[at].text))

    def add(self, document: Document) -> list[DocumentId]:
        """Those known before that are now of another family."""
        one = document.id
        self.family[one], self._members[one], self._alike[one] = one, [one], set()
        equal = self._equal.setdefault(_digest(document.text), [])
        equal.append(one)
        alike = equal[:1] if len(equal) > 1 else self._near(document)
        for other in alike:
            self._alike[one].add(other)
            self._alike[other].add(one)
        moved = [each for other in alike for each in self._join(other, one)]
        return [each for each in moved if each != one]

    def remove(self, document: Document) -> list[DocumentId]:
        """Those that are of another family without it."""
        one, digest = document.id, _digest(document.text)
        equal = self._equal[digest]
        first = equal[0] == one
        equal.remove(one)
        beside = self._alike.pop(one)
        for other in beside:
            self._alike[other].discard(one)
        if first and equal:
            self._stand_in(equal[0], document, beside)
        elif first:
            del self._equal[digest], self._texts[self._numbers.pop(one)]
        left = [each for each in self._members.pop(self.family.pop(one)) if each != one]
        return self._part(left)

    def _stand_in(self, other: DocumentId, document: Document, beside: set[DocumentId]) -> None:
        """The next of the same text is what others are compared with from now on."""
        number = self._numbers[other] = self._numbers.pop(document.id)
        self._texts[number] = replace(document, id=other)
        for each in beside - {other}:
            self._alike[other].add(each)
            self._alike[each].add(other)

    def _part(self, left: list[DocumentId]) -> list[DocumentId]:
        former = {one: self.family[one] for one in left}
        waiting = dict.fromkeys(left)
        while waiting:
            first = next(iter(waiting))
            reached, ahead = {first: None}, [first]
            while ahead:
                new = [one for one in self._alike[ahead.pop()] if one not in reached]
                reached |= dict.fromkeys(new)
                ahead += new
            # A family keeps its name while the document of that name is in it.
            name = former[first] if former[first] in reached else first
            self._members[name] = list(reached)
            self.family |= dict.fromkeys(reached, name)
            for one in reached:
                del waiting[one]
        return [one for one in left if self.family[one] != former[one]]

    def _near(self, document: Document) -> list[DocumentId]:
        """Those above the threshold, by exact Jaccard."""
        at = self._next
        self._next += 1
        self._texts[at] = document
        self._numbers[document.id] = at
        sketch = _sketch(document.text)
        # What was removed is still in the index.
        known = sorted(other for other in self._index.query(sketch) if other in self._texts)
        self._index.insert(at, sketch)
        return [
            self._texts[other].id
            for other in known
            if _jaccard(self._shingles(at), self._shingles(other)) >= NEAR_IDENTICAL
        ]

    def _join(self, left: DocumentId, right: DocumentId) -> list[DocumentId]:
        """The smaller family goes over to the larger."""
        a, b = sorted((self.family[left], self.family[right]), key=lambda one: (-len(self._members[one]), one))
        if a == b:
            return []
        moved = self._members.pop(b)
        self.family |= dict.fromkeys(moved, a)
        self._members[a].extend(moved)
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


def _sketch(text: str) -> RMinHash:
    sketch = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    sketch.update(sorted(_shingles(text)))
    return sketch


def _shingles(text: str) -> frozenset[str]:
    words = _words(text)
    if len(words) < _SHINGLE:
        return frozenset({" ".join(words)})
    return frozenset(" ".join(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())[:_MOST_WORDS]


def _digest(text: str) -> bytes:
    return hashlib.sha256(" ".join(_words(text)).encode("utf-8", "surrogatepass")).digest()


def _jaccard(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / len(left | right)
