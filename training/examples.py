"""Texts as windows of pieces with what is known of each word; only numbers, which a training machine may be sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from net import ENTITIES, SIZES

from vedette.understand.model.pieces import END, START, Pieces, words_of

Range = tuple[int, int]
LONGEST = 192


@dataclass(kw_only=True)
class Marked:
    """A text and what is known of it, in offsets; None where nothing is said of the kind at all."""

    group: str
    text: str
    attribution: dict[str, Sequence[Range]] | None = None
    entities: Sequence[tuple[int, int, str]] | None = None
    factuality: Sequence[tuple[int, int, float]] | None = None


@dataclass
class Windows:
    """Rows of one window each; `labels` by head: NaN where nothing is known."""

    ids: list[np.ndarray] = field(default_factory=list)
    labels: dict[str, list[np.ndarray]] = field(default_factory=lambda: {name: [] for name in SIZES})
    words: list[np.ndarray] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.ids)


def windows_of(texts: Iterable[Marked], pieces: Pieces) -> Windows:
    made = Windows()
    for each in texts:
        for start, end in stretches(each.text, pieces):
            _add(made, each, start, end, pieces)
    return made


def stretches(text: str, pieces: Pieces) -> list[Range]:
    """Whole paragraphs together as long as a window holds them; a longer one cut at its words."""
    from vedette.understand.model.windows import windows

    return windows(text, pieces, LONGEST)


def _add(made: Windows, each: Marked, start: int, end: int, pieces: Pieces) -> None:
    from vedette.understand.model.windows import encoded

    ids, spans, firsts = encoded(each.text, start, end, pieces)
    length = len(ids)
    labels = {name: np.full((length, _width(name)), np.nan, np.float32) for name in SIZES}
    if each.attribution is not None:
        _mark_attribution(labels["attribution"], each.attribution, spans, firsts)
    if each.entities is not None:
        _mark_entities(labels["entity"], each.entities, spans, firsts)
    for begin, stop, score in each.factuality or ():
        inside = [first for first, span in zip(firsts, spans, strict=True) if span[0] < stop and begin < span[1]]
        if inside:
            labels["factuality"][inside[-1], 0] = score
    made.ids.append(np.array(ids, np.int32))
    made.words.append(np.array([(first, *span) for first, span in zip(firsts, spans, strict=True)], np.int32))
    made.groups.append(each.group)
    for name, values in labels.items():
        made.labels[name].append(values)


def _width(name: str) -> int:
    return 1 if name == "entity" else SIZES[name]


def _mark_attribution(
    labels: np.ndarray, known: dict[str, Sequence[Range]], spans: Sequence[Range], firsts: Sequence[int]
) -> None:
    labels[firsts] = 0
    for column, name in enumerate(("source", "cue", "content")):
        for begin, stop in known[name]:
            inside = [first for first, span in zip(firsts, spans, strict=True) if begin <= span[0] < stop]
            labels[inside, column] = 1
            if name == "content" and inside:
                labels[inside[0], 3] = 1


def _mark_entities(
    labels: np.ndarray, known: Sequence[tuple[int, int, str]], spans: Sequence[Range], firsts: Sequence[int]
) -> None:
    labels[firsts] = 0
    for begin, stop, kind in known:
        inside = [first for first, span in zip(firsts, spans, strict=True) if begin <= span[0] < stop]
        for number, first in enumerate(inside):
            labels[first] = np.nan if kind == "?" else ENTITIES.index(f"{'I' if number else 'B'}-{kind}")


__all__ = ["END", "LONGEST", "START", "Marked", "Windows", "windows_of", "words_of"]
