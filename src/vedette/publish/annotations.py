"""What stages of extensions noted, as it may leave the workspace."""

from collections.abc import Iterator
from typing import Any

from vedette.model.annotation import Annotation, Note
from vedette.model.document import Document
from vedette.ports import View
from vedette.publish.policy import Clearance

_AT_ONCE = 200


def annotation_rows(view: View, clearance: Clearance) -> Iterator[dict[str, Any]]:
    """A row a note, in the order of the documents; none of a report that is held."""
    known = [one.id for one in view.documents() if one.id not in clearance.held]
    for at in range(0, len(known), _AT_ONCE):
        documents = {one.id: one for one in view.documents(known[at : at + _AT_ONCE])}
        for made in view.annotations(list(documents)):
            document = documents[made.document]
            yield from (encode_note(made, one, document) for one in made.notes)


def encode_note(made: Annotation, note: Note, document: Document) -> dict[str, Any]:
    return {
        "document": document.label,
        "source": document.source,
        "start": note.span.start,
        "end": note.span.end,
        "words": note.span.of(document.text),
        "kind": note.kind,
        "value": note.value,
        "statement": note.statement,
        "maker": made.maker,
        "version": made.version,
    }
