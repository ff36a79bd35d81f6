"""Figures over time: each voice's numbers of one matter, side by side, and what does not fit."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from desk import WATCH, Desk
from hypothesis import given
from hypothesis import strategies as st

from vedette.fuse.reach import reach_of
from vedette.fuse.series import AT_ONE_TIME, ROUNDING, series
from vedette.fuse.sides import Sides
from vedette.model.event import Event, Reach
from vedette.model.series import Series


def _series(events: Sequence[Event]) -> tuple[Series, ...]:
    return series(events, Sides(WATCH, WATCH.sources), WATCH.sources)


def _told(one: Series) -> list[tuple[int, float | None, tuple[str, ...]]]:
    return [(each.day.day if each.day else 0, each.figure.low, each.doubts) for each in one.readings]


def _toll(desk: Desk, day: int, words: str, speaker: str, **told: object) -> None:
    desk.report("paper", words, date(2024, 5, day), speaker=speaker, unit="soldier", plover="MOBILIZE", **told)


_NORTH, _SOUTH = "Northland's defence ministry", "Southmark's general staff"


def test_running_counts_of_two_sides_stand_side_by_side() -> None:
    """One matter, two voices; a number that leaves no room for the other's is disputed, none is merged."""
    desk = Desk()
    _toll(desk, 10, "Since the start of the war Southmark lost 900 soldiers killed", _NORTH)
    _toll(desk, 12, "Since the start of the war Southmark lost 1000 soldiers killed", _NORTH)
    _toll(desk, 12, "Since the start of the war Southmark lost 300 soldiers killed", _SOUTH)
    found = {one.voice: one for one in _series(desk.events())}
    assert set(found) == {_NORTH, _SOUTH}
    assert len({one.matter for one in found.values()}) == 1
    assert {one.reach for one in found.values()} == {"total"}
    assert _told(found[_NORTH]) == [(10, 900.0, ()), (12, 1000.0, ("disputed",))]
    assert found[_NORTH].against == (found[_SOUTH].id,)
    assert found[_SOUTH].side == "south"


def test_a_later_number_of_a_third_may_be_higher() -> None:
    """What grows has grown; what another counts lower the day after, or what another side counts, is disputed."""
    for later, speaker, expected in (
        (950, None, ()),
        (910, None, ()),
        (700, None, ("disputed",)),
        (890, None, ()),
        (1500, _SOUTH, ("disputed",)),
    ):
        desk = Desk()
        _toll(desk, 10, "Since the start of the war Southmark lost 900 soldiers killed", _NORTH)
        words = f"Since the start of the war Southmark lost {later} soldiers killed"
        desk.report("paper", words, date(2024, 5, 11), unit="soldier", plover="MOBILIZE", speaker=speaker)
        (one,) = (one for one in _series(desk.events()) if one.voice == _NORTH)
        assert one.readings[0].doubts == expected


def test_a_running_count_that_falls_is_marked() -> None:
    """What was counted by Friday was counted by Sunday; the number stays as it was given."""
    desk = Desk()
    for day, number in ((10, 900), (12, 700), (14, 950)):
        _toll(desk, day, f"Since the start of the war Southmark lost {number} soldiers killed", _NORTH)
    (one,) = _series(desk.events())
    assert _told(one) == [(10, 900.0, ()), (12, 700.0, ("falls",)), (14, 950.0, ())]


def test_a_day_s_losses_are_no_running_count() -> None:
    """They may fall from one day to the next, and stand apart from what is counted since the start."""
    desk = Desk()
    _toll(desk, 10, "Over the past day Southmark lost 90 soldiers killed", _NORTH)
    _toll(desk, 11, "Over the past day Southmark lost 50 soldiers killed", _NORTH)
    _toll(desk, 11, "Since the start of the war Southmark lost 900 soldiers killed", _NORTH)
    found = {one.reach: one for one in _series(desk.events())}
    assert _told(found["period"]) == [(10, 90.0, ()), (11, 50.0, ())]
    assert _told(found["total"]) == [(11, 900.0, ())]


def test_one_ministry_under_two_names_is_one_voice() -> None:
    """A name that says less than another of its side; the other side's ministry is another voice."""
    desk = Desk()
    _toll(desk, 10, "Since the start of the war Southmark lost 900 soldiers killed", _NORTH)
    _toll(desk, 12, "Since the start of the war Southmark lost 950 soldiers killed", "Northland ministry")
    (one,) = _series(desk.events())
    assert [each.figure.low for each in one.readings] == [900.0, 950.0]


def test_who_fled_was_not_displaced_by_the_shot_told_beside_it() -> None:
    """An evacuation is an event of its own."""
    desk = Desk()
    words = "Shelling killed 2 people in Lipova, and 300 people were evacuated"
    desk.report("paper", words, trigger="Shelling", subtype="shelling-artillery-missile", unit="person")
    found = {event.subtype: {figure.what for figure in event.figures} for event in desk.events()}
    assert found == {"shelling-artillery-missile": {"killed"}, "evacuation": {"displaced"}}


def test_a_toll_without_a_deed_is_not_lost() -> None:
    """ "The number of dead has risen to 15": nobody says by what."""
    desk = Desk()
    desk.report(
        "paper", "In Lipova the number of dead has risen to 15", plover="CONSULT", trigger="risen", unit="person"
    )
    figures = [figure for event in desk.events() for figure in event.figures]
    assert [(figure.what, figure.low, figure.reach) for figure in figures] == [("killed", 15.0, "total")]
    (event,) = (event for event in desk.events() if event.figures)
    assert event.place is not None
    assert event.place.name == "Lipova"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("It killed ", " people", "event"),
        ("Over the past day it lost ", " men", "period"),
        ("За минувшие сутки потеряли ", " человек", "period"),
        ("За добу ворог втратив ", " осіб", "period"),
        ("Since the start of the invasion it lost ", " men", "total"),
        ("З початку вторгнення втратив ", " осіб", "total"),
        ("The death toll has risen to ", "", "total"),
        ("Since the start of the war it lost 9,000, in the past day ", " men", "period"),
    ],
)
def test_what_a_number_counts_is_read_from_its_sentence(before: str, after: str, expected: Reach) -> None:
    """The nearest words decide, in three languages."""
    assert reach_of(before, after) == expected


@given(st.permutations(range(6)))
def test_the_order_of_the_events_does_not_matter(order: list[int]) -> None:
    """The same series, in the same order."""
    desk = Desk()
    for day, number in enumerate((900, 700, 950, 400), start=10):
        _toll(desk, day, f"Since the start of the war Southmark lost {number} soldiers killed", _NORTH)
    _toll(desk, 12, "Over the past day Southmark lost 90 soldiers killed", _NORTH)
    _toll(desk, 12, "Since the start of the war Southmark lost 300 soldiers killed", _SOUTH)
    events = desk.events()
    assert len(events) == len(order)
    assert _series([events[at] for at in order]) == _series(events)


def test_the_page_gives_the_numbers_of_the_code() -> None:
    """Days and the share that is rounding."""
    page = (Path(__file__).parents[2] / "docs" / "figures.md").read_text(encoding="utf-8")
    assert f"within {AT_ONE_TIME.days} days of each other" in page
    assert f"within {ROUNDING:.0%}".replace("%", " percent") in page
