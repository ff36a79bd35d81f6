"""One body under its names in three languages, and one person."""

from datetime import date

import pytest

from vedette.fuse.persons import known_as
from vedette.reference.institutions import Institutions


@pytest.mark.parametrize("name", ["Сырский", "Сирський", "генерал Александр Сырский", "Syrskyi", "General Syrskii"])
def test_one_person_in_three_languages(name: str) -> None:
    """However he is written, he is one."""
    assert known_as(name, date(2024, 5, 13)) == "Oleksandr Syrskyi"


@pytest.mark.parametrize(
    "name", ["Минобороны РФ", "Міноборони рф", "Russian Ministry of Defence", "Russia's Defense Ministry", "Минобороны"]
)
def test_one_ministry_in_three_languages(name: str) -> None:
    """The state's own word beside the ministry says whose it is; without one, the language that alone writes it so."""
    body = Institutions.load().body(name)
    assert body is not None
    assert (body.name, body.country) == ("Russian Ministry of Defence", "RU")
    assert known_as(name) == body.name


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Минобороны Украины", "UA"),
        ("Міноборони", "UA"),
        ("МЗС Чехії", "CZ"),
        ("ЦАХАЛ", "IL"),
        ("Генштаб", None),
        ("український журналіст", None),
        ("группировка «Север»", "RU"),
        ("британская разведка", "GB"),
        ("Следком", "RU"),
    ],
)
def test_for_whom_a_name_speaks(name: str, country: str | None) -> None:
    """A staff without its state, and a private person with one, speak for none."""
    assert Institutions.load().country_of(name) == country


@pytest.mark.parametrize("name", ["представитель Минобороны РФ", "former Russian Ministry of Defence official"])
def test_who_speaks_for_a_ministry_is_somebody_else(name: str) -> None:
    """An office in the name keeps it apart."""
    assert Institutions.load().body(name) is None
    assert known_as(name) == name
