"""Observations and the areas they speak of."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.model.footprint import bounds, metres_to
from vedette.model.interval import Interval
from vedette.model.observation import Observation, observation_id
from vedette.observe.cell import cell_of

SQUARE = "POLYGON ((36 50, 37 50, 37 51, 36 51, 36 50))"
HOLED = "POLYGON ((36 50, 37 50, 37 51, 36 51, 36 50), (36.4 50.4, 36.6 50.4, 36.6 50.6, 36.4 50.6, 36.4 50.4))"
TWO = "MULTIPOLYGON (((36 50, 36.1 50, 36.1 50.1, 36 50)), ((37 51, 37.1 51, 37.1 51.1, 37 51)))"


def test_an_area_has_bounds_and_a_distance() -> None:
    """Inside it is nothing; a tenth of a degree north of it, eleven kilometres."""
    assert bounds(SQUARE) == (36, 50, 37, 51)
    assert bounds(TWO) == (36, 50, 37.1, 51.1)
    assert metres_to(SQUARE, 50.5, 36.5) == 0
    assert metres_to(SQUARE, 51.1, 36.5) == pytest.approx(11_132, rel=0.01)
    assert metres_to("POINT (36 50)", 50, 36.1) == pytest.approx(7_155, rel=0.01)


def test_a_hole_is_outside() -> None:
    """Ground that was cut out of the area was not seen."""
    assert metres_to(HOLED, 50.5, 36.5) > 5_000
    assert metres_to(HOLED, 50.2, 36.5) == 0


@pytest.mark.parametrize("bad", ["", "LINESTRING (1 1, 2 2)", "POLYGON (())", "POINT (200 10)", "POLYGON ((a b))"])
def test_what_is_no_area_is_refused(bad: str) -> None:
    """Footprints are built by our own senses: anything else is a bug and says so."""
    with pytest.raises(ValueError, match=r"footprint|convert|unpack"):
        bounds(bad)


@given(st.floats(-89, 89), st.floats(-179, 179))
def test_a_cell_holds_its_own_points(lat: float, lon: float) -> None:
    """Footprints of cells and the distance to them agree."""
    assert metres_to(cell_of(lat, lon).footprint(), lat, lon) < 1_200


def test_an_area_judged_again_is_one_subject() -> None:
    """The later judgement counts; two looks at two pictures stay two."""
    day = Interval.of_days(date(2024, 5, 12), date(2024, 5, 12))
    heat = Observation(id=observation_id("heat", 1), kind="heat", footprint=SQUARE, when=day, method="thermal")
    again = Observation(
        id=observation_id("heat-sustained", 2), kind="heat-sustained", footprint=SQUARE, when=day, method="thermal"
    )
    assert heat.subject == again.subject
    one, two = (Observation(id=observation_id("metadata", n), kind="metadata") for n in (1, 2))
    assert one.subject != two.subject
