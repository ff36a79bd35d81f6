"""A run killed with SIGKILL and started again ends like one that was never killed."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from canon import canon

from vedette.store.sqlite import SqliteStore

SCRIPT = Path(__file__).parent / "cheap_run.py"
MOMENTS = 5
SEED = 20240512


def start(folder: Path, workers: int) -> "subprocess.Popen[str]":
    command = [sys.executable, str(SCRIPT), str(folder), str(workers)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def steps_of(process: "subprocess.Popen[str]") -> Iterator[str]:
    assert process.stdout is not None
    yield from process.stdout


def finish(folder: Path, workers: int) -> list[str]:
    with start(folder, workers) as process:
        steps = list(steps_of(process))
    assert process.returncode == 0
    return steps


def content(folder: Path) -> dict[str, list[str]]:
    with closing(SqliteStore(folder / "vedette.db")) as store:
        return canon(store.view())


@pytest.fixture(scope="module")
def unharmed(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], dict[str, list[str]]]:
    """The steps and the content of a run nobody disturbed."""
    folder = tmp_path_factory.mktemp("unharmed")
    return finish(folder, 1), content(folder)


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_a_killed_run_ends_like_one_that_was_not(
    moment: int, tmp_path: Path, unharmed: tuple[list[str], dict[str, list[str]]]
) -> None:
    """Random moments, one in each fifth of the run; the content is the same fact for fact."""
    steps, expected = unharmed
    chance = random.Random(SEED + moment)
    fatal = int((moment + chance.random()) / MOMENTS * (len(steps) - 2))
    # One of the runs has workers of its own, which die with it.
    workers = 2 if moment == MOMENTS - 1 else 1
    with start(tmp_path, workers) as process:
        for number, _ in enumerate(steps_of(process)):
            if number == fatal:
                time.sleep(chance.random() * 0.004)
                process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    again = finish(tmp_path, workers)
    assert again[-1] == "end 1/1\n"
    assert content(tmp_path) == expected


def test_a_run_killed_again_and_again_gets_there(
    tmp_path: Path, unharmed: tuple[list[str], dict[str, list[str]]]
) -> None:
    """Even a process that is killed after every few steps comes to the end, because each step stays."""
    chance = random.Random(SEED)
    for _ in range(100):
        allowed = chance.randrange(45, 60)
        with start(tmp_path, 1) as process:
            for number, line in enumerate(steps_of(process)):
                if number == allowed and not line.startswith("end"):
                    process.kill()
        if process.returncode == 0:
            break
    assert process.returncode == 0
    assert content(tmp_path) == unharmed[1]


def test_the_content_shows_what_happened(unharmed: tuple[list[str], dict[str, list[str]]]) -> None:
    """The comparison is not between two empty workspaces."""
    steps, facts = unharmed
    assert len(steps) > 60
    assert all(
        facts[room] for room in ("captures", "versions", "analyses", "statements", "events", "links", "failures")
    )
    assert len(facts["captures"]) == 40
