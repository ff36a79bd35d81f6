"""How soon Vedette answers: `vedette --help`, and `vedette analyze` of one article, each in a process of its own.

    python bench/start.py [--rounds 7] [--write]

Cold is a process that has loaded nothing; what the system holds of files in its memory is left alone, for others on the
machine need it. Wall time counts whoever else is at work; the processor seconds are the command's own. `--write` puts
the table into docs/reliability.md.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.resources import as_file, files

COMMAND = [sys.executable, "-c", "from vedette.cli import main; main()"]
ARTICLE = "demo/reports/pages/northgate-2024-05-10-border.html"


def once(words: Sequence[str]) -> tuple[float, float]:
    """Wall and processor seconds."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([*COMMAND, *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - began
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--write", action="store_true", help="put the table into docs/reliability.md")
    args = parser.parse_args()
    load, rows = os.getloadavg()[0], []
    with as_file(files("vedette") / ARTICLE) as article:
        for told, words, most in (("--help", ("--help",), 0.3), ("analyze", ("analyze", str(article)), 2.5)):
            once(words)
            found = [once(words) for _ in range(args.rounds)]
            walls, used = zip(*found, strict=True)
            rows.append(
                f"| `vedette {told}` | {min(walls):.2f} s | {statistics.median(walls):.2f} s | "
                f"{statistics.median(used):.2f} s | {most} s |"
            )
    head = (
        f"{args.rounds} rounds at priority {os.nice(0)}, load {load:.1f}, {datetime.now(UTC):%Y-%m-%d}: "
        "`python bench/start.py --write`. A process that has loaded nothing, files in the system's memory."
    )
    titles = "| command | wall, fastest | wall, median | processor, median | demanded |"
    told = "\n".join([head, "", titles, "|---|---|---|---|---|", *rows])
    print(told)
    if args.write:
        from written import write

        write("start", told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
