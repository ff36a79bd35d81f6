"""Quotation marks and what stands between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_PARAGRAPH = re.compile(r"[^\n]+")
_CLOSERS = {"“": "”", "«": "»", "„": "“”", "‘": "’", "''": "''", '"': '"', "``": "''"}
_MARK = re.compile(r"''|``|[“”«»„\"‘’]")


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """Code points of the text, marks included. `closed` is False where the paragraph ends before the quotation does."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool = True


def find_quotes(text: str) -> tuple[Quote, ...]:
    """Outermost quotations, paragraph by paragraph, in order; marks inside a quotation belong to it."""
    return tuple(quote for line in _PARAGRAPH.finditer(text) for quote in _in_paragraph(text, line.start(), line.end()))


def _in_paragraph(text: str, start: int, end: int) -> Iterator[Quote]:
    opened: re.Match[str] | None = None
    depth = 0
    for mark in _MARK.finditer(text, start, end):
        if opened is None:
            opened, depth = (mark, 1) if _opens(text, mark) else (None, 0)
        elif _nests(text, mark, opened):
            depth += 1
        elif mark[0] in _closers(opened[0]) and _closes(text, mark):
            depth -= 1
            if depth == 0:
                yield Quote(opened.start(), mark.end(), opened.end(), mark.start())
                opened = None
    if opened is not None and opened[0] != "‘" and _looks_unfinished(text, opened.end(), end):
        stop = end
        while stop > opened.end() and text[stop - 1].isspace():
            stop -= 1
        yield Quote(opened.start(), stop, opened.end(), stop, closed=False)


def _closers(opener: str) -> tuple[str, ...]:
    closing = _CLOSERS[opener]
    return (closing,) if closing == "''" else tuple(closing)


def _around(text: str, mark: re.Match[str]) -> tuple[str, str]:
    before = text[mark.start() - 1] if mark.start() else " "
    after = text[mark.end()] if mark.end() < len(text) else " "
    return before, after


def _opens(text: str, mark: re.Match[str]) -> bool:
    """A straight mark with space on both sides opens where nothing is open."""
    if mark[0] not in _CLOSERS:
        return False
    before, after = _around(text, mark)
    if mark[0] == "‘":
        return not before.isalnum() and not after.isspace()
    return mark[0] not in {'"', "''"} or not before.isalnum()


def _nests(text: str, mark: re.Match[str], opened: re.Match[str]) -> bool:
    """The same mark again, in front of a word: a quotation inside the quotation."""
    if mark[0] != opened[0]:
        return False
    before, after = _around(text, mark)
    return mark[0] in "“«" or (before.isspace() and after.isalnum())


def _closes(text: str, mark: re.Match[str]) -> bool:
    _, after = _around(text, mark)
    return not (mark[0] == "’" and after.isalnum())


def _looks_unfinished(text: str, start: int, end: int) -> bool:
    """A quotation that runs on into the next paragraph is a sentence or more, not a stray mark."""
    return len(text[start:end].split()) >= 4
