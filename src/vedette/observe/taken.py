"""When and where a file says that it was taken. What a file says of itself can be changed; it is told as its word."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from vedette.model.capture import MESSAGE, Capture
from vedette.model.errors import ReadError
from vedette.model.interval import Interval, Precision
from vedette.model.observation import Observation, observation_id
from vedette.model.watch import Watch
from vedette.observe.dated import checked
from vedette.observe.sense import Findings
from vedette.observe.stage import published
from vedette.reference.english import day

METHOD, VERSION = "metadata", "1"

_YEARS = range(1990, 2101)
_EXIF_TIME = re.compile(r"(\d{4}):(\d\d):(\d\d)[ T](\d\d):(\d\d):(\d\d)")
_FRACTION = re.compile(r"^\.\d{1,9}")
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")
# ISO 6709, as telephones write it into video: +50.2911+036.9405+120.000/
_SPOT = re.compile(r"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)")
_XMP_DEGREES = re.compile(r"(\d{1,3}),(\d{1,2}(?:\.\d{1,12})?)(?:,(\d{1,2}(?:\.\d{1,12})?))?([NSEW])")
# A clock without its zone: anywhere from UTC-12 to UTC+14.
_EARLIEST, _LATEST = timedelta(hours=14), timedelta(hours=12)


def sense(path: Path, capture: Capture, watch: Watch) -> Findings:
    """What the file says, and a check of its moment; that it says nothing is an answer too."""
    from vedette.observe.media.decode import Decoder

    try:
        with Decoder() as decoder:
            told = decoder.about(path)
    except ReadError as error:
        # The name of a file in the archive tells a reader nothing.
        raise ReadError(str(error).removeprefix(f"{path}: ")) from error
    when, zone = time_of(told)
    check = checked(capture, published(capture), when, place_of(told), zone=zone)
    return Findings(observations=(observed(told, capture), *([check] if check else [])))


def observed(told: Mapping[str, Any], capture: Capture) -> Observation:
    spot, (when, zone) = place_of(told), time_of(told)
    message = capture.header(MESSAGE)
    return Observation(
        id=observation_id("metadata", METHOD, VERSION, capture.id),
        kind="metadata",
        when=when,
        footprint=f"POINT ({spot[1]:.6f} {spot[0]:.6f})" if spot else None,
        could_observe=bool(spot or when),
        finding=None if spot or when else "cannot-tell",
        note=_note(spot, when, zone, _device(told)),
        capture=capture.id,
        about=(message,) if message else (),
        method=METHOD,
        version=VERSION,
    )


def place_of(told: Mapping[str, Any]) -> tuple[float, float] | None:
    """Latitude and longitude, WGS 84; 0, 0 is what devices write when they do not know."""
    gps, tags = _table(told, "gps"), _table(told, "tags")
    lat = _degrees(gps.get("GPSLatitude"), gps.get("GPSLatitudeRef"), "S")
    lon = _degrees(gps.get("GPSLongitude"), gps.get("GPSLongitudeRef"), "W")
    if lat is None or lon is None:
        written = (str(value) for key, value in tags.items() if "location" in key.lower())
        spot = next((found for text in written if (found := _SPOT.match(text))), None)
        lat, lon = (float(spot[1]), float(spot[2])) if spot else (None, None)
    if lat is None or lon is None:
        xmp = _table(told, "xmp")
        lat, lon = _written(xmp.get("GPSLatitude"), "NS"), _written(xmp.get("GPSLongitude"), "EW")
    if lat is None or lon is None or not (abs(lat) <= 90 and abs(lon) <= 180) or (lat, lon) == (0, 0):
        return None
    return lat, lon


def time_of(told: Mapping[str, Any]) -> tuple[Interval | None, bool]:
    """The interval in which it was taken, and whether the zone of its clock is known."""
    exif, tags = _table(told, "exif"), _table(told, "tags")
    for moment, zone in (
        (exif.get("DateTimeOriginal"), exif.get("OffsetTimeOriginal")),
        (exif.get("DateTimeDigitized"), exif.get("OffsetTimeDigitized")),
    ):
        found = _local(moment, zone)
        if found is not None:
            return found
    xmp = _table(told, "xmp")
    for key in ("DateTimeOriginal", "DateCreated", "CreateDate"):
        stamp = str(xmp.get(key, ""))
        found = _local(stamp.replace("-", ":", 2), _FRACTION.sub("", stamp[19:]).replace("Z", "+00:00"))
        if found is not None:
            return found
    for key in ("com.apple.quicktime.creationdate", "creation_time", "date"):
        try:
            made = datetime.fromisoformat(str(tags.get(key, "")))
        except ValueError:
            continue
        if made.tzinfo is not None and made.year in _YEARS:
            return Interval.of_instant(made), True
    return None, False


def _local(moment: object, zone: object) -> tuple[Interval, bool] | None:
    match = _EXIF_TIME.match(str(moment))
    if match is None or int(match[1]) not in _YEARS:
        return None
    try:
        clock = datetime(*(int(part) for part in match.groups()), tzinfo=UTC)  # type: ignore[misc, arg-type]
    except ValueError:
        return None
    offset = _OFFSET.fullmatch(str(zone).strip())
    if offset is not None and int(offset[2]) <= 14 and int(offset[3]) < 60:
        shift = timedelta(hours=int(offset[2]), minutes=int(offset[3])) * (1 if offset[1] == "+" else -1)
        return Interval.of_instant(clock.replace(tzinfo=timezone(shift))), True
    return Interval(start=clock - _EARLIEST, end=clock + _LATEST, precision=Precision.RANGE), False


def _degrees(parts: object, reference: object, negative: str) -> float | None:
    """Degrees, minutes and seconds as EXIF has them."""
    if not isinstance(parts, list) or not 1 <= len(parts) <= 3:
        return None
    if not all(isinstance(part, int | float) and math.isfinite(part) for part in parts):
        return None
    degrees = math.fsum(float(part) / 60.0**power for power, part in enumerate(parts))
    return -degrees if str(reference).strip().upper().startswith(negative) else degrees


def _written(degrees: object, letters: str) -> float | None:
    """As XMP has them: 50,17.45N or 50,17,27N."""
    match = _XMP_DEGREES.fullmatch(str(degrees))
    if match is None or match[4] not in letters:
        return None
    found = float(match[1]) + float(match[2]) / 60 + float(match[3] or 0) / 3600
    return -found if match[4] in "SW" else found


def _table(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = told.get(name)
    return found if isinstance(found, Mapping) else {}


def _device(told: Mapping[str, Any]) -> str:
    exif, tags = _table(told, "exif"), _table(told, "tags")
    names = (exif.get("Make"), exif.get("Model"), tags.get("com.apple.quicktime.model"))
    return " ".join(" ".join(str(name).split())[:60] for name in names if isinstance(name, str) and name.strip())


def _note(spot: tuple[float, float] | None, when: Interval | None, zone: bool, device: str) -> str:
    said = []
    if when is not None:
        clock = when.start if zone else when.start + _EARLIEST
        of = " UTC" if zone else ", of a clock whose zone it does not say"
        said.append(f"on {day(clock.date())} at {clock:%H:%M}{of}")
    if spot is not None:
        said.append(f"at {spot[0]:.4f}, {spot[1]:.4f}")
    if not said:
        return "The file says neither when nor where it was taken."
    made = f", with {device}" if device else ""
    return f"The file says that it was taken {', '.join(said)}{made}. What a file says of itself can be changed."
