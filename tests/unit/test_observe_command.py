"""vedette observe thermal"""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from vedette.cli import main

_FIRES = """lat,lon,date
50.0,30.0,2019-05-01
50.0,30.0,2020-05-01
48.611,38.002,2022-06-03
48.612,38.003,2022-06-03
48.613,38.004,2022-06-03
48.614,38.049,2022-06-03
48.611,38.002,2022-06-20
48.611,38.002,2022-06-20
48.611,38.002,2022-06-20
48.611,38.002,2022-06-20
48.611,38.051,2022-06-03
"""


@pytest.fixture
def fires(tmp_path: Path) -> Path:
    path = tmp_path / "fires.csv"
    path.write_text(_FIRES)
    return path


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["observe", "thermal", *map(str, arguments)])


def _lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_what_stands_out_is_written(fires: Path, tmp_path: Path) -> None:
    """The fields of the contract, a line a cell-day, by day."""
    output = tmp_path / "cells.jsonl"
    result = _run("--detections", fires, "--output", output, "--baseline-years", "2019,2020")
    assert result.exit_code == 0
    first, second = _lines(output.read_text())
    expected, p = first.pop("expected"), first.pop("p")
    assert first == {
        "lat": 48.6,
        "lon": 38.0,
        "cell_deg": 0.1,
        "date": "2022-06-03",
        "count": 4,
        "sustained": True,
        "could_observe": True,
    }
    assert 0 < expected < 0.01
    assert 0 < p < 0.01
    assert (second["date"], second["sustained"]) == ("2022-06-20", True)
    assert "11 detections, 3 cell-days judged against 2019, 2020: 2 stand out, 2 of them sustained" in result.stderr


def test_all_writes_every_cell_day(fires: Path) -> None:
    """To standard output where no file is named; the latest year is judged where no baseline is named."""
    result = _run("--detections", fires, "--all", "--quiet")
    assert result.exit_code == 0
    assert [(each["lon"], each["count"]) for each in _lines(result.stdout)] == [(38.0, 4), (38.1, 1), (38.0, 4)]
    assert result.stderr == ""


def test_bad_rows_are_told_in_one_line_and_the_run_goes_on(fires: Path) -> None:
    """With their number and the first of them."""
    fires.write_text(_FIRES + "north,38.0,2022-06-03\n99,38.0,2022-06-03\n")
    result = _run("--detections", fires, "--all", "--quiet")
    assert result.exit_code == 0
    assert len(_lines(result.stdout)) == 3
    (line,) = result.stderr.splitlines()
    assert "2 rows could not be read and are left out; line 13: not two numbers" in line


def test_nothing_read_fails(fires: Path) -> None:
    """Status 5 and one line, which says that columns may be swapped."""
    fires.write_text("lat,lon,date\n2022-06-03,48.6,38.0\n")
    result = _run("--detections", fires)
    assert result.exit_code == 5
    assert len(result.stderr.splitlines()) == 1
    assert "line 2: not two numbers and a day" in result.stderr
    assert "in the order of the first line" in result.stderr
    assert "holds no detection that could be read" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("years", "message"),
    [
        ("2014", "no baseline year to learn from"),
        ("2019,2020,2022", "none is left to judge"),
        ("last year", "years with commas between"),
        ("", "years with commas between"),
    ],
)
def test_baseline_years_that_cannot_be(fires: Path, years: str, message: str) -> None:
    """Are wrong use, told with what the file holds."""
    result = _run("--detections", fires, "--baseline-years", years)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_baseline_year_without_detections_is_told(fires: Path) -> None:
    """It is left out: no data is not the same as no fire."""
    result = _run("--detections", fires, "--baseline-years", "2017,2019,2020")
    assert result.exit_code == 0
    assert "no detections in 2017: left out of the baseline" in result.stderr


def test_an_output_that_cannot_be_written(fires: Path, tmp_path: Path) -> None:
    """Is wrong use, and leaves nothing behind."""
    result = _run("--detections", fires, "--output", tmp_path / "no" / "cells.jsonl")
    assert result.exit_code == 2
    assert "name another place" in result.stderr
    assert list(tmp_path.iterdir()) == [fires]


def test_help_lists_the_senses() -> None:
    """Without importing them."""
    result = CliRunner().invoke(main, ["observe", "--help"])
    assert result.exit_code == 0
    assert "thermal" in result.output
    assert CliRunner().invoke(main, ["observe", "smell"]).exit_code == 2


def test_what_stands_out_is_kept_in_a_workspace(fires: Path, tmp_path: Path) -> None:
    """The table is captured, its cell-days are observations once, and a run neither fails nor adds to them."""
    workspace = tmp_path / "war"
    assert CliRunner().invoke(main, ["init", str(workspace)]).exit_code == 0
    first = _run("--detections", fires, "--into", workspace)
    assert "2 new observations kept" in first.stdout
    assert "0 new observations kept" in _run("--detections", fires, "--into", workspace).stdout
    ran = CliRunner().invoke(main, ["run", str(workspace), "--json"])
    assert ran.exit_code == 0, ran.output
    counts = json.loads(ran.stdout)["counts"]
    assert (counts["captures"], counts["observations"], counts["failures"]) == (1, 2, 0)


def test_a_table_of_fires_can_be_added_like_any_report(fires: Path, tmp_path: Path) -> None:
    """The years before its latest teach what is usual; a table of one year says what it lacks and the run goes on."""
    workspace = tmp_path / "war"
    single = tmp_path / "single.csv"
    single.write_text("lat,lon,date\n48.6,38.0,2022-06-03\n")
    CliRunner().invoke(main, ["init", str(workspace)])
    added = CliRunner().invoke(main, ["add", str(workspace), str(fires), str(single)])
    assert "2 new captures" in added.stdout
    ran = CliRunner().invoke(main, ["run", str(workspace), "--json"])
    summary = json.loads(ran.stdout)
    assert summary["counts"]["observations"] == 2
    (failure,) = summary["failures"]
    assert "fewer than two years" in failure["reason"]
