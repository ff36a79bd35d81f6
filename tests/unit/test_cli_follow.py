"""vedette follow: rounds that pick up what comes, another run at work, a changed watch file, and a clean end."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import vedette.cli.follow as follow
from vedette.app import RunSummary, add
from vedette.app import follow as rounds
from vedette.pipeline import StageSummary
from vedette.renewal import Renewed
from vedette.workspace import create_workspace, open_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    create_workspace(tmp_path / "war")
    return tmp_path / "war"


def follows(workspace: Path, *options: str) -> Result:
    return CliRunner().invoke(follow.command, [str(workspace), "--every", "0.1", "--workers", "1", *options])


def test_rounds_that_find_nothing_say_nothing(workspace: Path) -> None:
    """The first draws the picture, of nothing yet; then only the end is told."""
    assert follows(workspace, "--rounds", "1").exit_code == 0
    result = follows(workspace, "--rounds", "3")
    assert (result.exit_code, result.stdout) == (0, "Stopped after 3 rounds.\n")


def test_a_round_tells_what_it_did(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one line."""
    renewed = Renewed(whole=False, corrected=True, events=2, gone=1)
    summary = RunSummary(stages=(StageSummary(name="read", done=1),), renewed=renewed, corrected=("2024-05-13",))

    def once(*_: Any, **__: Any) -> Iterator[RunSummary | None]:
        yield None
        yield summary

    monkeypatch.setattr("vedette.app.follow", once)
    result = follows(workspace, "--rounds", "2")
    line, end = result.stdout.splitlines()
    assert line.split("Z ", 1)[1] == (
        "read 1; 0 failed; added to the picture: 2 events new or different, 1 of before no more; "
        "notices brought up to date in 2024-05-13."
    )
    assert end == "Stopped after 2 rounds."


def test_ctrl_c_is_how_it_ends(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit status 0, one line, and the workspace closed."""

    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(follow.time, "sleep", interrupted)
    result = follows(workspace)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "Stopped after 1 round."


def test_another_run_at_work_is_waited_for(workspace: Path) -> None:
    """It passes; the next round goes on."""
    with open_workspace(workspace, 1) as mine, open_workspace(workspace, 1) as other:
        found = rounds(mine)
        with other.store.exclusive():
            assert next(found) is None
        assert next(found) is not None


def test_a_changed_watch_file_ends_the_rounds(workspace: Path) -> None:
    """Whoever follows opens the workspace again."""
    with open_workspace(workspace, 1) as opened:
        found = rounds(opened)
        assert next(found) is not None
        path = workspace / "watch.toml"
        text = path.read_text("utf-8")
        path.write_text(text.replace('name = "war"', 'name = "another war"', 1), "utf-8")
        assert next(found, "ended") == "ended"


def test_what_is_added_while_it_runs_is_read_in_the_next_round(workspace: Path, tmp_path: Path) -> None:
    """Even what turns out to have no text: it is told as a failure."""
    page = tmp_path / "page.html"
    page.write_text("<html><body></body></html>", "utf-8")
    with open_workspace(workspace, 1) as opened:
        found = rounds(opened)
        assert next(found) is not None
        add(opened, [str(page)])
        summary = next(found)
        assert summary is not None
        assert [(stage.done, stage.failed) for stage in summary.stages if stage.name == "read"] == [(1, 1)]
