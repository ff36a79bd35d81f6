"""A report says of words read or heard by machine that they are, and which are not to be relied on."""

import pytest

from vedette.model.document import Document, Mark
from vedette.model.ids import CaptureId, DocumentId, SourceId
from vedette.model.span import Span
from vedette.publish.by_machine import by_machine


def document(*marks: Mark) -> Document:
    return Document(
        id=DocumentId("d"),
        capture=CaptureId("c"),
        source=SourceId("s"),
        origin="o",
        label="l",
        text="They left at night. And then",
        marks=marks,
    )


HEARD = document(
    Mark(start=0, end=19, seconds=1, until=2, confidence=0.9), Mark(start=20, end=28, seconds=2, until=3, doubtful=True)
)
READ = document(Mark(start=0, end=28, box=(0, 0, 1, 1), confidence=0.2))


@pytest.mark.parametrize(
    ("given", "start", "end", "told"),
    [
        (document(), 0, 5, ""),
        (HEARD, 0, 19, ", heard by machine"),
        (HEARD, 5, 25, ", heard by machine, and doubtful"),
        (READ, 0, 5, ", read in a picture by machine, and doubtful"),
    ],
)
def test_a_citation_says_how_its_words_were_had(given: Document, start: int, end: int, told: str) -> None:
    """Only the words that are cited count; text that was written as text says nothing of it."""
    assert by_machine(given, Span(document=given.id, start=start, end=end)) == told
