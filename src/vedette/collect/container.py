"""Files that hold many captures: taken apart, not captured as a whole."""

import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import BinaryIO

from vedette.collect.file import file_address, file_item
from vedette.collect.item import MIB, Found, refuse_larger
from vedette.collect.kind import is_mail
from vedette.collect.mail.mbox import is_mbox, mbox_items
from vedette.collect.mail.message import mail_items
from vedette.collect.packed import open_zip
from vedette.collect.warc.items import is_warc, warc_items
from vedette.collect.warc.wacz import is_wacz, wacz_items
from vedette.collect.x_archive import posts_files, x_folder_items, x_zip_items
from vedette.model.errors import CaptureError
from vedette.model.x_posts import is_archive

Unpacker = Callable[[], Iterator[Found]]

_HEAD = 4096
_LARGEST_MAIL = 64 * MIB
_GZIP, _ZIP = b"\x1f\x8b", b"PK\3\4"


def unpacker(path: Path) -> Unpacker | None:
    """None for an ordinary file, and for one that cannot be opened: capturing it will say why."""
    try:
        with file_item(path).open() as handle:
            head = handle.read(_HEAD)
    except (CaptureError, OSError):
        return None
    if is_warc(_unzipped(head)):
        return partial(_opened, path, warc_items)
    if head.startswith(_ZIP):
        return partial(_zip, path)
    if is_archive(head[:200]) and path.parent.name == "data":
        return partial(x_folder_items, path.absolute().parent.parent)
    if is_mbox(head):
        return partial(_opened, path, mbox_items)
    if is_mail(path.name, head):
        return partial(_opened, path, _mail)
    return None


def _unzipped(head: bytes) -> bytes:
    if not head.startswith(_GZIP):
        return head
    try:
        return zlib.decompressobj(47).decompress(head, _HEAD)
    except zlib.error:
        return b""


def _opened(path: Path, items: Callable[[BinaryIO, str], Generator[Found, None, None]]) -> Iterator[Found]:
    try:
        # An item's bytes are good only while the file is open.
        with file_item(path).open() as handle, closing(items(handle, file_address(path))) as found:
            yield from found
    except (CaptureError, OSError) as error:
        said = (
            error
            if isinstance(error, CaptureError)
            else CaptureError(f"cannot be read to its end ({error.strerror}): check the file, then add it again")
        )
        yield file_address(path), said


def _mail(handle: BinaryIO, address: str) -> Generator[Found, None, None]:
    payload = handle.read(_LARGEST_MAIL + 1)
    refuse_larger(len(payload), _LARGEST_MAIL)
    yield from mail_items(payload, address)


def _zip(path: Path) -> Iterator[Found]:
    try:
        with open_zip(path) as packed:
            names = packed.names()
    except CaptureError as error:
        yield file_address(path), error
        return
    if is_wacz(names):
        yield from wacz_items(path)
    elif posts_files(names):
        yield from x_zip_items(path)
    else:
        advice = "is a ZIP that is neither a web archive (WACZ) nor one of X: unpack it, then add the folder"
        yield file_address(path), CaptureError(advice)
