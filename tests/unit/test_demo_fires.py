"""The demo's table of fires: invented by a script, the same every time."""

import runpy
from importlib.resources import files
from pathlib import Path

from vedette.observe.detections import Tally, read_detections
from vedette.observe.thermal import count_cell_days, judge, years_of

_SCRIPT = Path(__file__).parents[2] / "scripts" / "demo_fires.py"
_FILE = Path(str(files("vedette") / "demo" / "reports" / "sensors" / "fires-invented.csv"))


def test_the_script_writes_the_packaged_table() -> None:
    """Byte for byte, so that nobody need trust the table."""
    assert runpy.run_path(str(_SCRIPT))["table"]() == _FILE.read_text("ascii")


def test_war_burns_on_and_a_field_burns_once() -> None:
    """Vovchansk comes back within the season; the field in the south stands out on one day and is not sustained."""
    counts = count_cell_days(read_detections(_FILE, Tally()))
    judged = [one for one in judge(counts, years_of(counts)[:-1]) if one.stands_out]
    sustained = {(one.cell.lat, one.cell.lon) for one in judged if one.sustained}
    assert (50.3, 36.9) in sustained
    assert [one.sustained for one in judged if one.cell.lat < 48] == [False]
