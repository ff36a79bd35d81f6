"""Time expressions in Ukrainian and Russian: what they are worth and what they are told from."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.model.ids import DocumentId
from vedette.model.interval import Interval
from vedette.understand.numerals import numbers_of
from vedette.understand.times import find_times

DOCUMENT = DocumentId("doc_1")
MONDAY = Interval.of_days(date(2024, 5, 13), date(2024, 5, 13))


def read(text: str, language: str) -> list[tuple[str, str]]:
    return [(each.span.of(text), each.value) for each in find_times(text, DOCUMENT, MONDAY, language=language)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("У ніч на 12 травня місто атакували дрони.", [("ніч на 12 травня", "2024-05-12TNI")]),
        ("Це сталося вчора ввечері.", [("вчора ввечері", "2024-05-12TEV")]),
        ("О 14:30 оголосили тривогу.", [("14:30", "2024-05-13T14:30")]),
        ("О пів на дев'яту ранку впав уламок.", [("пів на дев'яту ранку", "2024-05-13T08:30")]),
        ("Евакуація йшла з 10 по 12 травня.", [("10", "2024-05-10"), ("12 травня", "2024-05-12")]),
        ("Минулого тижня було тихо.", [("Минулого тижня", "2024-W19")]),
        ("Він воює з 2014-го.", [("2014-го", "2014")]),
        ("Окупація з лютого по квітень 2022 року.", [("лютого", "2022-02"), ("квітень 2022 року", "2022-04")]),
        ("Двадцять другого квітня змінили командира.", [("Двадцять другого квітня", "2024-04-22")]),
        ("Місто будували у XVIII столітті.", [("XVIII столітті", "17")]),
        ("Кілька днів тому прорвали оборону.", [("Кілька днів тому", "PAST_REF")]),
        ("Щоночі чергують мобільні групи.", [("Щоночі", "XXXX-XX-XXTNI")]),
        ("Вулиця 8 Березня перекрита.", []),
        ("Ворог випустив 2000 снарядів.", []),
    ],
)
def test_ukrainian(text: str, found: list[tuple[str, str]]) -> None:
    """Case, ordinals and prepositions say where an expression stands in the calendar."""
    assert read(text, "uk") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("В ночь на 12 мая сбиты дроны.", [("ночь на 12 мая", "2024-05-12TNI")]),
        ("За минувшие сутки уничтожен склад.", [("минувшие сутки", "2024-05-12")]),
        ("Около пяти утра раздался взрыв.", [("Около пяти утра", "2024-05-13T05:00")]),
        ("Начиная с 2014 года идёт война.", [("2014 года", "2014")]),
        ("Три года назад здесь жили люди.", [("Три года назад", "2021")]),
        ("Бои шли полтора года.", [("полтора года", "P1.5Y")]),
        ("По вторникам выдают воду.", [("По вторникам", "XXXX-WXX-2")]),
        ("Обмен назначен на среду, 15 мая.", [("среду, 15 мая", "2024-05-15")]),
        ("В девяностых он служил на флоте.", [("девяностых", "199")]),
    ],
)
def test_russian(text: str, found: list[tuple[str, str]]) -> None:
    """The same rules hold over the words of the other language."""
    assert read(text, "ru") == found


def test_numbers_decline() -> None:
    """Number words count in every case, with the half after them and the scale behind."""
    text = "двадцятьма двома, три з половиною, 1,5 тис., 1 200, півтора мільйона"
    assert [each.value for each in numbers_of(text, "uk")] == [22, 3.5, 1500, 1200, 1_500_000]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="12 05.:–-,року травня мая п'ятниця тиждень о в на ніч", max_size=80))
def test_spans_lie_in_the_text(text: str) -> None:
    """Whatever the text, every span is inside it, none is empty and none overlaps the one before."""
    for language in ("uk", "ru"):
        reached = 0
        for each in find_times(text, DOCUMENT, MONDAY, language=language):
            assert reached <= each.span.start < each.span.end <= len(text)
            reached = each.span.end
