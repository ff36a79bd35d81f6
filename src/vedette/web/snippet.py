"""The words of a statement with those marked that were looked for."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from markupsafe import Markup, escape

from vedette.model.sought import Term, terms

_WORD = re.compile(r"[^\W_]+")
_BEFORE = 0.3  # of the stretch that is shown, what stands before the first word found


def snippet(text: str, typed: str | None, most: int = 600) -> Markup:
    """One paragraph of at most about `most` characters, around the first word found; the whole stands in the document.

    Words are compared as the search compares them: case and accents do not tell them apart.
    """
    text = " ".join(text.split())
    found = list(_found(text, terms(typed or "")))
    first, last = _stretch(text, found, most)
    inside = [(max(start, first), min(end, last)) for start, end in found if start < last and end > first]
    cuts = [first, *(at for stretch in inside for at in stretch), last]
    told = Markup("").join(
        Markup("<mark>{}</mark>").format(text[start:end]) if number % 2 else escape(text[start:end])
        for number, (start, end) in enumerate(pairwise(cuts))
    )
    return Markup("{}{}{}").format("…" if first else "", told, "…" if last < len(text) else "")


def _stretch(text: str, found: Sequence[tuple[int, int]], most: int) -> tuple[int, int]:
    if len(text) <= most:
        return 0, len(text)
    first = max(0, found[0][0] - int(most * _BEFORE)) if found else 0
    first = min(first, len(text) - most)
    if first:
        first = text.find(" ", first, first + most) + 1 or first
    last = min(len(text), first + most - 1)
    return first, last


def _found(text: str, sought: Sequence[Term]) -> Iterator[tuple[int, int]]:
    """In the order of the text, none over another."""
    words = [(_folded(match[0]), match.start(), match.end()) for match in _WORD.finditer(text)]
    phrases = [
        (tuple(word for part in term.words for word in _WORD.findall(_folded(part))), term.open) for term in sought
    ]
    at = 0
    while at < len(words):
        length = max((len(phrase) for phrase, is_open in phrases if _fits(words, at, phrase, is_open)), default=0)
        if length:
            yield words[at][1], words[at + length - 1][2]
        at += max(1, length)


def _fits(words: Sequence[tuple[str, int, int]], at: int, phrase: Sequence[str], is_open: bool) -> bool:
    told = [word for word, _, _ in words[at : at + len(phrase)]]
    if not phrase or len(told) < len(phrase) or told[:-1] != list(phrase[:-1]):
        return False
    return told[-1].startswith(phrase[-1]) if is_open else told[-1] == phrase[-1]


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
