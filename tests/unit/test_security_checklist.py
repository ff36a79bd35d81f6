"""The checklist of security names tests that are there, and no item twice."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
_PROOF = re.compile(r"`(test_\w+\.py)::(test_\w+)`")
_ITEM = re.compile(r"\d+\.\d+\.\d+")


def _rows(title: str) -> list[list[str]]:
    section = PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]


@cache
def _tests(name: str) -> frozenset[str]:
    (path,) = (ROOT / "tests").rglob(name)
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_proof_is_a_test_that_is_there() -> None:
    """By file and name; a test that is renamed takes its row along."""
    named = _PROOF.findall(PAGE)
    assert len(named) > 80
    assert [f"{file}::{test}" for file, test in named if test not in _tests(file)] == []


def test_every_proven_item_names_its_proof() -> None:
    """A row without a test is no proof."""
    rows = _rows("Proven")
    assert len(rows) > 60
    for row in rows:
        assert _ITEM.search(row[0]), row
        assert _PROOF.search(row[-1]), row


def test_no_item_is_told_twice() -> None:
    """In one table each, and in order; what is met in part says so."""
    for title in ("Proven", "Not met"):
        items = [_ITEM.findall(row[0])[0] for row in _rows(title)]
        assert len(items) == len(set(items)), title
    proven = {item for row in _rows("Proven") for item in _ITEM.findall(row[0])}
    for row in _rows("Not met"):
        assert "in part" in row[0] or proven.isdisjoint(_ITEM.findall(row[0])), row
