"""Amounts in Ukrainian and Russian, with what they count and how sure the words are of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.model.ids import DocumentId
from vedette.model.mention import Quantity
from vedette.understand.slavic.parsing import parse
from vedette.understand.slavic.quantities import find_quantities
from vedette.understand.times import find_times

DOCUMENT = DocumentId("doc_1")


def read(text: str, language: str) -> tuple[Quantity, ...]:
    times = find_times(text, DOCUMENT, None, language=language)
    return find_quantities(parse(text, DOCUMENT, language), times)


@pytest.mark.parametrize(
    ("text", "language", "span", "bounds", "unit", "change"),
    [
        ("Понад 30 людей загинули.", "uk", "Понад 30", (30, 30, None), "person", ">"),
        ("Збито до двох десятків ракет.", "uk", "до двох десятків", (20, None, 20), "missile", "<"),
        ("Втрати становлять близько 1,5 тис. осіб.", "uk", "близько 1,5 тис.", (1500, 1500, 1500), "person", "~"),
        ("Пошкоджено від 5 до 7 будинків.", "uk", "від 5 до 7", (None, 5, 7), "house", "="),
        ("Десятки цивільних поранено.", "uk", "Десятки", (None, 20, 99), "civilian", "="),
        ("Ціни зросли на 10%.", "uk", "10%", (10, 10, 10), "percent", "up"),
        ("У лікарні 12 поранених.", "uk", "12", (12, 12, 12), "wounded", "="),
        ("Подбито не менее 40 танков.", "ru", "не менее 40", (40, 40, None), "tank", ">"),
        ("Выпущено 5–7 тысяч снарядов.", "ru", "5–7 тысяч", (None, 5000, 7000), "shell", "="),
        ("Сбиты двадцать два беспилотника.", "ru", "двадцать два", (22, 22, 22), "drone", "="),
    ],
)
def test_amounts(text: str, language: str, span: str, bounds: tuple[float | None, ...], unit: str, change: str) -> None:
    """Case, number words, ranges and bounds; nouns by their English names."""
    (quantity,) = read(text, language)
    assert quantity.span.of(text) == span
    assert (quantity.value, quantity.low, quantity.high) == bounds
    assert (quantity.unit, quantity.change) == (unit, change)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Бої 12 травня 2024 року.", "uk"),
        ("Позицію тримає 47 бригада.", "uk"),
        ("Злетів Су-34.", "uk"),
        ("Работала 152-мм гаубица 93-й бригады.", "ru"),
        ("Один из них ушёл.", "ru"),
    ],
)
def test_dates_names_and_pronouns_are_no_amounts(text: str, language: str) -> None:
    """What is named or dated by a number is not counted by it."""
    assert read(text, language) == ()


def test_joined_numbers_count_the_same() -> None:
    """ "24 з 28 дронів": the first has the unit of the second."""
    assert [each.unit for each in read("Збито 24 з 28 дронів.", "uk")] == ["drone", "drone"]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="0123456789 .,–-%$до понад тисяч дронів из", max_size=80))
def test_spans_lie_in_the_text(text: str) -> None:
    """Whatever the text, spans are inside it, in order, and do not overlap."""
    for language in ("uk", "ru"):
        reached = 0
        for each in read(text, language):
            assert reached <= each.span.start < each.span.end <= len(text)
            reached = each.span.end
