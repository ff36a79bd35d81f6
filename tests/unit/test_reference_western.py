"""Persons, bodies and states under their German and French names."""

import pytest

from vedette.fuse.persons import known_as
from vedette.model.language import reading_level
from vedette.reference.countries import read_table
from vedette.reference.institutions import Institutions
from vedette.reference.western import country_of_word


@pytest.mark.parametrize(
    ("name", "english", "country"),
    [
        ("russische Verteidigungsministerium", "Russian Ministry of Defence", "RU"),
        ("ministère russe de la Défense", "Russian Ministry of Defence", "RU"),
        ("ukrainischen Generalstabs", "Ukrainian General Staff", "UA"),
        ("état-major ukrainien", "Ukrainian General Staff", "UA"),
        ("Verteidigungsministerium in Moskau", "Russian Ministry of Defence", "RU"),
        ("Präsident Wolodymyr Selenskyj", "Volodymyr Zelensky", "UA"),
        ("Vladimir Poutine", "Vladimir Putin", "RU"),
        ("Kreml", "Kremlin", "RU"),
        ("Sprecher des Stabs", "Sprecher des Stabs", None),
    ],
)
def test_one_name_for_all_languages(name: str, english: str, country: str | None) -> None:
    """The English name, and the state that they speak for."""
    assert known_as(name) == english
    assert Institutions.load().country_of(name) == country


@pytest.mark.parametrize(
    ("word", "country"),
    [
        ("russischen", "RU"), ("Ukrainerinnen", "UA"), ("ukrainiennes", "UA"), ("Moskaus", "RU"), ("russes", "RU"),
        ("moskau", None), ("pole", None), ("Haus", None),
    ],
)  # fmt: skip
def test_states_of_words(word: str, country: str | None) -> None:
    """Adjectives in every form; names with a capital alone."""
    assert country_of_word(word) == country


@pytest.mark.parametrize("table", ["persons", "institutions"])
def test_the_names_are_those_of_the_english_table(table: str) -> None:
    """No row of the further names hangs in the air."""
    known = {row["name"] for row in read_table(f"{table}.tsv")}
    assert {row["name"] for row in read_table(f"{table}_western.tsv")} <= known


def test_each_language_says_how_far_it_is_read() -> None:
    """German and French at a first level, others in full or not at all."""
    assert [reading_level(each) for each in ("en", "uk", "de", "fr", "pl", None)] == [
        "full", "full", "first", "first", None, None,
    ]  # fmt: skip
