"""One speaker in several spellings, institutions without a name, words told again."""

from datetime import date

import pytest
from desk import Desk

from vedette.fuse.persons import known_as


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("Syrskii", "Oleksandr Syrskyi"),
        ("Oleksandr Syrsky", "Oleksandr Syrskyi"),
        ("Commander-in-Chief Oleksandr Syrskyi", "Oleksandr Syrskyi"),
        ("a spokesman for Syrskyi", "a spokesman for Syrskyi"),
        ("the wife of President Zelensky", "the wife of President Zelensky"),
        ("a farmer from Brody", "a farmer from Brody"),
        ("", ""),
    ],
)
def test_a_person_has_one_name(written: str, known: str) -> None:
    """Spelling and titles aside; whoever speaks for a person is somebody else."""
    assert known_as(written, date(2024, 5, 12)) == known


def test_two_spellings_are_one_source() -> None:
    """Across documents."""
    desk = Desk()
    told = {"change": "captured", "actor": "Northland troops", "country": "SM"}
    desk.report("paper", "captured Lipova, he said", speaker="Syrskii", **told)
    desk.report("gazette", "captured Lipova is what he told us", speaker="General Oleksandr Syrskyi", **told)
    (event,) = desk.events()
    assert event.assessment.independent_sources == 1
    assert {account.speaker for account in event.accounts} == {"Oleksandr Syrskyi"}


def test_two_spellings_threaten_once() -> None:
    """The ledger knows a speaker in any spelling."""
    desk = Desk()
    text = "strike the harbour with missiles if the bridge is hit"
    desk.report("paper", text, kind="threat", speaker="Medvedev", country="NL", plover="THREATEN")
    desk.report("gazette", text, kind="threat", speaker="Dmitriy Medvedev", country="NL", plover="THREATEN")
    (threat,) = desk.picture()[0].threats
    assert threat.speaker == "Dmitry Medvedev"
    assert len(threat.statements) == 2


def test_an_institution_without_a_name_is_that_of_the_papers_side() -> None:
    """ "The general staff" in a channel of one side; in a paper of none it stays unknown."""
    desk = Desk()
    told = {"change": "captured", "actor": "Northland troops", "speaker": "the general staff"}
    desk.report("relay", "captured Lipova", **told)
    desk.report("paper", "captured Brod", **told)
    assert {event.place.name: event.accounts[0].side for event in desk.events() if event.place} == {
        "Lipova": "north",
        "Brod": None,
    }


def test_words_all_told_again_with_names_between_are_one_source() -> None:
    """A paper that adds other spellings to a ministry's sentence adds no source."""
    desk = Desk()
    told = {"change": "captured", "actor": "Northland troops"}
    desk.report("ministry", "captured Lipova by units of the third assault brigade with tank support", **told)
    again = "captured Lipova (Lipowa) by units (parts) of the third (3rd) assault brigade (regiment) with tank support"
    desk.report("paper", again, **told)
    (event,) = desk.events()
    assert event.assessment.independent_sources == 1


def test_hearsay_adds_no_source() -> None:
    """ "It is said that": whoever said it, the outlet did not see it."""
    desk = Desk()
    told = {"change": "captured", "actor": "Northland troops"}
    desk.report("ministry", "captured Lipova", **told)
    desk.report("paper", "captured Lipova, it is said", direct=True, **told)
    (event,) = desk.events()
    assert event.assessment.independent_sources == 1
    assert event.assessment.status == "one-sided"
