"""The observer, by the contract and by what it sees."""

from pathlib import Path

from vedette_example_tremors import Tremors

from vedette.contracts import check_observer

TABLE = """time,latitude,longitude,uncertainty_km,magnitude,type,stations
2024-05-12T03:04:05+00:00,50.29,36.94,4,2.1,explosion,9
2024-05-12T05:00:00+00:00,50.29,36.94,30,,,0
"""


def test_what_was_felt_and_what_could_not_be(tmp_path: Path) -> None:
    """A blast with its area, and an hour in which nobody could tell."""
    (tmp_path / "table.csv").write_text(TABLE, "utf-8")
    felt, unknown = check_observer(Tremors(), tmp_path / "table.csv", tmp_path)
    assert (felt.measure, felt.unit, felt.could_observe) == (2.1, "magnitude", True)
    assert (unknown.measure, unknown.could_observe) == (None, False)
