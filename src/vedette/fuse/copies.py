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
    """For each document the smallest id among its copies, its own where it has none."""
    copies = Copies()
    for document in sorted(documents, key=lambda document: document.id):
        copies.add(document)
    return copies.family


class Copies:
    """Families that grow document by document; the order in which they come does not matter."""

    def __init__(self) -> None:
        self.family: dict[DocumentId, DocumentId] = {}
        self._members: dict[DocumentId, list[DocumentId]] = {}
        self._distinct: dict[bytes, DocumentId] = {}
        self._texts: list[Document] = []
        self._index = RMinHashLSH(0.6, _PERMUTATIONS, _BANDS)
        self._shingles = lru_cache(maxsize=2048)(lambda at: _shingles(self._texts[at].text))

    def add(self, document: Document) -> list[DocumentId]:
        """All copies of the document that were known before, whose family may have changed by it."""
        self.family[document.id] = document.id
        self._members[document.id] = [document.id]
        first = self._distinct.setdefault(_digest(document.text), document.id)
        alike = [first] if first != document.id else self._near(document)
        for other in alike:
            self._join(other, document.id)
        return [one for one in self._members[self.family[document.id]] if one != document.id]

    def _near(self, document: Document) -> list[DocumentId]:
        """Those above the threshold, by exact Jaccard."""
        at = len(self._texts)
        self._texts.append(document)
        sketch = _sketch(document.text)
        known = sorted(self._index.query(sketch))
        self._index.insert(at, sketch)
        return [
            self._texts[other].id
            for other in known
            if _jaccard(self._shingles(at), self._shingles(other)) >= NEAR_IDENTICAL
        ]

    def _join(self, left: DocumentId, right: DocumentId) -> None:
        a, b = sorted((self.family[left], self.family[right]))
        if a == b:
            return
        for one in self._members[b]:
            self.family[one] = a
        self._members[a].extend(self._members.pop(b))


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
