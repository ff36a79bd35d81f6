"""Files that hold many captures: taken apart, not captured as a whole."""

import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from vedette.collect.file import file_address, file_item
from vedette.collect.item import Found
from vedette.collect.packed import open_zip
from vedette.collect.warc.items import is_warc, warc_items
from vedette.collect.warc.wacz import is_wacz, wacz_items
from vedette.model.errors import CaptureError

Unpacker = Callable[[], Iterator[Found]]

_HEAD = 4096
_GZIP, _ZIP = b"\x1f\x8b", b"PK\3\4"


def unpacker(path: Path) -> Unpacker | None:
    """None for an ordinary file, and for one that cannot be opened: capturing it will say why."""
    try:
        with file_item(path).open() as handle:
            head = handle.read(_HEAD)
    except (CaptureError, OSError):
        return None
    if is_warc(_unzipped(head)):
        return partial(_warc, path)
    if head.startswith(_ZIP):
        return partial(_zip, path)
    return None


def _unzipped(head: bytes) -> bytes:
    if not head.startswith(_GZIP):
        return head
    try:
        return zlib.decompressobj(47).decompress(head, _HEAD)
    except zlib.error:
        return b""


def _warc(path: Path) -> Iterator[Found]:
    try:
        # An item's bytes are good only while the file is open.
        with file_item(path).open() as handle, closing(warc_items(handle, file_address(path))) as found:
            yield from found
    except CaptureError as error:
        yield file_address(path), error


def _zip(path: Path) -> Iterator[Found]:
    try:
        with open_zip(path) as packed:
            names = packed.names()
    except CaptureError as error:
        yield file_address(path), error
        return
    if is_wacz(names):
        yield from wacz_items(path)
    else:
        advice = "is a ZIP that is no web archive (WACZ): unpack it, then add the folder"
        yield file_address(path), CaptureError(advice)
