"""Observations beside events: what agrees, what speaks against, what only says that there is war."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from desk import Desk

from vedette.fuse.bearing import WEIGHTS, ratio_of
from vedette.fuse.prospects import prospects
from vedette.fuse.witness import RULE, Witnesses
from vedette.model.event import Event, Sight
from vedette.model.ids import CaptureId, ObservationId
from vedette.model.interval import Interval
from vedette.model.link import Judgement, Link, link_id
from vedette.model.observation import Observation, ObservationKind, observation_id
from vedette.model.watch import Watch

DAY = date(2024, 5, 12)
HERE = "POLYGON ((36.49 50.09, 36.51 50.09, 36.51 50.11, 36.49 50.11, 36.49 50.09))"
FAR = "POLYGON ((38.49 50.09, 38.51 50.09, 38.51 50.11, 38.49 50.11, 38.49 50.09))"


def seen(kind: ObservationKind, number: int = 1, **fields: Any) -> Observation:
    known: dict[str, Any] = {
        "footprint": HERE,
        "when": Interval.of_days(DAY, DAY),
        "could_observe": True,
        "note": "Something was seen.",
        "method": "test",
    }
    return Observation(id=observation_id(kind, number), kind=kind, **(known | fields))


def struck(desk: Desk, **told: Any) -> None:
    known: dict[str, Any] = {"plover": "ASSAULT", "subtype": "shelling-artillery-missile", "actor": "Northland"}
    desk.report("ministry", "Northland shelled Lipova.", **(known | told))


def event_with(*observations: Observation, links: tuple[Link, ...] = (), **told: Any) -> Event:
    desk = Desk()
    struck(desk, **told)
    (event,) = desk.events(links, observations)
    return event


RADAR = seen("radar-damage", when=Interval.of_days(DAY - timedelta(days=20), DAY + timedelta(days=20)), measure=5.0)


def test_the_page_and_the_weights_say_the_same() -> None:
    """The table of the page is that of the code, row by row."""
    page = (Path(__file__).parents[2] / "docs" / "status.md").read_text(encoding="utf-8")
    section = page.split("## What sensors and lenses add\n")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")][2:]
    told = [tuple(cell.strip() for cell in row.strip("|").split("|")) for row in rows]
    assert told == [(one.seen, one.bearing, str(one.ratio), one.known) for one in WEIGHTS]


def test_a_ratio_says_where_it_comes_from() -> None:
    """As the table has it: measured for heat alone, assumed for all else, nothing where it weighs nothing."""
    for one in WEIGHTS:
        for kind in one.kinds:
            sight = Sight(
                observation=ObservationId("obs_x"), kind=kind, bearing=one.bearing, ratio=one.ratio, note="", reason=""
            )
            assert sight.known is not None
            assert one.known.startswith(sight.known)
            assert replace(sight, ratio=None).known is None


def test_heat_says_war_and_never_observed() -> None:
    """However much burns there: the status stays, the reason says how little it tells."""
    heat = tuple(seen("heat-sustained", number, measure=50.0) for number in range(5))
    event = event_with(*heat)
    assert event.assessment.status == event_with().assessment.status == "one-sided"
    assert {(sight.bearing, sight.ratio) for sight in event.sights} == {("context", 1.5)}
    assert any("say little of this event" in reason for reason in event.assessment.reasons)
    assert not any(one.bearing == "agrees" for one in WEIGHTS if "heat" in one.kinds)


def test_radar_damage_there_and_then_is_observed() -> None:
    """A strike at a place known to a village, inside an interval of some weeks."""
    event = event_with(RADAR)
    assert event.assessment.status == "observed"
    assert event.assessment.information_grade == 1
    (sight,) = event.sights
    assert (sight.bearing, sight.ratio) == ("agrees", ratio_of("radar-damage", "agrees"))
    assert any("changed as by destruction" in reason for reason in event.assessment.reasons)


@pytest.mark.parametrize(
    ("observation", "bearing"),
    [
        (seen("radar-damage", when=Interval.of_days(date(2024, 1, 1), date(2024, 6, 1))), "context"),
        (seen("radar-damage", finding="inconsistent"), "against"),
        (seen("radar-damage", could_observe=False), "open"),
        (seen("radar-damage", finding="cannot-tell"), "open"),
        (seen("burn"), "context"),
        (seen("vegetation", could_observe=False), "open"),
        (seen("heat", when=Interval.of_days(date(2024, 5, 13), date(2024, 5, 13))), "context"),
        (seen("heat", when=Interval.of_days(date(2024, 5, 14), date(2024, 5, 14))), None),
        (seen("radar-damage", footprint=FAR), None),
        (seen("radar-damage", when=None), None),
        (seen("radar-damage", when=Interval.of_days(date(2024, 5, 20), date(2024, 5, 30))), None),
    ],
)
def test_what_was_seen_elsewhere_or_not_at_all_makes_nothing_observed(
    observation: Observation, bearing: str | None
) -> None:
    """Too long an interval, unchanged ground, cloud, another place, another day."""
    event = event_with(observation)
    assert event.assessment.status == "one-sided"
    assert [sight.bearing for sight in event.sights] == ([bearing] if bearing else [])


def test_radar_damage_makes_no_capture_observed() -> None:
    """That the ground was torn up does not tell who holds it."""
    event = event_with(RADAR, change="captured", subtype=None)
    assert event.assessment.status == "one-sided"
    assert [sight.bearing for sight in event.sights] == ["context"]


def test_could_not_observe_counts_for_nothing() -> None:
    """Neither status nor grade nor ratio; it is shown and told as such."""
    event = event_with(seen("radar-damage", could_observe=False))
    assert event.assessment.status == event_with().assessment.status
    assert event.sights[0].ratio is None
    assert any("counts for nothing" in reason for reason in event.assessment.reasons)


PHOTO = CaptureId("cap_photo")
TAKEN = seen("metadata", capture=PHOTO, about=("ministry/0",))
RECYCLED = seen("seen-before", capture=PHOTO, about=("ministry/0",), footprint=None, when=None)


def test_a_picture_of_that_place_and_time_is_observed() -> None:
    """Both agree; it was not seen before."""
    event = event_with(TAKEN)
    assert event.assessment.status == "observed"
    assert not event.recycled


def test_a_place_alone_is_not_enough() -> None:
    """Without a time the picture could be of any year."""
    event = event_with(seen("metadata", capture=PHOTO, about=("ministry/0",), when=None))
    assert event.assessment.status == "one-sided"
    assert [sight.bearing for sight in event.sights] == ["context"]


def test_recycled_footage_is_a_warning_and_no_status() -> None:
    """Even with the right metadata; without it the status stays as it was."""
    for beside in ((), (TAKEN,)):
        event = event_with(RECYCLED, *beside)
        assert event.recycled
        assert event.assessment.status == "one-sided"
        assert any("published earlier" in reason for reason in event.assessment.reasons)


def test_checks_made_by_a_lens_count_like_its_metadata() -> None:
    """A place check and a time check of one picture, each as it was found."""
    place = seen("place-check", capture=PHOTO, about=("ministry/0",), footprint=None, when=None, finding="consistent")
    time = seen("time-check", capture=PHOTO, about=("ministry/0",), footprint=None, when=None, finding="consistent")
    off = seen("time-check", 2, capture=PHOTO, about=("ministry/0",), footprint=None, when=None, finding="inconsistent")
    assert event_with(place, time).assessment.status == "observed"
    assert event_with(place, off).assessment.status == "one-sided"
    assert event_with(place).assessment.status == "one-sided"


def test_a_picture_of_another_place_speaks_against() -> None:
    """In a short report, which tells of one thing."""
    event = event_with(seen("metadata", capture=PHOTO, about=("ministry/0",), footprint=FAR))
    assert [sight.bearing for sight in event.sights] == ["against"]


def test_a_picture_bears_on_its_own_report_alone() -> None:
    """Another report of another place is not touched by it."""
    desk = Desk()
    struck(desk)
    desk.report("staff", "Southmark shelled Brod.", plover="ASSAULT", subtype="air-drone-strike", actor="Southmark")
    events = desk.events((), (RECYCLED,))
    assert sorted(event.recycled for event in events) == [False, True]


def judged(observation: Observation, judgement: Judgement) -> Link:
    desk = Desk()
    mention = desk.report(
        "ministry",
        "Northland shelled Lipova.",
        plover="ASSAULT",
        subtype="shelling-artillery-missile",
        actor="Northland",
    )
    left, right = sorted((str(observation.id), str(mention.id)))
    return Link(
        id=link_id(left, right, judgement, "person:ann"),
        left=left,
        right=right,
        judgement=judgement,
        maker="person:ann",
        made=datetime(2024, 6, 1, tzinfo=UTC),
    )


def test_a_person_overrides_the_rule_either_way() -> None:
    """What a person took away is gone; what a person put beside the event agrees."""
    assert event_with(RADAR, links=(judged(RADAR, Judgement.DIFFERENT),)).sights == ()
    heat = seen("heat", footprint=FAR)
    assert event_with(heat, links=(judged(heat, Judgement.SAME),)).assessment.status == "observed"


def test_each_observation_is_linked_with_its_reason() -> None:
    """A link between observation and mention, made by the rule, the same on every run."""
    desk = Desk()
    struck(desk)
    _, first = desk.picture((), (RADAR, RECYCLED))
    _, again = desk.picture(first, (RECYCLED, RADAR))
    made = [link for link in first if link.maker == RULE]
    assert {link.judgement for link in made} == {Judgement.SAME, Judgement.DIFFERENT}
    assert all(link.reasons and link.left < link.right for link in made)
    assert {link.id for link in made} <= {link.id for link in again}


def test_the_order_of_observations_does_not_matter() -> None:
    """The same facts in any order give the same event."""
    facts = (RADAR, TAKEN, RECYCLED, seen("heat"))
    assert len({event_with(*order) for order in permutations(facts)}) == 1


def test_what_would_change_it_minds_what_was_seen() -> None:
    """An observed event stays observed whoever denies it, and falls back if the observation were not of it."""
    found = prospects(event_with(RADAR), Watch(name="w"), {})
    assert [(one.if_, one.status) for one in found if "sensors" in one.if_] == [
        ("what sensors and lenses saw were not of it", "one-sided")
    ]
    assert "observed" in {one.status for one in prospects(event_with(), Watch(name="w"), {})}


def test_a_new_observation_touches_only_its_own() -> None:
    """For who keeps events growing: by place and days, or by the report."""
    event = event_with()
    here, elsewhere = seen("heat"), seen("heat", 2, footprint=FAR)
    witnesses = Witnesses((here, elsewhere))
    assert witnesses.touches(here, (), event.place, event.when)
    assert not witnesses.touches(elsewhere, (), event.place, event.when)
