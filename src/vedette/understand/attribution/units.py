"""Outer sentences: a quotation counts as one opaque word, however many sentences it holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from vedette.understand.attribution.marks import DASHES
from vedette.understand.attribution.quotes import Quote

_LONGEST_INTRODUCTION = 200
_LONGEST_SIGNATURE = 14
_LEAST_LOUD = 4
_SAYING = frozenset({"ccomp", "xcomp", "prt", "acomp", "attr"})


@dataclass(frozen=True, slots=True)
class Unit:
    """Token indices, end exclusive. `paragraph` counts from 0."""

    start: int
    end: int
    paragraph: int


def find_units(doc: Doc, quotes: Sequence[Quote], verbs: frozenset[str] = frozenset()) -> tuple[Unit, ...]:
    """Sentences of the parser, never across a paragraph, joined where a boundary falls inside a quotation or between a
    quotation and the words that attribute it ("“Stop!” he said")."""
    starts = _sentence_starts(doc)
    kept: list[int] = []
    for position, start in enumerate(starts):
        stop = starts[position + 1] if position + 1 < len(starts) else len(doc)
        new_paragraph = start == 0 or (
            "\n" in doc[start - 1].text
            and not (start - kept[-1] < _LONGEST_INTRODUCTION and _introduced(doc, start, quotes, verbs))
        )
        if new_paragraph or not (_joins_previous(doc, start, stop, quotes) or _signs(doc, start, stop, quotes, verbs)):
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


def _introduced(doc: Doc, start: int, quotes: Sequence[Quote], verbs: frozenset[str]) -> bool:
    """A paragraph that the one before announced with a colon ("The minister said:"), set apart instead of quoted."""
    before = start - 1
    while before > 0 and doc[before].is_space:
        before -= 1
    if doc[before].text != ":":
        return False
    spoken = before > 0 and doc[before - 1].tag_ == "VBD" and doc[before - 1].lemma_.lower() in verbs
    return spoken or any(quote.start == doc[start].idx for quote in quotes)


def _joins_previous(doc: Doc, start: int, stop: int, quotes: Sequence[Quote]) -> bool:
    at = doc[start].idx
    if any(quote.inner_start < at < quote.end for quote in quotes):
        return True
    if "\n" in doc[start - 1].text:
        return True
    if doc[start - 1].text == ":" and any(quote.start == at for quote in quotes):
        return True
    if any(quote.end == at or quote.end + 1 == at for quote in quotes):
        words = [token for token in doc[start:stop] if not token.is_punct and not token.is_space]
        signed = any(token.text in DASHES for token in doc[start : start + 2])
        return bool(words) and (signed or words[0].is_lower or words[0].pos_ == "PRON") and len(words) <= 14
    return False


def _signs(doc: Doc, start: int, stop: int, quotes: Sequence[Quote], verbs: frozenset[str]) -> bool:
    """ "“Is that all?” Brandt said.": holder and verb of the quotation before them, and nothing that is said."""
    at = doc[start].idx
    if not any(quote.end <= at <= quote.end + 1 for quote in quotes):
        return False
    words = [token for token in doc[start:stop] if not token.is_punct and not token.is_space]
    if not 2 <= len(words) <= _LONGEST_SIGNATURE or any(at < quote.start < doc[stop - 1].idx for quote in quotes):
        return False
    said = [token for token in words if token.lemma_.lower() in verbs and token.tag_ in {"VBD", "VBZ"}]
    return bool(said) and said[0].dep_ == "ROOT" and not any(child.dep_ in _SAYING for child in said[0].children)


def is_loud(tokens: Sequence[Token]) -> bool:
    """All in capitals: in other text a line that leads to another page, or its title, and nothing said here."""
    words = [token for token in tokens if token.is_alpha]
    return len(words) >= _LEAST_LOUD and sum(1 for token in words if token.is_upper) >= 0.9 * len(words)
