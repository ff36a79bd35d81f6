"""The demo war, from the packaged reports to a cited report."""

import json
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from vedette.cli import main

pytestmark = pytest.mark.slow


def vedette(*arguments: object) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result


def test_the_demo_war_is_built_reported_and_proven(tmp_path: Path) -> None:
    """Every packaged report goes through; the second time does no work and takes seconds."""
    folder = tmp_path / "demo"
    first = vedette("demo", "--once", "--folder", folder)
    assert "paraphrase" in first.stdout
    assert (folder / "reports" / "2024-05-09--2024-05-17" / "index.html").is_file()
    counts = json.loads(vedette("status", folder, "--json").stdout)["counts"]
    assert counts["documents"] >= 30
    assert counts["versions"] > counts["documents"]
    assert min(counts[fact] for fact in ("statements", "events", "control", "threats")) > 0
    assert counts["failures"] == 0
    assert counts["observations"] > 10
    started = time.monotonic()
    vedette("demo", "--once", "--folder", folder, "--quiet")
    assert time.monotonic() - started < 10
    assert json.loads(vedette("run", folder, "--json").stdout)["nothing_new"]
    assert "Everything stands" in vedette("verify", folder).stdout
