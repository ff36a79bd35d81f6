"""Has the words of a workspace translated by the server that its watch names, and keeps what comes back."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby, islice
from typing import Protocol

from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.errors import CaptureError
from vedette.model.ids import DocumentId
from vedette.model.translation import Translation
from vedette.ports import Progress, View
from vedette.translation.book import Book

_AT_ONCE = 16
_DOCUMENTS_AT_ONCE = 200
_LONGEST = 5_000


class Machine(Protocol):
    def translate(self, words: Sequence[str], language: str, now: Callable[[], datetime]) -> list[Translation]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """`known` were translated before. `stopped` says why it ended before all was done."""

    made: int
    known: int
    stopped: str = ""


def translate(
    view: View, book: Book, machine: Machine, to: str, progress: Progress, most: int | None = None
) -> Translated:
    """The titles and statements of current reports that are in another language than `to`, each once. What has come
    back is kept, whatever ends the work."""
    known = 0

    def unknown() -> Iterator[tuple[str, str]]:
        nonlocal known
        for language, words in _words(view, to):
            if book.get(words, to) is None:
                yield language, words
            else:
                known += 1

    made = 0
    try:
        for language, batch in _batches(islice(unknown(), most)):
            book.put(machine.translate(batch, language, lambda: datetime.now(UTC)))
            made += len(batch)
            progress("translate", made, 0)
    except CaptureError as error:
        return Translated(made=made, known=known, stopped=str(error))
    return Translated(made=made, known=known)


def _words(view: View, to: str) -> Iterator[tuple[str, str]]:
    """Language and words, of a document at a time. A document whose language nobody knows is left out."""
    foreign = [one for one in view.documents() if one.language not in (None, to)]
    seen: set[tuple[str, str]] = set()
    for start in range(0, len(foreign), _DOCUMENTS_AT_ONCE):
        some = foreign[start : start + _DOCUMENTS_AT_ONCE]
        told = {one.document: one for one in view.analyses([one.id for one in some])}
        for document in some:
            for words in _of(document, told):
                if (pair := (document.language or "", words)) not in seen:
                    seen.add(pair)
                    yield pair


def _of(document: Document, told: dict[DocumentId, Analysis]) -> Iterator[str]:
    analysis = told.get(document.id)
    said = [one.content.of(document.text) for one in analysis.statements] if analysis else []
    yield from (words for words in (document.title or "", *said) if words.strip() and len(words) <= _LONGEST)


def _batches(pairs: Iterator[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    for language, group in groupby(pairs, key=lambda one: one[0]):
        words = (each for _, each in group)
        while batch := list(islice(words, _AT_ONCE)):
            yield language, batch
