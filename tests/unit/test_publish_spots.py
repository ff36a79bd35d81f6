"""A spot that is only told of from a place is named so, never as the place itself."""

import pytest

from vedette.model.event import Assessment, Event, Location
from vedette.model.ids import EventId, PlaceId
from vedette.publish.areas import area
from vedette.publish.wording import event_phrase


@pytest.mark.parametrize(
    ("spot", "phrase"),
    [
        ("", "fighting at Lipova"),
        ("~north of", "fighting north of Lipova"),
        ("~near", "fighting near Lipova"),
        ("~towards", "fighting towards Lipova"),
        ("~northern part of", "fighting in the northern part of Lipova"),
        ("~northern", "fighting in northern Lipova"),
        ("~direction", "fighting in the Lipova direction"),
        ("~between", "fighting at Lipova"),
    ],
)
def test_phrase(spot: str, phrase: str) -> None:
    """In the words of the report."""
    event = _fighting(spot)
    assert event_phrase(event, {}) == phrase
    assert area(event, None) == "Elsewhere"


def _fighting(spot: str) -> Event:
    place = Location(id=PlaceId(f"x:1{spot}"), name="Lipova", kind="settlement", lat=50.0, lon=36.0, radius_m=2000)
    return Event(
        id=EventId("event"),
        plover="ASSAULT",
        subtype="armed-clash",
        change=None,
        parties=(),
        place=place,
        when=None,
        figures=(),
        accounts=(),
        assessment=Assessment(status="one-sided", source_grade="F", information_grade=3, independent_sources=1),
    )
