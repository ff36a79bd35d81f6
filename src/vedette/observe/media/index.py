"""The index of everything seen: one file that only grows, read through a memory map.

After a head of 64 bytes come segments. A segment is its length (8 bytes), the length of its description (8 bytes), that
description (JSON: the sources, and where each array lies), and the arrays. A segment that was cut off by a crash is
left out when reading and written over by the next append. Small segments are put together when there are many.

A million frames take about 12 GB on disk; what a search touches is all that is held in memory.
"""

import fcntl
import json
import mmap
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from vedette.model.errors import WorkspaceError
from vedette.observe.media.marks import SMALL_AREA, Mark, resized
from vedette.observe.media.words import signatures, words_of

_HEAD = b"vedette media index, version 1\n".ljust(64, b"\0")
_LONGEST_DESCRIPTION = 1 << 28
_ALIGNED = 64
SEGMENT_MARKS = 16_384
_SMALL_SEGMENTS = 16

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where footage was seen. `published`: ISO 8601, None where not known; `by`: the source's name or id."""

    name: str
    sha256: str = ""
    published: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Marks and their features. Frames are numbered from 0 within a segment.

    By frame: `origin`, `seconds`, `until`, `hashes` (4 × 64 bits), `grey_at` and `grey_size` (width, height) of its
    small picture in `greys`, `size` of the picture in which its features lie. By word: `words` in order and `starts`,
    where the word's features begin. By feature, in order of its word: `signature`, `frame`, `shape` (`shapes`).
    """

    origins: tuple[Origin, ...]
    arrays: dict[str, Array]

    @property
    def frames(self) -> int:
        return len(self.arrays["origin"])

    def grey(self, frame: int) -> npt.NDArray[np.uint8]:
        width, height = (int(side) for side in self.arrays["grey_size"][frame])
        at = int(self.arrays["grey_at"][frame])
        return np.asarray(self.arrays["greys"][at : at + width * height]).reshape(height, width)


@dataclass(slots=True)
class Builder:
    """Gathers marks until they are a segment."""

    origins: list[Origin] = field(default_factory=list)
    marks: int = 0
    _by_frame: dict[str, list[Any]] = field(default_factory=dict)
    _features: list[tuple[Array, Array, Array]] = field(default_factory=list)

    def begin(self, origin: Origin) -> None:
        self.origins.append(origin)

    def add(self, mark: Mark) -> None:
        """To the origin begun last."""
        small = resized(mark.grey, SMALL_AREA)
        row = {
            "origin": len(self.origins) - 1,
            "seconds": mark.seconds,
            "until": mark.until,
            "hashes": mark.hashes[0],
            "detail": mark.detail,
            "greys": small.ravel(),
            "grey_size": small.shape[::-1],
            "size": mark.grey.shape[::-1],
        }
        for name, value in row.items():
            self._by_frame.setdefault(name, []).append(value)
        words = words_of(mark.descriptors)
        self._features.append((words[:, 0], signatures(mark.descriptors, words)[:, 0], shapes(mark)))
        self.marks += 1

    def segment(self) -> Segment:
        rows = self._by_frame
        words, marks, shape = (np.concatenate(part) for part in zip(*self._features, strict=True))
        frame = np.repeat(np.arange(self.marks, dtype=np.uint32), [len(each[0]) for each in self._features])
        lengths = [len(grey) for grey in rows["greys"]]
        by_frame: dict[str, Array] = {
            "origin": np.array(rows["origin"], np.uint32),
            "seconds": np.array(rows["seconds"], np.float32),
            "until": np.array(rows["until"], np.float32),
            "hashes": np.array(rows["hashes"], np.uint64).reshape(-1, 4),
            "detail": np.array(rows["detail"], np.uint8),
            "grey_at": np.cumsum([0, *lengths[:-1]]).astype(np.uint64),
            "grey_size": np.array(rows["grey_size"], np.uint16),
            "size": np.array(rows["size"], np.uint16),
            "greys": np.concatenate(rows["greys"]),
        }
        return Segment(origins=tuple(self.origins), arrays=by_frame | inverted(words, marks, frame, shape))


def inverted(words: Array, signature: Array, frame: Array, shape: Array) -> dict[str, Array]:
    """The features in order of their words."""
    order = np.argsort(words, kind="stable")
    known, starts = np.unique(words[order], return_index=True)
    return {
        "words": known.astype(np.uint32),
        "starts": np.append(starts, len(order)).astype(np.uint32),
        "signature": signature[order],
        "frame": frame[order],
        "shape": shape[order],
    }


def shapes(mark: Mark) -> npt.NDArray[np.uint8]:
    """x and y in 256ths of the picture, size in 16ths of an octave, angle in 256ths of a turn."""
    tall, wide = mark.grey.shape
    x, y, size, angle = mark.points.T
    told = np.stack([x / wide * 256, y / tall * 256, np.log2(np.maximum(size, 1)) * 16, angle / 360 * 256], axis=1)
    told[:, 3] %= 256
    return np.asarray(np.floor(told).clip(0, 255), dtype=np.uint8)


@dataclass(slots=True)
class Index:
    """Open one with `opened`. `segments` stand in the order of their appending."""

    path: Path
    segments: list[Segment] = field(default_factory=list)

    @property
    def frames(self) -> int:
        return sum(segment.frames for segment in self.segments)

    def origins(self) -> Iterator[Origin]:
        for segment in self.segments:
            yield from segment.origins

    def append(self, seen: Iterable[tuple[Origin, Iterable[Mark]]]) -> int:
        """Returns how many frames were added. Footage is streamed: no more than a segment is held."""
        builder, added = Builder(), 0
        for origin, marks in seen:
            builder.begin(origin)
            for mark in marks:
                if builder.marks >= SEGMENT_MARKS:
                    self.add(builder.segment())
                    builder = Builder()
                    builder.begin(origin)
                builder.add(mark)
                added += 1
        if builder.marks:
            self.add(builder.segment())
        return added

    def add(self, segment: Segment) -> None:
        """Locked against another writer; what another has appended meanwhile stands before it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0, os.SEEK_END)
            if not file.tell():
                file.write(_HEAD)
                file.flush()
            end = _whole_end(file.fileno())
            file.truncate(end)
            _write(file, segment)
        self.segments = list(_segments(self.path))
        if sum(each.frames < SEGMENT_MARKS // 2 for each in self.segments) > _SMALL_SEGMENTS:
            self._put_together()

    def _put_together(self) -> None:
        """A new file in the place of the old, at once or not at all."""
        fresh = self.path.with_name(self.path.name + ".new")
        with self.path.open("rb") as held, fresh.open("wb") as file:
            fcntl.flock(held, fcntl.LOCK_EX)
            file.write(_HEAD)
            for group in _grouped(list(_segments(self.path))):
                _write(file, group[0] if len(group) == 1 else merged(group))
            file.flush()
            os.fsync(file.fileno())
            fresh.replace(self.path)
        self.segments = list(_segments(self.path))


def opened(path: Path) -> Index:
    """An index that does not exist yet is empty. Raises WorkspaceError for a file that is none."""
    return Index(path=path, segments=list(_segments(path)) if path.exists() else [])


def _grouped(segments: Sequence[Segment]) -> Iterator[list[Segment]]:
    group: list[Segment] = []
    for segment in segments:
        if group and sum(each.frames for each in group) + segment.frames > SEGMENT_MARKS:
            yield group
            group = []
        group.append(segment)
    if group:
        yield group


def merged(group: Sequence[Segment]) -> Segment:
    """Frames and origins are numbered on; the words are put in one order."""
    rows: dict[str, list[Array]] = {}
    frames = origins = greys = 0
    for segment in group:
        held = segment.arrays
        moved = held | {
            "origin": held["origin"] + np.uint32(origins),
            "frame": held["frame"] + np.uint32(frames),
            "grey_at": held["grey_at"] + np.uint64(greys),
            "words": np.repeat(held["words"], np.diff(held["starts"])),
        }
        for name, array in moved.items():
            rows.setdefault(name, []).append(array)
        frames, origins, greys = frames + segment.frames, origins + len(segment.origins), greys + len(held["greys"])
    joined = {name: np.concatenate(parts) for name, parts in rows.items() if name != "starts"}
    joined |= inverted(joined["words"], joined["signature"], joined["frame"], joined["shape"])
    return Segment(origins=tuple(origin for each in group for origin in each.origins), arrays=joined)


def _write(file: Any, segment: Segment) -> None:
    places: dict[str, Any] = {}
    at = 0
    for name, array in segment.arrays.items():
        places[name] = [array.dtype.str, list(array.shape), at]
        at += _padded(array.nbytes)
    told = json.dumps({"origins": [asdict(each) for each in segment.origins], "arrays": places}).encode()
    told = told.ljust(_padded(16 + len(told)) - 16)
    file.write((16 + len(told) + at).to_bytes(8, "little") + len(told).to_bytes(8, "little") + told)
    for array in segment.arrays.values():
        file.write(np.ascontiguousarray(array).tobytes().ljust(_padded(array.nbytes), b"\0"))


def _padded(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED


def _whole_end(descriptor: int) -> int:
    """Where the last whole segment ends."""
    size, at = os.fstat(descriptor).st_size, _ALIGNED
    while at + 16 <= size and (length := int.from_bytes(os.pread(descriptor, 8, at), "little")) and at + length <= size:
        at += length
    return at


def _segments(path: Path) -> Iterator[Segment]:
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if not size:
            return
        whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if whole[: len(_HEAD)] != _HEAD:
            raise WorkspaceError(f"{path} is not an index of this version: name another file, or index the folder anew")
        at, end = _ALIGNED, _whole_end(file.fileno())
    while at < end:
        length, told = (int.from_bytes(whole[at + shift : at + shift + 8], "little") for shift in (0, 8))
        try:
            yield _segment(whole, at + 16, told, at + length)
        except (ValueError, KeyError, TypeError) as error:
            raise WorkspaceError(f"{path} is damaged at byte {at}: index the folder anew into another file") from error
        at += length


def _segment(whole: mmap.mmap, at: int, told: int, end: int) -> Segment:
    if told > min(_LONGEST_DESCRIPTION, end - at):
        raise ValueError("a description longer than its segment")
    description = json.loads(whole[at : at + told])
    arrays = {}
    for name, (kind, shape, offset) in description["arrays"].items():
        count = int(np.prod(shape))
        if at + told + offset + count * np.dtype(kind).itemsize > end:
            raise ValueError("an array longer than its segment")
        arrays[name] = np.frombuffer(whole, np.dtype(kind), count, at + told + offset).reshape(shape)
    return Segment(origins=tuple(Origin(**each) for each in description["origins"]), arrays=arrays)
