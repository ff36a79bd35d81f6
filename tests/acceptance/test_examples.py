"""The packages of examples/ are built, installed beside Vedette, tested by their own tests and used from the command
line, as whoever writes an extension would."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/pyproject.toml"))
_PIP = ("pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check")
# Many commands in one process: starting Python anew for each would take most of the time.
_TYPED = """
import json, sys
from click.testing import CliRunner
from vedette.cli import main
told = []
for line in json.load(sys.stdin):
    done = CliRunner().invoke(main, line, prog_name="vedette")
    told.append([done.exit_code, done.output])
print(json.dumps(told))
"""
_WATCH = """name = "A watch"
countries = ["UA"]
[extensions]
use = ["vedette-example-cap", "vedette_example_polish", "vedette-example-calibres", "vedette-example-tremors", "broken"]
[[collect]]
id = "warnings"
kind = "cap"
folder = "alerts"
"""
_ALERT = """<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>7</identifier><sender>a@b</sender>
<sent>2024-05-13T06:30:00+03:00</sent><info><language>pl-PL</language><event>Alarm</event>
<senderName>Obrona cywilna</senderName><headline>Alarm w Charkowie</headline>
<description>Ministerstwo podało, że wczoraj ostrzelano Charków pociskami 152 mm.</description></info></alert>"""
_TABLE = """time,latitude,longitude,uncertainty_km,magnitude,type,stations
2024-05-12T03:04:05+00:00,50.29,36.94,4,2.1,explosion,9
2024-05-12T05:00:00+00:00,50.29,36.94,30,,,0
"""

Row = dict[str, Any]


def _python(*arguments: str, folder: Path, given: str = "", paths: tuple[Path, ...] = ()) -> str:
    places = os.pathsep.join([*map(str, paths), str(ROOT / "src")])
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        input=given,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": places, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds all of them, and one package that cannot be loaded."""
    folder = tmp_path_factory.mktemp("packages")
    _python("-m", *_PIP, "--target", str(folder), *map(str, EXAMPLES), folder=folder)
    broken = folder / "broken-1.2.dist-info"
    broken.mkdir()
    (broken / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1.2\n", "utf-8")
    (broken / "entry_points.txt").write_text("[vedette.stages]\nmood = no_such_module:mood\n", "utf-8")
    return folder


@pytest.mark.slow
def test_the_examples_pass_their_own_tests(installed: Path, tmp_path: Path) -> None:
    """Against the installed packages, not their folders."""
    tests = [str(path / "tests") for path in EXAMPLES]
    options = ("-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--import-mode=importlib", "-W", "error")
    told = _python("-m", "pytest", *options, f"--rootdir={tmp_path}", *tests, folder=tmp_path, paths=(installed,))
    assert " passed" in told


@pytest.mark.slow
def test_all_five_take_part_in_a_watch(installed: Path, tmp_path: Path) -> None:
    """What each brings comes out at the other end with the name of its package; one that is broken stops nothing."""
    (tmp_path / "watch.toml").write_text(_WATCH, "utf-8")
    (tmp_path / "table.csv").write_text(_TABLE, "utf-8")
    (tmp_path / "alert.xml").write_text(_ALERT, "utf-8")
    typed = [
        ["init", "w", "--config", "watch.toml"],
        ["add", "w", "table.csv", "alert.xml"],
        ["collect", "w"],
        ["run", "w", "--workers", "1"],
        *(["export", "w", table] for table in ("statements", "annotations", "observations")),
        ["export", "w", "events", "--format", "georss"],
        ["export", "w", "control", "--format", "georss"],
        ["doctor", "w", "--json"],
        ["run", "w", "--workers", "1"],
    ]
    (tmp_path / "w" / "alerts").mkdir(parents=True)
    (tmp_path / "w" / "alerts" / "1.xml").write_text(_ALERT.replace(">7<", ">8<"), "utf-8")
    told = json.loads(_python("-c", _TYPED, folder=tmp_path, given=json.dumps(typed), paths=(installed,)))
    assert [status for status, _ in told] == [0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0], told
    _, added, collected, ran, statements, notes, sights, feed, refused, doctor, again = (text for _, text in told)
    assert "2 new captures" in added
    assert "1 new capture" in collected
    assert "the extension mood of broken 1.2 cannot be loaded (ModuleNotFoundError" in ran
    _hold_facts(*([json.loads(line) for line in text.splitlines()] for text in (statements, notes, sights)))
    assert "<georss:point>" in feed
    assert "georss is a form of events" in refused
    _hold_doctor(json.loads(doctor))
    assert "Nothing" in again or "0 failed" in again or "failed:" in again


def _hold_facts(
    statements: list[dict[str, object]], notes: list[dict[str, object]], sights: list[dict[str, object]]
) -> None:
    assert {str(one["speaker"]["name"]) for one in statements if one["speaker"]} == {"Ministerstwo"}  # type: ignore[index]
    assert {(one["words"], one["value"], one["maker"]) for one in notes} == {
        ("152 mm", "152 mm", "vedette-example-calibres: calibres")
    }
    assert all(str(one["version"]).startswith("0.1.0 on ") and one["statement"] for one in notes)
    assert [(one["kind"], one["method"], one["version"], one["could_observe"]) for one in sights] == [
        ("extension", "vedette-example-tremors: tremor", "0.1.0", could) for could in (True, False)
    ]


def _hold_doctor(found: list[dict[str, str]]) -> None:
    states = {one["what"]: one["state"] for one in found if one["what"].startswith("extension")}
    assert states["extension pl of vedette-example-polish 0.1.0 (languages)"] == "here"
    assert states["extension mood of broken 1.2 (stages)"] == "broken"
    assert states["extension of the watch: broken: mood"] == "broken"
    assert len([one for one in states if "vedette-example" in one]) == 5
