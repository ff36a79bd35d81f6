"""Stacks from a STAC catalogue on the web: its items of some days and a place, cut out band by band.

The catalogue's answers and images come through a fetcher that goes to public addresses alone, at every redirect, unless
the user allows private ones. What is fetched is bounded in items, pixels, bytes and time.
"""

import warnings
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from vedette.model.errors import ReadError, UsageError
from vedette.observe.change.catalogue import MOST_ITEMS, NO_EXTRA, Days
from vedette.observe.change.mosaic import Asset, Box, write_days
from vedette.observe.change.ranges import Bounded, cut_out
from vedette.observe.change.sensor import Sensor

_A_PAGE = 100
_MOST_NAMED = 12
# Classes are no light: a scale would spoil them.
_CLASSES = frozenset({"scl"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """`cloud` is the largest share of cloud in percent that an image may tell of itself."""

    address: str
    collection: str | None = None
    cloud: float | None = None


def is_web(catalogue: str) -> bool:
    return urlsplit(catalogue).scheme in ("http", "https")


def fetch_stack(search: Search, days: Days, sensor: Sensor, box: Box, folder: Path, web: Bounded) -> list[str]:
    """One GeoTIFF a day into `folder`, of the pixels around `box`. Gives a line for each image that cannot be used.
    Raises ReadError where the catalogue does not answer, or holds nothing of these days there."""
    problems: list[str] = []
    raw = folder / "raw"
    raw.mkdir(parents=True)
    found = [each for each in _assets(search, days, sensor, box, web) if _fetched(each, box, raw, web, problems)]
    if not found:
        raise ReadError(_nothing(search, days, problems))
    write_days(found, box, folder)
    for each in found:
        Path(each.href).unlink(missing_ok=True)
    raw.rmdir()
    return problems


def _nothing(search: Search, days: Days, problems: list[str]) -> str:
    if problems:
        return f"{search.address}: no image could be used; the first: {problems[0]}"
    cloud = f", of at most {search.cloud:g} % cloud," if search.cloud is not None else ""
    return (
        f"{search.address}: holds no image of {days.first} to {days.last}{cloud} with the bands that are needed there: "
        "check the days, the collection and where the footprints lie"
    )


def _fetched(asset: Asset, box: Box, raw: Path, web: Bounded, problems: list[str]) -> bool:
    """Brings the asset here; a line where that fails."""
    address = asset.href
    place = raw / f"{asset.day:%Y%m%d}-{len(list(raw.iterdir())):05d}.tif"
    try:
        if not is_web(address):
            raise ReadError(f"{address[:200]}: is no http or https address: Vedette fetches only those")
        cut_out(address, web, box, scale_of(asset), place)
    except ReadError as error:
        problems.append(str(error))
        return False
    asset.item.assets[asset.key].href = str(place)
    return True


def scale_of(asset: Asset) -> tuple[float, float]:
    """Scale and offset, as the catalogue has them (raster extension, and STAC 1.1 bands). Earth Search names an offset
    that it has already applied."""
    extra = asset.item.assets[asset.key].extra_fields
    bands = extra.get("raster:bands") or extra.get("bands") or [{}]
    band = bands[0] if isinstance(bands, list) and bands and isinstance(bands[0], dict) else {}
    told = {**extra, **band}
    if asset.role in _CLASSES:
        return 1.0, 0.0
    try:
        scale = float(told.get("raster:scale", told.get("scale", 1)) or 1)
        offset = float(told.get("raster:offset", told.get("offset", 0)) or 0)
    except (TypeError, ValueError):
        return 1.0, 0.0
    applied = asset.item.properties.get("earthsearch:boa_offset_applied") is True
    return scale, 0.0 if applied else offset


def _assets(search: Search, days: Days, sensor: Sensor, box: Box, web: Bounded) -> Iterator[Asset]:
    for feature in features(search, days, box, web):
        for each in assets_of(item_of(feature), sensor, search.address):
            if each.day in days:
                yield each


def assets_of(item: Any, sensor: Sensor, base: str) -> Iterator[Asset]:
    """The bands that are needed, each once; `base` is what their addresses are held against where the item names none
    of its own."""
    moment = item.datetime or item.common_metadata.start_datetime
    if moment is None:
        return
    base = item.get_self_href() or base
    roles: set[str] = set()
    for key in sorted(item.assets, key=lambda key: (len(key), key)):
        role = sensor.role(key, "", 0, 2)
        # Some catalogues hold every band twice, as JPEG 2000 as well.
        if role is None or role in roles or not _is_tiff(item.assets[key]):
            continue
        roles.add(role)
        item.assets[key].href = urljoin(base, item.assets[key].href)
        yield Asset(day=moment.astimezone(UTC).date(), item=item, key=key, role=role)


def _is_tiff(asset: Any) -> bool:
    return "tif" in (asset.media_type or asset.href).lower()


def _clouded(feature: Mapping[str, Any], most: float | None) -> bool:
    with suppress(TypeError, ValueError, AttributeError):
        return most is not None and float(feature["properties"].get("eo:cloud_cover", 0)) > most
    return False


def features(search: Search, days: Days, box: Box, web: Bounded) -> list[dict[str, Any]]:
    """What the catalogue tells of its images of some days around a place, as it tells it; none that has more cloud than
    is asked for. Raises ReadError, and UsageError where a part of the program is missing."""
    try:
        from pystac import STACError
        from pystac_client.exceptions import APIError
        from pystac_client.warnings import PystacClientWarning
    except ImportError as error:
        raise UsageError(NO_EXTRA) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            client = _client(search.address, web)
            asked = client.search(
                method="GET", collections=[_collection(client, search)], bbox=box, limit=_A_PAGE,
                max_items=MOST_ITEMS + 1, datetime=f"{days.first}T00:00:00Z/{days.last}T23:59:59Z",
            )  # fmt: skip
            found = list(asked.items_as_dicts())
    except (
        STACError, APIError, PystacClientWarning, NotImplementedError, OSError, ValueError, KeyError, TypeError,
        AttributeError, RecursionError,
    ) as error:  # fmt: skip
        if isinstance(error.__cause__, ReadError):
            raise error.__cause__ from error
        raise ReadError(_strange(search.address, error)) from error
    if len(found) > MOST_ITEMS:
        raise ReadError(f"{search.address}: holds more than {MOST_ITEMS:,} images there: ask for fewer days")
    return [each for each in found if not _clouded(each, search.cloud)]


def item_of(feature: Mapping[str, Any]) -> Any:
    """Bare: what the catalogue says of its grids is not needed, and not believed. Raises ReadError for what is none."""
    from pystac import Item, STACError

    try:
        item = Item.from_dict(dict(feature))
        for name in [name for name in item.properties if name.startswith("proj:")]:
            del item.properties[name]
    except (STACError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ReadError(_strange(str(feature.get("id"))[:200], error)) from error
    return item


def _strange(address: str, error: Exception) -> str:
    return f"{address}: does not answer as a STAC API does ({str(error)[:200]}): name its first page"


def _client(address: str, web: Bounded) -> Any:
    from pystac_client import Client
    from pystac_client.stac_api_io import StacApiIO

    class Guarded(StacApiIO):
        """Asks through the fetcher, and reads no file."""

        def request(self, href: Any, method: str | None = None, headers: Any = None, parameters: Any = None) -> str:
            if (method or "GET").upper() != "GET":
                raise ReadError(
                    f"{address}: pages through its answers by POST, which Vedette does not: fetch the images"
                )
            asked = urlencode({name: str(value) for name, value in (parameters or {}).items()})
            joined = "&" if urlsplit(str(href)).query else "?"
            return web.get(f"{href}{joined}{asked}" if asked else str(href)).payload.decode("utf-8", "replace")

        def read_text(self, source: Any, *args: Any, **kwargs: Any) -> str:
            href = str(getattr(source, "href", source))
            if not is_web(href):
                raise ReadError(f"{address}: leads to {href[:200]}, which is no web address: fetch the images")
            return str(super().read_text(source, *args, **kwargs))

    return Client.open(address, stac_io=Guarded())


def _collection(client: Any, search: Search) -> str:
    if search.collection:
        return search.collection
    names = [str(each.id) for each, _ in zip(client.get_collections(), range(_MOST_NAMED + 1), strict=False)]
    more = " …" if len(names) > _MOST_NAMED else ""
    raise UsageError(f"name the collection with --collection: it has {', '.join(names[:_MOST_NAMED]) or 'none'}{more}")
