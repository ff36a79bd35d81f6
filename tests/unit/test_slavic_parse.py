"""The light parse of Ukrainian and Russian: offsets, sentences, dictionary forms."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.model.ids import DocumentId
from vedette.understand.slavic.parsing import parse

DOCUMENT = DocumentId("doc:slavic")
PIECES = st.sampled_from(
    ["⚡️", "🇺🇦", "н.п.", "с.", "обл.", "Липова", "Лиман", "ворог", "відступив", "у", "\n", "\n\n", " ", ".", "!",
     "«", "»", "—", "15-я", "бригада", "мар’янівку", "#Харків", "https://t.me/x", "Х-101", "3,5", "тис.", "ы",
     "ї", "\u0301"]
)  # fmt: skip
TEXT = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=30).map("".join))


def sentences(text: str, language: str = "uk") -> list[str]:
    return [text[each.start : each.end] for each in parse(text, DOCUMENT, language).sentences]


@settings(max_examples=200, deadline=None)
@given(TEXT, st.sampled_from(["uk", "ru"]), st.integers(0, 10))
def test_words_are_where_they_say(text: str, language: str, start: int) -> None:
    """Every word is its stretch of the document, in order, and what is between words is white space."""
    start = min(start, len(text))
    words = [word for sentence in parse(text, DOCUMENT, language, start).sentences for word in sentence]
    assert all(text[word.start : word.end] == word.text for word in words)
    edges = [start, *(edge for word in words for edge in (word.start, word.end)), len(text)]
    assert edges == sorted(edges)
    assert all(not text[end:begin].strip() for end, begin in zip(edges[::2], edges[1::2], strict=True))


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "Бої тривають біля н.п. Липове та с. Вільха. Загинуло 3 тис. осіб.",
            "uk",
            ["Бої тривають біля н.п. Липове та с. Вільха.", "Загинуло 3 тис. осіб."],
        ),
        (
            "⚡️ Вибухи у Полтаві 🔥 Деталі згодом",
            "uk",
            ["⚡️ Вибухи у Полтаві", "🔥 Деталі згодом"],
        ),
        ("Оновлено біля\nВільхи та Липового", "uk", ["Оновлено біля\nВільхи та Липового"]),
        ("Удар по складу\nДеталі згодом", "uk", ["Удар по складу", "Деталі згодом"]),
        ("О. Коваль та В.Бондар прибули.Ворог пішов.", "uk", ["О. Коваль та В.Бондар прибули.", "Ворог пішов."]),
        ("«Ні!» — сказав він. Це все.", "uk", ["«Ні!» — сказав він.", "Це все."]),
        ("Взят г. Орлов и пос. Южный. 15-я ушла!", "ru", ["Взят г. Орлов и пос. Южный.", "15-я ушла!"]),
        ("В Тульской обл. Потерь нет", "ru", ["В Тульской обл.", "Потерь нет"]),
    ],
)  # fmt: skip
def test_sentences_end_where_a_reader_ends_them(text: str, language: str, expected: list[str]) -> None:
    """Abbreviations, initials, emoji, broken lines and forgotten spaces."""
    assert sentences(text, language) == expected


def test_words_know_their_forms() -> None:
    """Lemma, part of speech and the case that the preposition asks for."""
    (sentence,) = parse("Нашими військами звільнено село біля Одеси", DOCUMENT, "uk").sentences
    by_text = {word.text: word for word in sentence}
    assert by_text["звільнено"].form.impersonal
    assert by_text["звільнено"].lemma == "звільнити"
    assert by_text["військами"].form.case == "instrumental"
    assert (by_text["Одеси"].lemma, by_text["Одеси"].form.case) == ("одеса", "genitive")
    (russian,) = parse("Бригада отброшена от Минска", DOCUMENT, "ru").sentences
    assert (russian[1].lemma, russian[1].pos, russian[1].form.passive) == ("отбросить", "participle", True)
    assert russian[3].form.case == "genitive"


@pytest.mark.parametrize(
    "text", ["Щьо цэ за хлопци йидуть?", "Vorog zakhopyv selo", "їїїїїыыыыы", "а" * 5000, "’’’ʼʼ", "№§±"]
)
def test_what_is_in_no_dictionary_is_still_read(text: str) -> None:
    """Surzhyk, transliteration, nonsense and a word without end."""
    for language in ("uk", "ru"):
        assert sentences(text, language)
