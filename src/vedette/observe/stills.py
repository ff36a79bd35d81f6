"""Small grey pictures of footage, as they are kept for knowing it again: to leaf through a film without decoding it."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vedette.model.errors import WorkspaceError
from vedette.model.ids import CaptureId

if TYPE_CHECKING:
    import numpy as np

    from vedette.observe.media.segment import Segment

MOST = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """A frame from `seconds` until `until`; `number` names it among those of its capture."""

    number: int
    seconds: float
    until: float


def stills(folder: Path, capture: CaptureId, most: int = MOST) -> Sequence[Still]:
    """Evenly from beginning to end; none where the footage was not looked at, or its memory is not there."""
    rows = _rows(folder, capture)
    step = max(1, -(-len(rows) // most))
    return [
        Still(number=number, seconds=seconds, until=float(segment.arrays["until"][frame]))
        for number, (seconds, segment, frame) in enumerate(rows)
        if number % step == 0
    ]


def still(folder: Path, capture: CaptureId, number: int) -> bytes | None:
    """A PNG; None where there is no such frame."""
    rows = _rows(folder, capture)
    if not 0 <= number < len(rows):
        return None
    _, segment, frame = rows[number]
    return png(segment.grey(frame))


def _rows(folder: Path, capture: CaptureId) -> "list[tuple[float, Segment, int]]":
    from vedette.observe.seen import memory_in

    try:
        return memory_in(folder).frames(capture)
    except (ImportError, WorkspaceError):
        return []


def png(grey: "np.ndarray[tuple[int, int], np.dtype[np.uint8]]") -> bytes:
    """ISO/IEC 15948, 8 bits of grey."""
    tall, wide = grey.shape
    rows = b"".join(b"\0" + row.tobytes() for row in grey)
    head = struct.pack(">IIBBBBB", wide, tall, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
