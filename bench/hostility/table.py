# ruff: noqa: E501
"""The table of what became of the cases, in docs/reliability.md."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from hostility.guided import Guided
from hostility.worker import Tally

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"
ABOUT = """Every reader is given what somebody writes who wants it to break: bent grammars of each form, wrong and broken encodings,
invisible and turned letters, halves of surrogate pairs, dates and numbers out of all bounds, entities and nesting, bombs,
links and names that lead out, one thing's head on another's body. A case is broken where it raises what it must not, takes a
minute of processor time, or answers what must not be. Readers may hold 1.5 GB, and are watched for files outside their folder,
sockets and other programs. A case can be had again by reader and number: `python bench/hostile.py --replay "JSONL:4711"`.
Pictures are decoded by processes of their own, whose time and memory, bounded by themselves, are not in this table."""
GUIDED_BEGIN, GUIDED_END = "<!-- guided:begin -->", "<!-- guided:end -->"
BEGIN, END = "<!-- hostile:begin -->", "<!-- hostile:end -->"


def table(tallies: Sequence[Tally], seed: str) -> str:
    load = os.getloadavg()[2]
    cases, seconds = sum(one.cases for one in tallies), sum(one.processor for one in tallies)
    lines = [
        f"{cases:,} cases of seed {seed}, {seconds / 60:.0f} minutes of one processor beside other work",
        f"(load {load:.0f} on {os.cpu_count()}), Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}:",
        "`python bench/hostile.py --write`",
        "",
        "| reader | cases | broken | outside its folder | slowest case, processor seconds | largest process |",
        "|---|---|---|---|---|---|",
        *map(_row, tallies),
    ]
    return "\n".join(lines)


def _row(one: Tally) -> str:
    cells = (
        f"{one.cases:,}",
        len(one.broken),
        len(one.violations),
        f"{one.slowest:.2f}",
        f"{one.memory / 1e6:,.0f} MB",
    )
    return f"| {one.name} | " + " | ".join(map(str, cells)) + " |"


def write(told: str) -> None:
    page = PAGE.read_text("utf-8") if PAGE.exists() else "# Reliability\n"
    if BEGIN not in page:
        page = f"{page.rstrip()}\n\n## Hostile input\n\n{ABOUT}\n\n{BEGIN}\n{END}\n"
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{told}\n{END}{after}", "utf-8")


def guided_table(found: Sequence[Guided], seconds: int) -> str:
    cases = sum(one.cases for one in found)
    rows = [
        f"| {one.name} | {one.cases:,} | {one.edges:,} | {one.corpus:,} | {len(one.broken)} | {len(one.violations)} | {one.slowest:.2f} | {one.memory / 1e6:,.0f} MB |"
        for one in found
    ]
    return "\n".join(
        [
            f"{cases:,} cases, {seconds} seconds a reader beside other work (load {os.getloadavg()[2]:.0f} on {os.cpu_count()}), {datetime.now(UTC):%Y-%m-%d}:",
            f"`python bench/hostile.py --atheris {seconds} all --write`",
            "",
            "| reader | cases | places of the code reached | cases that each reached a new one | broken | outside its folder | slowest case, processor seconds | largest process |",
            "|---|---|---|---|---|---|---|---|",
            *rows,
        ]
    )


def write_guided(told: str) -> None:
    before, _, rest = PAGE.read_text("utf-8").partition(GUIDED_BEGIN)
    assert rest, f"{PAGE} has no {GUIDED_BEGIN}"
    PAGE.write_text(f"{before}{GUIDED_BEGIN}\n{told}\n{GUIDED_END}{rest.partition(GUIDED_END)[2]}", "utf-8")


def keep(path: Path | None, tally: Tally) -> None:
    if path is not None:
        with path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(asdict(tally)) + "\n")


def kept(path: Path | None) -> list[Tally]:
    """Of each reader the last, in the order of the first."""
    lines = path.read_text("utf-8").splitlines() if path is not None and path.exists() else ()
    return list({one["name"]: Tally(**one) for one in map(json.loads, lines)}.values())
