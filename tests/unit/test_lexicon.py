"""Lexicon tables: found by language and name, and nothing else."""

import pytest

from vedette.understand.lexicon import knows, load


def test_tables_are_loaded_once() -> None:
    """The same table comes back, so callers may keep what they build from it."""
    assert load("en", "numbers") is load("en", "numbers")
    assert load("en", "numbers")["plain"]["seven"] == 7


@pytest.mark.parametrize(
    ("language", "name"), [("xx", "numbers"), ("en", "nothing"), ("..", "en"), ("en", "../en/times")]
)
def test_unknown_tables_are_key_errors(language: str, name: str) -> None:
    """A language or subject that is not there, and no path out of the folder."""
    assert not knows(language, name)
    with pytest.raises(KeyError):
        load(language, name)


@pytest.mark.parametrize("name", ["modality", "quantities"])
@pytest.mark.parametrize("language", ["ru", "de", "fr"])
def test_languages_that_share_a_reader_share_its_tables(language: str, name: str) -> None:
    """What the reader of one language asks for, the lexicons of the others have, too."""
    wanted, has = load("uk", name), load(language, name)
    for section, words in wanted.items():
        assert section in has
        assert name == "quantities" or section == "platforms" or set(words) <= set(has[section])
