"""Scores `vedette analyze` on the evaluation packs, writes docs/quality.md, and holds the floors of bench/floors.json.

    python bench/quality.py                 measure, write the page, fail below a floor
    python bench/quality.py --raise         the same, and raise the floors to what stands
    python bench/quality.py --quick         a small fixed part of each pack, as CI does
    python bench/quality.py --only case     tasks whose name contains a word

The packs lie outside the project (by default in ../shared beside it) and may not be copied into it. Without them this
says so and measures the project's own sets of bench/sets/ alone. Floors only rise; to lower one, edit floors.json by
hand and say why in CHANGELOG.md.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from misses import misses
from observe_land import OBSERVED as LAND
from observe_media import OBSERVED as FOOTAGE
from observe_optical import OBSERVED as LIGHT
from observe_radar import OBSERVED as RADAR_AND_HEAT
from observe_text import OBSERVED as TEXT
from observed import Observed
from outputs import analysis_of, analyze, analyze_together, tabulate
from own_sets import OWN
from packs import CASE_TASK, TASKS, Task, prepared

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "quality.md"
FLOORS = ROOT / "bench" / "floors.json"
MARGIN = 0.005


OBSERVED: tuple[Observed, ...] = (*RADAR_AND_HEAT, *LAND, *LIGHT, *TEXT, *FOOTAGE, *OWN)
Measured = dict[str, dict[str, float]]
SMALLER = frozenset(each.key for task in (*TASKS, *OBSERVED) for each in task.figures if each.smaller_is_better)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("VEDETTE_SHARED", ROOT.parent / "shared")))
    parser.add_argument("--only", default="", help="tasks whose name contains this")
    parser.add_argument("--quick", action="store_true", help="a small fixed part of each pack, with floors of its own")
    parser.add_argument("--raise", dest="lift", action="store_true", help="raise the floors to what stands")
    args = parser.parse_args()
    if not (args.shared / "cases").is_dir():
        print(f"quality: no evaluation packs at {args.shared} (set VEDETTE_SHARED): own sets alone", file=sys.stderr)
        return check(own(args.only), "whole", lift=args.lift)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tasks = [task for task in TASKS if args.only in task.name]
        if args.quick:
            return check(quickly(tasks, args.shared, folder), "quick", lift=args.lift)
        measured = {task.name: measure(task, args.shared, folder) for task in tasks}
        for one in OBSERVED:
            if args.only in one.name:
                measured[one.name] = told(one, one.measure(args.shared, folder))
        if not args.only:
            case = args.shared / CASE_TASK.docs / "gold.jsonl"
            missed = list(misses(args.shared / "cases/score.py", case, analysis_of(CASE_TASK, folder)))
            PAGE.write_text("\n".join(page_lines(measured, missed)) + "\n", encoding="utf-8")
    return check(measured, "whole", lift=args.lift)


def quickly(tasks: Sequence[Task], shared: Path, folder: Path) -> Measured:
    """What can be told by a part of a pack, without a workspace."""
    docs = {task: prepared(task, shared, folder, quick=True) for task in tasks if not (task.tables or task.whole)}
    outs = analyze_together(docs, folder)
    return {task.name: told(task, scored(task, shared, docs[task], outs[task])) for task in docs}


def measure(task: Task, shared: Path, folder: Path) -> dict[str, float]:
    docs = prepared(task, shared, folder, quick=False)
    started = time.perf_counter()
    watch = shared / "bench/war/watch.toml"
    out = tabulate(task, docs, watch, folder) if task.tables else analyze(task, docs, folder)
    seconds = time.perf_counter() - started
    figures = scored(task, shared, docs, out)
    told = ", ".join(f"{each.label} {figures[each.key]:.3f}" for each in task.figures if each.key in figures)
    print(f"{task.name}: {told} ({seconds:.0f} s)", file=sys.stderr)
    return figures


def scored(task: Task, shared: Path, docs: Path, out: Path) -> dict[str, float]:
    """By the pack's own scorer."""
    words = [part.format(docs=docs, out=out, folder=out.parent) for part in task.scorer]
    scorer = [sys.executable, str(shared / words[0]), *words[1:]]
    scored = subprocess.run(scorer, check=True, capture_output=True, text=True)
    found = _last_object(scored.stdout)
    found = found["sets"]["ALL"] if "sets" in found else found
    return {each.key: _number(found[each.key]) for each in task.figures if found.get(each.key) is not None}


def own(only: str) -> Measured:
    """The project's own sets, which need no packs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return {one.name: told(one, one.measure(folder, folder)) for one in OWN if only in one.name}


def told(task: Task | Observed, figures: Mapping[str, float]) -> dict[str, float]:
    line = ", ".join(f"{each.label} {figures[each.key]:.3f}" for each in task.figures if each.key in figures)
    print(f"{task.name}: {line}", file=sys.stderr)
    return dict(figures)


def _last_object(printed: str) -> dict[str, Any]:
    """A scorer prints its figures on the last line, or over many."""
    last = printed.strip().splitlines()[-1]
    found: dict[str, Any] = json.loads(last if last.startswith("{") else printed)
    return found


def _number(found: float | bool | str) -> float:
    """A check that passes counts 1, one that fails 0."""
    return float(found == "pass") if isinstance(found, str) else round(float(found), 4)


def check(measured: Measured, part: str, *, lift: bool) -> int:
    """Fails below a floor; a little noise between machines is allowed for."""
    held: dict[str, Measured] = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    floors = held.setdefault(part, {})
    fallen = [
        f"{task}: {key} {figures.get(key)} is worse than its floor {floor:.4f}"
        for task, figures in measured.items()
        for key, floor in floors.get(task, {}).items()
        if key not in figures or _better(key, floor, figures[key]) > MARGIN
    ]
    if fallen:
        print("\n".join(fallen), file=sys.stderr)
    if lift:
        for task, figures in measured.items():
            kept = floors.setdefault(task, {})
            kept.update(
                {key: value for key, value in figures.items() if key not in kept or _better(key, value, kept[key]) > 0}
            )
        FLOORS.write_text(json.dumps(held, indent=2, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")
    return 1 if fallen else 0


def _better(key: str, one: float, other: float) -> float:
    """By how much `one` is better than `other`."""
    return other - one if key in SMALLER else one - other


def page_lines(measured: Measured, missed: list[str]) -> Iterator[str]:
    yield "# Quality"
    yield ""
    yield f"Written by `make quality` (`bench/quality.py`) on {datetime.now(UTC):%Y-%m-%d}; never typed. The packs are"
    yield "public or hand-made evaluation sets that may not be copied into the project; held-out packs of each exist."
    yield "A peer's figure is that of a single-purpose tool on the same set with the same scorer."
    yield ""
    for task in (*TASKS, *OBSERVED):
        if task.name in measured:
            yield from _table(task, measured[task.name])
    yield "## What is still wrong in the case article"
    yield ""
    yield "Offsets into its text; the words themselves may not be copied here."
    yield ""
    yield "| offsets | holder | what is wrong |"
    yield "|---|---|---|"
    yield from missed


def _table(task: Task | Observed, figures: dict[str, float]) -> Iterator[str]:
    yield f"## {task.name}"
    yield ""
    yield "| figure | here | peer |"
    yield "|---|---|---|"
    for each in task.figures:
        if each.key in figures:
            yield f"| {each.label} | {figures[each.key]:.3f} | {each.peer} |"
    yield ""


if __name__ == "__main__":
    sys.exit(main())
