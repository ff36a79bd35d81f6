"""Documents that are copies of one text: equal, near-identical, or forwarded.

Near-identical: Jaccard over word 5-shingles, candidates by MinHash and LSH (Broder 1997), each checked exactly.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
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
        self._distinct: dict[bytes, DocumentId] = {}
        self._texts: dict[int, Document] = {}
        self._numbers: dict[DocumentId, int] = {}
        self._next = 0
        self._index = RMinHashLSH(0.6, _PERMUTATIONS, _BANDS)
        self._shingles = lru_cache(maxsize=2048)(lambda at: _shingles(self._texts[at].text))

    def add(self, document: Document) -> list[DocumentId]:
        """Those known before that are now of another family."""
        self.family[document.id] = document.id
        self._members[document.id] = [document.id]
        first = self._distinct.setdefault(_digest(document.text), document.id)
        alike = [first] if first != document.id else self._near(document)
        moved = [one for other in alike for one in self._join(other, document.id)]
        return [one for one in moved if one != document.id]

    def remove(self, document: Document) -> bool:
        """Only a document without copies: what holds a family together is not known. Whether it could be."""
        if self._members.get(self.family[document.id]) != [document.id]:
            return False
        del self._members[document.id], self.family[document.id], self._distinct[_digest(document.text)]
        del self._texts[self._numbers.pop(document.id)]
        return True

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
