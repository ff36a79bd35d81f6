"""The end of a command that does not end well, and where its lines go."""

import errno
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from vedette.cli import main
from vedette.cli.ending import tell_end
from vedette.cli.lines import write_lines
from vedette.model.errors import IntegrityError, UsageError


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (click.Abort(), 130, "stopped"),
        (IntegrityError("one\ntwo"), 6, "vedette: one two\n"),
        (OSError(errno.ENOSPC, "No space left on device", "/tmp/x"), 1, "/tmp/x: No space left on device: free some"),
        (click.BadParameter("too small"), 2, "vedette: invalid value: too small; see `vedette --help`\n"),
    ],
)
def test_an_end_is_one_line(error: Exception, status: int, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each with the exit status that `vedette --help` gives it."""
    assert tell_end(error) == status
    told = capsys.readouterr().err
    assert says in told
    assert told.count("\n") == 1


def test_an_error_that_no_state_of_the_machine_explains_is_a_bug() -> None:
    """It keeps its traceback."""
    with pytest.raises(OSError, match="odd"):
        tell_end(OSError(errno.EBADF, "odd"))


@pytest.mark.parametrize("arguments", [["nonsense"], ["--nonsense"], ["run", "w", "--workers", "0"], ["add"]])
def test_wrong_use_is_one_line_that_names_the_help(arguments: list[str]) -> None:
    """Whichever command and option it is."""
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("vedette: ")
    assert result.stderr.endswith("--help`\n")
    assert result.stderr.count("\n") == 1


def test_ctrl_c_is_one_line_and_130(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the command was doing."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("vedette.workspace.create_workspace", stop)
    result = CliRunner().invoke(main, ["init", "w"])
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr.count("\n") == 1
    assert "vedette: stopped" in result.stderr


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    """What stood there stays where the lines break off, and nothing lies beside it."""
    (tmp_path / "out.jsonl").write_text("before")

    def broken() -> Iterator[str]:
        yield "one\n"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_lines(broken(), tmp_path / "out.jsonl")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("out.jsonl", "before")]
    write_lines(["one\n"], tmp_path / "out.jsonl")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("out.jsonl", "one\n")]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """The file it leads to is written."""
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "real.jsonl")
    write_lines(["one\n"], tmp_path / "link.jsonl")
    assert (tmp_path / "link.jsonl").is_symlink()
    assert (tmp_path / "real.jsonl").read_text() == "one\n"


def test_a_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    """What is no ordinary file is never replaced by one: /dev/null must outlive an export by root."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    write_lines(["one\n", "two\n"], pipe)
    reader.join()
    assert read == ["one\ntwo\n"]
    assert pipe.is_fifo()


@pytest.mark.parametrize("place", ["", ".", "no/such/folder/out"])
def test_an_impossible_place_is_wrong_use(tmp_path: Path, place: str) -> None:
    """The line names the place and the option."""
    with pytest.raises(UsageError, match="--output"):
        write_lines(["one\n"], tmp_path / place)
