"""Loaded language in Ukrainian and Russian."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.model.ids import DocumentId
from vedette.understand.slavic.loaded import find_loaded
from vedette.understand.slavic.parsing import parse

DOCUMENT = DocumentId("doc_1")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Эти подлые предатели снова лгут нам в глаза! Сколько можно терпеть этот позор?", "ru"),
        ("Ці нікчемні брехуни знову продали нас! Невже всі осліпли?", "uk"),
    ],
)
def test_invective_is_loaded(text: str, language: str) -> None:
    """Words that judge, address and exclamation make a passage loaded."""
    spans = find_loaded(parse(text, DOCUMENT, language))
    assert sum(each.span.end - each.span.start for each in spans) > len(text) * 0.8
    assert all(0.5 <= each.score <= 1 for each in spans)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("В среду с 10:00 до 14:00 на улице Садовой отключат воду. Телефон диспетчера: 104.", "ru"),
        ("Рух транспорту мостом відновлено о 9:30. Детальний розклад автобусів на сайті.", "uk"),
    ],
)
def test_a_notice_is_not(text: str, language: str) -> None:
    """Figures, times and addresses speak against it."""
    assert find_loaded(parse(text, DOCUMENT, language)) == ()


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="!?…. \nпредательбрехня«»😡1/", max_size=120))
def test_spans_lie_in_the_text(text: str) -> None:
    """Whatever the text, spans are inside it, in order and apart."""
    for language in ("uk", "ru"):
        reached = 0
        for each in find_loaded(parse(text, DOCUMENT, language)):
            assert reached <= each.span.start < each.span.end <= len(text)
            reached = each.span.end
