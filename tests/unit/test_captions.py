"""A line on what a picture shows, and a last line that names the place and nothing else."""

import pytest
from understood import Analyse


@pytest.mark.parametrize(
    ("text", "trigger", "plover"),
    [
        ("Crater in a schoolyard. Kharkiv.", "Crater", "ASSAULT"),
        ("Damaged residential building, seen from the road. Kharkiv, Ukraine.", "Damaged", "ASSAULT"),
        ("Tanks beside a wood. Kharkiv.", "Tanks", "MOBILIZE"),
    ],
)
def test_what_a_caption_shows_is_its_event(analyse: Analyse, text: str, trigger: str, plover: str) -> None:
    """At the place of its last line, in the outlet's own words."""
    analysis = analyse(text)
    (mention,) = analysis.mentions
    (statement,) = analysis.statements
    assert (mention.trigger.of(text), mention.plover, mention.statement) == (trigger, plover, statement.id)
    assert statement.content.of(text) == text.split(".")[0]
    assert analysis.places[mention.places[0]].name == "Kharkiv"


def test_the_last_line_places_what_the_caption_tells(analyse: Analyse) -> None:
    """Where the sentence itself names no place."""
    analysis = analyse("Artillery shelled the market. Kharkiv.")
    assert [analysis.places[mention.places[0]].name for mention in analysis.mentions] == ["Kharkiv"]


def test_a_place_on_no_map_is_named_all_the_same(analyse: Analyse) -> None:
    """It is not located, and its region is not taken for it."""
    analysis = analyse("School on fire. Qwerzhopol.")
    (mention,) = analysis.mentions
    place = analysis.places[mention.places[0]]
    assert (place.name, place.lat) == ("Qwerzhopol", None)


@pytest.mark.parametrize(
    "text", ["A crater is a hole. It has walls of earth.", "Weather stays fair. Kharkiv.", "Crater in a schoolyard."]
)
def test_other_texts_are_no_captions(analyse: Analyse, text: str) -> None:
    """No place line, or nothing to be seen."""
    assert analyse(text).mentions == ()
