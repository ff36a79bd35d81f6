"""Segments put together into one, a piece at a time: no more than a piece of one array is held in memory."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from vedette.observe.media.resident import let_go
from vedette.observe.media.segment import Array, Layout, Segment, keyed, laid_out

_PIECE_BYTES = 1 << 24
_PIECE_FEATURES = 1 << 20
_BY_FRAME = ("origin", "seconds", "until", "hashes", "first", "detail", "grey_at", "grey_size", "size")
_BY_FEATURE = ("signature", "frame", "shape")
# What counts on from one segment to the next, and what it counts.
_COUNTS_ON = {"origin": "key", "grey_at": "greys", "told_at": "told", "frame": "origin"}


def write_merged(file: BinaryIO, parts: Sequence[Segment]) -> None:
    """Frames and origins are numbered on; the words are put in one order."""
    small = _of_words(parts) | _of_keys(parts)
    layout: Layout = {name: (array.dtype.str, array.shape) for name, array in small.items()}
    streamed = (*_BY_FRAME, *_BY_FEATURE, "greys", "told", "key")
    for name in streamed:
        first = parts[0].arrays[name]
        layout[name] = (first.dtype.str, (sum(len(part.arrays[name]) for part in parts), *first.shape[1:]))
    ends = parts[0].arrays["told_at"]
    layout["told_at"] = (ends.dtype.str, (layout["key"][1][0] + 1,))
    places, length = laid_out(file, layout)
    for name, array in small.items():
        _put(file, places[name], array)
    for name in (*_BY_FRAME, "greys", "told", "key", "told_at"):
        at = places[name]
        for piece in _pieces(name, parts):
            at = _put(file, at, piece)
    _put_features(file, places, parts, small["words"], small["starts"])
    file.truncate(length)


def _of_words(parts: Sequence[Segment]) -> dict[str, Array]:
    words = np.unique(np.concatenate([part.arrays["words"] for part in parts]))
    counts = np.zeros(len(words), np.int64)
    for part in parts:
        counts[np.searchsorted(words, part.arrays["words"])] += _lengths(part.arrays["starts"])
    return {"words": words, "starts": np.append(0, np.cumsum(counts)).astype(np.uint32)}


def _lengths(starts: Array) -> npt.NDArray[np.int64]:
    ends = starts.astype(np.int64)
    return np.asarray(ends[1:] - ends[:-1])


def _of_keys(parts: Sequence[Segment]) -> dict[str, Array]:
    keys = np.concatenate([part.arrays["keys"] for part in parts])
    of = [part.arrays["keys_of"] + np.uint32(on) for part, on in zip(parts, _on(parts, "key"), strict=True)]
    return keyed(keys, np.concatenate(of))


def _on(parts: Sequence[Segment], counted: str) -> list[int]:
    """How many there are in all parts before each."""
    lengths = [len(part.arrays[counted]) for part in parts]
    return [sum(lengths[:number]) for number in range(len(lengths))]


def _pieces(name: str, parts: Sequence[Segment]) -> Iterator[Array]:
    counted = _COUNTS_ON.get(name)
    before = _on(parts, counted) if counted else [0] * len(parts)
    for number, (part, on) in enumerate(zip(parts, before, strict=True)):
        held = part.arrays[name]
        if name == "told_at" and number + 1 < len(parts):
            held = held[:-1]
        step = max(1, _PIECE_BYTES // max(1, held.nbytes // max(1, len(held))))
        for at in range(0, len(held), step):
            piece = held[at : at + step]
            yield piece + piece.dtype.type(on) if on else piece
        let_go(parts)


def _put_features(
    file: BinaryIO, places: dict[str, int], parts: Sequence[Segment], words: Array, starts: Array
) -> None:
    at = {name: places[name] for name in _BY_FEATURE}
    starts = starts.astype(np.int64)
    frames = _on(parts, "origin")
    first = 0
    while first < len(words):
        # At least one word, else as many as make a piece.
        reach = int(np.searchsorted(starts, int(starts[first]) + _PIECE_FEATURES, "right")) - 1
        after = min(max(reach, first + 1), len(words))
        rows = [_rows(part, int(words[first]), int(words[after - 1])) for part in parts]
        order = np.argsort(np.concatenate([words_of for words_of, _ in rows]), kind="stable")
        for name in _BY_FEATURE:
            held = [part.arrays[name][where] for part, (_, where) in zip(parts, rows, strict=True)]
            if name == "frame":
                held = [each + np.uint32(on) for each, on in zip(held, frames, strict=True)]
            at[name] = _put(file, at[name], np.concatenate(held)[order])
        let_go(parts)
        first = after


def _rows(part: Segment, lowest: int, highest: int) -> tuple[Array, slice]:
    """The words, a feature each, from `lowest` to `highest`, and where these features lie."""
    words, starts = part.arrays["words"], part.arrays["starts"]
    low, high = int(np.searchsorted(words, lowest, "left")), int(np.searchsorted(words, highest, "right"))
    return np.repeat(words[low:high], _lengths(starts[low : high + 1])), slice(int(starts[low]), int(starts[high]))


def _put(file: BinaryIO, at: int, array: Array) -> int:
    file.seek(at)
    held = np.ascontiguousarray(array)
    if held.size:
        file.write(held.data.cast("B"))
    return at + held.nbytes
