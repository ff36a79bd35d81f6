# ruff: noqa: E501
"""Cases that libFuzzer finds by what they make the code do (atheris): whatever reaches a new branch is bent further.

    python bench/hostility/guided.py READER SECONDS FILE

is one reader's process, started by `bench/hostile.py --atheris SECONDS READER`. Every module of Vedette is instrumented as
it is imported; cases begin with those of the reader's own grammar, and one in eight comes from there later, too. What
must hold is what must hold of any case.
"""

import importlib
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import Any

HERE = Path(__file__).resolve().parent
_SEEDS, _LARGEST, _SECONDS, _MEMORY_MB = 200, 64 * 1024, 60, 1_500
_FRESH = 8
_LATER = (
    "vedette.collect.gather",
    "vedette.reference.watchfile",
    "vedette.observe.detections",
    "vedette.web.parameters",
)
_MOST_BROKEN = 50
_EXECUTED = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_COVER = re.compile(r"cov: (\d+) ft: (\d+) corp: (\d+)/")


@dataclass
class Guided:
    """What became of it. `edges` are places in the code that were reached, `corpus` the cases that each reached one."""

    name: str
    cases: int = 0
    edges: int = 0
    corpus: int = 0
    slowest: float = 0.0
    memory: int = 0
    processor: float = 0.0
    broken: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)


def run_guided(name: str, seconds: int) -> Guided:
    """In a process of its own; one that dies is told as broken, with the case beside it."""
    with tempfile.TemporaryDirectory(prefix="guided-") as place:
        told = Path(place) / "told.json"
        words = [sys.executable, str(HERE / "guided.py"), name, str(seconds), str(told)]
        done = subprocess.run(
            words,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            errors="replace",
            cwd=place,
            check=False,
        )
        found = Guided(**json.loads(told.read_text("utf-8"))) if told.exists() else Guided(name=name)
        reached = _COVER.findall(done.stderr)
        if reached:
            found.edges, found.corpus = int(reached[-1][0]), int(reached[-1][2])
        ended = _EXECUTED.search(done.stderr)
        found.cases = int(ended[1]) if ended else found.cases
        left = [path.name for path in Path(place).glob("*-*") if path.is_file()]
        if left or not told.exists():
            found.broken.append(f"the process ended: {left} {done.stderr.strip().splitlines()[-1:]}")
        return found


def _fuzz(name: str, seconds: int, file: Path) -> None:
    """Never returns: libFuzzer ends the process."""
    import atheris

    sys.path[:0] = [str(HERE.parent), str(HERE.parents[1] / "src")]
    with atheris.instrument_imports(include=["vedette"]):
        # What a reader imports when it is first called would not be watched.
        for module in _LATER:
            importlib.import_module(module)
        from hostility.sandbox import Sandbox
        from hostility.slow import SLOW
        from hostility.targets import READING
    [target] = [one for one in (*READING, *SLOW) if one.name == name]
    outer = Path(tempfile.mkdtemp(prefix="guided-", dir=file.parent))
    corpus = outer / "corpus"
    corpus.mkdir()
    shape = _shape(target.make(Random(0)))
    for number in range(_SEEDS):
        (corpus / str(number)).write_bytes(shape[0](target.make(Random(f"guided/{name}/{number}")))[:_LARGEST])
    sandbox = Sandbox(outer, told=file)
    for number in range(target.warm):
        _held(target.take, target.make(Random(-number)), sandbox)
    told = Guided(name=name)

    def take(payload: bytes) -> None:
        began = time.process_time()
        broken = _held(target.take, shape[1](payload), sandbox)
        told.cases += 1
        told.slowest = max(told.slowest, time.process_time() - began)
        if broken and len(told.broken) < _MOST_BROKEN and broken not in told.broken:
            told.broken.append(broken)
        if told.cases % 50 == 0 or broken:
            _note(file, told, sandbox.violations)

    def bend(payload: bytes, most: int, seed: int) -> bytes:
        if seed % _FRESH == 0:
            return bytes(shape[0](target.make(Random(seed)))[:most])
        return bytes(atheris.Mutate(payload, most))

    sandbox.watch()
    bounds = (
        f"-max_total_time={seconds}",
        f"-timeout={_SECONDS}",
        f"-rss_limit_mb={_MEMORY_MB}",
        f"-max_len={_LARGEST}",
    )
    atheris.Setup(
        [sys.argv[0], *bounds, "-print_final_stats=1", f"-artifact_prefix={file.parent}/", str(corpus)],
        take,
        custom_mutator=bend,
    )
    _note(file, told, [])
    atheris.Fuzz()


def _note(file: Path, told: Guided, violations: list[str]) -> None:
    """Written as it goes: nobody knows which case is the last."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    told.memory, told.processor, told.violations = used.ru_maxrss * 1024, used.ru_utime + used.ru_stime, violations[:20]
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.write(handle, json.dumps(asdict(told)).encode("utf-8", "replace"))
    os.close(handle)


def _shape(case: object) -> tuple[Callable[[Any], bytes], Callable[[bytes], Any]]:
    """How a case becomes bytes and bytes a case. Raises SystemExit for readers that take more than one thing."""
    if isinstance(case, bytes):
        return bytes, bytes
    if isinstance(case, str):
        return lambda text: text.encode("utf-8", "surrogatepass"), lambda raw: raw.decode("utf-8", "replace")
    raise SystemExit("this reader takes more than bytes: `--atheris` knows those that take bytes or a text")


def _held(take: Callable[[Any, Any], None], case: object, sandbox: Any) -> str | None:
    import traceback

    try:
        take(case, sandbox)
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}: {str(error)[:160]}"
    return None


if __name__ == "__main__":
    _fuzz(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
