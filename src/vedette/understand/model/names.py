"""Names that the encoder marks: runs of words of one type."""

from collections.abc import Iterator

import numpy as np

from vedette.understand.model.encoder import ENTITY_TYPES, Reading

_APOSTROPHES = frozenset("'’ʼ")


def names(text: str, reading: Reading, least: float = 0.5) -> Iterator[tuple[int, int, str]]:
    """Start, end and type of each, in order; `least` is the chance that its first word is a name of any type.

    A middle that follows none begins a name; what an apostrophe parts within a word stays one ("Лук'янов").
    """
    chances = np.exp(reading.entity - reading.entity.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    start, end, kind = 0, 0, ""
    for (begin, stop), row in zip(reading.words, chances, strict=True):
        given, opens = _label(row, least)
        goes_on = given == kind and not opens and "\n" not in text[end:begin]
        if kind and (goes_on or (begin == end and _is_within_word(text, begin))):
            end = stop
        else:
            if kind:
                yield start, end, kind
            start, end, kind = begin, stop, given
    if kind:
        yield start, end, kind


def _label(row: np.ndarray, least: float) -> tuple[str, bool]:
    """The type of a word, and whether it begins a name."""
    if 1.0 - row[0] < least:
        return "", False
    best = int(row[1:].argmax())
    return ENTITY_TYPES[best // 2], best % 2 == 0


def _is_within_word(text: str, at: int) -> bool:
    """At an apostrophe between two letters, or behind it."""
    mark = at if text[at] in _APOSTROPHES else at - 1
    return text[mark] in _APOSTROPHES and text[mark - 1 : mark].isalpha() and text[mark + 1 : mark + 2].isalpha()
