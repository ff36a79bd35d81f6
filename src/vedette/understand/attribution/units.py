"""Outer sentences: a quotation counts as one opaque word, however many sentences it holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from vedette.understand.attribution.quotes import Quote


@dataclass(frozen=True, slots=True)
class Unit:
    """Token indices, end exclusive. `paragraph` counts from 0."""

    start: int
    end: int
    paragraph: int


def find_units(doc: Doc, quotes: Sequence[Quote]) -> tuple[Unit, ...]:
    """Sentences of the parser, never across a paragraph, joined where a boundary falls inside a quotation or between a
    quotation and the words that attribute it ("“Stop!” he said")."""
    starts = _sentence_starts(doc)
    kept: list[int] = []
    for position, start in enumerate(starts):
        stop = starts[position + 1] if position + 1 < len(starts) else len(doc)
        new_paragraph = start == 0 or "\n" in doc[start - 1].text
        if new_paragraph or not _joins_previous(doc, start, stop, quotes):
            kept.append(start)
    units: list[Unit] = []
    paragraph = -1
    for position, start in enumerate(kept):
        stop = kept[position + 1] if position + 1 < len(kept) else len(doc)
        if start == 0 or "\n" in doc[start - 1].text:
            paragraph += 1
        units.append(Unit(start, stop, paragraph))
    return tuple(units)


def _sentence_starts(doc: Doc) -> list[int]:
    return [
        token.i
        for token in doc
        if (token.i == 0 or token.is_sent_start or "\n" in doc[token.i - 1].text)
        and not ("\n" in token.text and token.i)
    ]


def _joins_previous(doc: Doc, start: int, stop: int, quotes: Sequence[Quote]) -> bool:
    at = doc[start].idx
    if any(quote.inner_start < at < quote.end for quote in quotes):
        return True
    if doc[start - 1].text == ":" and any(quote.start == at for quote in quotes):
        return True
    if any(quote.end == at or quote.end + 1 == at for quote in quotes):
        words = [token for token in doc[start:stop] if not token.is_punct and not token.is_space]
        return bool(words) and (words[0].is_lower or words[0].pos_ == "PRON") and len(words) <= 14
    return False
