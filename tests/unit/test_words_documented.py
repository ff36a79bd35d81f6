"""Every word that the code may show stands on docs/words.md, every rule and reason on docs/joining.md, and no other."""

import ast
import re
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

import pytest

from vedette.fuse import attempts, joining, likeness, misgivings, reasons, same_event, sequels, traits, unsure_places
from vedette.fuse import witness as sights
from vedette.fuse.copies import NEAR_IDENTICAL
from vedette.fuse.same_event import SAME, UNSURE
from vedette.fuse.status import RULES
from vedette.model import (
    alert,
    changes,
    correction,
    event,
    interval,
    link,
    mention,
    observation,
    record,
    retraction,
    series,
    state,
    statement,
    task,
)
from vedette.reference.english import SUBTYPES

_DOCS = Path(__file__).parents[2] / "docs"
WORDS, JOINING = ((_DOCS / name).read_text("utf-8") for name in ("words.md", "joining.md"))
_TABLE = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)
_CODE = re.compile(r"`([^`]+)`")


def sections(page: str) -> dict[str, str]:
    parts = re.split(r"^## (.+)$", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def tables(text: str) -> list[tuple[str, list[list[str]]]]:
    """The first heading of each table, and its rows."""
    found = []
    for table in _TABLE.findall(text):
        lines = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines()]
        found.append((lines[0][0].strip("| "), lines[2:]))
    return found


def told(section: str, heading: str, nth: int = 0) -> list[str]:
    """The codes in the first column of the n-th table of this heading."""
    same = [rows for head, rows in tables(sections(WORDS)[section]) if head == heading]
    return [code for row in same[nth] for code in _CODE.findall(row[0])]


def field(of: type, name: str) -> Any:
    return get_args(get_type_hints(of)[name])


@pytest.mark.parametrize(
    ("section", "heading", "nth", "words"),
    [
        ("Status of an event", "status", 0, get_args(event.Status)),
        ("Grade", "letter", 0, tuple("ABCDEF")),
        ("Accounts", "stance", 0, get_args(event.Stance)),
        ("What happened", "category", 0, get_args(mention.Plover)),
        ("What happened", "subtype", 0, tuple(SUBTYPES)),
        ("What happened", "change", 0, get_args(mention.Change)),
        ("What happened", "role", 0, get_args(mention.Role)),
        ("Control", "status", 0, get_args(event.ControlStatus)),
        ("Control", "state", 0, get_args(state.Standing)),
        ("Threats", "status", 0, field(event.Threat, "status")),
        ("Threats", "sequel", 0, field(event.Sequel, "how")),
        ("Threats", "touched", 0, field(event.Touch, "of")),
        ("Statements", "kind", 0, get_args(statement.Kind)),
        ("Statements", "certainty", 0, get_args(statement.Certainty)),
        ("Times and places", "precision", 0, tuple(map(str, interval.Precision))),
        ("Times and places", "place", 0, get_args(mention.PlaceKind)),
        ("Figures", "what", 0, get_args(event.Measure)),
        ("Figures", "reach", 0, get_args(event.Reach)),
        ("Figures", "doubt", 0, get_args(series.Doubt)),
        ("Records", "outcome", 0, get_args(record.Outcome)),
        ("Records", "rung", 0, get_args(record.Rung)),
        ("Records", "matter", 0, get_args(record.Matter)),
        ("Observations", "kind", 0, get_args(observation.ObservationKind)),
        ("Observations", "finding", 0, get_args(observation.Finding)),
        ("Observations", "bearing", 0, get_args(event.Bearing)),
        ("Observations", "known", 0, ("measured", "assumed")),
        ("Judgements", "word", 0, tuple(map(str, link.Judgement))),
        ("Judgements", "word", 1, tuple(map(str, correction.Verdict))),
        ("Judgements", "matter", 0, tuple(map(str, correction.Matter))),
        ("Judgements", "state", 0, get_args(correction.State)),
        ("Changes", "turn", 0, get_args(changes.Turn)),
        ("Changes", "occasion", 0, get_args(alert.Occasion)),
        ("Changes", "retraction", 0, get_args(retraction.How)),
        ("Sources that are followed", "kind", 0, get_args(task.TaskKind)),
    ],
)
def test_every_word_is_told_and_no_other(section: str, heading: str, nth: int, words: tuple[str, ...]) -> None:
    """Docs and code list the same: a new status, kind or state needs its line in docs/words.md."""
    assert sorted(told(section, heading, nth)) == sorted(words)


def test_every_table_of_the_words_is_held_to_the_code() -> None:
    """But for the numbers of the grade, which the rules below give."""
    mark = test_every_word_is_told_and_no_other.pytestmark[0]  # type: ignore[attr-defined]
    held = {(section, heading) for section, heading, _, _ in mark.args[1]} | {("Grade", "number")}
    assert {(name, head) for name, text in sections(WORDS).items() for head, _ in tables(text)} == held


def test_the_numbers_of_the_grade_are_those_of_the_rules() -> None:
    """Each status stands beside its number."""
    rows = {row[0].strip("| `"): row[1] for head, rows in tables(sections(WORDS)["Grade"]) for row in rows}
    assert set("123456") <= set(rows)
    assert all(rule.status in rows[str(rule.grade)] for rule in RULES)


def test_the_ties_of_accounts_are_told() -> None:
    """All that `model/event.py` knows."""
    section = sections(JOINING)["From which account another comes"]
    assert tuple(_CODE.findall("\n".join(row[0] for _, rows in tables(section) for row in rows))) == get_args(event.Tie)


def test_the_makers_of_links_are_told() -> None:
    """With the version that the code has now."""
    makers = [row[0].strip("| ") for _, rows in tables(sections(JOINING)["Who says that two are one"]) for row in rows]
    assert makers[:2] == [f"`{joining.RULE}`", f"`{sights.RULE}`"]


def test_the_weights_and_limits_of_joining_are_those_of_the_code() -> None:
    """Parts of the score, limits, days that an event may hold, weights of short reports."""
    parts = dict(tables(sections(JOINING)["Kind, place, day and actors"]))["part"]
    assert {row[0].strip("| "): float(row[1]) for row in parts} == same_event._WEIGHTS
    assert f"From {SAME} on the two are the same, from {UNSURE} on" in JOINING
    assert f"farther apart than {traits._LONGEST_SPAN_DAYS} days, or {traits._LONGEST_CONTROL_DAYS} days" in JOINING
    assert f"(up to {likeness.LONGEST} characters)" in JOINING
    assert f"From {likeness.SAME_INCIDENT} on they are one" in JOINING
    assert NEAR_IDENTICAL == 0.8
    assert "four fifths of their runs of five words" in JOINING
    short = {row[0].strip("| `"): row[1] for row in dict(tables(sections(JOINING)["Short reports"]))["part"]}
    weights = {
        "words": likeness._WORDS, "rare words": likeness._RARE, "a number": likeness._NUMBERS,
        "other things": likeness._OTHER_THINGS, "other happenings": likeness._OTHER_HAPPENINGS,
        "rivals": likeness._RIVALS, "one source": likeness._ONE_SOURCE,
    }  # fmt: skip
    assert list(short) == list(weights)
    assert all(short[name].split()[0] == str(weight) for name, weight in weights.items())


def clauses(module: ModuleType, *functions: str) -> set[str]:
    """Every text that these functions give, or of no function the constants of the module, with `…` for gaps."""
    assert module.__file__ is not None
    tree = ast.parse(Path(module.__file__).read_text("utf-8"))
    wanted = [one for one in tree.body if getattr(one, "name", "") in functions or (
        not functions and isinstance(one, ast.Assign))]  # fmt: skip
    inside = {part for one in wanted for whole in ast.walk(one) if isinstance(whole, ast.JoinedStr)
              for part in ast.walk(whole) if part is not whole}  # fmt: skip
    docs = {ast.get_docstring(one, clean=False) for one in wanted if isinstance(one, ast.FunctionDef)}
    found = (_text(node) for one in wanted for node in ast.walk(one) if node not in inside)
    return {text for text in found if text and len(text.replace("…", "").split()) > 1 and text not in docs}


def _text(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str() as value):
            return value.strip()
        case ast.JoinedStr(values=values):
            parts = (str(one.value) if isinstance(one, ast.Constant) else "…" for one in values)
            return "".join(parts).strip()
        case _:
            return ""


@pytest.mark.parametrize(
    ("module", "functions", "page"),
    [
        (reasons, ("_kind", "_place", "_day", "_actors", "_likeness"), JOINING),
        (attempts, (), JOINING),
        (misgivings, ("_of", "_speaker"), JOINING),
        (unsure_places, ("place_doubt",), JOINING),
        (sequels, ("_how", "_withdrawal"), WORDS),
    ],
)
def test_every_reason_is_told(module: ModuleType, functions: tuple[str, ...], page: str) -> None:
    """Each clause that a rule may give stands on the page, word for word."""
    shown = set(_CODE.findall(page))
    # What an f-string holds by turns ("that day" or "a day later") is one gap.
    aside = {"that day", "less than a kilometre", "which side moved", "whose doing it was, or whose loss",
             "a withdrawal", "the capture", "a capture", "other things", "other happenings", "one source"}  # fmt: skip
    assert clauses(module, *functions) - aside <= shown
