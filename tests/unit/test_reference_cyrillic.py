"""Persons, bodies and peoples by their Ukrainian and Russian names, in any case."""

import pytest

from vedette.reference.countries import read_table
from vedette.reference.institutions import Institutions
from vedette.reference.parties import is_enemy
from vedette.reference.persons import load_persons


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Зеленського", "Volodymyr Zelensky"),
        ("Президент Зеленський", "Volodymyr Zelensky"),
        ("Сирським", "Oleksandr Syrskyi"),
        ("Сырского", "Oleksandr Syrskyi"),
        ("Владимиром Путиным", "Vladimir Putin"),
        ("Марії Захарової", "Maria Zakharova"),
        ("Захарова", None),
        ("Коваль", None),
    ],
)
def test_persons_are_one_in_every_script(name: str, person: str | None) -> None:
    """A surname alone only where it is one person's in public life."""
    found = Institutions.load().person(name)
    assert (found.full_name if found else None) == person


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Збройних сил України", "UA"),
        ("Генштабом ЗСУ", "UA"),
        ("Міноборони РФ", "RU"),
        ("російських військових", "RU"),
        ("украинским десантникам", "UA"),
        ("Держдуми", "RU"),
        ("українські журналісти", None),
        ("российской оппозиции", None),
        ("речник", None),
    ],
)
def test_whose_word_it_is(name: str, country: str | None) -> None:
    """By the institution, else by the people's name; not where private persons speak."""
    assert Institutions.load().country_of(name) == country


@pytest.mark.parametrize(("name", "enemy"), [("ворога", True), ("вражеские войска", True), ("наші війська", False)])
def test_the_enemy_is_whoever_fights_the_side_that_speaks(name: str, enemy: bool) -> None:
    """In every case."""
    assert is_enemy(name) == enemy


@pytest.mark.parametrize(("further", "table"), [("persons_cyrillic.tsv", "persons.tsv")])
def test_each_name_is_of_somebody_known(further: str, table: str) -> None:
    """The tables hold together."""
    assert {row["name"] for row in read_table(further)} <= {row["name"] for row in read_table(table)}
    known = {row["name"] for row in read_table("institutions.tsv")}
    assert {row["name"] for row in read_table("institutions_cyrillic.tsv")} <= known
    assert load_persons().named("Сирський") == load_persons().named("Oleksandr Syrskyi")
