"""For which state a name speaks."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.reference.institutions import Institutions
from vedette.reference.persons import load_persons


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Ukraine", "UA"),
        ("the Russian Defence Ministry", "RU"),
        ("Russian Ministry of Defense", "RU"),
        ("Ministry of Defence of Ukraine", "UA"),
        ("General Staff of the Armed Forces of Ukraine", "UA"),
        ("Ukraine's General Staff", "UA"),
        ("Kyiv", "UA"),
        ("Kiev", "UA"),
        ("Moscow", "RU"),
        ("the Kremlin", "RU"),
        ("U.S. officials", "US"),
        ("the US State Department", "US"),
        ("the Pentagon", "US"),
        ("Sudan's army", "SD"),
        ("South Korean intelligence", "KR"),
        ("Israel Defense Forces", "IL"),
        ("IDF", "IL"),
        ("Ethiopian government", "ET"),
        ("Myanmar's military", "MM"),
        ("President Volodymyr Zelenskyy", "UA"),
        ("Zelenskiy", "UA"),
        ("Commander-in-Chief Oleksandr Syrskyi", "UA"),
        ("Russian President Vladimir Putin", "RU"),
        ("British Prime Minister Keir Starmer", "GB"),
        ("Emmanuel Macron", "FR"),
    ],
)
def test_states_are_recognised(name: str, country: str) -> None:
    """By institution, person, demonym, country or capital, in any war."""
    assert Institutions.load().country_of(name) == country


@pytest.mark.parametrize(
    "name",
    [
        "",
        "a spokesman",
        "NATO",
        "Jens Stoltenberg",
        "the Kyiv Independent",
        "The Moscow Times",
        "Washington Post",
        "Lebanese Hezbollah",
        "Rapid Support Forces",
        "Russian journalists",
        "anti-Russian protesters",
        "most of us",
        "Ukrainian residents",
    ],
)
def test_others_speak_for_no_state(name: str) -> None:
    """Newspapers, movements, alliances and private people are not their country's government."""
    assert Institutions.load().country_of(name) is None


def test_an_office_is_held_for_a_time() -> None:
    """The day of the text decides which office a name means."""
    persons = load_persons()
    earlier, later = persons.named("Shoigu", date(2024, 5, 1)), persons.named("Shoigu", date(2024, 6, 1))
    assert earlier is not None
    assert later is not None
    assert earlier.titles == ("Minister of Defence of Russia",)
    assert later.titles == ("Secretary of the Security Council",)
    assert Institutions.load().country_of("Rutte", date(2023, 1, 1)) == "NL"
    assert Institutions.load().country_of("Rutte", date(2025, 1, 1)) is None


@pytest.mark.parametrize("name", ["Syrskii", "Gen. Syrsky", "Oleksandr Syrskii"])
def test_any_spelling_is_one_person(name: str) -> None:
    """Transliterations of one name lead to one person."""
    person = Institutions.load().person(name)
    assert person is not None
    assert person.full_name == "Oleksandr Syrskyi"


def test_unknown_person_is_none() -> None:
    """Nobody is guessed."""
    assert Institutions.load().person("Ivan Neizvestny") is None


@given(st.text(max_size=80))
def test_any_name_is_taken(name: str) -> None:
    """No text breaks the look-up."""
    country = Institutions.load().country_of(name)
    assert country is None or len(country) == 2
