"""Relative and vague places: an area seen from a named place, never a bare point."""

from collections.abc import Callable

import pytest
from spacy.language import Language

from vedette.model.ids import DocumentId
from vedette.model.mention import PlaceMention
from vedette.reference.gazetteer import Gazetteer
from vedette.understand.place_distance import kilometres_between
from vedette.understand.places import find_places

Find = Callable[[str], dict[str, PlaceMention]]


@pytest.fixture(scope="module")
def find(english: Language) -> Find:
    gazetteer = Gazetteer.open()

    def by_text(text: str) -> dict[str, PlaceMention]:
        places = find_places(english(text), DocumentId("d"), gazetteer, None)
        return {place.span.of(text): place for place in places}

    return by_text


def point(place: PlaceMention) -> tuple[float, float]:
    assert place.lat is not None
    assert place.lon is not None
    return place.lat, place.lon


def test_bearing_moves_the_point_and_widens_the_area(find: Find) -> None:
    """North of a city lies north of its middle, and the area still touches the city."""
    plain = find("Shells fell on Kharkiv.")["Kharkiv"]
    north = find("Fighting went on north of Kharkiv.")["Kharkiv"]
    assert north.relation == "north of"
    assert point(north)[0] > point(plain)[0]
    assert (north.radius_m or 0) * 2 > kilometres_between(*point(plain), *point(north)) * 1000


@pytest.mark.parametrize(
    ("text", "km"),
    [
        ("A bridge 15 km east of Kharkiv was hit.", 15.0),
        ("A bridge 15 kilometres (9 miles) east of Kharkiv was hit.", 15.0),
        ("A bridge 10 miles to the east of Kharkiv was hit.", 16.1),
    ],
)
def test_distance_is_kept(find: Find, text: str, km: float) -> None:
    """So many kilometres on that bearing."""
    plain, moved = find("Shells fell on Kharkiv.")["Kharkiv"], find(text)["Kharkiv"]
    assert kilometres_between(*point(plain), *point(moved)) == pytest.approx(km, rel=0.02)
    assert point(moved)[1] > point(plain)[1]


def test_distance_without_a_bearing_is_a_circle(find: Find) -> None:
    """ "20 km from" may be on any side."""
    plain = find("Shells fell on Kharkiv.")["Kharkiv"]
    moved = find("The village is 20 km from Kharkiv.")["Kharkiv"]
    assert point(moved) == point(plain)
    assert (moved.radius_m or 0) >= (plain.radius_m or 0) + 20_000


def test_between_two_places(find: Find) -> None:
    """Both are put in the middle, and the area reaches either."""
    plain = find("Shells fell on Bakhmut and Soledar.")
    found = find("Fighting went on between Bakhmut and Soledar.")
    assert found["Bakhmut"].relation == found["Soledar"].relation == "between"
    assert point(found["Bakhmut"]) == point(found["Soledar"])
    for name in ("Bakhmut", "Soledar"):
        far = kilometres_between(*point(plain[name]), *point(found[name])) * 1000
        assert (found[name].radius_m or 0) >= far


@pytest.mark.parametrize(
    ("text", "name", "relation"),
    [
        ("Russia attacked in the Kupiansk direction.", "Kupiansk", "direction"),
        ("Russia attacked on the Kupiansk axis.", "Kupiansk", "direction"),
        ("Drones hit the outskirts of Kharkiv.", "Kharkiv", "outskirts of"),
        ("Drones hit Kharkiv's northern suburbs.", "Kharkiv", "northern suburbs"),
        ("Troops held the eastern part of Bakhmut.", "Bakhmut", "eastern part of"),
        ("Troops crossed to the left bank of the Dnipro.", "Dnipro", "left bank of"),
        ("Drones fell near Belgorod.", "Belgorod", "near"),
        ("The road from Bakhmut to Soledar was cut.", "Soledar", "road"),
    ],
)
def test_vague_places_are_areas(find: Find, text: str, name: str, relation: str) -> None:
    """What the text says of where is kept, and the area is wider than the place."""
    found = find(text)
    place = next(each for said, each in found.items() if said.startswith(name))
    assert place.relation is not None
    assert relation in place.relation
    assert (place.radius_m or 0) >= 2_500


def test_other_places_of_the_name_are_told(find: Find) -> None:
    """An answer names the places it was not; no answer names those it may be."""
    place = find("A storm damaged homes in Springfield on Monday.")["Springfield"]
    assert 0 < len(place.candidates) <= 5
    assert all(0 < each.probability < 1 and each.place != place.place for each in place.candidates)


def test_many_namesakes_make_it_unsure(find: Find) -> None:
    """Dozens of villages are called Ivanivka."""
    place = find("A school was opened in Ivanivka.")["Ivanivka"]
    assert place.confidence < 0.6
    assert len(place.candidates) >= 3


def test_neighbours_choose_the_village(find: Find) -> None:
    """Of many namesakes the ones meant lie near the places named with them."""
    found = find("Troops entered Krasne, Morokhovets and Oliinykove.")
    for name in ("Krasne", "Morokhovets", "Oliinykove"):
        assert point(found[name]) == pytest.approx((50.27, 36.47), abs=0.1)


def test_near_two_places(find: Find) -> None:
    """ "Near A and B" is near both; in the north of a town is in it."""
    found = find("Fighting went on near Bakhmut and Soledar.")
    assert found["Bakhmut"].relation == found["Soledar"].relation == "near"
    assert find("Troops hold the streets in the north of Kharkiv.")["Kharkiv"].relation == "northern part of"
