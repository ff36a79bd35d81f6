"""Marks as bytes, to go from one process to another: a head, a row a mark, then their arrays, each kind together.

Nothing is pickled. Whoever reads takes the bytes for hostile: every size is held against the bytes that are there.
"""

from collections.abc import Sequence

import numpy as np

from vedette.model.errors import ReadError
from vedette.observe.media.marks import Mark

_HEAD = b"marks 1\n"
_COUNT = 8
MOST_MARKS = 4096
_LARGEST_GREY = 1 << 19
_MOST_POINTS = 4096
_ROW = np.dtype(
    [
        ("seconds", "<f8"),
        ("until", "<f8"),
        ("hashes", "<u8", (8, 4)),
        ("tall", "<u2"),
        ("wide", "<u2"),
        ("points", "<u2"),
        ("detail", "<u2"),
    ]
)
_POINT = np.dtype("<f4")


def packed(marks: Sequence[Mark]) -> bytes:
    rows = np.zeros(len(marks), _ROW)
    for row, mark in zip(rows, marks, strict=True):
        row["seconds"], row["until"], row["hashes"] = mark.seconds, mark.until, mark.hashes
        row["tall"], row["wide"] = mark.grey.shape
        row["points"], row["detail"] = len(mark.points), mark.detail
    parts = [_HEAD, len(marks).to_bytes(_COUNT, "little"), rows.tobytes()]
    parts += [mark.points.astype(_POINT).tobytes() for mark in marks]
    parts += [mark.descriptors.tobytes() for mark in marks]
    parts += [mark.grey.tobytes() for mark in marks]
    return b"".join(parts)


def unpacked(payload: bytes) -> tuple[Mark, ...]:
    """The arrays lie in `payload` itself. Raises ReadError for bytes that `packed` cannot have made."""
    count = int.from_bytes(payload[len(_HEAD) : len(_HEAD) + _COUNT], "little")
    at = len(_HEAD) + _COUNT
    if not payload.startswith(_HEAD) or count > MOST_MARKS or len(payload) < at + count * _ROW.itemsize:
        raise _nonsense()
    rows = np.frombuffer(payload, _ROW, count, at)
    at += count * _ROW.itemsize
    many = rows["points"].astype(np.int64)
    greys = rows["tall"].astype(np.int64) * rows["wide"]
    if not _sensible(rows) or len(payload) != at + int((many * (4 * _POINT.itemsize + 128) + greys).sum()):
        raise _nonsense()
    points = np.frombuffer(payload, _POINT, 4 * int(many.sum()), at).reshape(-1, 4)
    at += points.nbytes
    descriptors = np.frombuffer(payload, np.uint8, 128 * int(many.sum()), at).reshape(-1, 128)
    at += descriptors.nbytes
    if not np.isfinite(points).all():
        raise _nonsense()
    last, last_grey = np.cumsum(many), at + np.cumsum(greys)
    return tuple(
        Mark(
            seconds=float(row["seconds"]),
            until=float(row["until"]),
            hashes=row["hashes"],
            detail=int(row["detail"]),
            grey=np.frombuffer(payload, np.uint8, int(size), int(end - size)).reshape(row["tall"], row["wide"]),
            points=points[stop - own : stop],
            descriptors=descriptors[stop - own : stop],
        )
        for row, own, stop, size, end in zip(rows, many, last, greys, last_grey, strict=True)
    )


def _sensible(rows: "np.ndarray[tuple[int], np.dtype[np.void]]") -> bool:
    sides = np.stack([rows["tall"], rows["wide"]]).astype(np.int64)
    times = np.stack([rows["seconds"], rows["until"]])
    return bool(
        (sides > 0).all()
        and (sides.prod(axis=0) <= _LARGEST_GREY).all()
        and (rows["points"] <= _MOST_POINTS).all()
        and (rows["detail"] <= 100).all()
        and np.isfinite(times).all()
    )


def _nonsense() -> ReadError:
    return ReadError("gave marks that make no sense")
