# ruff: noqa: E501
"""Hostile input by the million: every reader is given what somebody writes who wants it to break.

    python bench/hostile.py [--cases N] [--seconds S] [--only NAME] [--seed TEXT] [--write]
    python bench/hostile.py --replay "JSONL:4711"
    python bench/hostile.py --atheris 60 all [--write]

Cases are made from the seed, the reader's name and a number, so that each can be had again. A case is broken where it
raises what it must not, takes a minute of processor time, or answers what must not be (see `hostility/targets.py`). The
readers work in processes with 1.5 GB, watched for files opened and written outside their folder, sockets and other
programs. With `--atheris` cases are looked for by what they make the code do (`hostility/guided.py`), so many seconds a
reader. `--write` puts the table into docs/reliability.md.
"""

import argparse
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path
from random import Random

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1] / "src")]

from hostility.guided import run_guided  # noqa: E402
from hostility.sandbox import Sandbox  # noqa: E402
from hostility.slow import SLOW  # noqa: E402
from hostility.table import guided_table, keep, kept, table, write, write_guided  # noqa: E402
from hostility.targets import READING, Target  # noqa: E402
from hostility.worker import Tally, cases_of, run_target  # noqa: E402

TARGETS = (*READING, *SLOW)
_MILLION = 1_000_000


def shares(cases: int, targets: tuple[Target, ...]) -> list[int]:
    """At least one each."""
    whole = sum(target.share for target in targets)
    return [max(1, round(cases * target.share / whole)) for target in targets]


def main() -> None:
    asked = _arguments()
    if asked.atheris:
        _guided(int(asked.atheris[0]), asked.atheris[1], write=asked.write)
        return
    if asked.replay:
        _replay(asked.replay, asked.seed)
        return
    named = tuple(one for one in TARGETS if asked.only.lower() in one.name.lower())
    targets = tuple(one for one in named if one.quick or not asked.quick)
    began, tallies = time.monotonic(), []
    for target, count in zip(targets, shares(asked.cases, targets), strict=True):
        until = time.monotonic() + asked.seconds * max(0.02, target.share / sum(one.share for one in targets)) * 4
        tally = run_target(target, asked.seed, asked.first, count, min(until, began + asked.seconds))
        tallies.append(tally)
        _tell(tally, count)
        keep(asked.keep, tally)
    told = table(kept(asked.keep) or tallies, asked.seed)
    print(told)
    if asked.write:
        write(told)
    sys.exit(any(one.broken or one.violations for one in tallies))


def _tell(tally: Tally, count: int) -> None:
    told = asdict(tally) | {"broken": len(tally.broken)}
    print(f"{tally.name}: {tally.cases:,} of {count:,}, {told['broken']} broken, slowest {tally.slowest:.2f} s "
          f"(case {tally.slowest_case}), {tally.memory / 1e6:.0f} MB, {tally.processor:.0f} s", file=sys.stderr, flush=True)  # fmt: skip
    kinds: dict[str, list[object]] = {}
    for one in tally.broken:
        kinds.setdefault(str(one["what"]).partition(": ")[0], []).append(one)
    for each in kinds.values():
        print(f"  {len(each)} × {each[0]}", file=sys.stderr, flush=True)
    for violation in tally.violations:
        print(f"  outside: {violation}", file=sys.stderr, flush=True)


def _guided(seconds: int, name: str, *, write: bool) -> None:
    """A reader by its name, or each that takes bytes or a text for `all`."""
    names = [one.name for one in TARGETS if isinstance(one.make(Random(0)), bytes | str)] if name == "all" else [name]
    found = []
    for each in names:
        found.append(run_guided(each, seconds))
        print(found[-1], file=sys.stderr, flush=True)
    told = guided_table(found, seconds)
    print(told)
    if write:
        write_guided(told)
    sys.exit(any(one.broken or one.violations for one in found))


def _replay(which: str, seed: str) -> None:
    """The case as it is, and whatever comes of it, with its trace."""
    name, _, number = which.rpartition(":")
    [target] = [one for one in TARGETS if one.name == name]
    case = target.make(cases_of(target, seed, int(number)))
    print(repr(case)[:3000])
    import tempfile

    with tempfile.TemporaryDirectory() as outer:
        os.chdir(outer)
        target.take(case, Sandbox(Path(outer).resolve(), children=target.children))
    print("held")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cases", type=int, default=_MILLION)
    parser.add_argument("--seconds", type=float, default=7200)
    parser.add_argument("--only", default="", help="readers with this in their name")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--first", type=int, default=0, help="the number of the first case")
    parser.add_argument("--replay", help="NAME:NUMBER")
    parser.add_argument("--atheris", nargs=2, metavar=("SECONDS", "READER"), help="guided by coverage; `all` for each")
    parser.add_argument("--quick", action="store_true", help="without what is slow")
    parser.add_argument("--keep", type=Path, help="a file that joins runs: of each reader its last stands in the table")
    parser.add_argument("--write", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
