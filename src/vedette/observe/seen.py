"""Footage known again by PDQ, a hash of the whole picture: made smaller, encoded anew or mirrored.

The first, cheap memory, at the distance that the makers of PDQ recommend. It misses what is cropped or captioned.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vedette.model.capture import Capture
from vedette.model.errors import ReadError
from vedette.model.ids import CaptureId
from vedette.model.prints import Prints
from vedette.model.watch import Watch
from vedette.observe.recall import Likeness
from vedette.observe.sense import Findings

METHOD, VERSION = "pdq", "1"
_BITS, _BYTES = 256, 32
_NEAR = 31
# Below this a picture is too plain to be known by its hash.
_LEAST_QUALITY = 50
_MOST_FRAMES = 20_000
_FEWEST_FRAMES = 3
_ONES = np.array([bin(byte).count("1") for byte in range(256)], np.uint8)

Hashes = npt.NDArray[np.uint8]


def sense(path: Path, capture: Capture, watch: Watch) -> Findings:
    """The hash of every frame, and of its mirror image, one second apart. Of a damaged film what came before it."""
    import pdqhash

    from vedette.observe.media.decode import frames

    rows: list[Hashes] = []
    problem = None
    try:
        for frame in frames(path, per_second=1, longest=512):
            both = [pdqhash.compute(np.ascontiguousarray(side)) for side in (frame.pixels, frame.pixels[:, ::-1])]
            if both[0][1] >= _LEAST_QUALITY and len(rows) < _MOST_FRAMES:
                rows.append(np.concatenate([np.packbits(bits.astype(np.uint8)) for bits, _ in both]))
    except ReadError as error:
        problem = str(error).removeprefix(f"{path}: ")
        if not rows:
            raise ReadError(problem) from error
    payload = np.stack(rows).tobytes() if rows else b""
    prints = (Prints(capture=capture.id, method=METHOD, version=VERSION, payload=payload),) if rows else ()
    return Findings(prints=prints, problem=problem)


@dataclass(slots=True)
class FolderMemory:
    """A file of hashes for each capture. Can be removed: the captures make it anew once the sense has a new version."""

    folder: Path
    _owners: list[CaptureId] = field(default_factory=list, init=False)
    _all: Hashes | None = field(default=None, init=False)
    _owner: npt.NDArray[np.int32] | None = field(default=None, init=False)

    def add(self, prints: Prints) -> None:
        if prints.method != METHOD:
            return
        self.folder.mkdir(exist_ok=True)
        place = self.folder / f"{prints.capture}.{METHOD}"
        part = place.with_suffix(".part")
        part.write_bytes(prints.payload)
        part.replace(place)
        self._all = None

    def alike(self, prints: Prints) -> Sequence[Likeness]:
        if prints.method != METHOD:
            return ()
        held, owner = self._held()
        asked = np.frombuffer(_whole(prints.payload), np.uint8).reshape(-1, 2 * _BYTES)
        needed = min(_FEWEST_FRAMES, len(asked))
        near: dict[CaptureId, list[tuple[int, str]]] = {}
        for row in asked:
            for side, word in ((row[:_BYTES], "hash"), (row[_BYTES:], "hash of its mirror image")):
                for capture, distance in _nearest(side, held, owner, self._owners):
                    near.setdefault(capture, []).append((distance, word))
        near.pop(prints.capture, None)
        found = [_likeness(capture, met) for capture, met in near.items() if len(met) >= needed]
        return sorted(found, key=lambda one: (-one.score, one.capture))

    def _held(self) -> tuple[Hashes, npt.NDArray[np.int32]]:
        if self._all is None or self._owner is None:
            files = sorted(self.folder.glob(f"*.{METHOD}")) if self.folder.is_dir() else []
            rows = [np.frombuffer(_whole(file.read_bytes()), np.uint8).reshape(-1, 2 * _BYTES) for file in files]
            self._owners = [CaptureId(file.stem) for file in files]
            self._all = np.concatenate([*rows, np.zeros((0, 2 * _BYTES), np.uint8)])[:, :_BYTES]
            self._owner = np.repeat(np.arange(len(rows), dtype=np.int32), [len(each) for each in rows])
        return self._all, self._owner


def _whole(payload: bytes) -> bytes:
    """Without half a row at its end."""
    return payload[: len(payload) // (2 * _BYTES) * 2 * _BYTES]


def _nearest(
    asked: Hashes, held: Hashes, owner: npt.NDArray[np.int32], owners: Sequence[CaptureId]
) -> Iterator[tuple[CaptureId, int]]:
    """Of each capture the nearest frame, where it is near enough."""
    distances = _ONES[held ^ asked].sum(axis=1, dtype=np.int32)
    best: dict[int, int] = {}
    for at in np.flatnonzero(distances <= _NEAR):
        number, distance = int(owner[at]), int(distances[at])
        best[number] = min(best.get(number, _BITS), distance)
    return ((owners[number], distance) for number, distance in best.items())


def _likeness(capture: CaptureId, met: Sequence[tuple[int, str]]) -> Likeness:
    nearest, how = min(met)
    return Likeness(capture=capture, score=round(1 - nearest / _BITS, 4), method=how)
