"""How factual a text makes a deed, learnt: a linear reading of the signs around the word, by hashed names.

`weights/factuality.bin` holds one signed 16-bit number a bucket, in thousandths; `bench/train_factuality.py` writes it.
"""

import sys
from array import array
from functools import cache
from importlib.resources import files
from zlib import crc32

from spacy.tokens import Token

from vedette.understand.certainty_signs import signs_of

BUCKETS = 1 << 16
STEP = 0.001
_HIGHEST = 3.0


def bucket(sign: str) -> int:
    return crc32(sign.encode()) % BUCKETS


@cache
def _weights() -> "array[int]":
    weights = array("h")
    weights.frombytes(files(__package__).joinpath("weights", "factuality.bin").read_bytes())
    if sys.byteorder == "big":
        weights.byteswap()
    return weights


def read_factuality(token: Token) -> float:
    """From -3 (certainly did not happen) to +3 (certainly did)."""
    weights = _weights()
    total = STEP * sum(weights[each] for each in {bucket(sign) for sign in signs_of(token)})
    return max(-_HIGHEST, min(_HIGHEST, total))
