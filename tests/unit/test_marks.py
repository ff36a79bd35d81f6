"""Attributions that only a colon, a dash or a paragraph makes."""

import pytest
from understood import Analyse, attributed, speaker, told

from vedette.model.span import Span


@pytest.mark.parametrize(
    ("text", "holder", "content"),
    [
        ("Ada Lund: The bridge was lost on Sunday\nThe mayor Ada Lund spoke.", "Ada Lund",
         "The bridge was lost on Sunday"),
        ("Officials: The army has left the town", "Officials", "The army has left the town"),
        ("“We hold on and we will not leave.” — Ada Lund, a teacher", "Ada Lund",
         "“We hold on and we will not leave.”"),
        ("The general wrote:\n“We are running out of shells.”", "general", "“We are running out of shells.”"),
    ],
)  # fmt: skip
def test_marks(analyse: Analyse, text: str, holder: str, content: str) -> None:
    """A colon or a dash that stands between a name and a clause attributes it."""
    assert (holder, content) in told(analyse(text), text)


@pytest.mark.parametrize(
    "text",
    [
        "Northern war: The army has left the town",
        "The result: The army has left the town",
        "The Council: is it worth the money that we spend?",
    ],
)
def test_topics_hold_nothing(analyse: Analyse, text: str) -> None:
    """What a headline is about says nothing."""
    assert attributed(analyse(text)) == []


def test_mark_is_the_cue(analyse: Analyse) -> None:
    """The dash itself is the cue, so that a reader finds why the words are hers."""
    text = "“We hold on and we will not leave.” — Ada Lund, a teacher"
    (statement,) = attributed(analyse(text))
    assert isinstance(statement.cue, Span)
    assert statement.cue.of(text) == "—"
    assert speaker(statement) == "Ada Lund"
