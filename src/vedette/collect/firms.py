"""Fire detections of NASA FIRMS, from its public area service, with the user's own key.

The key is part of the address, so addresses are never shown, stored or logged, and what the service answers is shown
only without it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from vedette.collect.address import Fetcher
from vedette.model.errors import CaptureError, UsageError

SERVICE = "https://firms.modaps.eosdis.nasa.gov"
# The service gives no more in one answer.
_DAYS_AT_ONCE = 5
_SOURCE = re.compile(r"[A-Z0-9_]{3,40}")
_KEY = re.compile(r"[A-Za-z0-9]{8,64}")
_MOST_DAYS = 5 * 366
_SHOWN = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Degrees, WGS 84."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def of(cls, text: str) -> "Area":
        """Raises UsageError for all but west,south,east,north."""
        try:
            west, south, east, north = (float(part) for part in text.split(","))
        except ValueError as error:
            raise UsageError(
                f"'{text}' is no area: give west,south,east,north in degrees, as in 34,48,40,51"
            ) from error
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            raise UsageError(f"'{text}' is no area: west comes before east, south before north")
        return cls(west=west, south=south, east=east, north=north)

    def __str__(self) -> str:
        return ",".join(f"{each:g}" for each in (self.west, self.south, self.east, self.north))


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Inclusive UTC days, no more than one answer holds."""

    first: date
    last: date

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"


def parts(first: date, last: date) -> list[Days]:
    """The days as the service gives them. Raises UsageError where they are none or too many."""
    if last < first:
        raise UsageError(f"{last} comes before {first}: turn --from and --to round")
    if (last - first).days >= _MOST_DAYS:
        raise UsageError("more than five years: fetch the archive of earlier years by hand, it is one file")
    starts = [first + timedelta(days=n) for n in range(0, (last - first).days + 1, _DAYS_AT_ONCE)]
    return [Days(first=day, last=min(day + timedelta(days=_DAYS_AT_ONCE - 1), last)) for day in starts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Firms:
    """`source` is the service's name of a sensor, such as VIIRS_SNPP_NRT. `service` is another host only in tests."""

    key: str
    source: str
    area: Area
    fetcher: Fetcher
    service: str = SERVICE

    def __post_init__(self) -> None:
        if not _KEY.fullmatch(self.key):
            raise UsageError("the key does not look like one of FIRMS: letters and digits alone; ask for one there")
        if not _SOURCE.fullmatch(self.source):
            raise UsageError(f"'{self.source}' is no source of FIRMS: see its list, as VIIRS_SNPP_NRT or MODIS_SP")

    def lines(self, days: Days) -> Iterator[str]:
        """The header, then a line a detection. Raises CaptureError with what to do, without the key in it."""
        number = (days.last - days.first).days + 1
        address = f"{self.service}/api/area/csv/{self.key}/{self.source}/{self.area}/{number}/{days.first}"
        try:
            answer = self.fetcher.fetch(address)
        except CaptureError as error:
            raise CaptureError(f"FIRMS, {days}: {self._without_key(str(error))}") from None
        found = answer.payload.decode("utf-8", "replace").splitlines()
        header = found[0].lower().split(",") if found else []
        if not {"latitude", "longitude", "acq_date"} <= set(header):
            said = self._without_key(" ".join(found)[:_SHOWN]) or "nothing"
            raise CaptureError(
                f"FIRMS, {days}: answered '{said}' where a table was asked for: check the key and source"
            )
        yield from (line for line in found if line.strip())

    def _without_key(self, text: str) -> str:
        return text.replace(self.key, "…")
