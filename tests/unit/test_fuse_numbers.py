"""Numbers and victims of one deed, villages without a point."""

from dataclasses import replace

from desk import Desk

from vedette.model.ids import PlaceId
from vedette.model.mention import Mention, mention_id
from vedette.model.span import Span


def _second(desk: Desk, word: str) -> Mention:
    """A further bare mention in the last report, at a word."""
    analysis, text = desk.analyses[-1], desk.documents[-1].text
    start = text.index(word)
    trigger = Span(document=analysis.document, start=start, end=start + len(word))
    first = analysis.mentions[0]
    more = replace(
        first, id=mention_id(analysis.document, trigger, "ASSAULT"), trigger=trigger, subtype=None, change=None,
        actors=(), places=(), quantities=(),
    )  # fmt: skip
    desk.analyses[-1] = replace(analysis, mentions=(*analysis.mentions, more))
    return more


def test_the_dead_of_a_strike_belong_to_it() -> None:
    """What one statement tells of one deed is one event, with its place."""
    desk = Desk()
    desk.report("paper", "shelled Lipova, killed three", subtype="shelling-artillery-missile", actor="Northland")
    _second(desk, "killed")
    (event,) = desk.events()
    assert len(event.accounts) == 2
    assert event.place is not None
    assert event.place.name == "Lipova"


def test_two_strikes_are_not_joined_by_their_dead() -> None:
    """A bare "killed" belongs to one of them."""
    desk = Desk()
    desk.report("paper", "shelled Lipova and Brod, killed three", subtype="shelling-artillery-missile")
    _second(desk, "killed")
    assert sorted(event.place.name for event in desk.events() if event.place) == ["Brod", "Lipova"]


def test_a_number_belongs_to_the_deed_told_next_to_it() -> None:
    """Though no mention claims it; what counts no loss is no figure."""
    desk = Desk()
    mention = desk.report("paper", "killed 100 soldiers in Lipova, and 27 houses stand", unit="soldier")
    analysis = desk.analyses[-1]
    desk.analyses[-1] = replace(analysis, mentions=(replace(mention, quantities=()),))
    (event,) = desk.events()
    assert [(figure.what, figure.low) for figure in event.figures] == [("killed", 100.0)]


def test_a_village_no_gazetteer_knows_lies_somewhere_in_its_region() -> None:
    """Its name is known, its area is the region's; the region itself is not the place."""
    desk = Desk()
    desk.report("ministry", "captured Lipova", change="captured", actor="Northland troops")
    analysis = desk.analyses[-1]
    region = replace(analysis.places[0], name="Lipova Region", kind="admin1", place=PlaceId("region"), radius_m=90_000)
    village = replace(analysis.places[0], place=None, lat=None, lon=None, radius_m=None)
    mention = replace(analysis.mentions[0], places=(0, 1))
    desk.analyses[-1] = replace(analysis, places=(village, region), mentions=(mention,))
    picture, _ = desk.picture()
    (event,) = picture.events
    assert event.place is not None
    assert (event.place.name, event.place.kind, event.place.radius_m) == ("Lipova", "settlement", 90_000)
    assert picture.control == ()
