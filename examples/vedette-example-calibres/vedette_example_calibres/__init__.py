"""Which calibres a report names: "155 mm", "152-мм", "122-міліметрових". Noted beside the statement they stand in."""

import re
from collections.abc import Iterator

from vedette.extension import Note
from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.span import Span

_CALIBRE = re.compile(
    r"\b(\d{1,3}(?:[.,]\d{1,2})?)[\s\u00a0-]?(?:mm|millimet(?:re|er)s?|мм|мил{1,2}иметр\w*|міліметр\w*)\b",
    re.IGNORECASE,
)
_SMALLEST, _LARGEST = 5.0, 420.0
_MOST = 200


def calibres(document: Document, analysis: Analysis) -> Iterator[Note]:
    """A number of millimetres that a barrel may have. Rain and armour are measured so, too: what the statement says is
    not judged here."""
    for count, match in enumerate(_CALIBRE.finditer(document.text)):
        size = float(match[1].replace(",", "."))
        if count < _MOST and _SMALLEST <= size <= _LARGEST:
            span = Span(document=document.id, start=match.start(), end=match.end())
            around = [one for one in analysis.statements if one.content.contains(span)]
            inner = min(around, key=lambda one: one.content.end - one.content.start, default=None)
            yield Note(span=span, kind="calibre", value=f"{size:g} mm", statement=inner.id if inner else None)
