"""A text as windows that the encoder reads at once: whole paragraphs, as many as fit."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from vedette.understand.model.pieces import END, START, Pieces, words_of

Range = tuple[int, int]


def windows(text: str, pieces: Pieces, longest: int) -> list[Range]:
    """Offsets of windows of at most `longest` pieces, marks at both ends and between paragraphs counted."""
    found: list[Range] = []
    start, end, size = 0, 0, 0
    for begin, stop, needed in _parts(text, pieces, longest - 3):
        if size and size + needed + 1 > longest - 2:
            found.append((start, end))
            size = 0
        if not size:
            start = begin
        end, size = stop, size + needed + 1
    if size:
        found.append((start, end))
    return found


def _parts(text: str, pieces: Pieces, most: int) -> Iterator[tuple[int, int, int]]:
    """Paragraphs with the number of their pieces; those that no window holds in parts of half a window or more,
    cut behind a mark that ends a sentence where one comes in time."""
    at = 0
    for line in text.split("\n"):
        words = [(at + start, at + end) for start, end in words_of(line)]
        at += len(line) + 1
        begin = 0
        size = last = last_size = 0
        for index, (start, end) in enumerate(words):
            needed = len(pieces.ids(text[start:end], _opens(text, start)))
            if size + needed > most and index > begin:
                cut, kept = (last, last_size) if last > begin and last_size > most // 2 else (index, size)
                yield words[begin][0], words[cut - 1][1], kept
                begin, size = cut, size - kept
                last = last_size = 0
            size += needed
            if text[start:end] in ".!?…":
                last, last_size = index + 1, size
        if begin < len(words):
            yield words[begin][0], words[-1][1], size


def encoded(text: str, start: int, end: int, pieces: Pieces) -> tuple[list[int], list[Range], list[int]]:
    """Ids of a window; its words as offsets into the text; the place of the first piece of each."""
    ids, firsts = [START], []
    spans = [(start + begin, start + stop) for begin, stop in words_of(text[start:end])]
    before = start
    for begin, stop in spans:
        if "\n" in text[before:begin]:
            ids.append(END)
        firsts.append(len(ids))
        ids.extend(pieces.ids(text[begin:stop], _opens(text, begin)))
        before = stop
    ids.append(END)
    return ids, spans, firsts


def _opens(text: str, start: int) -> bool:
    return start == 0 or text[start - 1].isspace()


def word_at(spans: Sequence[Range], offset: int) -> int:
    """The index of the first word that begins at the offset or behind it."""
    return bisect_left(spans, (offset, -1))
