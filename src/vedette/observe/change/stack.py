"""A stack: the images of one place, date by date, as files on disk hold them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from vedette.model.errors import ReadError
from vedette.observe.change.raster import Raster, open_raster
from vedette.observe.change.sensor import Sensor

_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-:]?(\d\d)[-:]?(\d\d)(?!\d)")
_MOST_FILES = 1000
_SUFFIXES = (".tif", ".tiff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Band `index` (from 1) of an open raster holds what `role` names, such as VV or red."""

    raster: Raster
    index: int
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """All bands of one date; neighbouring frames of one pass are one look. `day` is None where nothing tells it."""

    day: date | None
    bands: tuple[Band, ...]

    def of(self, role: str) -> tuple[Band, ...]:
        return tuple(band for band in self.bands if band.role == role)


@dataclass(slots=True, kw_only=True)
class Stack:
    """In order of time. `problems` holds a line for each file that could not be used, or not wholly."""

    looks: list[Look] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def days(self) -> list[date]:
        return [look.day for look in self.looks if look.day is not None]


def open_stack(place: Path, sensor: Sensor) -> Stack:
    """A folder of GeoTIFFs, or one GeoTIFF of many bands. Raises ReadError where no file can be used."""
    stack = Stack()
    by_date: dict[tuple[str, int], list[tuple[date | None, Band]]] = {}
    for path in _files(place):
        try:
            raster = open_raster(path)
        except ReadError as error:
            stack.problems.append(str(error))
            continue
        found = list(_bands(raster, sensor))
        if not found:
            stack.problems.append(f"{path}: holds none of the bands that are needed: see the page on observations")
        for turn, day, band in found:
            key = (day.isoformat(), 0) if day else (str(path), turn)
            by_date.setdefault(key, []).append((day, band))
    for _, bands in sorted(by_date.items()):
        look = Look(day=bands[0][0], bands=tuple(band for _, band in bands))
        lack = sensor.lacking({band.role for band in look.bands})
        if lack:
            stack.problems.append(f"{look.bands[0].raster.path}: {lack}")
        else:
            stack.looks.append(look)
    if not stack.looks:
        because = f": {stack.problems[0]}" if stack.problems else ""
        raise ReadError(f"{place}: holds no image that could be used{because}")
    return stack


def _files(place: Path) -> list[Path]:
    try:
        files = (
            sorted(each for each in place.iterdir() if each.suffix.lower() in _SUFFIXES) if place.is_dir() else [place]
        )
    except OSError as error:
        raise ReadError(f"{place}: cannot be read ({error.strerror}): check the name and its permissions") from error
    if not files:
        raise ReadError(f"{place}: holds no .tif file: name a folder of GeoTIFFs, one a date, or one GeoTIFF")
    if len(files) > _MOST_FILES:
        raise ReadError(f"{place}: holds {len(files):,} GeoTIFFs, more than {_MOST_FILES:,}: name fewer dates")
    return files


def _bands(raster: Raster, sensor: Sensor) -> Iterator[tuple[int, date | None, Band]]:
    """With the turn of a band: how often its role came before in this file. Dates stand in the description of the
    band, the name of the file, or its TIFF tag; the name goes before the tag, which may be that of the processing. A
    file of several turns has no date of its own."""
    found: list[tuple[int, str, Band]] = []
    seen: dict[str, int] = {}
    for at, description in enumerate(raster.descriptions):
        role = sensor.role(description, raster.path.name, at, len(raster.descriptions))
        if role is not None:
            turn = seen[role] = seen.get(role, -1) + 1
            found.append((turn, description, Band(raster=raster, index=at + 1, role=role)))
    once = all(turn == 0 for turn, _, _ in found)
    of_file = (_day_in(raster.path.name) or _day_in(raster.stamp)) if once else None
    for turn, description, band in found:
        yield turn, _day_in(description) or of_file, band


def _day_in(text: str) -> date | None:
    for found in _DAY.finditer(text):
        try:
            return date(*(int(part) for part in found.groups()))
        except ValueError:
            continue
    return None


def days_of(looks: Sequence[Look]) -> list[date] | None:
    """None where a date is not known: then nothing can be said of the season."""
    days = [look.day for look in looks if look.day is not None]
    return days if len(days) == len(looks) else None
