"""Commands that cannot do what was asked, or are stopped: one clear line, the exit status of `--help`, no traceback."""

import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from commandline import (
    GOOD,
    UNPRIVILEGED,
    counts,
    interrupted,
    limited,
    refused,
    started,
    statements,
    vedette,
    write_lines,
)

from vedette.store.lock import held

LOOKING = (("status",), ("failures",), ("verify",), ("export", "statements"), ("report",))


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one report, worked through. Tests that spoil it take a copy."""
    folder = tmp_path_factory.mktemp("worked")
    report = folder / "report.txt"
    report.write_text(GOOD)
    vedette("init", folder / "war", "--quiet")
    vedette("add", folder / "war", report, "--quiet")
    vedette("run", folder / "war", "--workers", 1, "--quiet")
    return folder / "war"


@pytest.fixture
def war(worked: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(worked, tmp_path / "war"))


def until(happened: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Waits for something a running command does."""
    end = time.monotonic() + 60
    while not happened():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nonsense"], "no such command 'nonsense'; see `vedette --help`"),
        (["anlyze", "x.html"], "no such command 'anlyze': did you mean analyze?"),
        (["report", "w", "--date", "13.5.2024"], "'13.5.2024' is no day; write it as 2024-05-13"),
        (["--nonsense"], "no such option '--nonsense'"),
        (["add"], "missing argument 'WORKSPACE'; see `vedette add --help`"),
        (["run", "w", "--workers", "0"], "'--workers'"),
        (["run", ""], "name a folder"),
        (["export", "w", "rumours"], "'rumours' is not one of 'events'"),
        (["report", "w", "--date", "yesterday"], "'yesterday'"),
        (["report", "w", "--from", "2024-05-12", "--to", "2024-05-01"], "turn them round"),
        (["analyze"], "give one text"),
    ],
)
def test_wrong_use(arguments: list[str], says: str) -> None:
    """The line names what is wrong and where to read on."""
    assert says in refused(*arguments, status=2)


def test_no_arguments_show_the_help() -> None:
    """Whoever knows no command yet gets all of them, with the exit statuses."""
    shown = vedette(status=2).stderr
    assert shown == vedette("--help").stdout
    for status in ("0 done", "1 this machine", "2 wrong", "3 the workspace", "4 nothing", "5 nothing", "6 a", "130"):
        assert status in " ".join(shown.split())


@pytest.mark.parametrize("command", [*LOOKING, ("run",), ("add", "x")])
def test_no_workspace(tmp_path: Path, command: tuple[str, ...]) -> None:
    """The line says how to make one, and nothing is made."""
    line = refused(command[0], tmp_path / "none", *command[1:], status=3)
    assert "vedette init" in line
    assert not (tmp_path / "none").exists()


def test_a_workspace_that_is_a_file(tmp_path: Path) -> None:
    """Neither used nor overwritten."""
    (tmp_path / "file").write_text("kept")
    assert "no workspace here" in refused("run", tmp_path / "file", status=3)
    assert "cannot be made" in refused("init", tmp_path / "file", status=3)
    assert (tmp_path / "file").read_text() == "kept"


def test_a_workspace_without_permission(war: Path) -> None:
    """Read-only, or closed altogether: what to check, and nothing is changed."""
    for path in (*war.rglob("*"), war):
        path.chmod(0o555 if path.is_dir() else 0o444)
    for command in (("run",), ("add", "x"), ("status",)):
        assert "permissions" in refused(command[0], war, *command[1:], status=3, program=UNPRIVILEGED)
    war.chmod(0)
    assert "permissions" in refused("status", war, status=3, program=UNPRIVILEGED)
    war.chmod(0o700)


def test_a_second_run_at_once(war: Path) -> None:
    """The second is told to wait; looking on and adding are not disturbed."""
    with held(war / "vedette.lock"):
        assert "another run is at work" in refused("run", war, "--workers", 1, status=3)
        assert len(statements(war)) == 1
    vedette("run", war, "--workers", 1)


def _overwritten(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("INSERT INTO schema_version VALUES (999)")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_overwritten, "damaged; put back a copy"),
        (lambda path: path.write_bytes(path.read_bytes()[:5000]), "damaged; put back a copy"),
        (lambda path: path.write_bytes(b"rubbish" * 1000), "not a Vedette database; put back a copy"),
        (lambda path: path.write_bytes(b""), "not a Vedette database; put back a copy"),
        (lambda path: path.unlink(), "vedette init"),
        (_newer, "upgrade Vedette"),
    ],
    ids=["overwritten", "cut off", "rubbish", "emptied", "removed", "newer"],
)
def test_a_database_that_cannot_be_used(war: Path, spoil: Callable[[Path], object], says: str) -> None:
    """Every command says the same, and the archive stays as it was."""
    archived = sorted(war.glob("archive/*/*"))
    spoil(war / "vedette.db")
    for command in (("status",), ("run",), ("export", "statements")):
        assert says in refused(command[0], war, *command[1:], status=3)
    assert sorted(war.glob("archive/*/*")) == archived


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('name = "x"\nsidez = 1', "unknown key `sidez`"),
        ('name = "x"\n[[side]]\nid = "a"', "[[side]] number 1: `name`"),
        ('name = "x"\n[policy]\ndelay_hours = "soon"', "`delay_hours`"),
        ('name = "x', "not TOML"),
    ],
)
def test_a_mistake_in_the_watch_names_its_key(war: Path, text: str, says: str) -> None:
    """The line names file and key."""
    (war / "watch.toml").write_text(text)
    line = refused("run", war, status=2)
    assert says in line
    assert "watch.toml" in line


def test_outputs_that_cannot_be(war: Path, tmp_path: Path) -> None:
    """A folder, a folder that is none, a full device: the line names the place, and nothing is left behind."""
    report = tmp_path / "report.txt"
    report.write_text(GOOD)
    full = Path("/dev/full")
    for place in (tmp_path, tmp_path / "none" / "out", report / "out", *([full] if full.is_char_device() else [])):
        assert str(place) in refused("export", war, "statements", "--output", place, status=2)
    assert str(tmp_path) in refused("analyze", report, "--output", tmp_path, status=2)
    assert str(report) in refused("report", war, "--date", "2024-05-12", "--output", report, status=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.txt", "war"]


def test_devices_are_written_to(war: Path) -> None:
    """`--output /dev/stdout` is standard output, also for root, and the device is there after it."""
    assert vedette("export", war, "statements", "--output", "/dev/stdout").stdout.count("\n") == 1
    vedette("export", war, "statements", "--output", "/dev/null")
    assert Path("/dev/null").is_char_device()


def test_a_disk_that_is_full(tmp_path: Path) -> None:
    """What was captured before it was full is kept, and the line says what to do."""
    (tmp_path / "a.txt").write_text(GOOD)
    (tmp_path / "b.txt").write_text("The army said it held the bridge. " * 20_000)
    war = tmp_path / "war"
    vedette("init", war, "--quiet")
    line = refused("add", war, tmp_path / "a.txt", tmp_path / "b.txt", status=4, program=limited(400_000))
    assert "cannot write to the archive" in line
    assert counts(war)["captures"] == 1
    assert "disk" in refused("run", war, "--workers", 1, status=3, program=limited(0))
    vedette("verify", war)


def test_ctrl_c_while_adding(tmp_path: Path) -> None:
    """What was captured stays, and the same command takes the rest."""
    reports, war = tmp_path / "reports", tmp_path / "war"
    reports.mkdir()
    for number in range(1500):
        (reports / f"{number}.txt").write_text(f"Report {number}. {GOOD}")
    vedette("init", war, "--quiet")
    process = started("add", war, reports)
    until(lambda: sum(1 for _ in war.glob("archive/??/*")) > 5, process)
    told = interrupted(process)
    assert told.startswith("vedette: stopped")
    assert told.count("\n") == 1
    assert 5 < counts(war)["captures"] < 1500
    vedette("verify", war)


def test_ctrl_c_while_running(tmp_path: Path) -> None:
    """Documents and analyses that were finished stay, the rest waits, and the next run goes on."""
    war = tmp_path / "war"
    lines = write_lines(tmp_path / "lines.jsonl", [f"Report {number}. {GOOD}" for number in range(600)])
    vedette("init", war, "--quiet")
    vedette("add", war, "--jsonl", lines, "--quiet")
    process = started("run", war, "--workers", 1)
    with closing(sqlite3.connect(war / "vedette.db")) as raw:
        until(lambda: raw.execute("SELECT count(*) FROM analyses").fetchone()[0] > 0, process)
        told = interrupted(process)
        (analysed,) = raw.execute("SELECT count(*) FROM analyses").fetchone()
    assert told.startswith("vedette: stopped")
    assert told.count("\n") == 1
    assert 0 < analysed < 600
    assert counts(war)["documents"] == 600
    assert f"waiting to understand: {600 - analysed}" in vedette("status", war).stdout


@pytest.mark.parametrize("form", ["analyze", "export"])
def test_a_reader_that_goes_away(war: Path, tmp_path: Path, form: str) -> None:
    """`vedette … | head -1` ends without a word."""
    lines = write_lines(tmp_path / "lines.jsonl", [f"Report {number}. {GOOD}" for number in range(100)])
    process = started("analyze", "--input", lines) if form == "analyze" else started("export", war, "statements")
    assert process.stdout is not None
    assert process.stderr is not None
    if form == "analyze":
        assert process.stdout.readline().startswith("{")
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(timeout=60) == 1
