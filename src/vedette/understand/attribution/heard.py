"""What the encoder says of the tokens of a parse, and how it is weighed against the linear models.

Both give log-odds; a few weights in the cue model's file say how they are added.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Token

from vedette.understand.attribution.anatomy import Range
from vedette.understand.model.encoder import Encoder, Reading

_SILENT = -4.0
_FARTHEST = 8.0
SOURCE, CUE, CONTENT, BEGINS = range(4)
# Written by training/blend.py.
BLEND: dict[str, tuple[float, ...]] = {
    "anchor": (0.628, 0.423, -0.064, -0.026, 0.003, -0.037, -0.169),
    "holder": (0.917, 0.278, 0.155),
    "content": (0.311, 0.409, 0.251),
    "cue": (0.758, 0.29, 0.067, 0.035, 0.809),
}


@dataclass(frozen=True, slots=True)
class Heard:
    """Log-odds of each token of a parse: to be of a source, of a cue, of a content, to begin a content."""

    rows: NDArray[np.float32]

    def at(self, index: int, column: int) -> float:
        return float(self.rows[index, column]) if 0 <= index < len(self.rows) else _SILENT

    def mean(self, ranges: Sequence[Range], column: int) -> float:
        """Over all tokens of the ranges; of no token, nothing is said."""
        parts = [self.rows[start:end, column] for start, end in ranges if end > start]
        return float(np.concatenate(parts).mean()) if parts else _SILENT


def hear(doc: Doc, encoder: Encoder) -> Heard:
    """Reads the text of a parse: a token takes what the word says in which it begins."""
    return heard_of(doc, encoder.read(doc.text))


def heard_of(doc: Doc, reading: Reading) -> Heard:
    starts = [start for start, _ in reading.words]
    rows = np.full((len(doc), 4), _SILENT, np.float32)
    for token in doc:
        word = bisect_right(starts, token.idx) - 1
        if word >= 0 and token.idx < reading.words[word][1]:
            rows[token.i] = reading.attribution[word]
    return Heard(np.clip(rows, -_FARTHEST, _FARTHEST))


def logit(chance: float) -> float:
    return log(max(chance, 1e-6) / max(1 - chance, 1e-6))


def blended(signs: Sequence[float], weights: Sequence[float]) -> float:
    """A chance from signs and their weights, the last of which stands alone."""
    score = weights[-1] + sum(sign * weight for sign, weight in zip(signs, weights, strict=False))
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, score))))


def anchor_signs(token: Token, contents: Sequence[Range], likely: float, heard: Heard) -> list[float]:
    index = token.i
    return [
        logit(likely),
        heard.at(index, CUE),
        max(heard.at(index - 1, CUE), heard.at(index + 1, CUE)),
        heard.at(index, CONTENT),
        heard.mean(contents, CONTENT) if contents else 0.0,
        float(bool(contents)),
    ]


def holder_signs(token: Token, likely: float, heard: Heard) -> list[float]:
    return [logit(likely), heard.at(token.i, SOURCE)]


def content_signs(pieces: Sequence[Range], likely: float, heard: Heard) -> list[float]:
    return [logit(likely), heard.mean(pieces, CONTENT)]


def reach_signs(index: int, likely: float, heard: Heard) -> list[float]:
    return [logit(likely), heard.at(index, CUE), heard.at(index, CONTENT), heard.at(index, SOURCE)]
