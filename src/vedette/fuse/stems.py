"""Beginnings of words, by which two statements on one matter are recognised without knowing their language."""

from collections.abc import Set
from math import log

from vedette.fuse.names import words

_STEM = 5
_SHORTEST_WORD = 4
_FEW = 3


def stems(text: str) -> frozenset[str]:
    """Of the words of four letters and more; an s at the end does not count."""
    return frozenset(_stem(word) for word in words(text) if len(word) >= _SHORTEST_WORD)


def _stem(word: str) -> str:
    return (word[:-1] if word.endswith("s") else word)[:_STEM]


def spelt(shared: Set[str], text: str) -> str:
    """The words of the text that have these stems, each stem once, for a reader."""
    found: dict[str, str] = {}
    for word in words(text):
        if len(word) >= _SHORTEST_WORD and _stem(word) in shared:
            found.setdefault(_stem(word), f"“{word}”")
    return ", ".join(found.values())


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller set that the other has, too."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


class Rarity:
    """How rare each stem is among texts that come and go: inverse document frequency (Sparck Jones 1972).

    Numbers count by their `rung`, so that one more text seldom changes what a stem weighs.
    """

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._number = 0

    def add(self, text: frozenset[str], times: int = 1) -> set[str]:
        """The stems that weigh something else by it, as long as `scale` stays. `times` -1 takes a text out."""
        self._number += times
        moved = set()
        for stem in text:
            before = self._counts.get(stem, 0)
            self._counts[stem] = before + times
            if rung(before) != rung(before + times):
                moved.add(stem)
        return moved

    @property
    def scale(self) -> int:
        """What all stems are weighed by."""
        return rung(self._number)

    def weight(self, stem: str, most: float) -> float:
        """That of a stem that no text has is the greatest; one that more than the share `most` of all have, and more
        than a few, weighs nothing."""
        count = rung(self._counts.get(stem, 0))
        return log(1 + self.scale / max(count, 1)) if count <= max(_FEW, self.scale * most) else 0.0


def rung(number: int) -> int:
    """Rounded down to three binary digits: every number to 7, then in steps of an eighth to a quarter."""
    shift = max(0, number.bit_length() - 3)
    return number >> shift << shift
