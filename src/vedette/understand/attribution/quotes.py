"""Quotation marks and what stands between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_PARAGRAPH = re.compile(r"[^\n]+")
_CLOSERS = {"“": "”", "«": "»", "„": "“”", "‘": "’", "'": "'", "''": "''", '"': '"', "``": "''"}
_MARK = re.compile(r"''|``|[“”«»„\"‘’']")
_SINGLE = frozenset({"‘", "'"})
_LEAST_UNFINISHED = 4


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
    """A single mark that nothing closes was an apostrophe: the search goes on behind it, once for each such mark."""
    stray: set[str] = set()
    opened: re.Match[str] | None = None
    while start < end:
        opened = None
        for quote_or_mark in _scan(text, start, end, stray):
            if isinstance(quote_or_mark, Quote):
                yield quote_or_mark
                start = quote_or_mark.end
            else:
                opened = quote_or_mark
        if opened is None or opened[0] not in _SINGLE:
            break
        stray.add(opened[0])
    if opened is not None and opened[0] not in _SINGLE:
        yield from _unfinished(text, opened, end)


def _scan(text: str, start: int, end: int, stray: set[str]) -> Iterator["Quote | re.Match[str]"]:
    """Closed quotations in order; last, the opening mark of one that stays open."""
    opened: re.Match[str] | None = None
    depth = 0
    for mark in _MARK.finditer(text, start, end):
        if opened is None:
            opened, depth = (mark, 1) if mark[0] not in stray and _opens(text, mark) else (None, 0)
        elif _nests(text, mark, opened):
            depth += 1
        elif mark[0] in _closers(opened[0]) and _closes(text, mark):
            depth -= 1
            if depth == 0:
                yield Quote(opened.start(), mark.end(), opened.end(), mark.start())
                opened = None
    if opened is not None:
        yield opened


def _unfinished(text: str, opened: re.Match[str], end: int) -> Iterator[Quote]:
    """A quotation that runs on into the next paragraph is a sentence or more, not a stray mark."""
    if len(text[opened.end() : end].split()) < _LEAST_UNFINISHED:
        return
    stop = opened.end() + len(text[opened.end() : end].rstrip())
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
    if mark[0] in _SINGLE:
        return not before.isalnum() and after.isalpha()
    return mark[0] not in {'"', "''"} or not before.isalnum()


def _nests(text: str, mark: re.Match[str], opened: re.Match[str]) -> bool:
    """The same mark again, in front of a word: a quotation inside the quotation."""
    if mark[0] != opened[0]:
        return False
    before, after = _around(text, mark)
    return mark[0] in "“«" or (before.isspace() and after.isalnum())


def _closes(text: str, mark: re.Match[str]) -> bool:
    """An apostrophe inside a word closes nothing; a straight one closes behind a sentence's own punctuation only."""
    before, after = _around(text, mark)
    if mark[0] == "'":
        return before in ",.!?…" and not after.isalnum()
    return not (mark[0] == "’" and after.isalnum())
