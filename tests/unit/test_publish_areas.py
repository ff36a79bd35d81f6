"""Under which heading of a report an event stands."""

from dataclasses import replace

import pytest
from store_facts import VOVCHANSK, a_document, a_statement, an_event

from vedette.model.event import Event
from vedette.model.ids import PlaceId
from vedette.model.mention import PlaceKind
from vedette.publish.areas import NOWHERE, area
from vedette.reference.gazetteer import Gazetteer
from vedette.reference.gazetteer_layer import Entry


class FewPlaces(Gazetteer):
    """A gazetteer of the entries given."""

    def __init__(self, *entries: Entry) -> None:
        super().__init__(())
        self._entries_given = {entry.id: entry for entry in entries}

    def get(self, place: PlaceId) -> Entry | None:
        return self._entries_given.get(place)

    def unit(self, country: str, admin1: str) -> Entry | None:
        found = (entry for entry in self._entries_given.values() if entry.kind == "admin1")
        return next((entry for entry in found if (entry.country, entry.admin1) == (country, admin1)), None)


def _entry(place: str, name: str, kind: PlaceKind, country: str, admin1: str) -> Entry:
    return Entry(
        id=PlaceId(place), name=name, kind=kind, lat=50.0, lon=36.0, radius_m=5_000, country=country, admin1=admin1,
        population=1,
    )  # fmt: skip


@pytest.fixture
def gazetteer() -> Gazetteer:
    """A border town, its province, and a town whose province has no name of its own."""
    return FewPlaces(
        _entry(VOVCHANSK.id, "Vovchansk", "settlement", "UA", "07"),
        _entry("u:07", "Kharkiv Oblast", "admin1", "UA", "07"),
        _entry("s:1", "Azaz", "settlement", "SY", "09"),
        _entry("u:09", "Aleppo (first-level unit)", "admin1", "SY", "09"),
    )


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
