"""Where the sun stood, held against published values; shadows; the command."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from vedette.cli import main
from vedette.observe.sun import Sun, shadow, sun

# A tower's top at noon of the June solstice at 50 N: 90 - 50 + 23.44.
NOON = ("--lat", "50", "--lon", "0", "--at", "2024-06-20T12:01:45Z")


def test_the_worked_example_of_nrel() -> None:
    """Reda and Andreas, NREL/TP-560-34302, appendix A.5: zenith 50.11162, azimuth 194.34024."""
    seen = sun(39.742476, -105.1786, datetime(2003, 10, 17, 12, 30, 30, tzinfo=timezone(timedelta(hours=-7))))
    assert 90 - seen.elevation == pytest.approx(50.11162, abs=0.02)
    assert seen.azimuth == pytest.approx(194.34024, abs=0.02)


@pytest.mark.parametrize(
    ("lat", "moment", "declination"),
    [
        (40, datetime(1992, 10, 13, 0, tzinfo=UTC), -7.785),  # Meeus, example 25.a
        (50, datetime(2024, 6, 20, 20, 51, tzinfo=UTC), 23.437),  # the solstices and an equinox of the almanacs
        (-35, datetime(2024, 12, 21, 9, 20, tzinfo=UTC), -23.437),
        (10, datetime(2024, 3, 20, 3, 6, tzinfo=UTC), 0.0),
    ],
)
def test_noon_stands_as_high_as_the_declination_has_it(lat: float, moment: datetime, declination: float) -> None:
    """Somewhere on the parallel it is noon at that moment."""
    highest = max(sun(lat, lon / 2, moment).elevation for lon in range(-360, 360))
    assert highest == pytest.approx(90 - abs(lat - declination), abs=0.05)


@pytest.mark.parametrize(
    ("lat", "lon", "moment"),
    [
        # Sunrise and sunset at Greenwich (51.4779 N, 0) and at the Equator, from almanacs, to the minute.
        (51.4779, 0.0, datetime(2024, 3, 20, 6, 2, tzinfo=UTC)),
        (51.4779, 0.0, datetime(2024, 3, 20, 18, 14, tzinfo=UTC)),
        (51.4779, 0.0, datetime(2024, 6, 20, 3, 43, tzinfo=UTC)),
        (51.4779, 0.0, datetime(2024, 6, 20, 20, 21, tzinfo=UTC)),
        (51.4779, 0.0, datetime(2024, 12, 21, 8, 4, tzinfo=UTC)),
        (51.4779, 0.0, datetime(2024, 12, 21, 15, 53, tzinfo=UTC)),
    ],
)
def test_it_rises_and_sets_when_almanacs_say(lat: float, lon: float, moment: datetime) -> None:
    """The centre is then a quarter of a degree under the horizon as it is seen, its upper edge on it."""
    assert sun(lat, lon, moment).elevation == pytest.approx(-0.27, abs=0.3)


@given(st.floats(-90, 90), st.floats(-180, 180), st.integers(-2_208_988_800, 4_102_444_800))
def test_it_stands_somewhere_everywhere_and_always(lat: float, lon: float, second: int) -> None:
    """Poles, date line and midnight among them, from 1900 to 2100; a zone changes nothing."""
    moment = datetime.fromtimestamp(second, UTC)
    seen = sun(lat, lon, moment)
    assert -91 <= seen.elevation <= 90.5
    assert 0 <= seen.azimuth < 360
    assert sun(lat, lon, moment.astimezone(timezone(timedelta(hours=9)))) == seen


@pytest.mark.parametrize(
    ("elevation", "height", "length", "finding"),
    [
        (45.0, 10.0, 10.0, "consistent"),
        (48.0, 10.0, 10.0, "consistent"),
        (53.0, 10.0, 10.0, "cannot-tell"),  # between one and two tolerances
        (63.0, 10.0, 10.0, "inconsistent"),
        (45.0, 10.0, 40.0, "inconsistent"),
        (45.0, None, 10.0, "cannot-tell"),
        (45.0, 10.0, None, "cannot-tell"),
        (45.0, None, None, "cannot-tell"),
        (45.0, 0.0, 10.0, "cannot-tell"),
        (45.0, float("nan"), 10.0, "cannot-tell"),
        (4.0, 1.0, 14.3, "cannot-tell"),  # too low
        (-10.0, 10.0, 10.0, "cannot-tell"),  # night
        (89.0, 10.0, 0.0, "consistent"),
    ],
)
def test_a_shadow_fits_does_not_or_cannot_tell(
    elevation: float, height: float | None, length: float | None, finding: str
) -> None:
    """With the reason in a sentence."""
    told = shadow(Sun(elevation=elevation, azimuth=180), height, length)
    assert told.finding == finding
    assert told.reason.endswith(".")


@given(st.floats(1, 100), st.floats(10, 85))
def test_what_the_sun_draws_fits_the_sun(height: float, elevation: float) -> None:
    """And a shadow of another hour does not."""
    from math import radians, tan

    drawn = height / tan(radians(elevation))
    assert shadow(Sun(elevation=elevation, azimuth=0), height, drawn).finding == "consistent"
    assert shadow(Sun(elevation=(elevation + 45) % 90, azimuth=0), height, drawn).finding != "consistent"


def test_the_command_tells_in_words() -> None:
    """Elevation, azimuth, finding, reason."""
    done = CliRunner().invoke(main, ["observe", "sun", *NOON, "--height", "20", "--shadow", "10"])
    assert done.exit_code == 0, done.output
    assert done.output == (
        "elevation 63.4°, azimuth 180.0°\n"
        "consistent: The sun stood 63.4° above the horizon; height and shadow speak of 63.4°, within 5°.\n"
    )


def test_the_command_tells_programs() -> None:
    """The same as one JSON object; night cannot tell."""
    done = CliRunner().invoke(main, ["observe", "sun", *NOON[:-1], "2024-06-20T00:00Z", "--height", "20", "--json"])
    told = json.loads(done.output)
    assert told["finding"] == "cannot-tell"
    assert told["reason"] == "It was night: the sun cast no shadow."
    assert told["elevation"] < -10
    assert told["measured"] is None


@pytest.mark.parametrize(
    "changed",
    [
        ("--at", "2024-06-20T12:00"),
        ("--at", "noon"),
        ("--at", "9999-01-01T00:00Z"),
        ("--lat", "91"),
        ("--height", "-1"),
    ],
)
def test_the_command_refuses_what_cannot_be(changed: tuple[str, str]) -> None:
    """A moment without its zone above all, for it would be off by hours."""
    done = CliRunner().invoke(main, ["observe", "sun", *NOON, *changed])
    assert done.exit_code == 2
    assert changed[0] in done.output
