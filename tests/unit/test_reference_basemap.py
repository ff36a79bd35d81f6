"""The base map is small, whole and drawn after UN General Assembly resolution 68/262."""

import json

import pytest
from shapely import get_coordinates
from shapely.geometry import shape

from vedette.reference.basemap import LAYERS, border_layer, clipped, layer, towns


def test_the_layers_stay_small() -> None:
    """Less than 3 MB in all, so that the package stays light."""
    assert sum(len(layer(name).read_bytes()) for name in LAYERS) < 3_000_000


def _points(name: str) -> list[list[float]]:
    features = json.loads(layer(name).read_text("utf-8"))["features"]
    return [point for feature in features for line in feature["geometry"]["coordinates"] for point in line]


def _at_perekop(points: list[list[float]]) -> list[list[float]]:
    return [point for point in points if 33.2 < point[0] < 35.3 and 45.7 < point[1] < 46.4]


def test_no_border_cuts_crimea_off() -> None:
    """No international border runs over the isthmus of Perekop unless the watch asks for what is in fact."""
    assert len(_points("borders")) > 5_000
    assert not _at_perekop(_points(border_layer("recognised")))
    assert _at_perekop(_points(border_layer("de-facto")))


def test_oblasts_are_told_apart_and_their_outer_edges_left_out() -> None:
    """A line runs between Donetsk and Luhansk oblasts, and Crimea is an oblast's neighbour; none runs out at sea."""
    points = _points("units-osm")
    assert [point for point in points if 38.0 < point[0] < 39.0 and 47.8 < point[1] < 49.0]
    assert _at_perekop(points)
    assert not [point for point in points if 30.8 < point[0] < 33.0 and 44.0 < point[1] < 45.6]


def test_only_known_layers_are_opened() -> None:
    """A name is looked up, never joined to a path unchecked."""
    with pytest.raises(KeyError):
        layer("../gazetteer")


def test_towns_come_largest_first() -> None:
    """Labels of capitals and large towns win over those of small ones."""
    found = towns((34.0, 46.8, 39.5, 51.2))
    plain = [town.population for town in found if not town.capital]
    assert plain == sorted(plain, reverse=True)
    assert any(town.name == "Vovchansk" for town in found)


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_can_be_cut_to_a_box(name: str) -> None:
    """Nothing lies outside it, and what lies in it is there."""
    found = json.loads(clipped(name, (30.0, 45.0, 40.0, 52.0)))
    points = [point for one in found["features"] for point in get_coordinates(shape(one["geometry"])).tolist()]
    assert points or name == "units"
    assert all(30 <= lon <= 40 and 45 <= lat <= 52 for lon, lat in points)
    assert len(json.dumps(found)) <= len(layer(name).read_bytes()) * 1.1
