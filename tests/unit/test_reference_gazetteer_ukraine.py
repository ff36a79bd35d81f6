"""Ukraine in the gazetteer: every settlement of the register in its raion, a point only where one can be trusted."""

from pathlib import Path

import pytest

from vedette.model.ids import PlaceId
from vedette.reference.gazetteer import Gazetteer, gazetteer_path
from vedette.reference.gazetteer_build import osm_path
from vedette.reference.gazetteer_layer import Layer
from vedette.reference.gazetteer_places import km_between
from vedette.reference.gazetteer_register import SETTLEMENTS, register


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def test_every_settlement_of_the_register_is_known(gazetteer: Gazetteer) -> None:
    """By its own name, in its oblast and raion, somewhere."""
    rows = [row for row in register() if row.category in SETTLEMENTS]
    assert len(rows) > 29_000
    for row in rows[::250]:
        found = [entry for entry in gazetteer.candidates(row.name) if entry.id == row.id]
        assert found, row
        assert found[0].country == "UA"


def test_one_name_in_many_raions(gazetteer: Gazetteer) -> None:
    """ "Krasne" alone is never enough; the raion tells them apart."""
    krasne = [entry for entry in gazetteer.candidates("Красне") if entry.country == "UA"]
    assert len(krasne) >= 30
    kharkiv = [entry for entry in krasne if entry.admin2 == "UA63120000000091135"]
    assert len(kharkiv) == 1
    assert km_between(kharkiv[0].lat, kharkiv[0].lon, 50.2845, 36.4559) < 1


def test_raions_and_hromadas_are_places(gazetteer: Gazetteer) -> None:
    """Second-level units have a centre and a radius."""
    raion = gazetteer.get(PlaceId("katottg:UA63120000000091135"))
    assert raion is not None
    assert (raion.kind, raion.name, raion.admin1) == ("admin2", "Kharkiv Raion", "07")
    assert km_between(raion.lat, raion.lon, 49.99, 36.23) < 30
    assert 20_000 < raion.radius_m < 80_000
    assert gazetteer.candidates("Липецька громада")[0].kind == "admin2"


def test_a_village_without_a_point_lies_in_its_district(gazetteer: Gazetteer) -> None:
    """Its radius says how little is known."""
    without = [row for row in register() if row.category in SETTLEMENTS and row.point is None]
    entry = gazetteer.get(PlaceId(without[len(without) // 2].id))
    assert entry is not None
    assert entry.radius_m >= 1_500
    assert any(
        place is not None and place.radius_m > 5_000
        for place in (gazetteer.get(PlaceId(row.id)) for row in without[::500])
    )


def test_openstreetmap_stays_in_a_file_of_its_own(gazetteer: Gazetteer) -> None:
    """ODbL data is opened beside the rest, never merged into it, and both are named."""
    own, mapped = Layer(gazetteer_path()), Layer(osm_path(gazetteer_path()))
    pylna = PlaceId("katottg:UA63120090120076424")
    assert "OpenStreetMap" not in own.about["attribution"]
    assert "ODbL" in mapped.about["attribution"]
    village, closer, merged = own.get(pylna), mapped.get(pylna), gazetteer.get(pylna)
    assert village
    assert closer
    assert merged
    assert village.radius_m > 5_000 > closer.radius_m
    assert (merged.lat, merged.lon, merged.admin2) == (closer.lat, closer.lon, village.admin2)
    assert "GeoNames" in gazetteer.about()["attribution"]
    assert "OpenStreetMap" in gazetteer.about()["attribution"]


def test_the_licence_travels_with_the_data() -> None:
    """The ODbL asks for its text and a notice beside the database."""
    folder = Path(__file__).parents[2] / "src" / "vedette" / "reference" / "data" / "odbl"
    assert "Open Database License" in (folder / "LICENSE.txt").read_text(encoding="utf-8")
    assert "OpenStreetMap contributors" in (folder / "README.md").read_text(encoding="utf-8")


def test_without_the_second_file_the_first_still_serves() -> None:
    """A gazetteer copied alone loses points, not places."""
    alone = Gazetteer([Layer(gazetteer_path())])
    assert alone.candidates("Пильна")
