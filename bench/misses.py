"""What an analysis of a case article still gets wrong, told by offset: the article's words may not be copied here."""

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

FIELDS = ("kind", "certainty")


def misses(scorer: Path, gold: Path, analysis: Path) -> Iterator[str]:
    """A Markdown table row for each statement missed or told wrongly."""
    score = _load(scorer)
    predicted = {line["id"]: line for line in map(json.loads, analysis.read_text("utf-8").splitlines())}
    for document in map(json.loads, gold.read_text("utf-8").splitlines()):
        found = _found(score, document, predicted[document["id"]]["statements"])
        for index, statement in enumerate(document["statements"]):
            wrong = list(_wrong(score, document["text"], statement, found.get(index)))
            if wrong:
                holder = (statement.get("speaker") or {}).get("name") or "outlet's own voice"
                yield f"| {statement['start']}–{statement['end']} | {holder} | {'; '.join(wrong)} |"


def _load(scorer: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("case_score", scorer)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _found(score: ModuleType, document: dict[str, Any], said: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """One to one, the most alike first, as the scorer does."""
    alike = sorted(
        (
            (score.similarity(document["text"], gold, one), i, j)
            for i, gold in enumerate(document["statements"])
            for j, one in enumerate(said)
        ),
        reverse=True,
    )
    found: dict[int, dict[str, Any]] = {}
    used: set[int] = set()
    for likeness, i, j in alike:
        if likeness and i not in found and j not in used:
            found[i] = said[j]
            used.add(j)
    return found


def _wrong(score: ModuleType, text: str, gold: dict[str, Any], one: dict[str, Any] | None) -> Iterator[str]:
    if one is None:
        yield "not found"
        return
    name, given = (gold.get("speaker") or {}).get("name"), (one.get("speaker") or {}).get("name")
    if not (score.same_name(name, given) if name else not given):
        yield f"speaker is {given or 'missing'}"
    if gold.get("via") and not score.same_name(gold["via"]["name"], (one.get("via") or {}).get("name")):
        yield f"via should be {gold['via']['name']}"
    for each in FIELDS:
        if gold.get(each) and gold[each] != one.get(each):
            yield f"{each} should be {gold[each]}, is {one.get(each)}"
    if gold.get("condition") and not (
        one.get("condition") and score.similarity(text, gold["condition"], one["condition"])
    ):
        yield "condition not found"
    if gold.get("said") and not score.overlaps(gold["said"], one.get("said")):
        yield "when it was said not found"
