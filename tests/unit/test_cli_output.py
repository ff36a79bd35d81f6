"""What others wrote, on a terminal."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from vedette.cli import main
from vedette.cli.output import one_line, say, shown
from vedette.cli.reading import show_analysis
from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.ids import CaptureId, DocumentId, SourceId
from vedette.model.span import Span
from vedette.model.statement import Statement, statement_id

HOSTILE = "\x1b]0;owned\x07\x1b[31mThe ministry\x1b[0m said \u202eno\u202c.\x9b2J"


@given(st.text())
def test_what_acts_is_left_out_and_the_letters_stay(text: str) -> None:
    """No escape, no other control, no mark of direction; printable text is as it was."""
    assert not set(shown(text)) & {chr(code) for code in (*range(9), *range(11, 32), *range(127, 160), 0x202E, 0x2066)}
    printable = "".join(letter for letter in text if letter.isprintable())
    assert shown(printable) == printable
    assert "\n" not in one_line(text)


def test_a_hostile_text_is_told_as_letters(capsys: pytest.CaptureFixture[str]) -> None:
    """A terminal that shows an analysis gets nothing that moves it."""
    document = Document(
        id=DocumentId("d"),
        capture=CaptureId("c"),
        source=SourceId("s"),
        origin="o",
        label="l",
        text=HOSTILE,
        title=f"[bold]{HOSTILE}",
    )
    content = Span(document=document.id, start=0, end=len(HOSTILE))
    statement = Statement(id=statement_id(document.id, content, None, None), content=content)
    show_analysis(document, Analysis(document=document.id, version="1", statements=(statement,)))
    say(HOSTILE)
    told = capsys.readouterr().out
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert told.count("The ministry") == 3
    assert "[bold]" in told


@pytest.mark.parametrize("command", ["init", "add", "run", "status", "failures", "serve", "report", "verify"])
def test_an_empty_workspace_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    """A variable that nobody set is not the folder one stands in."""
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, [command, ""])
    assert result.exit_code == 2
    assert "name a folder" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_without_lines_is_told(tmp_path: Path) -> None:
    """Silence would look like success."""
    (tmp_path / "empty.jsonl").write_text("\n\n")
    result = CliRunner().invoke(main, ["analyze", "--input", str(tmp_path / "empty.jsonl")])
    assert (result.exit_code, result.stdout) == (5, "")
    assert result.stderr.count("\n") == 1
    assert "holds no lines" in result.stderr
