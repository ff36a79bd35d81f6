"""What stands before the words of a denial."""

import pytest

from vedette.model.ids import DocumentId
from vedette.model.span import Span
from vedette.model.statement import Certainty, Kind, Statement, statement_id
from vedette.reference.denials import denial_before

_TEXT = "The staff denied on Sunday that Brod had fallen, and denied any loss."


@pytest.mark.parametrize(
    ("words", "kind", "certainty", "before"),
    [
        ("Brod had fallen", "denial", "denied", "denied that"),
        ("any loss", "denial", "denied", "denied:"),
        ("any loss", "judgement", "denied", "turned down:"),
        ("Brod had fallen", "claim", "asserted", None),
    ],
)
def test_a_clause_is_denied_with_that_and_a_thing_without(
    words: str, kind: Kind, certainty: Certainty, before: str | None
) -> None:
    """Nothing stands before what is not denied."""
    document = DocumentId("d")
    content = Span(document=document, start=_TEXT.index(words), end=_TEXT.index(words) + len(words))
    statement = Statement(
        id=statement_id(document, content, None, None), content=content, kind=kind, certainty=certainty
    )
    assert denial_before(statement, _TEXT) == before
