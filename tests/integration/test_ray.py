"""The Ray engine: the same content from a cluster that loses a machine; and plain words where there is no cluster."""

import importlib.util
import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from vedette.engine.ray import RayEngine
from vedette.model.errors import UsageError, VedetteError
from vedette.model.machines import Machines
from vedette.reference.watchfile import parse_watch, read_machines

SCRIPT = Path(__file__).parent / "ray_run.py"
UNIT = SCRIPT.parent.parent / "unit"
CEILING_S = 240
LACKS = importlib.util.find_spec("ray") is None


@pytest.mark.slow
@pytest.mark.skipif(LACKS, reason="ray is missing: pip install 'vedette[ray]'; the engine for clusters is NOT tested")
def test_a_cluster_that_loses_a_machine_ends_like_one_process(tmp_path: Path) -> None:
    """Two nodes, one killed after a third of the work: every item once, fact for fact the same."""
    settings = {
        # For the workers of the nodes, too.
        "PYTHONPATH": os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), str(UNIT)))),
        # As `ray get-auth-token --generate` would, without a file in the home of whoever tests.
        "RAY_AUTH_TOKEN": secrets.token_hex(32),
        "RAY_raylet_start_wait_time_s": "120",
        # That a node is gone is seen after as many questions as ever, which come sooner one after another.
        "RAY_health_check_period_ms": "500",
    }
    for attempt in range(2):
        (folder := tmp_path / str(attempt)).mkdir()
        command = [sys.executable, str(SCRIPT), str(folder)]
        ended = subprocess.run(
            command, capture_output=True, text=True, timeout=CEILING_S, check=False, env=os.environ | settings
        )
        # Ray gives a node fifteen seconds to start, which this machine may not have while others use it.
        if "timed out during startup" not in ended.stderr:
            break
    assert ended.returncode == 0, ended.stderr[-2000:]
    told = json.loads(ended.stdout.strip().splitlines()[-1])
    assert told.pop("died")[0] < told["done"]
    assert told == {
        "done": 40,
        "failed": 0,
        "same": True,
        "settings": {"RAY_AUTH_MODE": "token", "RAY_USAGE_STATS_ENABLED": "0"},
    }


def test_without_the_extra_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is asked of Ray before there is work."""
    monkeypatch.setitem(sys.modules, "ray", None)
    engine = RayEngine("auto")
    with pytest.raises(UsageError, match=r"pip install 'vedette\[ray\]'"):
        list(engine.map(object(), [[1]]))  # type: ignore[arg-type]


def test_the_watch_file_names_the_machines(tmp_path: Path) -> None:
    """The table is checked with the rest, and is no part of the watch: the picture is the same on any machine."""
    plain = 'name = "War"\n'
    text = plain + '[engine]\nkind = "ray"\naddress = "10.0.0.5:6379"\nshared = true\n'
    path = tmp_path / "watch.toml"
    path.write_text(text)
    assert read_machines(path) == Machines(kind="ray", address="10.0.0.5:6379", shared=True)
    assert parse_watch(text) == parse_watch(plain)
    with pytest.raises(UsageError, match="`kind` must be"):
        parse_watch(plain + '[engine]\nkind = "dask"\n')


def test_machines_that_see_the_workspace_are_told_where_it_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From its root, for they work in other folders; without `shared` it stays as it was named."""
    from vedette.collect.archive import FileArchive
    from vedette.workspace import create_workspace, open_workspace

    monkeypatch.chdir(tmp_path)
    create_workspace(Path("war"))
    for shared in (False, True):
        with open_workspace(Path("war"), machines=Machines(kind="ray", address="auto", shared=shared)) as opened:
            assert isinstance(opened.archive, FileArchive)
            assert opened.archive.path.is_absolute() is shared


def test_an_address_without_a_cluster_is_refused(tmp_path: Path) -> None:
    """`--address` alone would be ignored in silence."""
    from click.testing import CliRunner

    from vedette.cli.run import command
    from vedette.workspace import create_workspace

    create_workspace(tmp_path / "war")
    ended = CliRunner().invoke(command, [str(tmp_path / "war"), "--address", "auto"])
    assert isinstance(ended.exception, VedetteError)
    assert "--engine ray" in str(ended.exception)
