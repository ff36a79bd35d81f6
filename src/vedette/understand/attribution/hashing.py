"""Hashed features and linear weights: numbers only, the same on every machine and in every process.

A feature is a template number with one or two values (spaCy's own 64-bit hashes, or small numbers), mixed into an index
of a table (Weinberger et al., 2009, "Feature hashing for large scale multitask learning").
"""

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

BITS = 18
_WORD = (1 << 64) - 1
_SHIFT = 64 - BITS
_FIRST, _SECOND, _THIRD = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9


def feature(template: int, one: int, other: int = 0) -> int:
    """An index below 2**BITS."""
    mixed = (one ^ (template * _FIRST)) * _SECOND & _WORD
    mixed = ((mixed >> 29) ^ mixed ^ (other * _THIRD)) * _FIRST & _WORD
    return mixed >> _SHIFT


def code(word: str) -> int:
    """A stable number for a word of the lexicon."""
    return crc32(word.encode("utf-8"))


@dataclass(frozen=True, slots=True)
class Weights:
    """One linear model: signed bytes times `scale`, and the threshold its training chose, as a probability."""

    table: "array[int]"
    scale: float
    bias: float

    def probability(self, features: Sequence[int]) -> float:
        table = self.table
        score = self.bias + self.scale * sum([table[index] for index in features])
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
