"""Beginnings of words, by which two statements on one matter are recognised without knowing their language."""

from collections.abc import Iterable, Mapping
from math import log

from vedette.fuse.names import words

_STEM = 5
_SHORTEST_WORD = 4


def stems(text: str) -> frozenset[str]:
    """Of the words of four letters and more; an s at the end does not count."""
    long = (word for word in words(text) if len(word) >= _SHORTEST_WORD)
    return frozenset((word[:-1] if word.endswith("s") else word)[:_STEM] for word in long)


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller set that the other has, too."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def weights(texts: Iterable[frozenset[str]]) -> Mapping[str, float]:
    """How rare each stem is among the texts: inverse document frequency (Sparck Jones 1972)."""
    counts: dict[str, int] = {}
    number = 0
    for text in texts:
        number += 1
        for stem in text:
            counts[stem] = counts.get(stem, 0) + 1
    return {stem: log(1 + number / count) for stem, count in counts.items()}
