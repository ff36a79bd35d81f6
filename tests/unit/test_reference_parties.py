"""Which phrases name somebody."""

import pytest

from vedette.reference.parties import names_somebody


@pytest.mark.parametrize("name", ["Wagner Group", "Group of Forces North", "Joe Biden", "Germany", "NATO", "Zelensky"])
def test_forces_organisations_persons_and_states_are_named(name: str) -> None:
    """By capitals, or because the reference knows the one word."""
    assert names_somebody(name)


@pytest.mark.parametrize(
    "name",
    ["units", "five", "Five", "group", "police", "volunteers", "Reserves", "Units of the group", "Monday", "Zelene", "",
     "27", "Late Tuesday", "Krasne, Morokhovets and Oliinykove", "control of Hlyboke", "Belgorod Oblast", "km"],
)  # fmt: skip
def test_bare_words_times_and_places_name_nobody(name: str) -> None:
    """Better no actor than a piece of a phrase."""
    assert not names_somebody(name)
