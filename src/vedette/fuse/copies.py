"""Documents that are copies of one text: equal, near-identical, or forwarded.

Near-identical: Jaccard over word 5-shingles, candidates by MinHash and LSH (Broder 1997), each checked exactly.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from rensa import RMinHash, RMinHashLSH

from vedette.fuse.names import fold
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
    """For each document the smallest id among its copies, its own where it has none."""
    ordered = sorted(documents, key=lambda document: document.id)
    unions = Unions(document.id for document in ordered)
    distinct: dict[bytes, Document] = {}
    for document in ordered:
        first = distinct.setdefault(_digest(document.text), document)
        unions.join(first.id, document.id)
    for left, right in _near(list(distinct.values())):
        unions.join(left, right)
    return {member: min(group) for group in unions.groups() for member in group}


def origin(document: Document, sources: Iterable[Source]) -> str:
    """The source a document descends from: the one it was forwarded from, else its own."""
    if not document.forwarded_from:
        return document.source
    forwarded = fold(document.forwarded_from)
    for source in sources:
        if forwarded in {fold(name) for name in (source.id, source.name, *source.match)}:
            return source.id
    return f"forwarded:{forwarded}"


def _near(documents: list[Document]) -> Iterator[tuple[DocumentId, DocumentId]]:
    """Pairs above the threshold, by exact Jaccard."""
    index = RMinHashLSH(0.6, _PERMUTATIONS, _BANDS)
    sketches = [_sketch(document.text) for document in documents]
    shingles = lru_cache(maxsize=2048)(lambda at: _shingles(documents[at].text))
    for at, sketch in enumerate(sketches):
        for other in sorted(index.query(sketch)):
            if _jaccard(shingles(at), shingles(other)) >= NEAR_IDENTICAL:
                yield documents[other].id, documents[at].id
        index.insert(at, sketch)


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
