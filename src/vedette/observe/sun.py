"""Where the sun stood, and whether a shadow fits: the NOAA solar calculator's algorithm, after Meeus, "Astronomical
Algorithms" (1998), chapter 25. Good to about 0.02 degrees from 1900 to 2100; in the last degrees above the horizon the
air bends light as the weather has it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from math import asin, atan2, cos, degrees, isfinite, radians, sin, tan

from vedette.model.observation import Finding

_J2000_S = datetime(2000, 1, 1, 12, tzinfo=UTC).timestamp()
_CENTURY_S = 36525 * 86400.0
# Below, the upper edge of the sun is under the horizon: 34' of refraction and 16' of radius.
_HORIZON = -0.833
# Below, a slope of a few degrees makes a shadow twice as long, and none has an end that could be measured.
LOW = 8.0
# Two lengths read from a picture, each wrong by a tenth, are wrong by up to four degrees.
TOLERANCE = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sun:
    """Degrees. `elevation` is above a level horizon, as seen through air; `azimuth` runs from north over east."""

    elevation: float
    azimuth: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadow:
    """`measured` is the elevation that height and shadow speak of; `reason` a whole sentence."""

    finding: Finding
    reason: str
    measured: float | None = None


def sun(lat: float, lon: float, moment: datetime) -> Sun:
    """WGS 84; `moment` must have its zone."""
    century = (moment.timestamp() - _J2000_S) / _CENTURY_S
    declination, equation_min = _of_day(century)
    clock = moment.astimezone(UTC)
    minutes = clock.hour * 60 + clock.minute + clock.second / 60
    hour = radians((minutes + equation_min + 4 * lon) % 1440 / 4 - 180)
    at = radians(lat)
    height = asin(_unit(sin(at) * sin(declination) + cos(at) * cos(declination) * cos(hour)))
    azimuth = atan2(sin(hour), cos(hour) * sin(at) - tan(declination) * cos(at))
    return Sun(elevation=degrees(height) + _refraction(degrees(height)), azimuth=(degrees(azimuth) + 180) % 360)


def shadow(seen: Sun, height: float | None, length: float | None, tolerance: float = TOLERANCE) -> Shadow:
    """Holds an upright thing and its shadow on level ground against the sun. Beyond twice the tolerance it does not
    fit; between, nothing can be said."""
    stood = f"The sun stood {seen.elevation:.1f}° above the horizon"
    if seen.elevation < _HORIZON:
        return Shadow(finding="cannot-tell", reason="It was night: the sun cast no shadow.")
    if height is None or length is None:
        missing = "Neither a height nor a shadow is" if height is length else "Height and shadow are not both"
        return Shadow(finding="cannot-tell", reason=f"{missing} given.")
    if not (isfinite(height) and isfinite(length) and height > 0 and length >= 0):
        return Shadow(finding="cannot-tell", reason="A height above 0 and a shadow of 0 or more are needed.")
    measured = degrees(atan2(height, length))
    if seen.elevation < LOW:
        return Shadow(finding="cannot-tell", reason=f"{stood}, too low for shadows to tell.", measured=measured)
    speaks = f"{stood}; height and shadow speak of {measured:.1f}°"
    away = abs(measured - seen.elevation)
    if away <= tolerance:
        return Shadow(finding="consistent", reason=f"{speaks}, within {tolerance:g}°.", measured=measured)
    if away <= 2 * tolerance:
        near = f"{speaks}, {away:.1f}° away, which may be an error of measuring."
        return Shadow(finding="cannot-tell", reason=near, measured=measured)
    return Shadow(finding="inconsistent", reason=f"{speaks}, {away:.1f}° away.", measured=measured)


def _of_day(century: float) -> tuple[float, float]:
    """Declination in radians, and the equation of time in minutes."""
    longitude = radians((280.46646 + century * (36000.76983 + century * 0.0003032)) % 360)
    anomaly = radians((357.52911 + century * (35999.05029 - 0.0001537 * century)) % 360)
    eccentricity = 0.016708634 - century * (0.000042037 + 0.0000001267 * century)
    centre = (
        sin(anomaly) * (1.914602 - century * (0.004817 + 0.000014 * century))
        + sin(2 * anomaly) * (0.019993 - 0.000101 * century)
        + sin(3 * anomaly) * 0.000289
    )
    node = radians(125.04 - 1934.136 * century)
    apparent = longitude + radians(centre - 0.00569 - 0.00478 * sin(node))
    seconds = 21.448 - century * (46.815 + century * (0.00059 - century * 0.001813))
    obliquity = radians(23 + (26 + seconds / 60) / 60 + 0.00256 * cos(node))
    y = tan(obliquity / 2) ** 2
    equation = (
        y * sin(2 * longitude)
        - 2 * eccentricity * sin(anomaly)
        + 4 * eccentricity * y * sin(anomaly) * cos(2 * longitude)
        - y * y * sin(4 * longitude) / 2
        - 1.25 * eccentricity**2 * sin(2 * anomaly)
    )
    return asin(_unit(sin(obliquity) * sin(apparent))), 4 * degrees(equation)


def _refraction(elevation: float) -> float:
    """How much higher the air makes it look, in degrees."""
    if elevation > 85:
        return 0.0
    slope = tan(radians(elevation))
    if elevation > 5:
        return (58.1 / slope - 0.07 / slope**3 + 0.000086 / slope**5) / 3600
    if elevation > -0.575:
        return (1735 + elevation * (-518.2 + elevation * (103.4 + elevation * (-12.79 + elevation * 0.711)))) / 3600
    return -20.774 / slope / 3600


def _unit(value: float) -> float:
    return max(-1.0, min(1.0, value))
