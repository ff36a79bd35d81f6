"""The base map is small, whole and drawn after UN General Assembly resolution 68/262."""

import json

import pytest

from vedette.reference.basemap import LAYERS, layer, towns


def test_the_layers_stay_small() -> None:
    """Less than 2.5 MB in all, so that the package stays light."""
    assert sum(len(layer(name).read_bytes()) for name in LAYERS) < 2_500_000


def test_no_border_cuts_crimea_off() -> None:
    """No international border runs over the isthmus of Perekop."""
    (borders,) = json.loads(layer("borders").read_text("utf-8"))["features"]
    points = [point for line in borders["geometry"]["coordinates"] for point in line]
    assert len(points) > 5_000
    assert not [point for point in points if 33.2 < point[0] < 35.3 and 45.7 < point[1] < 46.4]


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
