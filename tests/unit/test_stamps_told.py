"""Time-stamps that nobody gives are told of where one looks, and an address is never more than its host."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

import vedette.cli.follow as follow
from vedette.cli import main
from vedette.custodian import hosts_only
from vedette.evidence.roots import EVIDENCE
from vedette.evidence.stamping import Stamped

AUTHORITY = "https://stamps.example/tsa?key=hush"
ROOT = "2024-06-01.json"


def test_of_addresses_hosts_are_left() -> None:
    """Whatever follows may be a key."""
    assert hosts_only(f"{AUTHORITY} answered 403: see http://u:p@b.example/a,b") == (
        "https://stamps.example/… answered 403: see http://b.example/…"
    )


def test_follow_tells_of_a_stamp_that_nobody_gave_once(capsys: pytest.CaptureFixture[str]) -> None:
    """And once more when it came."""
    stamps = follow._Stamps(quiet=False)
    failed = Stamped(failures=(f"{AUTHORITY}: no answer",), waiting=(ROOT,))
    for done in (failed, failed, Stamped(waiting=(ROOT,)), Stamped(stamped=(ROOT,)), failed):
        stamps.tell(done)
    told = capsys.readouterr()
    assert told.err.count("failed: stamping: https://stamps.example/…") == 2
    assert "1 daily root without a time-stamp" in told.err
    assert told.out == "Every daily root has the time-stamp that it waited for.\n"
    assert "hush" not in told.err


def test_follow_hears_what_became_of_stamps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the round is told reaches standard error, and ends nothing."""
    failed = Stamped(failures=(f"{AUTHORITY}: no answer",), waiting=(ROOT,))
    monkeypatch.setattr("vedette.app.stamp_if_due", lambda _: failed)
    CliRunner().invoke(main, ["init", str(tmp_path / "war")])
    found = CliRunner().invoke(main, ["follow", str(tmp_path / "war"), "--rounds", "2", "--every", "0.1"])
    assert (found.exit_code, found.stderr.count("failed: stamping")) == (0, 1)


def test_status_and_doctor_tell_what_is_lacking(tmp_path: Path) -> None:
    """Once somebody was asked in vain; where nobody is to be asked, nothing is lacking."""
    config, folder = tmp_path / "watch.toml", tmp_path / "war"
    config.write_text(f'name = "w"\n[evidence]\nauthority = "{AUTHORITY}"\nca = "ca.pem"\n')
    CliRunner().invoke(main, ["init", str(folder), "--config", str(config)])
    (folder / EVIDENCE).mkdir(exist_ok=True)
    (folder / EVIDENCE / ROOT).write_text("{}")
    assert json.loads(CliRunner().invoke(main, ["status", str(folder), "--json"]).output)["unstamped"] == []
    asked = {AUTHORITY: {"failures": 2, "last": datetime.now(UTC).isoformat(), "reason": "no answer"}}
    (folder / EVIDENCE / "asked.json").write_text(json.dumps(asked))
    told = CliRunner().invoke(main, ["status", str(folder)]).output
    assert "not stamped: 1 daily root waits for a time-stamp; https://stamps.example/… failed 2 times" in told
    found = CliRunner().invoke(main, ["doctor", str(folder)]).output
    assert "! time-stamps: 1 daily root waits" in found
    assert "hush" not in told + found
