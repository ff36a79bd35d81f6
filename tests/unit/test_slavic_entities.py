"""Names in Ukrainian and Russian texts: persons, bodies, places."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.model.ids import DocumentId
from vedette.reference.gazetteer import Gazetteer, gazetteer_path
from vedette.understand.light.running import Row
from vedette.understand.slavic.entities import find_entities
from vedette.understand.slavic.parsing import parse
from vedette.understand.slavic.places import find_places

PIECES = st.sampled_from(
    ["ТОВ", "«", "»", "Липова", "Іван", "Коваль", "О", ".", "М.", "Міністерство", "оборони", "України", "вул.", ",",
     "СБУ", "компанія", "“", "”", '"', "президент", "Одеса", "та", "Apple", "\n", "міської", "ради"]
)  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open(gazetteer_path())


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Директор Іван Коваль зустрів Ольгу Петрівну.", "uk", {"Іван Коваль": "person", "Ольгу Петрівну": "person"}),
        ("Угоду підписав О. М. Коваленко.", "uk", {"О. М. Коваленко": "person"}),
        ("Тендер виграло ТОВ «Липова гора».", "uk", {"ТОВ «Липова гора»": "organization"}),
        ("Рішення ухвалила Липівська міська рада.", "uk", {"Липівська міська рада": "organization"}),
        ("За даними Міністерства оборони України.", "uk", {"Міністерства оборони України": "organization"}),
        ("Про це заявили в СБУ та Міноборони.", "uk", {"СБУ": "organization", "Міноборони": "organization"}),
        ("Книга «Липова гора» вийшла.", "uk", {}),
        ("Склад на вул. Липовій, 16 згорів.", "uk", {"вул. Липовій, 16": "place"}),
        ("Взято Зелёное.", "ru", {"Зелёное": "place"}),
        ("Ворог захопив Зелене.", "uk", {"Зелене": "place"}),
        ("В Одессе выступил Пётр Смирнов.", "ru", {"Одессе": "place", "Пётр Смирнов": "person"}),
    ],
)
def test_names_and_their_types(gazetteer: Gazetteer, text: str, language: str, expected: dict[str, str]) -> None:
    """Full names, initials, legal forms, institutions, abbreviations, streets; not the titles of works."""
    row = Row.of(parse(text, DocumentId("doc:names"), language))
    found = find_entities(row, find_places(row, gazetteer, None))
    assert {each.span.of(text): each.type for each in found} == expected


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=25).map(" ".join))
def test_any_text_gives_names_in_order(gazetteer: Gazetteer, text: str) -> None:
    """None overlaps another, all lie inside the text."""
    row = Row.of(parse(text, DocumentId("doc:names"), "uk"))
    spans = [each.span for each in find_entities(row, find_places(row, gazetteer, None))]
    edges = [edge for span in spans for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(0 <= each.start < each.end <= len(text) for each in spans)
