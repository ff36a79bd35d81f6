"""A table of tremors and blasts that a network of seismographs located, as observations.

The first line names the columns: `time,latitude,longitude,uncertainty_km,magnitude,type,stations`. A row without a
magnitude says that the network could not observe there at that time.
"""

import csv
import math
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from vedette.extension import Seen
from vedette.model.errors import ReadError
from vedette.model.interval import Interval, Precision
from vedette.model.watch import Watch

_COLUMNS = ("time", "latitude", "longitude", "uncertainty_km", "magnitude", "type", "stations")
_MOST_ROWS, _MOST_KM, _ENOUGH_STATIONS = 50_000, 100.0, 10
_AN_HOUR = timedelta(hours=1)
_CORNERS, _KM_A_DEGREE = 16, 111.32


class Tremors:
    """A tremor is what the ground did. That it was a weapon, the table cannot say, and neither does an observation."""

    def recognises(self, name: str, head: bytes) -> bool:
        return head.removeprefix(b"\xef\xbb\xbf").startswith(",".join(_COLUMNS).encode())

    def look(self, path: Path, watch: Watch) -> Iterator[Seen]:
        line = 1
        try:
            with path.open(encoding="utf-8-sig", newline="") as handle:
                for line, row in enumerate(islice(csv.DictReader(handle), _MOST_ROWS), start=2):  # noqa: B007
                    yield _seen(row)
        except (ValueError, TypeError, KeyError, csv.Error) as error:
            raise ReadError(f"cannot be read near line {line} ({error!r}): correct it and add it again") from error


def _seen(row: dict[str, str]) -> Seen:
    moment = datetime.fromisoformat(row["time"])
    lat, lon, km = (float(row[name]) for name in ("latitude", "longitude", "uncertainty_km"))
    if not (abs(lat) < 85 and abs(lon) < 179 and 0 < km <= _MOST_KM):
        raise ValueError("place or uncertainty that cannot be")
    area = _circle(lat, lon, km)
    if not row["magnitude"]:
        hour = Interval(start=moment, end=moment + _AN_HOUR, precision=Precision.HOUR)
        note = "The network recorded nothing usable there in this hour: whether the ground moved is not known."
        return Seen(when=hour, footprint=area, could_observe=False, note=note)
    magnitude, stations = float(row["magnitude"]), int(row["stations"])
    kind = "a blast" if row["type"] == "explosion" else "a tremor"
    return Seen(
        when=Interval.of_instant(moment),
        footprint=area,
        measure=magnitude,
        unit="magnitude",
        quality=min(1.0, stations / _ENOUGH_STATIONS),
        note=f"{stations} stations felt {kind} of magnitude {magnitude:g}, within {km:g} km of the middle of the area.",
    )


def _circle(lat: float, lon: float, km: float) -> str:
    tall, wide = km / _KM_A_DEGREE, km / _KM_A_DEGREE / math.cos(math.radians(lat))
    angles = [2 * math.pi * number / _CORNERS for number in (*range(_CORNERS), 0)]
    corners = ", ".join(f"{lon + wide * math.cos(a):.5f} {lat + tall * math.sin(a):.5f}" for a in angles)
    return f"POLYGON (({corners}))"
