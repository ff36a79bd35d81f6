"""init, add, run, status, failures, verify: a workspace from the door, with a cheap stage in place of understanding."""

import json
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result

from vedette.cli import main
from vedette.collect.archive import FileArchive, StorageError, Stored
from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.span import Span
from vedette.model.statement import Statement, statement_id
from vedette.model.watch import Watch
from vedette.ports import Outcome

WATCH = """
name = "A war"
[[side]]
id = "north"
name = "Northland"
[[source]]
id = "ministry"
name = "Ministry"
side = "north"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeText:
    """The whole text is one statement; a text about nothing fails."""

    gazetteer: Path
    watch: Watch | None = None
    name: str = "understand"
    version: str = "1"

    def __call__(self, batch: Sequence[Document]) -> Iterator[Outcome[Analysis]]:
        for document in batch:
            if "nothing" in document.text:
                yield Outcome(item=document.id, failure=f"{document.label}: nothing to understand")
                continue
            content = Span(document=document.id, start=0, end=len(document.text))
            statement = Statement(id=statement_id(document.id, content, None, None), content=content)
            yield Outcome(
                item=document.id,
                results=(Analysis(document=document.id, version="1", statements=(statement,)),),
            )


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """No model and no gazetteer is loaded."""
    for name, value in (("understand.stage", WholeText), ("reference.gazetteer", lambda *_: Path())):
        module = ModuleType(f"vedette.{name}")
        setattr(module, "gazetteer_path" if "gazetteer" in name else "UnderstandStage", value)
        monkeypatch.setitem(sys.modules, f"vedette.{name}", module)


def vedette(*arguments: object, status: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == status, result.output
    return result


def run_in(workspace: Path) -> dict:
    return json.loads(vedette("run", workspace, "--workers", 1, "--json").stdout)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "one.txt").write_text("Troops entered Vovchansk on Sunday, the ministry said.")
    (folder / "two.txt").write_text("There is nothing to tell here, the paper said on Monday.")
    (folder / "empty.txt").write_text("")
    (folder / "rubbish.txt").write_bytes(bytes(range(256)) * 40)
    return folder


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    config = tmp_path / "given.toml"
    config.write_text(WATCH)
    vedette("init", tmp_path / "war", "--config", config)
    return tmp_path / "war"


def test_a_folder_goes_all_the_way_and_bad_files_do_not_stop_it(workspace: Path, reports: Path) -> None:
    """The good report gives a statement, each bad one a line and a failure row."""
    added = vedette("add", workspace, reports)
    assert "new capture" in added.stdout
    first = vedette("run", workspace, "--workers", 1)
    assert "1 statement" in first.stdout
    listed = vedette("failures", workspace).stdout.splitlines()
    assert len(listed) == 3
    told = added.stderr + first.stderr
    assert told.count("failed: ") == 3
    assert "Traceback" not in told
    assert "Everything stands" in vedette("verify", workspace).stdout


def test_a_text_that_is_not_understood_is_named(
    workspace: Path, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reason that is the same for a hundred texts is told with the label of each."""
    monkeypatch.setattr(
        WholeText, "__call__", lambda self, batch: [Outcome(item=one.id, failure="no") for one in batch]
    )
    vedette("add", workspace, reports / "one.txt")
    assert vedette("run", workspace, "--workers", 1).stderr == "failed: one.txt: no\n"
    assert vedette("failures", workspace).stdout == "understand: one.txt: no\n"


def test_nothing_is_added_or_worked_through_twice(workspace: Path, reports: Path) -> None:
    """The same reports again are known; a second run does no work and says so at once."""
    vedette("add", workspace, reports / "one.txt")
    assert not run_in(workspace)["nothing_new"]
    again = json.loads(vedette("add", workspace, reports / "one.txt", "--json").stdout)
    assert (again["new"], again["known"], again["failures"]) == (0, 1, [])
    started = time.monotonic()
    second = run_in(workspace)
    assert time.monotonic() - started < 2
    assert second["nothing_new"]
    assert {stage["done"] for stage in second["stages"].values()} == {0}
    assert vedette("run", workspace).stdout.startswith("Nothing new")


def test_jsonl_goes_in_under_the_source_that_is_named(workspace: Path, tmp_path: Path) -> None:
    """One capture, a document a line, its label the id its source gave it."""
    lines = [{"id": f"r{number}", "text": f"Report {number}.", "published": "2024-05-12"} for number in range(3)]
    file = tmp_path / "docs.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines) + "\n{broken\n")
    vedette("add", workspace, "--jsonl", file, "--source", "ministry")
    summary = run_in(workspace)
    assert summary["counts"]["documents"] == 3
    assert len(summary["failures"]) == 1
    status = json.loads(vedette("status", workspace, "--json").stdout)
    assert status["name"] == "A war"
    assert status["pending"] == {"read": 0, "observe": 0, "understand": 0}


def test_a_watch_that_is_edited_draws_the_picture_anew(workspace: Path, reports: Path) -> None:
    """Sides and sources are part of the recipe; nothing is read or understood again for it."""
    vedette("add", workspace, reports / "one.txt")
    run_in(workspace)
    (workspace / "watch.toml").write_text(WATCH.replace("Northland", "The North"))
    summary = run_in(workspace)
    assert summary["rebuilt"]
    assert {stage["done"] for stage in summary["stages"].values()} == {0}


def test_init_writes_a_watch_that_explains_itself(tmp_path: Path) -> None:
    """Without a configuration the folder's name is the watch's; the same folder is not made twice."""
    assert "Name its sides" in vedette("init", tmp_path / "my war").stdout
    assert 'name = "my war"' in (tmp_path / "my war" / "watch.toml").read_text()
    assert "workspace already" in vedette("init", tmp_path / "my war", status=2).stderr


def test_a_bad_configuration_makes_nothing(tmp_path: Path) -> None:
    """The file is checked before the folder is made."""
    config = tmp_path / "bad.toml"
    config.write_text("name = 1")
    result = vedette("init", tmp_path / "war", "--config", config, status=2)
    assert result.stderr.startswith("vedette: ")
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "war").exists()


def test_an_unfinished_init_is_completed(tmp_path: Path) -> None:
    """A killed init left a store without a watch; the next one goes on."""
    vedette("init", tmp_path / "war")
    (tmp_path / "war" / "watch.toml").unlink()
    assert "vedette init" in vedette("run", tmp_path / "war", status=3).stderr
    vedette("init", tmp_path / "war")


def test_exit_statuses_say_what_went_wrong(workspace: Path, reports: Path, tmp_path: Path) -> None:
    """2 wrong use, 3 no workspace, 4 nothing captured, 6 a proof failed; each with one line."""
    assert "nothing to add" in vedette("add", workspace, status=2).stderr
    assert "no workspace" in vedette("run", tmp_path / "none", status=3).stderr
    assert "missing.txt" in vedette("add", workspace, tmp_path / "missing.txt", status=4).stderr
    vedette("add", workspace, reports / "one.txt")
    (kept,) = (path for path in (workspace / "archive").rglob("*") if path.is_file())
    kept.unlink()
    result = vedette("verify", workspace, status=6)
    assert "not in the archive" in result.stdout
    assert result.stderr.endswith("1 problem found; restore a backup from before\n")


def test_a_dead_address_is_a_failure_and_the_rest_goes_through(workspace: Path, reports: Path) -> None:
    """An address on this very machine is refused, with one line; the file beside it is captured."""
    result = vedette("add", workspace, "http://127.0.0.1:9/", reports / "one.txt")
    assert "127.0.0.1" in result.stderr
    assert "1 new capture" in result.stdout


def test_a_full_disk_keeps_the_captures_before_it(
    workspace: Path, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The archive refuses the second file: the first is in the store, the user is told, the next try goes on."""
    write_stream = FileArchive.write_stream

    def full(archive: FileArchive, chunks: Iterable[bytes]) -> Stored:
        if any((workspace / "archive").glob("??")):
            raise StorageError("the disk is full: free some space, then add again")
        return write_stream(archive, chunks)

    monkeypatch.setattr(FileArchive, "write_stream", full)
    assert "the disk is full" in vedette("add", workspace, reports / "one.txt", reports / "two.txt", status=4).stderr
    monkeypatch.undo()
    again = json.loads(vedette("add", workspace, reports / "one.txt", reports / "two.txt", "--json").stdout)
    assert (again["new"], again["known"]) == (1, 1)


def test_quiet_says_nothing(workspace: Path, reports: Path) -> None:
    """Programs that want only the status get only that."""
    vedette("add", workspace, reports / "one.txt", "--quiet")
    result = vedette("run", workspace, "--workers", 1, "--quiet")
    assert (result.stdout, result.stderr) == ("", "")


def test_help_imports_nothing_heavy() -> None:
    """`vedette --help` answers before any model, server or table is loaded."""
    code = (
        "import sys\nfrom vedette.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'spacy', 'fastapi', 'rich', 'msgspec', 'trafilatura', 'sqlite3', 'httpx'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    for name in ("demo", "analyze", "init", "add", "run", "serve", "report", "export", "verify"):
        assert f"\n  {name} " in result.stdout
