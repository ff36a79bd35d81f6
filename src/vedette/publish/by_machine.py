"""That cited words were read in a picture or heard in a recording, and whether they can be relied on."""

from vedette.model.document import Document
from vedette.model.span import Span


def by_machine(document: Document, span: Span) -> str:
    """To follow source and day of a citation; empty for words that were written as text."""
    marks = [mark for mark in document.marks if mark.start < span.end and span.start < mark.end]
    if not marks:
        return ""
    told = "read in a picture by machine" if any(mark.box for mark in marks) else "heard by machine"
    return f", {told}{', and doubtful' if any(mark.unsure for mark in marks) else ''}"
