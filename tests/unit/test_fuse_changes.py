"""What is different between two pictures."""

from dataclasses import replace
from datetime import date

from desk import WATCH, Desk
from hypothesis import given
from hypothesis import strategies as st

from vedette.fuse.changes import compare
from vedette.fuse.picture import build_picture
from vedette.model.changes import Changes
from vedette.model.event import Picture
from vedette.model.ids import PlaceId
from vedette.model.link import Judgement, Link, link_id


def _picture(desk: Desk, first: int, last: int, *links: Link) -> Picture:
    """Of the reports from number `first` up to `last`, not included."""
    kept = {document.id for document in desk.documents[first:last]}
    picture, _ = build_picture(
        documents=[document for document in desk.documents if document.id in kept],
        sources=WATCH.sources,
        analyses=[analysis for analysis in desk.analyses if analysis.document in kept],
        links=links,
        watch=WATCH,
    )
    return picture


def _told() -> Desk:
    """A claim, its corroboration, its denial, and something else."""
    desk = Desk()
    desk.report("ministry", "Northland took Lipova.", change="captured", actor="Northland")
    desk.report("paper", "Lipova fell to Northland.", change="captured", actor="Northland")
    desk.report("staff", "Lipova was never lost.", change="captured", actor="Northland", kind="denial", factuality=-3)
    desk.report("gazette", "Shells hit Brod.", subtype="shelling-artillery-missile")
    return desk


def _turns(found: Changes) -> list[tuple[str, list[str], list[str]]]:
    return [
        (one.turn, [each.assessment.status for each in one.before], [each.assessment.status for each in one.after])
        for one in found.events
    ]


def test_an_event_is_new_grows_surer_and_less_sure() -> None:
    """Report by report, with its status before and after."""
    desk = _told()
    nothing, claim, both, denied = (_picture(desk, 0, last) for last in range(4))
    assert _turns(compare(nothing, claim)) == [("new", [], ["one-sided"])]
    assert _turns(compare(claim, both)) == [("risen", ["one-sided"], ["corroborated"])]
    assert _turns(compare(both, denied)) == [("fallen", ["corroborated"], ["contested"])]
    assert compare(denied, denied).is_empty


def test_what_is_taken_back_is_gone_with_its_change_of_holder() -> None:
    """A retraction is a difference like any other."""
    desk = _told()
    found = compare(_picture(desk, 0, 1), _picture(desk, 3, 4))
    assert [turn for turn, _, _ in _turns(found)] == ["new", "gone"]
    assert [row.place.name for row in found.control_gone] == ["Lipova"]
    assert not found.control_new


def test_a_person_parts_and_joins_events() -> None:
    """A judgement shows as one event that became two, and the other way round."""
    desk = _told()
    left, right = sorted(analysis.mentions[0].id for analysis in desk.analyses[:2])
    made = link_id(left, right, Judgement.DIFFERENT, "ann")
    apart = Link(id=made, left=left, right=right, judgement=Judgement.DIFFERENT, maker="ann")
    whole, parted = _picture(desk, 0, 2), _picture(desk, 0, 2, apart)
    assert [turn for turn, _, _ in _turns(compare(whole, parted))] == ["parted"]
    assert [turn for turn, _, _ in _turns(compare(parted, whole))] == ["joined"]


@given(st.integers(0, 4), st.integers(0, 4))
def test_there_and_back_differ_in_the_same_events(first: int, last: int) -> None:
    """What is new one way is gone the other way, and nothing differs from itself."""
    desk = _told()
    one, other = _picture(desk, 0, first), _picture(desk, 0, last)
    there, back = compare(one, other), compare(other, one)
    new = [event.id for difference in there.events if difference.turn == "new" for event in difference.after]
    gone = [event.id for difference in back.events if difference.turn == "gone" for event in difference.before]
    assert sorted(new) == sorted(gone)
    assert there.is_empty == (first == last)


def test_one_mention_of_two_places_stays_two_events() -> None:
    """Events that share a mention are matched by their places."""
    desk = Desk()
    desk.report("ministry", "Northland took Lipova and Brod.", change="captured", actor="Northland")
    desk.report("paper", "Brod fell to Northland.", change="captured", actor="Northland", day=date(2024, 5, 12))
    assert _turns(compare(_picture(desk, 0, 1), _picture(desk, 0, 2))) == [("risen", ["one-sided"], ["corroborated"])]


def test_a_threat_of_which_its_holder_says_more_is_told() -> None:
    """A denial of it since is no new threat, but a difference."""
    desk = Desk()
    text = "strike the harbour with missiles if the bridge is hit"
    threat = {"speaker": "Northland president", "plover": "THREATEN"}
    desk.report("paper", text, date(2024, 5, 10), kind="threat", **threat)
    desk.report("paper", f"never said to {text}", date(2024, 5, 13), kind="denial", trigger="strike", **threat)
    before, after = _picture(desk, 0, 1), _picture(desk, 0, 2)
    found = compare(before, after)
    assert [one.status for one in found.threats_turned] == ["withdrawn"]
    assert not found.threats_new
    assert compare(after, after).is_empty


def test_an_event_that_was_parted_is_known_by_a_place_near_the_one_before() -> None:
    """What goes on near Lipova came from the event at Lipova, though another event keeps its place."""
    desk = Desk()
    left = desk.report("ministry", "Northland took Lipova.", change="captured", actor="Northland")
    right = desk.report("paper", "Lipova fell to Northland.", change="captured", actor="Northland")
    one, other = sorted((left.id, right.id))
    made = link_id(one, other, Judgement.DIFFERENT, "ann")
    apart = Link(id=made, left=one, right=other, judgement=Judgement.DIFFERENT, maker="ann")
    whole, parted = _picture(desk, 0, 2), _picture(desk, 0, 2, apart)
    moved = [
        replace(event, place=replace(event.place, id=PlaceId(f"{event.place.id}~near")))
        if event.accounts[0].mention == right.id and event.place
        else event
        for event in parted.events
    ]
    assert [turn for turn, _, _ in _turns(compare(whole, replace(parted, events=tuple(moved))))] == ["parted"]
