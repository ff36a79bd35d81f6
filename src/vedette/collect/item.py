"""What was found at an address, before it is archived."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

from vedette.model.errors import CaptureError
from vedette.model.ids import SourceId

MIB = 1024 * 1024
_CHUNK = MIB


class Opener(Protocol):
    """Opens the bytes; raises CaptureError where they cannot be had."""

    def __call__(self) -> AbstractContextManager[BinaryIO]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Bytes not yet read. `name` is the file name, for its extension; `declared` what the server calls the bytes,
    `source` who published them, where that is known better than by the address. `fetched` is when others took them,
    `media` what they are, where whoever found them knows better than their beginning tells, and `names` by what the
    watch may know who published them."""

    address: str
    name: str
    open: Opener
    declared: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    source: SourceId | None = None
    fetched: datetime | None = None
    media: str | None = None
    names: tuple[str, ...] = ()


Found = Item | tuple[str, CaptureError]
"""An item, or an address with the reason why what lies there cannot be had."""


def stream(head: bytes, rest: BinaryIO, limit: int) -> Iterator[bytes]:
    """All bytes in pieces; CaptureError once there are more than `limit`, for a file may grow while it is read."""
    size = len(head)
    yield head
    while chunk := rest.read(_CHUNK):
        size += len(chunk)
        refuse_larger(size, limit)
        yield chunk


def refuse_larger(size: int, limit: int) -> None:
    if size > limit:
        raise CaptureError(f"is larger than {limit // MIB} MB: split it into smaller files and add those")
