"""Stretches of a text in which one may speak: a sentence, or several that a quotation holds together."""

from collections.abc import Iterator
from dataclasses import dataclass

from vedette.understand.light.sentences import Parse, Word

_OPENING, _CLOSING = "«“„", "»”"
_MOST_SENTENCES = 12
_LONGEST = 3_000
_PARAGRAPH = "\n\n"


@dataclass(frozen=True, slots=True)
class Unit:
    """`paragraph` counts the paragraphs of the text."""

    words: tuple[Word, ...]
    paragraph: int


def find_units(parse: Parse) -> Iterator[Unit]:
    """A quotation that is not closed within its paragraph holds nothing together."""
    sentences = parse.sentences
    paragraph, at = 0, 0
    while at < len(sentences):
        if at and _PARAGRAPH in parse.text[sentences[at - 1].end : sentences[at].start]:
            paragraph += 1
        end = _held_together(parse, at)
        yield Unit(tuple(word for sentence in sentences[at:end] for word in sentence.words), paragraph)
        at = end


def _held_together(parse: Parse, at: int) -> int:
    depth = 0
    sentences = parse.sentences
    for end in range(at, min(at + _MOST_SENTENCES, len(sentences))):
        if end > at and "\n" in parse.text[sentences[end - 1].end : sentences[end].start]:
            break
        if sentences[end].end - sentences[at].start > _LONGEST:
            break
        for word in sentences[end].words:
            depth += (word.text in _OPENING) - (word.text in _CLOSING)
        if depth <= 0:
            return end + 1
    return at + 1
