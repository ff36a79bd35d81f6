"""Places in Ukrainian and Russian: every case, type words, lists, adjectives, directions, what is none."""

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.model.ids import DocumentId
from vedette.model.mention import PlaceMention
from vedette.reference.gazetteer import Gazetteer, gazetteer_path
from vedette.understand.light.running import Row
from vedette.understand.slavic.parsing import parse
from vedette.understand.slavic.places import find_places

Places = Callable[..., list[tuple[str, PlaceMention]]]
PIECES = st.sampled_from(
    ["у", "біля", "Харкова", "Харківської", "області", "та", ",", "села", "Степове", "північніше", "між", "\n",
     "напрямку", "Бахмутському", "«", "»", ".", "рф", "м.", "15", "км", "від", "#Суми", "Коваль", "⚡️"]
)  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open(gazetteer_path())


@pytest.fixture(scope="module")
def places(gazetteer: Gazetteer) -> Places:
    def found(text: str, language: str = "uk") -> list[tuple[str, PlaceMention]]:
        row = Row.of(parse(text, DocumentId("doc:places"), language))
        return [(text[each.span.start : each.span.end], each) for each in find_places(row, gazetteer, None)]

    return found


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Вибухи пролунали у Харкові та біля Чугуєва.", "uk", {"Харкові": "Kharkiv", "Чугуєва": "Chuhuiv"}),
        ("Під Одесою збито ракету, у Миколаєві тихо.", "uk", {"Одесою": "Odesa", "Миколаєві": "Mykolaiv"}),
        ("Бригада отошла от Купянска к Изюму.", "ru", {"Купянска": "Kupiansk", "Изюму": "Izium"}),
        ("Над Ростовом-на-Дону сбит дрон.", "ru", {"Ростовом-на-Дону": "Rostov-on-Don"}),
        ("Бої за Велику Новосілку тривають.", "uk", {"Велику Новосілку": "Velyka Novosilka"}),
        ("#Суми чули вибух", "uk", {"Суми": "Sumy"}),
        ("Мер Житомира заявив про удар.", "uk", {"Житомира": "Zhytomyr"}),
        ("Знову горить Кременчуцький НПЗ.", "uk", {"Кременчуцький": "Kremenchuk"}),
        ("У Львові тихо, бої під Одесою.", "uk", {"Львові": "Lviv", "Одесою": "Odesa"}),
        ("Вибух біля Новокаховської ГЕС.", "uk", {"Новокаховської": "Nova Kakhovka"}),
    ],
)
def test_names_in_every_case(places: Places, text: str, language: str, expected: dict[str, str]) -> None:
    """A name in the text, the place in the gazetteer."""
    assert {said: each.name for said, each in places(text, language) if each.place} == expected


@pytest.mark.parametrize(
    ("text", "language", "said", "kind"),
    [
        ("Обстріляно села Харківської області.", "uk", "Харківської області", "admin1"),
        ("Обстріли на Сумщині не вщухають.", "uk", "Сумщині", "admin1"),
        ("Удар по Белгородской области.", "ru", "Белгородской области", "admin1"),
        ("У Бахмутському районі евакуація.", "uk", "Бахмутському районі", "admin2"),
        ("Колона рушила з росії.", "uk", "росії", "country"),
        ("Міст через Дніпро знищено.", "uk", "Дніпро", None),
    ],
)
def test_units_and_states(places: Places, text: str, language: str, said: str, kind: str | None) -> None:
    """An adjective with its unit, a name of the country, a state in small letters."""
    found = dict(places(text, language))
    assert found[said].kind == kind or kind is None


def test_adjectives_name_the_stretch_of_a_front(places: Places) -> None:
    """Of a list each adjective is a place, seen as a direction; the noun is no part of it."""
    found = places("На Лиманському та Бахмутському напрямках тривають бої.")
    assert [(said, each.relation) for said, each in found] == [
        ("Лиманському", "direction"),
        ("Бахмутському", "direction"),
    ]


def test_where_it_is_seen_from_a_place(places: Places) -> None:
    """North of it, so many kilometres from it, between two."""
    ((_, plain),) = places("Бої у Харкові.")
    ((_, north),) = places("Бої за 15 км на північ від Харкова.")
    assert north.relation == "north of"
    assert plain.lat is not None
    assert north.lat is not None
    assert 0.10 < north.lat - plain.lat < 0.16
    pair = places("Колону розбито між Харковом та Чугуєвом.")
    assert [each.relation for _, each in pair] == ["between", "between"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Звільнено полонених. Оновлено дані. Після бою тихо.", "uk"),
        ("Президент Олександр Харківський прибув.", "uk"),
        ("Батальйон «Одеса» тримає стрій.", "uk"),
        ("Генштаб повідомив про втрати.", "uk"),
        ("Вони пішли. Тоді стало тихо. Нагадаємо про це.", "uk"),
        ("Корабель Чорноморського флоту пошкоджено.", "uk"),
        ("Місто зовсім без світла та води, – Садовий", "uk"),
        ("Сообщил Андрей Белгородский.", "ru"),
    ],
)
def test_what_is_no_place(places: Places, text: str, language: str) -> None:
    """Words that begin a sentence, persons, names of units."""
    assert places(text, language) == []


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("Зелене захоплено.", "uk", "Зелене"),
        ("Захоплено Зелене.", "uk", "Зелене"),
        ("Зелене повністю звільнено.", "uk", "Зелене"),
        ("Ворог просунувся у Зеленому.", "uk", "Зеленому"),
        ("Нове захоплено ворогом.", "uk", "Нове"),
        ("Взято Зелёное.", "ru", "Зелёное"),
        ("Враг вошёл в Красное.", "ru", "Красное"),
        ("Северное под контролем.", "ru", "Северное"),
    ],
)
def test_a_village_called_by_a_common_word(places: Places, text: str, language: str, said: str) -> None:
    """Where it is taken or gone to, and no noun stands behind the adjective."""
    assert [name for name, _ in places(text, language)] == [said]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Зелене світло дано.", "uk"),
        ("Нове село захоплено.", "uk"),
        ("Треба взяти висоту.", "uk"),
        ("Белый дым виден.", "ru"),
    ],
)
def test_a_common_word_that_opens_a_sentence(places: Places, text: str, language: str) -> None:
    """With its noun behind it, it is what it says."""
    assert places(text, language) == []


def test_a_place_that_nobody_knows_is_named_and_left_open(places: Places) -> None:
    """After a word for a village; without a point."""
    ((said, place),) = places("Ворог обстріляв село Кривобабинське.")
    assert (said, place.kind) == ("Кривобабинське", "settlement")


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=25).map(" ".join))
def test_any_text_gives_spans_in_order(gazetteer: Gazetteer, text: str) -> None:
    """None overlaps another, all lie inside the text."""
    row = Row.of(parse(text, DocumentId("doc:places"), "uk"))
    spans = [each.span for each in find_places(row, gazetteer, None)]
    assert all(0 <= each.start < each.end <= len(text) for each in spans)
    assert all(left.end <= right.start for left, right in itertools.pairwise(spans))
