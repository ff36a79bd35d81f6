"""Workspaces whose store lies on a server, by their commands."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from postgres_cluster import cluster, emptied
from store_facts import a_capture, a_document, a_statement, an_analysis

from vedette.cli import main
from vedette.model.errors import UsageError, WorkspaceError
from vedette.relocation import move_store
from vedette.workspace import create_workspace, open_workspace

pytestmark = pytest.mark.xdist_group("postgres")


def vedette(*arguments: object, status: int = 0) -> str:
    result = CliRunner().invoke(main, [*map(str, arguments)])
    assert result.exit_code == status, result.output
    return result.output


def test_a_workspace_moves_to_a_server_and_goes_on_there(tmp_path: Path) -> None:
    """Commands read and write the server from then on; the file stays as it was."""
    path, url = tmp_path / "war", emptied()
    create_workspace(path)
    document = a_document("He said so.")
    with open_workspace(path, 1) as opened:
        opened.store.append([a_capture(), document, an_analysis(document, a_statement(document, "He said"))])
    before = (path / "vedette.db").read_bytes()
    assert "rows moved" in vedette("move", path, "--to", url)
    told = vedette("status", path)
    assert "kept in postgresql://" in told
    assert "statements           1" in told
    with open_workspace(path, 1) as opened:
        opened.store.append([a_capture("b")])
        assert len(list(opened.store.view().chain())) == 2
    assert (path / "vedette.db").read_bytes() == before
    assert "only a file" in vedette("move", path, "--to", url, status=2)
    assert "vedette_reader" in vedette("roles", path)
    assert "CREATE ROLE" in vedette("roles", path, "--print")


def test_a_workspace_can_begin_on_a_server(tmp_path: Path) -> None:
    """`init` makes the tables; a second workspace at the same server sees the same store."""
    config = tmp_path / "watch.toml"
    config.write_text(f'name = "A war"\n[store]\nurl = "{emptied()}"\n')
    for name in ("one", "two"):
        create_workspace(tmp_path / name, config)
        assert not (tmp_path / name / "vedette.db").exists()
    with open_workspace(tmp_path / "one", 1) as one, open_workspace(tmp_path / "two", 1) as two:
        one.store.append([a_capture()])
        assert two.store.view().counts()["captures"] == 1


def test_a_password_in_the_watch_file_is_refused(tmp_path: Path) -> None:
    """The message says where it belongs."""
    config = tmp_path / "watch.toml"
    for url in ("postgresql://me:secret@host/name", "postgresql://host/name?password=secret"):
        config.write_text(f'name = "A war"\n[store]\nurl = "{url}"\n')
        with pytest.raises(UsageError, match="pgpass") as refused:
            create_workspace(tmp_path / "war", config)
        assert "secret" not in str(refused.value)
    assert not (tmp_path / "war").exists()


def test_what_cannot_be_moved_is_left_as_it_was(tmp_path: Path) -> None:
    """A server that is not there, and one that holds a store already."""
    path = tmp_path / "war"
    create_workspace(path)
    before = (path / "watch.toml").read_text()
    with pytest.raises(WorkspaceError, match="does not answer"):
        move_store(path, f"postgresql://vedette@/x?host={tmp_path}", lambda *_: None)
    with open_workspace(path, 1) as opened:
        opened.store.append([a_capture()])
    move_store(path, emptied(), lambda *_: None)
    (path / "watch.toml").write_text(before)
    with open_workspace(path, 1) as opened:
        opened.store.append([a_capture("b")])
    with pytest.raises(UsageError, match="holds another store"):
        move_store(path, cluster().url(), lambda *_: None)
    assert (path / "watch.toml").read_text() == before
