"""vedette report and vedette export."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from desk import WATCH, Desk
from test_publish_report import _fill

from vedette.cli import main
from vedette.store.sqlite import SqliteStore
from vedette.workspace import create_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with one event, as a run would leave it."""
    folder = tmp_path / "war"
    create_workspace(folder)
    desk = Desk()
    desk.report("ministry", "captured Lipova", change="captured", actor="Northland troops")
    store = SqliteStore(folder / "vedette.db")
    _fill(store, desk)
    store.close()
    assert WATCH.sources
    return folder


def _call(*arguments: object) -> tuple[int, str, str]:
    found = CliRunner().invoke(main, [str(one) for one in arguments])
    return found.exit_code, found.stdout, found.stderr


def test_report_prints_the_path_of_its_page(workspace: Path) -> None:
    """The last day with events, in the workspace's own reports."""
    status, out, _ = _call("report", workspace)
    assert status == 0
    page = Path(out.strip())
    assert page == workspace / "reports" / "2024-05-12" / "index.html"
    assert "Lipova" in page.read_text("utf-8")
    assert (page.parent / "report.md").is_file()


def test_report_as_json(workspace: Path, tmp_path: Path) -> None:
    """For programs: page, days, counts."""
    days = ("--from", "2024-05-10", "--to", "2024-05-13")
    status, out, _ = _call("report", workspace, *days, "--output", tmp_path / "out", "--json")
    told = json.loads(out)
    assert status == 0
    assert (told["from"], told["to"]) == ("2024-05-10", "2024-05-13")
    assert told["citations"] >= 1


@pytest.mark.parametrize(
    "days",
    [
        ("--from", "2024-05-10"),
        ("--from", "2024-05-10", "--to", "2024-05-01"),
        ("--date", "2024-05-10", "--to", "2024-05-12"),
    ],
)
def test_report_wants_whole_periods(workspace: Path, days: tuple[str, ...]) -> None:
    """Wrong days are wrong use, told in one line."""
    status, _, err = _call("report", workspace, *days)
    assert status == 2
    assert len(err.strip().splitlines()) == 1


def test_report_of_nothing_says_what_to_do(tmp_path: Path) -> None:
    """A workspace without events has no report."""
    create_workspace(tmp_path / "war")
    status, _, err = _call("report", tmp_path / "war")
    assert status == 2
    assert "vedette run" in err


def test_export_writes_a_whole_file_or_to_standard_output(workspace: Path, tmp_path: Path) -> None:
    """The same lines either way."""
    _, out, _ = _call("export", workspace, "events", "--format", "jsonl")
    status, _, _ = _call("export", workspace, "events", "--format", "jsonl", "--output", tmp_path / "e.jsonl")
    assert status == 0
    assert (tmp_path / "e.jsonl").read_text("utf-8") == out
    assert json.loads(out)["place"]["name"] == "Lipova"
    assert _call("export", workspace, "control", "--format", "geojson")[0] == 0
    assert _call("export", workspace, "events", "--format", "csv")[1].splitlines()[0].startswith("id,plover")


def test_export_refuses_what_cannot_be(workspace: Path, tmp_path: Path) -> None:
    """Threats have no points; a folder that is not there cannot be written to."""
    assert _call("export", workspace, "threats", "--format", "geojson")[0] == 2
    status, _, err = _call("export", workspace, "events", "--output", tmp_path / "none" / "e.jsonl")
    assert status == 2
    assert "cannot be written" in err
