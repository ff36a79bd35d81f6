"""Under which heading of a report an event stands."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

import pytest
from store_facts import VOVCHANSK, a_document, a_statement, an_event

from vedette.model.event import Event
from vedette.model.ids import PlaceId
from vedette.publish.areas import NOWHERE, area
from vedette.reference.gazetteer import Gazetteer

_COLUMNS = "id, name, kind, lat, lon, radius_m, country, admin1, population, capital"


@pytest.fixture
def gazetteer() -> Iterator[Gazetteer]:
    """A border town, its province, and a town whose province has no name of its own."""
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE TABLE place ({_COLUMNS})")
    rows = (
        (VOVCHANSK.id, "Vovchansk", "settlement", 50.29, 36.94, 5000, "UA", "07", 1, 0),
        ("u:07", "Kharkiv Oblast", "admin1", 49.9, 36.2, 90_000, "UA", "07", 1, 0),
        ("s:1", "Azaz", "settlement", 36.6, 37.0, 5000, "SY", "09", 1, 0),
        ("u:09", "Aleppo (first-level unit)", "admin1", 36.2, 37.2, 90_000, "SY", "09", 1, 0),
    )
    connection.executemany(f"INSERT INTO place VALUES ({', '.join('?' * 10)})", rows)
    opened = Gazetteer(connection)
    yield opened
    opened.close()


def _event(**place: object) -> Event:
    document = a_document("It fell.")
    event = an_event("evt_1", document, a_statement(document, "It fell"))
    return replace(event, place=replace(VOVCHANSK, **place))  # type: ignore[arg-type]


def test_a_border_town_stands_under_its_own_province(gazetteer: Gazetteer) -> None:
    """Not under the larger town across the border; without a gazetteer, under its country."""
    assert area(_event(country="UA"), gazetteer) == "Kharkiv Oblast"
    assert area(_event(country="UA"), None) == "Ukraine"
    assert area(_event(country="UA", kind="admin1", name="Kharkiv Oblast"), gazetteer) == "Kharkiv Oblast"


def test_a_province_without_a_name_is_told_by_its_town_and_country(gazetteer: Gazetteer) -> None:
    """The gazetteer knows many provinces by their code alone."""
    assert area(_event(id=PlaceId("s:1"), country="SY"), gazetteer) == "Aleppo and around, Syria"


def test_what_is_not_known_is_not_guessed(gazetteer: Gazetteer) -> None:
    """No province, no country, no place."""
    assert area(_event(id=PlaceId("x"), country=None), gazetteer) == "Elsewhere"
    assert area(_event(kind="region", name="the Donbas"), gazetteer) == "The Donbas"
    assert area(replace(_event(), place=None), gazetteer) == NOWHERE
