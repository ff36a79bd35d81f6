"""Stacks from a STAC catalogue that lies on this machine: its items of some days, brought to one grid, date by date.

Nothing is fetched. A link or an asset that leads out of the catalogue's folder is refused, so a catalogue from
elsewhere reads no other file, and asks no host.
"""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from vedette.model.errors import ReadError, UsageError
from vedette.observe.change.mosaic import Asset, Box, write_days
from vedette.observe.change.raster import open_raster
from vedette.observe.change.sensor import Sensor

NO_EXTRA = "reading STAC catalogues needs an extra: pip install 'vedette[catalogue,satellite]'"
_MOST_BYTES = 64 * 1024 * 1024
MOST_ITEMS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Inclusive."""

    first: date
    last: date

    @classmethod
    def of(cls, text: str) -> "Days":
        """Raises UsageError for all but 2021-11-01/2022-02-23."""
        try:
            first, last = (date.fromisoformat(part) for part in text.split("/"))
        except ValueError as error:
            raise UsageError(f"'{text}' are no days: with --catalogue, give them like 2021-11-01/2022-02-23") from error
        if last < first:
            raise UsageError(f"'{text}' ends before it begins: turn the days round")
        return cls(first=first, last=last)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def write_stack(place: Path, days: Days, sensor: Sensor, box: Box | None, folder: Path) -> list[str]:
    """One GeoTIFF a day into `folder`, of the pixels around `box` (west, south, east, north); all of the first image
    without one. Gives a line for each image that cannot be used. Raises ReadError where the catalogue holds nothing of
    these days."""
    problems: list[str] = []
    assets = [each for each in _assets(place, sensor) if each.day in days and _usable(each, problems)]
    if not assets:
        raise ReadError(
            f"{place}: holds no image of {days.first} to {days.last} with the bands that are needed; name other days"
        )
    write_days(assets, box, folder)
    return problems


def _usable(asset: Asset, problems: list[str]) -> bool:
    """Only what the GeoTIFF driver opens, for others follow links of their own."""
    try:
        open_raster(Path(asset.href)).source.close()
    except ReadError as error:
        problems.append(str(error))
        return False
    return True


def _assets(place: Path, sensor: Sensor) -> Iterator[Asset]:
    for item in _items(place):
        day = item.datetime.astimezone(UTC).date() if item.datetime else None
        for key in sorted(item.assets):
            role = sensor.role(key, "", 0, 2)
            if role is not None and day is not None:
                item.assets[key].href = str(_local(place, item.assets[key].get_absolute_href() or ""))
                yield Asset(day=day, item=item, key=key, role=role)


def _items(place: Path) -> list[Any]:
    try:
        from pystac import STACError
        from pystac_client import Client
        from pystac_client.errors import ClientTypeError
        from pystac_client.stac_api_io import StacApiIO
    except ImportError as error:
        raise UsageError(NO_EXTRA) from error

    class Local(StacApiIO):
        """Reads files of the catalogue's folder, and nothing else."""

        def read_text(self, source: Any, *_: Any, **__: Any) -> str:
            path = _local(place, str(getattr(source, "href", source)))
            if path.stat().st_size > _MOST_BYTES:
                raise ReadError(f"{path}: is too large for a catalogue: give a smaller one")
            return path.read_text("utf-8")

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = []
            for item in Client.open(str(place.resolve()), stac_io=Local()).get_items(recursive=True):
                found.append(item)
                if len(found) > MOST_ITEMS:
                    raise ReadError(f"{place}: holds more than {MOST_ITEMS:,} items: give a smaller catalogue")
            return found
    except (
        STACError,
        ClientTypeError,
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        if isinstance(error.__cause__, ReadError):
            raise error.__cause__ from error
        raise ReadError(f"{place}: is no STAC catalogue that can be read ({error}): name its catalog.json") from error


def _local(place: Path, href: str) -> Path:
    """Raises ReadError for what lies elsewhere."""
    parts = urlsplit(href)
    root = place.resolve().parent
    path = Path(unquote(parts.path) if parts.scheme == "file" else href)
    path = (path if path.is_absolute() else root / path).resolve()
    if parts.scheme not in ("", "file") or not path.is_relative_to(root):
        raise ReadError(f"{place}: leads out of its folder, to {href[:200]}: bring its files into the folder first")
    return path
