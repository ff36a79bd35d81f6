"""The local engine: the same answers in one process and in many."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cheap_stages import Buggy, Doubling, Dying, Lingering

from vedette.engine.local import LocalEngine, WorkerError

BATCHES = [[number, number + 1] for number in range(0, 24, 2)]


def doubled(engine: LocalEngine, batches: list[list[int]]) -> list[int]:
    return [outcome.results[0][0] for outcomes in engine.map(Doubling(), batches) for outcome in outcomes]


@pytest.mark.parametrize("workers", [1, 2])
def test_outcomes_keep_the_order_of_the_batches(workers: int) -> None:
    """Order does not depend on where the work ran."""
    assert doubled(LocalEngine(workers), BATCHES) == [number * 2 for number in range(24)]


@pytest.mark.parametrize("batches", [[], [[3]]])
def test_little_work_starts_no_process(batches: list[list[int]]) -> None:
    """Nothing, or one batch, is done here."""
    outcomes = [outcome for batch in LocalEngine(4).map(Doubling(), batches) for outcome in batch]
    assert all(outcome.results[0][1] == os.getpid() for outcome in outcomes)
    assert len(outcomes) == len(batches)


def test_batches_are_taken_only_as_they_are_needed() -> None:
    """At most two batches a worker are in flight, however many wait."""
    taken: list[int] = []

    def batches() -> Iterator[list[int]]:
        for number in range(100):
            taken.append(number)
            yield [number]

    answers = LocalEngine(2).map(Doubling(), batches())
    next(answers)
    assert len(taken) <= 5
    answers.close()  # type: ignore[attr-defined]


def test_a_killed_worker_is_told_in_words() -> None:
    """The message says what happened and what to do; what came before it is already out."""
    finished: list[int] = []

    def collect() -> None:
        for outcomes in LocalEngine(2).map(Dying(at=23), BATCHES):
            finished.extend(outcome.results[0] for outcome in outcomes)

    with pytest.raises(WorkerError, match="fewer --workers"):
        collect()
    assert finished == list(range(len(finished)))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_bug_in_a_stage_is_not_hidden(workers: int) -> None:
    """What a stage raises ends the run."""
    with pytest.raises(KeyError, match="a bug"):
        list(LocalEngine(workers).map(Buggy(), BATCHES))


def test_an_engine_without_workers_is_refused() -> None:
    """Zero processes would wait for ever."""
    with pytest.raises(ValueError, match="at least one worker"):
        LocalEngine(0)


def test_workers_end_with_a_killed_parent(tmp_path: Path) -> None:
    """After SIGKILL on the parent no worker stays behind."""
    code = (
        "import sys; from pathlib import Path\n"
        "from vedette.engine.local import LocalEngine; from cheap_stages import Lingering\n"
        "if __name__ == '__main__': list(LocalEngine(2).map(Lingering(folder=Path(sys.argv[1])), [[1], [2], [3]]))\n"
    )
    script = tmp_path / "parent.py"
    script.write_text(code)
    seen = tmp_path / "seen"
    seen.mkdir()
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent)}
    with subprocess.Popen([sys.executable, str(script), str(seen)], env=environment) as parent:
        workers = _wait_for(lambda: sorted(seen.iterdir()) if len(list(seen.iterdir())) == 2 else None)
        parent.kill()
    assert _wait_for(lambda: not any(_alive(int(path.name)) for path in workers))


def test_work_that_is_given_up_is_not_waited_for(tmp_path: Path) -> None:
    """Ctrl-C ends the workers in the middle of what they do, and leaves none."""
    stage = Lingering(folder=tmp_path)

    def batches() -> Iterator[list[int]]:
        yield from ([1], [2], [3])
        _wait_for(lambda: len(list(tmp_path.iterdir())) == 2)
        raise KeyboardInterrupt

    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        list(LocalEngine(2).map(stage, batches()))
    assert time.monotonic() - started < 20
    assert _wait_for(lambda: not any(_alive(int(path.name)) for path in tmp_path.iterdir()))


def _alive(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except (FileNotFoundError, ProcessLookupError):
        return False


def _wait_for(condition):
    for _ in range(300):
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come to pass in 30 seconds")
