"""Places and events in German and French: what is named, who takes or strikes what, what was only tried or denied."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.model.ids import DocumentId
from vedette.model.mention import Mention, PlaceMention
from vedette.reference.gazetteer import Gazetteer, gazetteer_path
from vedette.reference.institutions import Institutions
from vedette.understand.light.events import Found
from vedette.understand.light.running import Row
from vedette.understand.western.events import find_events
from vedette.understand.western.parsing import parse
from vedette.understand.western.places import find_places

DOCUMENT = DocumentId("doc_1")
Read = Callable[[str, str], tuple[tuple[PlaceMention, ...], tuple[Mention, ...]]]


@pytest.fixture(scope="module")
def read() -> Read:
    gazetteer = Gazetteer.open(gazetteer_path())

    def both(text: str, language: str) -> tuple[tuple[PlaceMention, ...], tuple[Mention, ...]]:
        row = Row.of(parse(text, DOCUMENT, language))
        places = find_places(row, gazetteer, None)
        found = Found(statements=(), places=places, times=(), quantities=())
        return places, find_events(row, found, Institutions.load())[0]

    return both


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("Explosionen in Charkiw und bei Wowtschansk.", "de", ["Kharkiv", "Vovchansk"]),
        ("Im Charkiwer Gebiet und auf der Krim war es ruhig.", "de", ["Kharkiv Oblast", "Crimea"]),
        ("Der Stein lag am Essen, die Halle im Norden.", "de", []),
        ("Die Moskauer Zeitungen schweigen.", "de", []),
        ("Explosions à Kharkiv et près de Vovtchansk.", "fr", ["Kharkiv", "Vovchansk"]),
        ("Dans la région de Soumy et en Crimée, tout est calme.", "fr", ["Sumy Oblast", "Crimea"]),
        ("Le pont sur le Dniepr tient.", "fr", ["Dnipro River"]),
        ("Peskov a parlé à Kharkiv.", "fr", ["Kharkiv"]),
        ("La Croix et Le Monde sont des journaux.", "fr", []),
    ],
)
def test_places(read: Read, text: str, language: str, names: list[str]) -> None:
    """Under the spelling of the language, with what they are the region of; nouns are no towns."""
    assert [each.name for each in read(text, language)[0] if not each.metonym] == names


def test_governments_are_metonyms(read: Read) -> None:
    """A capital that speaks is no place of an event."""
    for text, language in (("Moskau behauptet das.", "de"), ("Kiev a démenti la nouvelle.", "fr")):
        assert [each.metonym for each in read(text, language)[0]] == [True]


def test_bearings_move_the_point(read: Read) -> None:
    """ "5 Kilometer nördlich von" lies north of it."""
    for text, language in (
        ("Kämpfe 5 Kilometer nördlich von Charkiw.", "de"),
        ("Des combats à 5 km au nord de Kharkiv.", "fr"),
    ):
        ((place,), _) = read(text, language)
        assert place.relation == "north of"
        assert place.lat is not None
        assert place.lat > 50.02


@pytest.mark.parametrize(
    ("text", "language", "change", "actor", "factuality"),
    [
        ("Russische Truppen haben Wowtschansk eingenommen.", "de", "captured", "RU", 3.0),
        ("Wowtschansk wurde von russischen Truppen erobert.", "de", "captured", "RU", 3.0),
        ("Russische Truppen sollen Wowtschansk eingenommen haben.", "de", "captured", "RU", 0.8),
        ("Russische Truppen haben Wowtschansk nicht eingenommen.", "de", "captured", "RU", -3.0),
        ("Ukrainische Einheiten zogen sich aus Wowtschansk zurück.", "de", "withdrew", "UA", 3.0),
        ("Les troupes russes ont pris Vovtchansk.", "fr", "captured", "RU", 3.0),
        ("Vovtchansk a été pris par les troupes russes.", "fr", "captured", "RU", 3.0),
        ("Les troupes russes auraient pris Vovtchansk.", "fr", "captured", "RU", 0.8),
        ("Les troupes russes n'ont pas pris Vovtchansk.", "fr", "captured", "RU", -3.0),
        ("Les forces ukrainiennes se sont retirées de Vovtchansk.", "fr", "withdrew", "UA", 3.0),
    ],
)
def test_who_holds_what(read: Read, text: str, language: str, change: str, actor: str, factuality: float) -> None:
    """Active, passive, heard of, denied."""
    (mention,) = read(text, language)[1]
    assert (mention.change, mention.factuality) == (change, factuality)
    assert [each.country for each in mention.actors if each.role == "actor"] == [actor]


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("Drohnen griffen Odessa an.", "de", [("ASSAULT", "air-drone-strike")]),
        ("Bei einem nächtlichen Raketenangriff auf Odessa.", "de", [("ASSAULT", "shelling-artillery-missile")]),
        ("Der Geheimdienst nahm zwei Männer fest.", "de", [("COERCE", "arrests")]),
        ("Des drones ont attaqué Odessa.", "fr", [("ASSAULT", "air-drone-strike")]),
        ("La police a arrêté deux hommes.", "fr", [("COERCE", "arrests")]),
        ("Le ministre a pris la parole.", "fr", []),
        ("Er übernimmt das Amt im Juni.", "de", []),
    ],
)
def test_kinds(read: Read, text: str, language: str, told: list[tuple[str, str]]) -> None:
    """Category and sub-type; compounds; "prendre la parole" takes nothing."""
    assert [(each.plover, each.subtype) for each in read(text, language)[1]] == told


PIECES = st.sampled_from([
    "Russische Truppen", "haben", "Wowtschansk", "eingenommen", ",", "und", "Odessa", "bei", "Charkiwer", "Gebiet", ".",
    "nördlich", "von", "Les troupes", "ont", "pris", "de", "l'armée", "a été", "\n", "«", "Dörfer", "Kiew", "über den",
    "Dnipro", "région de", "15", "12.", "Mai",
])  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(PIECES, max_size=30), st.sampled_from(["de", "fr"]))
def test_spans_lie_in_the_text(read: Read, pieces: list[str], language: str) -> None:
    """Whatever words come: places in order and apart, triggers and actors inside the text."""
    text = " ".join(pieces)
    places, mentions = read(text, language)
    ends = [0]
    for place in places:
        assert ends[-1] <= place.span.start < place.span.end <= len(text)
        ends.append(place.span.end)
    for mention in mentions:
        assert (
            0 <= mention.extent.start <= mention.trigger.start < mention.trigger.end <= mention.extent.end <= len(text)
        )
        assert all(number < len(places) for number in mention.places)
        assert all(each.span.of(text) for each in mention.actors)
