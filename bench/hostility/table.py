# ruff: noqa: E501
"""The table of what became of the cases, in docs/reliability.md."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from hostility.worker import Tally

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reliability.md"
BEGIN, END = "<!-- hostile:begin -->", "<!-- hostile:end -->"


def table(tallies: Sequence[Tally], seed: str, seconds: float) -> str:
    load = os.getloadavg()[2]
    lines = [
        f"{sum(one.cases for one in tallies):,} cases of seed {seed}, one process at a time, in {seconds / 60:.0f} minutes beside other work "
        f"(load {load:.0f} on {os.cpu_count()} processors), Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}: "
        "`python bench/hostile.py --write`",
        "",
        "| reader | cases | broken | outside its folder | slowest case, processor seconds | largest process |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.name} | {one.cases:,} | {len(one.broken)} | {len(one.violations)} | {one.slowest:.2f} | {one.memory / 1e6:,.0f} MB |"
        for one in tallies
    ]
    return "\n".join(lines)


def write(tallies: Sequence[Tally], seed: str, seconds: float) -> None:
    page = PAGE.read_text("utf-8") if PAGE.exists() else "# Reliability\n"
    if BEGIN not in page:
        page = f"{page.rstrip()}\n\n## Hostile input\n\n{BEGIN}\n{END}\n"
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{table(tallies, seed, seconds)}\n{END}{after}", "utf-8")
