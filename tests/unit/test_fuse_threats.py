"""What becomes of a threat: repeated, harder, softer, denied; how grave; which reports may touch it."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from desk import Desk

from vedette.model.event import Threat
from vedette.model.interval import Interval
from vedette.model.span import Span
from vedette.reference.severity import rungs, severity

_PAGE = Path(__file__).parents[2] / "docs" / "threats.md"
THREAT = "If the bridges of Brod are blown up, we will send soldiers to Lipova"
CONDITION = "If the bridges of Brod are blown up"


def _says(desk: Desk, day: int, text: str, condition: str | None = None, **told: Any) -> None:
    """The president of Northland, on a day that the text gives."""
    speaking: dict[str, Any] = {"kind": "threat", "speaker": "the Northland president", "plover": "THREATEN"}
    desk.report("paper", text, date(2024, 5, day), **(speaking | told))
    analysis = desk.analyses[-1]
    (statement,) = analysis.statements
    said = Interval.of_days(date(2024, 5, day), date(2024, 5, day))
    span = _span(desk, condition) if condition else None
    desk.analyses[-1] = replace(analysis, statements=(replace(statement, said=said, condition=span),))


def _span(desk: Desk, words: str) -> Span:
    document = desk.documents[-1]
    start = document.text.index(words)
    return Span(document=document.id, start=start, end=start + len(words))


def _threat(desk: Desk) -> Threat:
    (threat,) = desk.picture()[0].threats
    return threat


@pytest.mark.parametrize(
    ("later", "how", "reason"),
    [
        ("We will send soldiers to Lipova", "hardens", "drops the condition"),
        ("If the bridges of Brod are blown up, nuclear missiles will follow the soldiers", "hardens", "graver measure"),
        ("If the bridges of Brod are blown up, sanctions will follow", "softens", "milder measure"),
        (THREAT, "repeats", "another day"),
    ],
)
def test_later_words_are_compared_with_the_earlier(later: str, how: str, reason: str) -> None:
    """By measure, condition and firmness, with the reason in words."""
    desk = Desk()
    _says(desk, 12, THREAT, CONDITION)
    _says(desk, 14, later, CONDITION if CONDITION in later else None)
    threat = _threat(desk)
    (sequel,) = threat.sequels
    assert sequel.how == how
    assert reason in " ".join(sequel.reasons)
    assert threat.status == "repeated"


def test_a_denial_of_the_same_holder_withdraws_it() -> None:
    """Not one by somebody else, and not one from before."""
    desk = Desk()
    _says(desk, 12, THREAT, CONDITION)
    denial = "The president will not send soldiers to Lipova"
    _says(desk, 11, denial, kind="denial", certainty="denied")
    _says(desk, 13, denial, kind="denial", certainty="denied", speaker="the Southmark president")
    assert _threat(desk).status == "open"
    _says(desk, 15, denial, kind="denial", certainty="denied")
    threat = _threat(desk)
    assert [sequel.how for sequel in threat.sequels] == ["withdraws"]
    assert threat.status == "withdrawn"


def test_reports_in_the_words_of_the_condition_are_offered() -> None:
    """Later, plain and of the same matter; never what is conditional itself or came before."""
    desk = Desk()
    _says(desk, 12, THREAT, CONDITION)
    desk.report("gazette", "Two bridges near Brod were blown up overnight.", date(2024, 5, 13))
    desk.report("gazette", "Two bridges near Brod were blown up last year.", date(2024, 5, 10))
    desk.report("gazette", "The harvest near Lipova was good.", date(2024, 5, 14))
    _says(desk, 14, "If bridges of Brod are blown, winter will be hard", "If bridges of Brod are blown", kind="report")
    (touch,) = _threat(desk).touches
    told = {statement.id: analysis for analysis in desk.analyses for statement in analysis.statements}
    assert told[touch.statement].document == desk.documents[1].id
    assert touch.of == "condition"
    assert 0.5 <= touch.score <= 1
    assert "bridg" in touch.reasons[0]


def test_what_is_threatened_with_is_not_who_is_threatened() -> None:
    """Soldiers of the speaker's own state are no target."""
    desk = Desk()
    _says(desk, 12, THREAT, CONDITION, target="Northland soldiers")
    assert _threat(desk).target is None


def test_an_adjective_names_its_state() -> None:
    """ "British" is no addressee, the United Kingdom is."""
    desk = Desk()
    _says(desk, 12, "We will strike British depots", target="British")
    assert _threat(desk).target == "United Kingdom"


@pytest.mark.parametrize(
    ("words", "rung"),
    [
        ("there will be an answer", 1),
        ("further sanctions will follow", 2),
        ("we will deliver tanks", 3),
        ("we might send ground troops", 4),
        ("that would mean a world war", 5),
        ("including with nuclear weapons", 6),
    ],
)
def test_the_gravest_measure_that_is_named_counts(words: str, rung: int) -> None:
    """One example a rung."""
    assert severity(words) == rung


def test_the_page_lists_the_rungs() -> None:
    """Number and name."""
    section = _PAGE.read_text("utf-8").split("## How grave")[1].split("\n## ")[0]
    assert dict(re.findall(r"^\| (\d) \| ([^|]+) \|$", section, re.MULTILINE)) == {
        str(level): name for level, name in rungs().items()
    }
