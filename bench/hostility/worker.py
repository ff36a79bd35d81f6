# ruff: noqa: E501
"""One process that takes cases until it is told to stop, and the parent that watches it."""

import json
import mmap
import os
import resource
import signal
import struct
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TextIO

from hostility.sandbox import Sandbox
from hostility.targets import Target

MEMORY = 1_500_000_000
"""Bytes of private memory a worker may hold."""
SECONDS = 60.0
"""Of processor time that a case may take."""
_TICK = os.sysconf("SC_CLK_TCK")
_STATE = struct.Struct("qdd")
_FAULT, _HUNG = 3, -1000


@dataclass
class Tally:
    """What became of a target's cases. `slowest` in seconds of processor time; `memory` in bytes, the largest process."""

    name: str
    cases: int = 0
    slowest: float = 0.0
    slowest_case: int = -1
    memory: int = 0
    processor: float = 0.0
    broken: list[dict[str, object]] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)


def cases_of(target: Target, seed: str, number: int) -> Random:
    return Random(f"{seed}/{target.name}/{number}")


def run_target(target: Target, seed: str, first: int, count: int, until: float) -> Tally:
    """In child processes, one at a time; one that dies or hangs is replaced, and its case is written down."""
    tally, last, number = Tally(name=target.name), first + count, first
    while number < last and time.monotonic() < until:
        number = _one_child(target, seed, number, last, until, tally)
    return tally


def _one_child(target: Target, seed: str, number: int, last: int, until: float, tally: Tally) -> int:
    """Returns the number to go on with."""
    with (
        mmap.mmap(-1, _STATE.size) as state,
        tempfile.TemporaryDirectory(prefix="hostile-") as outer,
        tempfile.TemporaryFile("w+") as told,
    ):
        child = os.fork()
        if child == 0:
            _work(target, seed, range(number, last), until, state, Path(outer).resolve(), told)
        status = _watch(child, state)
        if status == _FAULT:
            raise SystemExit(f"the bench itself broke at {target.name}")
        hung = status == _HUNG
        told.seek(0)
        lines = told.read().splitlines()
        tally.violations += [f"left behind: {one}" for one in Sandbox(Path(outer).resolve()).strangers()]
        at, _, _ = _STATE.unpack(state[:])
    ended = _gathered(tally, lines)
    if ended:
        return last
    tally.cases += max(0, at - number + 1)
    tally.broken.append({"case": at, "what": "took more than a minute" if hung else "the process ended"})
    if hung:
        tally.slowest, tally.slowest_case = max(tally.slowest, SECONDS), at
    return at + 1


def _gathered(tally: Tally, lines: list[str]) -> str | None:
    ended = None
    for line in lines:
        told = json.loads(line)
        match told["kind"]:
            case "broken":
                tally.broken.append({"case": told["case"], "what": told["what"]})
            case "end":
                ended = told["why"]
                tally.cases += told["cases"]
                tally.memory = max(tally.memory, told["memory"])
                tally.processor += told["processor"]
                tally.violations += told["violations"]
                if told["slowest"] > tally.slowest:
                    tally.slowest, tally.slowest_case = told["slowest"], told["slowest_case"]
    return ended


def _watch(child: int, state: mmap.mmap) -> int:
    """Its exit status; `_HUNG` where it had to be ended."""
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        number, began, _ = _STATE.unpack(state[:])
        if began and _processor(child) - began > SECONDS and _STATE.unpack(state[:])[0] == number:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return _HUNG
        time.sleep(0.05)


def _processor(child: int) -> float:
    try:
        fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICK


def _work(target: Target, seed: str, numbers: range, until: float, state: mmap.mmap, outer: Path, told: TextIO) -> None:
    """Never returns."""
    try:
        sandbox = Sandbox(outer, reading=target.reading, children=target.children)
        os.chdir(sandbox.workspace)
        tempfile.tempdir = str(sandbox.workspace)
        _warm(target, sandbox)
        sandbox.watch()
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        for line in _cases(target, seed, numbers, until, state, sandbox):
            told.write(json.dumps(line) + "\n")
            told.flush()
    except BaseException:  # noqa: BLE001 - a fault of the bench itself, told on standard error
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(_FAULT)
    os._exit(0)


def _warm(target: Target, sandbox: Sandbox) -> None:
    """One harmless case, so that what is imported and opened once is there before the watch begins."""
    for number in range(-target.warm, 0):
        try:
            target.take(target.make(Random(number)), sandbox)
        except Exception:  # noqa: BLE001 - it will be met again
            continue


def _cases(
    target: Target, seed: str, numbers: range, until: float, state: mmap.mmap, sandbox: Sandbox
) -> Iterator[dict[str, object]]:
    slowest, slowest_case, taken, why = 0.0, -1, 0, "all"
    before = time.process_time()
    for number in numbers:
        if time.monotonic() > until:
            why = "time"
            break
        case = target.make(cases_of(target, seed, number))
        began = time.process_time()
        state[:] = _STATE.pack(number, began, 0.0)
        what = _take(target, case, sandbox)
        spent, taken = time.process_time() - began, taken + 1
        if what:
            yield {"kind": "broken", "case": number, "what": what}
        if spent > slowest:
            slowest, slowest_case = spent, number
    used = resource.getrusage(resource.RUSAGE_SELF)
    yield {
        "kind": "end", "why": why, "cases": taken, "slowest": slowest, "slowest_case": slowest_case, "memory": used.ru_maxrss * 1024,
        "processor": time.process_time() - before, "violations": sandbox.violations[:20],
    }  # fmt: skip


def _take(target: Target, case: object, sandbox: Sandbox) -> str | None:
    try:
        target.take(case, sandbox)
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}: {str(error)[:160]}"
    return None
