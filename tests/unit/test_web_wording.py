"""How the pages word what they show."""

from dataclasses import replace
from datetime import date
from typing import get_args

from store_facts import a_document, a_statement, an_event

from vedette.model.changes import Turn
from vedette.model.event import Bearing, ControlStatus, Measure, Party, Reach, Stance, Status, Tie
from vedette.model.ids import SideId
from vedette.model.mention import Change, PlaceKind, Plover
from vedette.model.state import Standing
from vedette.model.statement import Certainty, Kind
from vedette.publish.seeing import SEEN
from vedette.publish.wording import TIES
from vedette.reference.severity import rungs
from vedette.web import terms, wording
from vedette.web.texts import fall_silent, speak


def test_only_somebody_is_named_as_an_actor() -> None:
    """A side's own, or a name; not "units" nor "five"."""
    document = a_document("It fell.")
    event = an_event("evt_1", document, a_statement(document, "It fell"))
    parties = (
        Party(name="units", role="actor"),
        Party(name="its troops", role="actor", side=SideId("north")),
        Party(name="Wagner Group", role="actor"),
        Party(name="five", role="target"),
    )
    event = replace(event, parties=parties)
    assert wording.doer(event) == "its troops"
    assert [party.name for party in wording.named_parties(event, "actor")] == ["its troops", "Wagner Group"]
    assert wording.named_parties(event, "target") == []


def test_every_code_of_the_model_has_a_name() -> None:
    """No status, kind, certainty, stance, turn or reach is shown as its code."""
    for codes in (Status, ControlStatus, Kind, Certainty, Measure, PlaceKind, Standing):
        assert set(get_args(codes)) <= set(terms.NAMES), codes
    for codes, names in (
        (Status, terms.STATUS),
        (ControlStatus, terms.CONTROL),
        (Stance, terms.STANCE),
        (Bearing, terms.BEARING),
        (Reach, terms.REACH),
        (Change, terms.CHANGE),
        (Plover, terms.PLOVER),
        (Turn, terms.TURNS),
        (Tie, terms.TIES),
        (Tie, TIES),
    ):
        assert set(get_args(codes)) == set(names), codes
    assert set(terms.OBSERVED) == set(SEEN)
    assert set(terms.RUNGS) == {str(rung) for rung in rungs()}


def test_dates_and_numbers_follow_the_language() -> None:
    """The same moment in English and in Ukrainian."""
    day = date(2024, 5, 12)
    assert (wording.day(day), wording.distance(500)) == ("12 May 2024", "500 m")
    token = speak("uk")
    try:
        assert (wording.day(day), wording.distance(500)) == ("12 травня 2024", "500 м")
        assert wording.days(date(2024, 4, 30), day) == "30 квітня – 12 травня 2024"
        assert wording.join(["1", "2", "3"]) == "1, 2 і 3"
    finally:
        fall_silent(token)
