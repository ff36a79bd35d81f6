"""A mailbox in one file (RFC 4155), message by message. Lines that begin with `>From ` stay as they are."""

import re
from collections.abc import Generator, Iterator
from typing import BinaryIO

from vedette.collect.item import MIB, Found
from vedette.collect.mail.message import mail_items
from vedette.model.errors import CaptureError

_LARGEST = 64 * MIB
_LONGEST_LINE = 64 * 1024
_OPENING = re.compile(
    rb"From \S{1,320} +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{1,2} "
    rb"[^\r\n]{4,60}\r?\n"
)
_FIELD = re.compile(rb"[!-9;-~]{1,80}:[ \t\r\n]")


def is_mbox(head: bytes) -> bool:
    opening = _OPENING.match(head)
    return bool(opening and _FIELD.match(head, opening.end()))


def mbox_items(handle: BinaryIO, address: str) -> Generator[Found, None, None]:
    for number, message in enumerate(_messages(handle), start=1):
        place = f"{address}#message-{number}"
        if message is None:
            yield place, CaptureError(f"is larger than {_LARGEST // MIB} MB: save the part you need and add that")
        else:
            yield from mail_items(message, place)


def _messages(handle: BinaryIO) -> Iterator[bytes | None]:
    """None for one that is too large. A message begins after an empty line only."""
    lines: list[bytes] = []
    size, begins, empty, seen = 0, True, True, False
    while line := handle.readline(_LONGEST_LINE):
        if begins and empty and _OPENING.fullmatch(line):
            if seen:
                yield _whole(lines, size)
            lines, size, seen = [], 0, True
        else:
            size += len(line)
            if size <= _LARGEST:
                lines.append(line)
            else:
                lines.clear()
        empty = begins and not line.strip()
        begins = line.endswith(b"\n")
    if seen:
        yield _whole(lines, size)


def _whole(lines: list[bytes], size: int) -> bytes | None:
    if size > _LARGEST:
        return None
    return b"".join(lines[:-1] if lines and not lines[-1].strip() else lines)
