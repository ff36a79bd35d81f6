"""One file of the index: marks and their features, read through a memory map.

After a head of 64 bytes come the length of the description (8 bytes), the description (JSON: where each array lies and
what it holds), and the arrays.
"""

import json
import mmap
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from vedette.observe.media.marks import SMALL_AREA, Mark, resized
from vedette.observe.media.words import signatures, words_of

_HEAD = b"vedette media index, version 2\n".ljust(64, b"\0")
_LONGEST_DESCRIPTION = 1 << 16
_ALIGNED = 64

Array = npt.NDArray[Any]
Layout = dict[str, tuple[str, tuple[int, ...]]]
"""Of each array its kind and shape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where footage was seen. `published`: ISO 8601, None where not known; `by`: the source's name or id."""

    name: str
    sha256: str = ""
    published: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Segment:
    """Frames and origins are numbered from 0 within a segment.

    By frame: `origin`, `seconds`, `until`, `hashes` (4 × 64 bits), `first` (the first of these once more, so that it
    can be read alone), `detail`, `grey_at` and `grey_size` (width, height) of its small picture in `greys`, `size` of
    the picture in which its features lie. By word: `words` in order and `starts`, where the word's features begin. By
    feature, in order of its word: `signature`, `frame`, `shape` (`shapes`). By origin: `told_at`, where its JSON lies
    in `told`, and `key`. `keys`: those of names and of SHA-256 in order, `keys_of` their origins.
    """

    arrays: Mapping[str, Array]
    whole: mmap.mmap | None = None

    @property
    def frames(self) -> int:
        return len(self.arrays["origin"])

    def grey(self, frame: int) -> npt.NDArray[np.uint8]:
        width, height = (int(side) for side in self.arrays["grey_size"][frame])
        at = int(self.arrays["grey_at"][frame])
        return np.asarray(self.arrays["greys"][at : at + width * height]).reshape(height, width)

    def origin(self, number: int) -> Origin:
        start, end = (int(at) for at in self.arrays["told_at"][number : number + 2])
        name, sha256, published, by = json.loads(self.arrays["told"][start:end].tobytes())
        return Origin(name=name, sha256=sha256, published=published, by=by)

    def origin_of(self, frame: int) -> Origin:
        return self.origin(int(self.arrays["origin"][frame]))

    def origins(self) -> Iterator[Origin]:
        return (self.origin(number) for number in range(len(self.arrays["key"])))

    def numbers(self, told: str) -> Iterator[int]:
        """The origins of that name, or with that SHA-256."""
        keys, asked = self.arrays["keys"], np.uint64(key_of(told))
        for at in range(int(np.searchsorted(keys, asked, "left")), int(np.searchsorted(keys, asked, "right"))):
            number = int(self.arrays["keys_of"][at])
            if told in (self.origin(number).name, self.origin(number).sha256):
                yield number


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
        hashes = np.array(rows["hashes"], np.uint64).reshape(-1, 4)
        by_frame: dict[str, Array] = {
            "origin": np.array(rows["origin"], np.uint32),
            "seconds": np.array(rows["seconds"], np.float32),
            "until": np.array(rows["until"], np.float32),
            "hashes": hashes,
            "first": hashes[:, 0].copy(),
            "detail": np.array(rows["detail"], np.uint8),
            "grey_at": np.cumsum([0, *lengths[:-1]]).astype(np.uint64),
            "grey_size": np.array(rows["grey_size"], np.uint16),
            "size": np.array(rows["size"], np.uint16),
            "greys": np.concatenate(rows["greys"]),
        }
        return Segment(arrays=by_frame | inverted(words, marks, frame, shape) | named(self.origins))


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


def named(origins: Sequence[Origin]) -> dict[str, Array]:
    told = [json.dumps(astuple(origin)).encode() for origin in origins]
    key = np.array([key_of(origin.name) for origin in origins], np.uint64)
    second = np.array([key_of(origin.sha256) if origin.sha256 else 0 for origin in origins], np.uint64)
    return {
        "told_at": np.cumsum([0, *(len(each) for each in told)]).astype(np.uint64),
        "told": np.frombuffer(b"".join(told), np.uint8),
        "key": key,
        **keyed(np.concatenate([key, second]), np.tile(np.arange(len(origins), dtype=np.uint32), 2)),
    }


def keyed(keys: Array, of: Array) -> dict[str, Array]:
    """Without the empty key 0."""
    kept = np.flatnonzero(keys)
    order = kept[np.argsort(keys[kept], kind="stable")]
    return {"keys": keys[order], "keys_of": of[order]}


def key_of(told: str) -> int:
    return int.from_bytes(blake2b(told.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little") or 1


def shapes(mark: Mark) -> npt.NDArray[np.uint8]:
    """x and y in 256ths of the picture, size in 16ths of an octave, angle in 256ths of a turn."""
    tall, wide = mark.grey.shape
    x, y, size, angle = mark.points.T
    told = np.stack([x / wide * 256, y / tall * 256, np.log2(np.maximum(size, 1)) * 16, angle / 360 * 256], axis=1)
    told[:, 3] %= 256
    return np.asarray(np.floor(told).clip(0, 255), dtype=np.uint8)


def laid_out(file: BinaryIO, layout: Layout) -> tuple[dict[str, int], int]:
    """Writes the head. Returns where each array is to begin, and how long the file will be."""
    places: dict[str, Any] = {}
    at = 0
    for name, (kind, shape) in layout.items():
        places[name] = [kind, list(shape), at]
        at += _padded(int(np.prod(shape)) * np.dtype(kind).itemsize)
    told = json.dumps(places).encode()
    told = told.ljust(_padded(8 + len(told)) - 8)
    file.write(_HEAD + len(told).to_bytes(8, "little") + told)
    begin = len(_HEAD) + 8 + len(told)
    return {name: begin + place for name, (_, _, place) in places.items()}, begin + at


def write_segment(file: BinaryIO, segment: Segment) -> None:
    layout: Layout = {name: (array.dtype.str, array.shape) for name, array in segment.arrays.items()}
    places, length = laid_out(file, layout)
    for name, array in segment.arrays.items():
        file.seek(places[name])
        file.write(np.ascontiguousarray(array).data.cast("B") if array.size else b"")
    file.truncate(length)


def read_segment(path: Path, size: int) -> Segment:
    """`size`: how long the file must be. Raises ValueError for one that is damaged."""
    with path.open("rb") as file:
        if size < len(_HEAD) + 8 or os.fstat(file.fileno()).st_size != size:
            raise ValueError("not of its length")
        whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    told = int.from_bytes(whole[len(_HEAD) : len(_HEAD) + 8], "little")
    if whole[: len(_HEAD)] != _HEAD or told > _LONGEST_DESCRIPTION:
        raise ValueError("not of this version")
    begin = len(_HEAD) + 8 + told
    arrays = {}
    for name, (kind, shape, offset) in json.loads(whole[begin - told : begin]).items():
        count = int(np.prod(shape))
        if offset < 0 or begin + offset + count * np.dtype(kind).itemsize > size:
            raise ValueError("an array longer than its file")
        arrays[name] = np.frombuffer(whole, np.dtype(kind), count, begin + offset).reshape(shape)
    return Segment(arrays=arrays, whole=whole)


def _padded(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED
