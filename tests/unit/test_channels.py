"""What carried the words, and when they were said."""

from datetime import date

import pytest
from understood import Analyse, one


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("Governor Ivan Petrov wrote on Telegram that three people were killed.", "Telegram"),
        ("The ministry’s Telegram channel claimed nine villages.", "Telegram"),
        ("“The ridge is lost,” Kerr wrote on his Telegram channel.", "Telegram"),
        ("Defence Minister Elena Marsh told CNN that the offensive had failed.", "CNN"),
        ("In an interview with the BBC, Colonel Reyes said that his men were exhausted.", "BBC"),
        ("Witnesses told the Daily Herald that shells fell all night.", "Daily Herald"),
        ("The general staff said in a statement on Facebook that forty drones were lost.", "Facebook"),
        ("The newspaper quoted an officer as saying that the front had collapsed.", "newspaper"),
        ("The minister was quoted by the state agency as saying that the siege was over.", "state agency"),
        ("The minister said that the siege was over.", None),
    ],
)
def test_channel(analyse: Analyse, text: str, via: str | None) -> None:
    """Platforms, outlets and whoever quotes carry words; they do not hold them."""
    found = one(analyse(text)).via
    assert (found.name if found else None) == via


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The army said on Sunday that the bridge was cut.", date(2024, 5, 12)),
        ("“The bridge is cut,” Colonel Ada Lund told reporters on Friday.", date(2024, 5, 10)),
        ("The army said the bridge was cut on Sunday.", None),
        ("The army said the bridge was cut.", None),
    ],
)
def test_day_of_saying(analyse: Analyse, text: str, day: date | None) -> None:
    """A time beside the cue is when it was said; one in the content is not."""
    said = one(analyse(text)).said
    assert (said.first_day if said else None) == day
