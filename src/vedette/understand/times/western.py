"""Makers for German and French: a weekday and its evening in one word, nights with the date of their morning."""

from vedette.understand.times import points
from vedette.understand.times.reading import Meaning, Reading


def point(reading: Reading) -> Meaning | None:
    """A day, a clock time, a part of a day, or several of them together."""
    captured = reading.captured
    if "weekpart" in captured:
        captured["weekday"], captured["part"] = int(captured["weekpart"][0]), captured["weekpart"][1:]
    if "night" in captured and captured.pop("night") == "NI":
        captured["part"] = "NI"
    if "hour" in captured and "clock" not in captured:
        captured["clock"] = f"{int(captured.pop('hour')):02d}:{int(captured.get('minute') or 0):02d}"
    if "clock" in captured:
        hour, _, minute = str(captured["clock"]).partition(":")
        captured["clock"] = f"{int(hour):02d}:{minute}"
        captured.pop("part", None)
    return points.point(reading)
