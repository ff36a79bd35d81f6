"""Which part of a document is in which language."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.reference.language import guess_language
from vedette.understand.languages import _surely, language_runs, main_language

LINES = st.lists(
    st.sampled_from(
        ["Ворог відійшов", "Ворог ушёл", "Войска вышли", "The army has left the town now", "#x 12", "", "Село"]
    )
).map("\n".join)


def languages(text: str, declared: str | None = None) -> list[tuple[str, str | None]]:
    return [(text[run.start : run.end], run.language) for run in language_runs(text, declared)]


@settings(deadline=None)
@given(st.one_of(st.text(max_size=100), LINES), st.sampled_from([None, "en", "uk", "ru", "de"]))
def test_runs_cover_the_text(text: str, declared: str | None) -> None:
    """Runs join to the text exactly, and neighbours differ."""
    runs = language_runs(text, declared)
    assert "".join(text[run.start : run.end] for run in runs) == text
    assert all(left.language != right.language for left, right in pairwise(runs))


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        ("Ворог відступає.\nВрага выбили.", None, ["uk", "ru"]),
        ("Ворог відступає.\nБахмут\nТам тихо", "ru", ["uk"]),
        ("Бахмут", "uk", ["uk"]),
        ("The army left the town on Sunday.\nВорог відступає.", "en", ["en", "uk"]),
        ("Ворог відступає.\nt.me/x #Kharkiv\n@channel", "uk", ["uk"]),
        ("Die Armee ist fort.", "de", ["de"]),
        ("Ворог відступає.\nThe army has left the town today, officials say", "uk", ["uk", "en"]),
    ],
)
def test_each_line_has_its_language(text: str, declared: str | None, expected: list[str]) -> None:
    """By its letters; a line that says nothing goes with the one before."""
    assert [language for _, language in languages(text, declared)] == expected


_OF_SMALL_WORDS = {
    "en": "They said that they had been there when it was over, and that those with them had left. ",
    "de": "Sie sagten, dass sie dort waren, als es vorbei war, und dass jene, die mit ihnen kamen, nicht da sind. ",
    "fr": "Ils ont dit qu’ils étaient là quand tout était fini, et que ceux qui seraient venus avec eux sont partis. ",
}


@pytest.mark.parametrize("language", _OF_SMALL_WORDS)
def test_small_words_and_statistics_say_the_same(language: str) -> None:
    """Where the small words leave no doubt the statistical guess, which is not asked, would have said the same."""
    text = 4 * _OF_SMALL_WORDS[language]
    assert _surely(text, ()) == guess_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "Kharkiv, Lyptsi, Vovchansk",
        _OF_SMALL_WORDS["en"] + _OF_SMALL_WORDS["fr"],
        "Ворог відступає. " + 4 * _OF_SMALL_WORDS["en"],
    ],
)
def test_small_words_leave_doubt(text: str) -> None:
    """Few of them, those of two languages, or other letters beside them."""
    assert _surely(text, ()) is None


def test_what_extensions_read_is_not_decided_by_small_words() -> None:
    """They know only the small words of the languages that are built in."""
    assert _surely(4 * _OF_SMALL_WORDS["en"], ("pl",)) is None


def test_the_document_has_that_of_most_of_it() -> None:
    """Unless somebody said which it is in."""
    text = "Ворог відступає від міста і сіл.\nВрага выбили."
    assert main_language(language_runs(text, None), None) == "uk"
    assert main_language(language_runs(text, "ru"), "ru") == "ru"


def test_a_line_without_end_takes_no_endless_time() -> None:
    """Its beginning tells the language."""
    assert language_runs("Ізюм-" * 200_000, None)[0].language == "uk"
