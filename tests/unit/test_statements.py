"""Whole statements: quotations direct, mixed, broken, long and continued."""

import pytest
from understood import Analyse, attributed, one, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We hold the bridge,” Colonel Ada Lund said.", [("Ada Lund", "“We hold the bridge,”")]),
        ("The general said: “We are running out of shells.”", [("general", "“We are running out of shells.”")]),
        (
            "“We hold the bridge,” Colonel Ada Lund said, “and we will not leave it.”",
            [("Ada Lund", "“We hold the bridge,”"), ("Ada Lund", "“and we will not leave it.”")],
        ),
        (
            "“We hold the bridge,” Colonel Ada Lund said. “Nobody has crossed it this week.”",
            [("Ada Lund", "“We hold the bridge,”"), ("Ada Lund", "“Nobody has crossed it this week.”")],
        ),
        (
            "“The enemy crossed the river on Sunday night. Our brigade drove him back by the morning,” Kerr said.",
            [
                ("Kerr", "“The enemy crossed the river on Sunday night"),
                ("Kerr", "Our brigade drove him back by the morning"),
            ],
        ),
        (
            "“The city is ours,” Colonel Ada Lund said. “We took it in one night.\n“We will not give it back.\n“And "
            "nobody will take it by force.”\nThe army left on Sunday.",
            [
                ("Ada Lund", "“The city is ours,”"),
                ("Ada Lund", "“We took it in one night."),
                ("Ada Lund", "“We will not give it back."),
                ("Ada Lund", "“And nobody will take it by force.”"),
                (None, "The army left on Sunday"),
            ],
        ),
        (
            "“The city is ours again.\n“We will not give it back,” the colonel said.",
            [("colonel", "“The city is ours again."), ("colonel", "“We will not give it back,”")],
        ),
        ("“Is there nobody left in the town?” Ada Lund said.",
         [("Ada Lund", "“Is there nobody left in the town?”")]),
        ("“We fight on,” Reyes said, adding that fresh troops had arrived.",
         [("Reyes", "“We fight on,”"), ("Reyes", "fresh troops had arrived")]),
    ],
)  # fmt: skip
def test_quotations(analyse: Analyse, text: str, expected: list[tuple[str | None, str]]) -> None:
    """Every piece of speech has its speaker, across cues, sentences and paragraphs."""
    assert told(analyse(text), text) == expected


@pytest.mark.parametrize(
    ("text", "direct"),
    [
        ("“The road is open again,” the mayor said.", True),
        ("The mayor said the road was open again.", False),
        ("The mayor said the army would hold “every metre of the river” until winter.", False),
    ],
)
def test_direct_or_not(analyse: Analyse, text: str, direct: bool) -> None:
    """A few quoted words inside a reported clause do not make it a direct quotation."""
    assert one(analyse(text)).direct is direct


def test_ids_come_from_content(analyse: Analyse) -> None:
    """The same text gives the same ids, and no two statements share one."""
    text = "The army said the bridge was cut. The mayor said the bridge was cut."
    first, second = analyse(text).statements, analyse(text).statements
    assert first == second
    assert len({each.id for each in first}) == len(first) == len(attributed(analyse(text))) == 2
