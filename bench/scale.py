"""How long a folder of reports takes from nothing to a picture, and how much memory.

    python bench/scale.py [--input docs.jsonl] [--workers N] [--write]

Runs `vedette init`, `add`, `run`, `run` again and `report` as a user would and measures each command from outside
(wall, processor seconds, the largest process). `--write` puts the table into
bench/README.md. The default input, 186 daily reports, lies outside the project (../shared); without it this is skipped.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "bench" / "README.md"
START, END = "<!-- scale: written by bench/scale.py -->", "<!-- /scale -->"
VEDETTE = [sys.executable, "-c", "from vedette.cli import main; main()"]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """`memory` is the largest single process of the command, in bytes."""

    command: str
    wall: float
    processor: float
    memory: int
    said: str


def measure(name: str, *words: str) -> Measured:
    """The command's own process and, through its accounting, the workers it waited for."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        started = time.perf_counter()
        process = subprocess.Popen([*VEDETTE, *words], stdout=out, stderr=err)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode:
            sys.exit(f"scale: {name} failed with {process.returncode}: {err.read().strip()}")
        said = (out.read().strip().splitlines() or [""])[-1]
    return Measured(
        command=name, wall=wall, processor=used.ru_utime + used.ru_stime, memory=used.ru_maxrss * 1024, said=said
    )


def measured_run(documents: Path, workers: int, watch: Path | None) -> list[Measured]:
    with tempfile.TemporaryDirectory() as folder:
        workspace = str(Path(folder) / "watch")
        config = ["--config", str(watch)] if watch else []
        return [
            measure("init", "init", workspace, *config),
            measure("add", "add", workspace, "--jsonl", str(documents)),
            measure("run", "run", workspace, "--workers", str(workers)),
            measure("run again", "run", workspace),
            measure("report", "report", workspace),
            measure("verify", "verify", workspace),
        ]


def table(steps: list[Measured], documents: Path, workers: int) -> str:
    texts = [json.loads(line)["text"] for line in documents.read_text("utf-8").split("\n") if line.strip()]
    rows = [
        f"{len(texts):,} reports, {sum(map(len, texts)):,} characters, {workers} workers, {os.cpu_count()} processors, "
        f"Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}: `python bench/scale.py --write`",
        "",
        "| command | wall | processor | largest process | what it said |",
        "|---|---|---|---|---|",
    ]
    for step in steps:
        said = step.said if "/" not in step.said else ""
        memory = f"{step.memory / 2**20:,.0f} MB"
        rows.append(f"| `{step.command}` | {step.wall:.1f} s | {step.processor:.1f} s | {memory} | {said} |")
    return "\n".join(rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    shared = Path(os.environ.get("VEDETTE_SHARED", ROOT.parent / "shared")) / "bench" / "war"
    parser.add_argument("--input", type=Path, default=shared / "control" / "docs.jsonl")
    parser.add_argument("--watch", type=Path, default=shared / "watch.toml")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--write", action="store_true", help="put the table into bench/README.md")
    args = parser.parse_args()
    if not args.input.exists():
        print(f"scale: SKIPPED, no reports at {args.input} (name some with --input)", file=sys.stderr)
        return 0
    watch = args.watch if args.watch.exists() else None
    told = table(measured_run(args.input, args.workers, watch), args.input, args.workers)
    print(told)
    if args.write:
        text = README.read_text("utf-8")
        before, after = text.split(START)[0], text.split(END)[1]
        README.write_text(f"{before}{START}\n{told}\n{END}{after}", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
