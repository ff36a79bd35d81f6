"""How factual a text makes a deed, learnt: an ordinal reading of the signs around the word, by hashed names.

For each cut of the scale, a linear model tells how likely the value lies above it; the answer is the median, which has
the least absolute error and leans to no side where the signs say little. `weights/factuality.bin` holds one signed
byte a bucket and cut, in steps of `STEP`; `bench/train_factuality.py` writes it.
"""

from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import exp
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Token

from vedette.understand.certainty_signs import signs_of

BUCKETS = 1 << 15
STEP = 0.04
CUTS = (-2.0, -0.75, 0.4, 1.3, 2.1, 2.7)
_HIGHEST = 3.0
_SCALE = (-_HIGHEST, *CUTS, _HIGHEST)


def bucket(sign: str) -> int:
    return crc32(sign.encode()) % BUCKETS


@cache
def _weights() -> NDArray[np.int16]:
    stored = files(__package__).joinpath("weights", "factuality.bin").read_bytes()
    return np.frombuffer(stored, dtype=np.int8).reshape(BUCKETS, len(CUTS)).astype(np.int16)


def read_factuality(token: Token) -> float:
    """From -3 (certainly did not happen) to +3 (certainly did)."""
    at = list({bucket(sign) for sign in signs_of(token)})
    totals: list[int] = _weights().take(at, axis=0).sum(axis=0).tolist()
    return median([total * STEP for total in totals])


def median(logits: list[float]) -> float:
    """Where the chance of a higher value falls to one half, from the logits of lying above each cut."""
    chances = [1.0]
    for logit in logits:
        chances.append(min(chances[-1], 1 / (1 + exp(-logit))))
    for number, (above, below) in enumerate(pairwise((*chances, 0.0))):
        if below < 0.5 and number < len(CUTS):
            low, high = _SCALE[number], _SCALE[number + 1]
            return low + (high - low) * (above - 0.5) / (above - below)
    return _HIGHEST
