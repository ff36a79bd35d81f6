"""The real command, models and all, killed at five random moments."""

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from canon import canon

from vedette.app import run
from vedette.store.sqlite import SqliteStore
from vedette.workspace import open_workspace

pytestmark = pytest.mark.slow

MOMENTS = 5
SEED = 20240513
MAIN = "from vedette.cli import main; main()"


def vedette(*arguments: object) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", MAIN, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def finish(*arguments: object) -> None:
    with vedette(*arguments) as process:
        _, told = process.communicate()
    assert process.returncode == 0, told.decode()


def run_to_the_end(workspace: Path) -> None:
    """In this process, which loads the models once."""
    with open_workspace(workspace, 1) as opened:
        assert run(opened).failures == ()


def content(workspace: Path) -> dict[str, list[str]]:
    with closing(SqliteStore(workspace / "vedette.db")) as store:
        return canon(store.view())


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a few reports of the demo war, not yet run."""
    workspace = tmp_path_factory.mktemp("killed") / "war"
    with as_file(files("vedette") / "demo") as demo:
        finish("init", workspace, "--config", demo / "watch.toml")
        finish("add", workspace, *sorted((demo / "reports" / "texts").iterdir()))
    return workspace


def items_done(workspace: Path) -> int:
    """How far a run has come, read beside it."""
    with closing(sqlite3.connect(f"file:{workspace / 'vedette.db'}?mode=ro", uri=True, timeout=10)) as store:
        return int(store.execute("SELECT count(*) FROM done").fetchone()[0])


def kill_after(process: "subprocess.Popen[bytes]", workspace: Path, done: int, delay: float) -> None:
    """Kills when so many items are done and a moment has passed; a run that ends before is left alone."""
    while process.poll() is None and items_done(workspace) < done:
        time.sleep(0.02)
    time.sleep(delay)
    process.kill()


def test_a_killed_vedette_run_ends_like_one_that_was_not(added: Path, tmp_path: Path) -> None:
    """One moment in each fifth of the run; afterwards the content is the same, fact for fact."""
    shutil.copytree(added, tmp_path / "unharmed")
    run_to_the_end(tmp_path / "unharmed")
    expected, whole = content(tmp_path / "unharmed"), items_done(tmp_path / "unharmed")
    assert expected["statements"]
    chance, killed = random.Random(SEED), 0
    for moment in range(MOMENTS):
        workspace = tmp_path / f"moment-{moment}"
        shutil.copytree(added, workspace)
        with vedette("run", workspace, "--workers", 1) as process:
            kill_after(process, workspace, moment * whole // MOMENTS, delay=chance.random() / 4)
        killed += process.returncode == -signal.SIGKILL
        run_to_the_end(workspace)
        assert content(workspace) == expected
    assert killed >= MOMENTS - 1
