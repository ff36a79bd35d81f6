"""A GeoTIFF on the web, read by the parts that are needed: a file of ranges for rasterio, and what was cut out of it.

Nothing here opens a connection: every byte comes through the fetcher that is handed in, which guards addresses.
"""

import io
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from vedette.model.errors import CaptureError, ReadError
from vedette.observe.change.mosaic import Box, moved, window_of
from vedette.observe.change.numbers import Levels
from vedette.observe.change.raster import Window, check_source

_NAME = "image.tif"
_PIECE = 128 * 1024
_PIECES_HELD = 64
_MOST_BYTES = 4 * 1024**3
_MOST_PIXELS = 25_000_000
_SIZE = re.compile(r"bytes \d+-\d+/(\d+)")


class Answer(Protocol):
    @property
    def payload(self) -> bytes: ...

    @property
    def headers(self) -> Sequence[tuple[str, str]]: ...


Fetch = Callable[[str, tuple[int, int] | None], Answer]
"""An address, and the first and last byte that are wanted of it; all of it for None. Raises CaptureError."""


@dataclass(slots=True)
class Bounded:
    """One run's dealings with the web: so many seconds and bytes, and then a ReadError."""

    fetch: Fetch
    seconds: float
    most_bytes: int = _MOST_BYTES
    _until: float = field(init=False)
    _got: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._until = time.monotonic() + self.seconds

    def get(self, address: str, span: tuple[int, int] | None = None) -> Answer:
        if time.monotonic() > self._until:
            raise ReadError(
                f"{address}: it took more than {self.seconds / 60:g} minutes: ask for fewer days or footprints"
            )
        if self._got > self.most_bytes:
            raise ReadError(
                f"{address}: it gave more than {self.most_bytes / 1024**3:g} GB: ask for fewer days or footprints"
            )
        try:
            answer = self.fetch(address, span)
        except CaptureError as error:
            raise ReadError(f"{address}: {_told(str(error))}") from error
        self._got += len(answer.payload)
        return answer


def _told(trouble: str) -> str:
    if re.match(r"answered 40[13]\b", trouble):
        return (
            f"{trouble.split(':')[0]}: it asks for a key or a login: fetch the images yourself and name their folders"
        )
    return trouble.replace("save the page, add that", "allow it with --allow-private if it is your own")


class RangeFile(io.RawIOBase):
    """Read-only and seekable; pieces of it are fetched when they are asked for, and some are held."""

    def __init__(self, address: str, web: Bounded) -> None:
        """Raises ReadError where its beginning cannot be had."""
        super().__init__()
        self._address = address
        self._web = web
        self._at = 0
        self.trouble: ReadError | None = None
        first = web.get(address, (0, _PIECE - 1))
        told = next((_SIZE.match(value) for name, value in first.headers if name == "content-range"), None)
        # Without a range in the answer it is the whole file.
        self._whole = None if told else first.payload
        self.size = int(told[1]) if told else len(first.payload)
        self._pieces = OrderedDict({0: first.payload})

    def close(self) -> None:
        """Stays open: it may be opened again, and holds nothing but memory."""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def read(self, size: int = -1) -> bytes:
        """What could not be fetched reads as the end of the file; `trouble` says why."""
        last = self.size if size < 0 else min(self._at + size, self.size)
        found = bytearray()
        try:
            while self._at < last:
                part = self._part(self._at, last)
                if not part:
                    break
                found += part
                self._at += len(part)
        except ReadError as error:
            self.trouble = error
        return bytes(found)

    def _part(self, first: int, last: int) -> bytes:
        if self._whole is not None:
            return self._whole[first:last]
        piece = first // _PIECE
        content = self._pieces.get(piece)
        if content is None:
            span = piece * _PIECE, min((piece + 1) * _PIECE, self.size) - 1
            content = self._web.get(self._address, span).payload
            self._pieces[piece] = content
            while len(self._pieces) > _PIECES_HELD:
                self._pieces.popitem(last=False)
        begin = first - piece * _PIECE
        return content[begin : begin + last - first]


def cut_out(address: str, web: Bounded, box: Box, scale: tuple[float, float], to: Path) -> None:
    """The pixels around a box, as numbers times scale plus offset, into a file of its own. Raises ReadError."""
    import rasterio

    found = RangeFile(address, web)

    def opened(path: str, _mode: str = "rb", **_: Any) -> RangeFile:
        """Files beside it are not looked for."""
        if not path.endswith(_NAME):
            raise FileNotFoundError(path)
        found.seek(0)
        return found

    try:
        with rasterio.open(_NAME, driver="GTiff", opener=opened) as source:
            check_source(address, source)
            window = _window(address, source, box)
            if window.rows * window.columns > _MOST_PIXELS:
                raise ReadError(f"{address}: the footprints lie too far apart: name some that lie closer together")
            _write(source, window, scale, to)
    except (rasterio.errors.RasterioError, OSError) as error:
        raise found.trouble or ReadError(
            f"{address}: is no GeoTIFF that can be read in parts: fetch it, and name the file"
        ) from error


def _window(address: str, source: Any, box: Box) -> Window:
    try:
        return window_of(source.crs, source.transform, (source.width, source.height), box)
    except ReadError as error:
        raise ReadError(f"{address}: {error}") from error


def _write(source: Any, window: Window, scale: tuple[float, float], to: Path) -> None:
    import rasterio

    rows, columns = (window.row, window.row + window.rows), (window.column, window.column + window.columns)
    seen = source.read(1, window=(rows, columns), masked=True)
    values: Levels = np.ma.filled(seen.astype(np.float32), np.nan) * np.float32(scale[0]) + np.float32(scale[1])
    with rasterio.open(
        to, "w", driver="GTiff", width=window.columns, height=window.rows, count=1, dtype="float32",
        crs=source.crs, transform=moved(source.transform, window), nodata=float("nan"), tiled=True, blockxsize=256,
        blockysize=256, compress="deflate",
    ) as sink:  # fmt: skip
        sink.write(values, 1)
