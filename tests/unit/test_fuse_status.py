"""The page on status and the code say the same."""

import re
from pathlib import Path

import pytest

from vedette.fuse.status import RULES, Voice, assess
from vedette.model.ids import SideId

_PAGE = Path(__file__).parents[2] / "docs" / "status.md"


def _table(heading: str) -> list[tuple[str, ...]]:
    section = _PAGE.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [tuple(cell.strip() for cell in row.strip("|").split("|")) for row in rows]


def _voice(words: str) -> Voice:
    match = re.fullmatch(r"([AB-])(\d) (supports|denies|concedes)([?!]?)", words)
    assert match is not None, words
    return Voice(
        stance=match[3],  # type: ignore[arg-type]
        side=None if match[1] == "-" else SideId(match[1]),
        family=int(match[2]),
        doubtful=match[4] == "?",
        fact=match[4] == "!",
    )


def test_the_page_lists_the_rules_in_their_order() -> None:
    """Status, condition and grade, word for word."""
    assert _table("The rules") == [(rule.status, rule.when, str(rule.grade)) for rule in RULES]


@pytest.mark.parametrize(("accounts", "status", "grade"), _table("Worked cases"))
def test_worked_cases_hold(accounts: str, status: str, grade: str) -> None:
    """Every case of the page comes out as the page says."""
    found = assess([_voice(words.strip()) for words in accounts.split(",")])
    assert (found.status, str(found.information_grade)) == (status, grade)
    assert all(reason.endswith(".") for reason in found.reasons)


def test_an_observation_stands_above_words() -> None:
    """The rule for observations comes first."""
    assert assess([_voice("A1 supports"), _voice("B2 denies")], observations=1).status == "observed"


def test_the_letter_is_that_of_the_best_source_that_tells_it() -> None:
    """F gives way to any letter; a denying source lends none."""
    voices = [
        Voice(stance="supports", side=None, family=1, reliability="F"),
        Voice(stance="supports", side=None, family=2, reliability="C"),
        Voice(stance="denies", side=None, family=3, reliability="A"),
    ]
    assert assess(voices).source_grade == "C"
