"""Scores `vedette analyze` on the evaluation packs, writes docs/quality.md, and holds the floors of bench/floors.json.

    python bench/quality.py                 measure, write the page, fail below a floor
    python bench/quality.py --raise         the same, and raise the floors to what stands
    python bench/quality.py --only case     tasks whose name contains a word

The packs lie outside the project (by default in ../shared beside it) and may not be copied into it. Without them this
says so and succeeds. Floors only rise; to lower one, edit floors.json by hand and say why in CHANGELOG.md.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from misses import misses

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "quality.md"
FLOORS = ROOT / "bench" / "floors.json"
MARGIN = 0.005


@dataclass(frozen=True, kw_only=True)
class Task:
    """`figures` are the scorer's keys with their labels; more is better for each."""

    name: str
    docs: str
    scorer: list[str]
    figures: dict[str, str]
    subset: str | None = None


CASE = {
    "case score": "case score", "statement recall": "statement recall", "statement precision": "precision",
    "speaker": "speaker", "outlet's own voice": "outlet's own voice", "via": "via", "kind": "kind",
    "certainty": "certainty", "condition": "condition", "said when": "said when", "figure": "figure",
    "place located within 20 km": "place ≤ 20 km", "event type": "event type", "offsets": "offsets right",
}  # fmt: skip
ATTRIBUTION = {
    "token_f1_content": "content F1", "token_f1_source": "source F1", "token_f1_cue": "cue F1",
    "attribution_f1_0.3": "attribution F1 ≥ .3", "speaker_accuracy": "speaker accuracy",
}  # fmt: skip
TIME = {"strict_f1": "strict F1", "relaxed_f1": "relaxed F1", "value_f1": "value F1"}
QUANTITY = {"value_f1": "value F1", "value_unit_f1": "value + unit F1", "value_change_f1": "value + change F1"}
PLACES = {
    "recognition_f1": "recognition F1",
    "acc161_end_to_end": "≤ 161 km, end to end",
    "acc20_recognised": "≤ 20 km, recognised",
}
CASE_SCORER = ["cases/score.py", "{docs}/gold.jsonl", "{out}", "--json"]
CASE_TASK = Task(name="case: kharkov-2024-05", docs="cases/kharkov-2024-05", scorer=CASE_SCORER, figures=CASE)
TASKS = [
    CASE_TASK,
    Task(name="case: war-en", docs="cases/war-en", scorer=CASE_SCORER, figures=CASE),
    *(
        Task(
            name=f"{task}: {subset}",
            docs=f"bench/text/{task}",
            subset=subset,
            figures=figures,
            scorer=["bench/text/score.py", task, "{out}", "--gold", "{docs}", "--json"],
        )
        for task, figures, subsets in (
            ("attribution", ATTRIBUTION, ("polnear-dev",)),
            ("time", TIME, ("wikiwars-train", "tbaq-timebank", "tbaq-aquaint")),
            ("quantity", QUANTITY, ("newsquant",)),
            ("places", PLACES, ("lgl", "trnews")),
        )
        for subset in subsets
    ),
]
Measured = dict[str, dict[str, float]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("VEDETTE_SHARED", ROOT.parent / "shared")))
    parser.add_argument("--only", default="", help="tasks whose name contains this")
    parser.add_argument("--raise", dest="lift", action="store_true", help="raise the floors to what stands")
    parser.add_argument("--no-page", action="store_true", help="measure and check only")
    args = parser.parse_args()
    if not (args.shared / "cases").is_dir():
        print(f"quality: SKIPPED, no evaluation packs at {args.shared} (set VEDETTE_SHARED)", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        tasks = [task for task in TASKS if args.only in task.name]
        measured = {task.name: measure(task, args.shared, Path(folder)) for task in tasks}
        if not args.only and not args.no_page:
            case = args.shared / CASE_TASK.docs / "gold.jsonl"
            missed = list(misses(args.shared / "cases/score.py", case, analysis_of(CASE_TASK, Path(folder))))
            PAGE.write_text("\n".join(page_lines(measured, missed)) + "\n", encoding="utf-8")
    return check(measured, lift=args.lift)


def analysis_of(task: Task, folder: Path) -> Path:
    return folder / f"{task.name.replace(': ', '-')}.jsonl"


def measure(task: Task, shared: Path, folder: Path) -> dict[str, float]:
    docs = subset_of(shared / task.docs, task.subset, folder)
    out = analysis_of(task, folder)
    analyze = [sys.executable, "-c", "from vedette.cli import main; main()", "analyze", "--quiet"]
    started = time.perf_counter()
    subprocess.run([*analyze, "--input", str(docs / "docs.jsonl"), "--output", str(out)], check=True)
    seconds = time.perf_counter() - started
    words = [part.format(docs=docs, out=out) for part in task.scorer]
    scorer = [sys.executable, str(shared / words[0]), *words[1:]]
    scored = subprocess.run(scorer, check=True, capture_output=True, text=True)
    figures = json.loads(scored.stdout.strip().splitlines()[-1])
    figures = figures["sets"]["ALL"] if "sets" in figures else figures
    print(f"{task.name}: {shown(figures, task)} ({seconds:.0f} s)", file=sys.stderr)
    return {key: round(figures[key], 4) for key in task.figures if figures.get(key) is not None}


def subset_of(pack: Path, subset: str | None, folder: Path) -> Path:
    """The pack, or a folder with the documents and the gold of one of its sets."""
    if subset is None:
        return pack
    gold = [line for line in lines(pack / "gold.jsonl") if json.loads(line).get("set") == subset]
    wanted = {json.loads(line)["id"] for line in gold}
    docs = [line for line in lines(pack / "docs.jsonl") if json.loads(line)["id"] in wanted]
    part = folder / subset
    part.mkdir()
    (part / "gold.jsonl").write_text("\n".join(gold) + "\n", "utf-8")
    (part / "docs.jsonl").write_text("\n".join(docs) + "\n", "utf-8")
    return part


def lines(path: Path) -> list[str]:
    """Texts may hold other line separators than the newline."""
    return [line for line in path.read_text("utf-8").split("\n") if line.strip()]


def shown(figures: dict[str, float], task: Task) -> str:
    return ", ".join(f"{label} {figures[key]:.3f}" for key, label in task.figures.items() if key in figures)


def check(measured: Measured, *, lift: bool) -> int:
    """Fails below a floor; a little noise between machines is allowed for."""
    floors: Measured = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    fallen = [
        f"{task}: {key} {figures.get(key, 0):.4f} is below its floor {floor:.4f}"
        for task, figures in measured.items()
        for key, floor in floors.get(task, {}).items()
        if figures.get(key, 0) < floor - MARGIN
    ]
    print("\n".join(fallen), file=sys.stderr)
    if lift:
        for task, figures in measured.items():
            kept = floors.get(task, {})
            floors[task] = {key: max(value, kept.get(key, 0)) for key, value in figures.items()}
        FLOORS.write_text(json.dumps(floors, indent=2, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")
    return 1 if fallen else 0


def page_lines(measured: Measured, missed: list[str]) -> Iterator[str]:
    yield "# Quality"
    yield ""
    yield f"Written by `make quality` (`bench/quality.py`) on {datetime.now(UTC):%Y-%m-%d}; never typed. The packs are"
    yield "public or hand-made evaluation sets that may not be copied into the project; held-out packs of each exist."
    yield ""
    for task in TASKS:
        if task.name not in measured:
            continue
        yield f"## {task.name}"
        yield ""
        yield "| figure | value |"
        yield "|---|---|"
        figures = measured[task.name]
        yield from (f"| {label} | {figures[key]:.3f} |" for key, label in task.figures.items() if key in figures)
        yield ""
    yield "## What is still wrong in the case article"
    yield ""
    yield "Offsets into its text; the words themselves may not be copied here."
    yield ""
    yield "| offsets | holder | what is wrong |"
    yield "|---|---|---|"
    yield from missed


if __name__ == "__main__":
    sys.exit(main())
