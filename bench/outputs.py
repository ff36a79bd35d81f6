"""What the product writes for a task, by its public commands: an analysis, or exports of a workspace."""

import os
import subprocess
import sys
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from packs import Task, lines

VEDETTE = [sys.executable, "-c", "from vedette.cli import main; main()"]


def analysis_of(task: Task, folder: Path) -> Path:
    return folder / f"{task.name.replace(': ', '-')}.jsonl"


def analyze(task: Task, docs: Path, folder: Path) -> Path:
    out = analysis_of(task, folder)
    _vedette("analyze", "--quiet", "--input", str(docs / "docs.jsonl"), "--output", str(out), *_workers())
    return out


def analyze_together(docs: Mapping[Task, Path], folder: Path) -> dict[Task, Path]:
    """By one command: to load every model once for each task would take as long as the work."""
    given = {task: lines(place / "docs.jsonl") for task, place in docs.items()}
    (folder / "docs.jsonl").write_text("".join(f"{line}\n" for part in given.values() for line in part), "utf-8")
    whole = folder / "together.jsonl"
    _vedette("analyze", "--quiet", "--input", str(folder / "docs.jsonl"), "--output", str(whole), *_workers())
    # A line a document, in their order.
    told = iter(lines(whole))
    for task, part in given.items():
        analysis_of(task, folder).write_text("".join(f"{line}\n" for line in islice(told, len(part))), "utf-8")
    return {task: analysis_of(task, folder) for task in docs}


def tabulate(task: Task, docs: Path, watch: Path, folder: Path) -> Path:
    """The first of the task's tables; the others lie beside it."""
    place = folder / f"{task.name.replace(': ', '-')}-tables"
    place.mkdir()
    workspace = str(place / "workspace")
    _vedette("init", workspace, "--config", str(watch))
    _vedette("add", workspace, "--quiet", "--jsonl", str(docs / "docs.jsonl"))
    _vedette("run", workspace, "--quiet", *_workers())
    for table in task.tables:
        _vedette("export", workspace, table, "--format", "jsonl", "--output", str(place / f"{table}.jsonl"))
    return place / f"{task.tables[0]}.jsonl"


def _workers() -> list[str]:
    return ["--workers", str(os.cpu_count() or 1)]


def _vedette(*words: str) -> None:
    """Standard error is passed on: a failed item is to be seen."""
    subprocess.run([*VEDETTE, *words], check=True, stdout=subprocess.DEVNULL)
