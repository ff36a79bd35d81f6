"""Heat seen by satellites, read from a CSV file: `lat,lon,date`, or the column names of NASA FIRMS."""

import csv
import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from vedette.model.errors import ReadError

_COLUMNS = (("lat", "latitude"), ("lon", "longitude"), ("date", "acq_date"))
_LONGEST_LINE = 4096
_LARGEST_PIXEL_KM = 10.0
_YEARS = range(1970, 2200)
_GZIP = b"\x1f\x8b"


class Detection(NamedTuple):
    """One hot pixel of one pass, WGS 84, on a UTC day; `across` and `along` are its sides in metres, 0 where they are
    not told or were not asked for. A tuple, for a file holds millions."""

    lat: float
    lon: float
    day: date
    across: float = 0.0
    along: float = 0.0


@dataclass(slots=True, kw_only=True)
class Tally:
    """What became of the rows of a file while it was read. `damage` says why the file ended early."""

    read: int = 0
    bad: int = 0
    first_bad: str = ""
    damage: str = ""

    def refuse(self, number: int, reason: str) -> None:
        self.first_bad = self.first_bad or f"line {number}: {reason}"
        self.bad += 1


def read_detections(path: Path, tally: Tally, *, sizes: bool = False) -> Iterator[Detection]:
    """A row at a time, gzip or plain. Bad rows are told to `tally` and left out. `sizes` asks for those of the pixels.

    Raises ReadError where the file cannot be opened or its first line does not name the columns.
    """
    with _opened(path) as source:
        lines = _lines(source, path, tally)
        _, header = next(lines, (1, ""))
        if tally.damage:
            raise ReadError(f"{path}: {tally.damage}: fetch it again")
        at = _columns(header or "", path)
        side = _sides(header or "") if sizes else None
        for number, line in lines:
            found = _detection(line, at)
            if isinstance(found, Detection):
                tally.read += 1
                yield _sized(found, line, side) if side and line else found
            else:
                tally.refuse(number, found)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as raw:
            zipped = raw.peek(2)[:2] == _GZIP
            yield cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if zipped else raw
    except OSError as error:
        reason = error.strerror or str(error)
        raise ReadError(f"{path}: cannot be read ({reason}): check the name and its permissions") from error


def _lines(source: BinaryIO, path: Path, tally: Tally) -> Iterator[tuple[int, str | None]]:
    """Numbered from 1, without blank lines; None for a line longer than any row is. Damage ends the file."""
    number = 0
    try:
        while raw := source.readline(_LONGEST_LINE):
            number += 1
            if len(raw) == _LONGEST_LINE and not raw.endswith(b"\n"):
                while raw and not raw.endswith(b"\n"):
                    raw = source.readline(_LONGEST_LINE)
                yield number, None
            elif line := raw.decode("utf-8", "replace").strip():
                yield number, line
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        tally.damage = f"the file is damaged after line {number} ({error})"


def _columns(header: str, path: Path) -> tuple[int, int, int]:
    names = [name.strip().strip('"').lower() for name in header.lstrip("\ufeff").split(",")]
    found = [next((names.index(name) for name in known if name in names), None) for known in _COLUMNS]
    lat, lon, day = found
    if lat is None or lon is None or day is None:
        raise ReadError(
            f"{path}: the first line does not name the columns; it must hold lat,lon,date "
            "or latitude,longitude,acq_date, with commas between"
        )
    return lat, lon, day


def _sides(header: str) -> tuple[int, int] | None:
    """Where FIRMS gives the size of the pixel, in kilometres: it grows from the middle of the swath outwards."""
    names = [name.strip().strip('"').lower() for name in header.split(",")]
    return (names.index("scan"), names.index("track")) if {"scan", "track"} <= set(names) else None


def _sized(found: Detection, line: str, at: tuple[int, int]) -> Detection:
    fields = next(csv.reader([line])) if '"' in line else line.split(",")
    try:
        across, along = (float(fields[each]) for each in at)
    except (IndexError, ValueError):
        return found
    if not (0 < across <= _LARGEST_PIXEL_KM and 0 < along <= _LARGEST_PIXEL_KM):
        return found
    return found._replace(across=across * 1000, along=along * 1000)


def _detection(line: str | None, at: tuple[int, int, int]) -> Detection | str:
    """Or what is wrong with the row."""
    if line is None:
        return f"longer than {_LONGEST_LINE} bytes"
    try:
        fields = next(csv.reader([line])) if '"' in line else line.split(",")
        lat, lon, day = float(fields[at[0]]), float(fields[at[1]]), _day(fields[at[2]])
    except IndexError:
        return "too few columns"
    except csv.Error as error:
        return str(error)
    except ValueError:
        return "not two numbers and a day like 2022-06-03"
    # Written so that "nan" fails too.
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return "no place on Earth"
    return Detection(lat, lon, day) if day.year in _YEARS else "a year without satellites"


@lru_cache(maxsize=1 << 14)
def _day(text: str) -> date:
    return date.fromisoformat(text.strip())
