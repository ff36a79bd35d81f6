"""What is installed and what is missing: told, with the command that mends it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from vedette import health
from vedette.cli import main
from vedette.health import PURPOSES, examine, wanted
from vedette.workspace import create_workspace


def test_every_extra_has_a_purpose_and_every_purpose_an_extra() -> None:
    """A new extra without a line here would be told by its name alone."""
    assert set(PURPOSES) == set(wanted()) - {""}
    assert "spacy" in wanted()[""]


def test_what_is_missing_is_told_with_one_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """An extra is optional; the base is not."""
    monkeypatch.setattr(health, "_is_installed", lambda name: name not in ("warcio", "spacy"))
    found = {one.what: one for one in examine()}
    warc, base = found[f"warc: {PURPOSES['warc']}"], found["the base"]
    assert (warc.state, warc.mend, warc.needed) == ("missing", "pip install 'vedette[warc]'", False)
    assert (base.state, base.needed) == ("missing", True)
    assert "spacy" in base.detail


def test_letters_want_their_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each that is missing is named."""
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(health, "_run", lambda *command: "List of available languages:\neng\n")
    (letters,) = [one for one in examine() if "Tesseract" in one.what]
    assert (letters.state, letters.detail) == ("missing", "without rus, ukr")
    assert letters.mend == "apt-get install tesseract-ocr tesseract-ocr-rus tesseract-ocr-ukr"


def test_nothing_is_built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A gazetteer that is not there is told, and is not there afterwards."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (gazetteer,) = [one for one in examine() if "gazetteer" in one.what]
    assert gazetteer.state == "missing"
    assert not list(tmp_path.iterdir())


def doctor(*arguments: str, status: int = 0) -> str:
    result = CliRunner().invoke(main, ["doctor", *arguments])
    assert result.exit_code == status, result.output
    return result.output


def test_a_workspace_is_looked_at_too(tmp_path: Path) -> None:
    """Sound, without a place to write, missing, and damaged."""
    create_workspace(tmp_path / "war")
    assert "workspace war: 0 captures, 0 documents, 0 events" in doctor(str(tmp_path / "war"))
    assert "there is no workspace here" in doctor(str(tmp_path / "peace"), status=1)
    (tmp_path / "war" / "vedette.db").write_bytes(b"not a database" * 1000)
    assert "! workspace" in doctor(str(tmp_path / "war"), status=1)


def test_a_disk_that_is_nearly_full_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Before a capture does not fit."""
    create_workspace(tmp_path / "war")

    class Usage:
        free = 5_000_000

    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage)
    assert "captures will soon not fit" in doctor(str(tmp_path / "war"))


def test_programs_get_json() -> None:
    """A list of findings."""
    found: list[dict[str, Any]] = json.loads(doctor("--json"))
    assert {"what", "state", "detail", "mend", "needed"} == set(found[0])
