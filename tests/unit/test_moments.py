"""When something was said, where the time does not stand right beside the cue."""

from datetime import date

import pytest
from understood import Analyse, attributed, speaker

FRIDAY, SUNDAY = date(2024, 5, 10), date(2024, 5, 12)


def days(analyse: Analyse, text: str, holder: str) -> list[date | None]:
    found = [each.said for each in attributed(analyse(text)) if speaker(each) == holder]
    return [each.first_day if each else None for each in found]


@pytest.mark.parametrize(
    "text",
    [
        "The bridge is lost, Defence Minister Ada Lund said as she addressed the parliament on Friday, the agency has "
        "learned.",
        "Following a summit on Friday, Ada Lund said the bridge was lost.",
        "Ada Lund had said that the war was unjust during her address to the parliament last Friday.",
    ],
)
def test_occasion(analyse: Analyse, text: str) -> None:
    """The time of the address, the summit or the interview is the time of what was said there."""
    assert FRIDAY in days(analyse, text, "Ada Lund")


def test_late_aside_is_no_content(analyse: Analyse) -> None:
    """Who learned of the words is no part of them."""
    text = (
        "The bridge is lost, Defence Minister Ada Lund said as she addressed the parliament on Friday, the agency has "
        "learned."
    )
    assert not any("learned" in each.content.of(text) for each in attributed(analyse(text)))


def test_told_as_one(analyse: Analyse) -> None:
    """ "The report came as …": what is told in one breath was said at one time."""
    text = (
        "The army shelled the town, the monitoring office said on Sunday.\n"
        "The report came as the envoy Ada Lund said the truce was over."
    )
    assert days(analyse, text, "Ada Lund") == [SUNDAY]


def test_speaks_for_body(analyse: Analyse) -> None:
    """The head of an office that spoke on Sunday spoke with it."""
    text = (
        "The army shelled the town, the northern rights office said on Sunday.\n"
        "The head of the northern rights office, Ada Lund, said the town was empty."
    )
    assert days(analyse, text, "Ada Lund") == [SUNDAY]


def test_time_of_the_deed_stays(analyse: Analyse) -> None:
    """A day in the content is the day of the deed."""
    assert days(analyse, "Ada Lund said the bridge was lost in the raid on Sunday.", "Ada Lund") == [None]
