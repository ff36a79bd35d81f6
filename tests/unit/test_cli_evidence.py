"""The commands of evidence and backup: what they say, how they end, and what a hostile name may not do."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from vedette.app import add
from vedette.cli import main
from vedette.custodian import custody_of
from vedette.evidence.custody import ALL
from vedette.model.ids import CaptureId
from vedette.workspace import create_workspace, open_workspace


@pytest.fixture
def war(tmp_path: Path) -> Path:
    (tmp_path / "note.txt").write_text("Troops entered Lipova.")
    create_workspace(tmp_path / "war")
    with open_workspace(tmp_path / "war", 1) as opened:
        add(opened, [str(tmp_path / "note.txt")])
        for of in (CaptureId("cap_a"), CaptureId("cap_b"), ALL):
            custody_of(opened).note("Ann\x1b[31m\nroot", "page", of, "/captures/x\u202egnp", "192.0.2.7")
    return tmp_path / "war"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def test_custody_is_told_line_by_line(war: Path) -> None:
    """One line each, whatever a name holds; of one capture also what was done with all."""
    lines = run("custody", war).stdout.splitlines()
    assert len(lines) == 3
    assert not any(letter in "".join(lines) for letter in "\x1b\u202e")
    assert len(run("custody", war, "--of", "cap_a").stdout.splitlines()) == 2
    rows = json.loads(run("custody", war, "--json").stdout)["accesses"]
    assert [row["seq"] for row in rows] == [1, 2, 3]


def test_a_changed_log_is_told_by_verify(war: Path) -> None:
    """And exits as a proof that failed."""
    assert run("verify", war).exit_code == 0
    path = war / "custody.jsonl"
    path.write_bytes(path.read_bytes().replace(b"192.0.2.7", b"192.0.2.8", 1))
    done = run("verify", war)
    assert done.exit_code == 6
    assert "custody line 2: the chain is broken" in done.stdout


def test_stamp_tells_programs_what_it_did(war: Path) -> None:
    """As one object; the root vouches for the log."""
    told = json.loads(run("stamp", war, "--json").stdout)
    assert told["closed"].startswith("000001-")
    assert (told["stamped"], told["waiting"], told["failures"]) == ([], [], [])
    assert json.loads(run("verify", war, "--json").stdout)["roots"] == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "WAR", "evidence"],
        ["export", "WAR", "evidence", "--output", "x.zip"],
        ["export", "WAR", "events", "--whole"],
        ["export", "WAR", "events", "--media"],
        ["verify", "WAR", "--authority", "x.pem"],
        ["backup", "WAR", "--to", "WAR"],
        ["restore", "NOTE", "--to", "back"],
        ["restore", "missing.age", "--to", "back"],
    ],
)
def test_wrong_use_is_one_line(war: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """With exit status 2, and nothing made."""
    monkeypatch.chdir(war.parent)
    before = set(war.parent.iterdir())
    done = run(*[{"WAR": war, "NOTE": war.parent / "note.txt"}.get(one, one) for one in arguments])
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
    assert set(war.parent.iterdir()) == before


def test_a_backup_needs_a_key_or_somebody_to_ask(war: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a short passphrase nor none is taken, and a key is never written over."""
    monkeypatch.delenv("VEDETTE_BACKUP_PASSPHRASE", raising=False)
    file = war.parent / "war.age"
    assert "nobody is there to ask" in run("backup", war, "--to", file).stderr
    monkeypatch.setenv("VEDETTE_BACKUP_PASSPHRASE", "short")
    assert "at least 12 characters" in run("backup", war, "--to", file).stderr
    key = war.parent / "note.txt"
    assert run("backup", war, "--to", file, "--new-key", key).exit_code == 2
    assert key.read_text() == "Troops entered Lipova."
    assert not file.exists()
