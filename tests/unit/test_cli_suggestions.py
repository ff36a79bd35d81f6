"""What commands say while one waits, and what they suggest to type next."""

import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from vedette.cli import main
from vedette.cli.output import shown_progress
from vedette.reference import gazetteer


def test_a_first_use_says_why_it_takes_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line on standard error when the gazetteer is built, none when it is there, none if silence was asked for."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    def build(path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    monkeypatch.setattr(gazetteer, "build_gazetteer", build)
    with shown_progress(quiet=False) as progress:
        path = gazetteer.gazetteer_path(lambda: progress("gazetteer", 0, 1))
        gazetteer.gazetteer_path(lambda: progress("gazetteer", 0, 1))
    told = capsys.readouterr()
    assert told.err.splitlines() == ["building the gazetteer of places (once, about half a minute)"]
    assert told.out == ""
    path.unlink()
    with shown_progress(quiet=True) as progress:
        gazetteer.gazetteer_path(lambda: progress("gazetteer", 0, 1))
    assert capsys.readouterr() == ("", "")


def test_suggested_commands_can_be_typed(tmp_path: Path) -> None:
    """Also for a folder with a space in its name."""
    folder = tmp_path / "war 2"
    note = tmp_path / "note.txt"
    note.write_text("The army left Lukiantsi.", "utf-8")
    made = CliRunner().invoke(main, ["init", str(folder)])
    added = CliRunner().invoke(main, ["add", str(folder), str(note)])
    waiting = CliRunner().invoke(main, ["status", str(folder)])
    for result in (made, added, waiting):
        assert result.exit_code == 0
        (line,) = (line for line in result.stdout.splitlines() if "vedette " in line)
        assert str(folder) in shlex.split(line.replace("(", "").replace(")", ""))
