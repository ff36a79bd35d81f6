"""Where wars of recent years were fought."""

from math import exp

from hypothesis import given
from hypothesis import strategies as st

from vedette.understand.place_fronts import Fronts, load_fronts

LATITUDES = st.floats(-60, 70)
LONGITUDES = st.floats(-170, 170)


def test_a_front_is_nearest_to_itself() -> None:
    """Kharkiv's border lies at one, the middle of an ocean at none."""
    assert load_fronts().nearness(50.3, 36.9) > 0.5
    assert load_fronts().nearness(0.0, -140.0) == 0


@given(LATITUDES, LONGITUDES, st.floats(-2, 2), st.floats(-2, 2), st.sampled_from([25.0, 40.0, 90.0]))
def test_it_falls_off_with_the_distance(lat: float, lon: float, north: float, east: float, reach: float) -> None:
    """Nowhere more than one, and as little as the distance says wherever a point tells of it."""
    near = Fronts([(lat, lon, reach)]).nearness(lat + north, lon + east)
    farther = Fronts([(lat, lon, reach)]).nearness(lat + 1.5 * north, lon + 1.5 * east)
    assert 0 <= near <= 1
    assert farther <= near or near == 0
    assert Fronts([(lat, lon, reach)]).nearness(lat, lon) == 1


@given(LATITUDES, LONGITUDES)
def test_far_away_it_tells_nothing(lat: float, lon: float) -> None:
    """Or next to nothing, within the square degrees that it is looked for in."""
    assert Fronts([(lat, lon, 25.0)]).nearness(lat - 25 if lat > 0 else lat + 25, lon) <= exp(-4)
