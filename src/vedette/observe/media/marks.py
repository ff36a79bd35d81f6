"""The marks by which a frame is known again: a PDQ hash, local features (RootSIFT), and a small grey picture.

PDQ: Facebook's perceptual hash of 256 bits. SIFT: Lowe 2004; RootSIFT: Arandjelović and Zisserman 2012. Plain borders
are cut away first, so that a picture in a black frame is marked as the picture alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pdqhash

from vedette.observe.media.decode import Frame

Grey = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

AREA = 320 * 240
"""Pixels of the picture in which features are sought: every frame is scaled to it."""
SMALL_AREA = 96 * 72
FEATURES = 250
_CONTRAST = 0.02
_PLAIN = 6.0
_FROZEN = 1.5
_MOVED = 14.0
_FROZEN_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One frame, or a stretch of frozen ones from `seconds` until `until`.

    `hashes`: 8 × 4 words of 64 bits, PDQ of the frame and its seven turned and mirrored forms, in the order of pdqhash.
    `grey`: the frame without plain borders, about `AREA` pixels. `points`: n × 4, x, y (a pixel's
    middle is at .5), size and angle (degrees) in it.
    `descriptors`: n × 128, RootSIFT times 255.
    """

    seconds: float
    until: float
    hashes: npt.NDArray[np.uint64]
    detail: int
    grey: Grey
    points: Floats
    descriptors: npt.NDArray[np.uint8]


def mark(frame: Frame) -> Mark:
    """`detail` is PDQ's own measure of how much there is to see, 0 to 100."""
    grey = resized(trimmed(np.asarray(cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2GRAY), np.uint8)), AREA)
    hashes, detail = _hashes(grey)
    points, descriptors = features(grey)
    return Mark(
        seconds=frame.seconds,
        until=frame.seconds,
        hashes=hashes,
        detail=detail,
        grey=grey,
        points=points,
        descriptors=descriptors,
    )


def marks(frames: Iterable[Frame]) -> Iterator[Mark]:
    """One a frame, and one for a stretch in which nothing moves."""
    held: Mark | None = None
    shown: Floats | None = None
    for frame in frames:
        small = cv2.resize(frame.pixels, (32, 32), interpolation=cv2.INTER_AREA).astype(np.float32)
        if held is not None and shown is not None and frame.seconds - held.seconds < _FROZEN_S:
            moved = np.abs(small - shown)
            if moved.mean() < _FROZEN and moved.max() < _MOVED:
                held = _lengthened(held, frame.seconds)
                continue
        if held is not None:
            yield held
        held, shown = mark(frame), small
    if held is not None:
        yield held


def _lengthened(held: Mark, until: float) -> Mark:
    return replace(held, until=until)


def trimmed(grey: Grey) -> Grey:
    """Without borders of one shade; as it is where little would be left."""
    tall, wide = grey.shape
    rows = np.flatnonzero(grey.std(axis=1) > _PLAIN)
    columns = np.flatnonzero(grey.std(axis=0) > _PLAIN)
    if not rows.size or not columns.size:
        return grey
    cut = grey[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return cut if cut.shape[0] > tall // 5 and cut.shape[1] > wide // 5 else grey


def resized(grey: Grey, area: int) -> Grey:
    """To about `area` pixels, the proportions kept within 1 to 6."""
    tall, wide = grey.shape
    scale = (area / (tall * wide)) ** 0.5
    size = (max(16, round(wide * scale)), max(16, round(tall * scale)))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR))


def _hashes(grey: Grey) -> tuple[npt.NDArray[np.uint64], int]:
    bits, detail = pdqhash.compute_dihedral(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB))
    return np.packbits(np.asarray(bits, dtype=bool), axis=1).view(np.uint64), int(detail)


def features(grey: Grey) -> tuple[Floats, npt.NDArray[np.uint8]]:
    """The `FEATURES` strongest; none in a plain picture."""
    sift: Any = cv2  # its stubs know no SIFT
    found, raw = sift.SIFT_create(nfeatures=FEATURES, contrastThreshold=_CONTRAST).detectAndCompute(grey, None)
    if raw is None or not len(found):
        return np.zeros((0, 4), np.float32), np.zeros((0, 128), np.uint8)
    points = np.array([(each.pt[0] + 0.5, each.pt[1] + 0.5, each.size, each.angle) for each in found], np.float32)
    return points, np.round(np.sqrt(raw / np.maximum(raw.sum(axis=1, keepdims=True), 1e-6)) * 255).astype(np.uint8)


_MIRRORED = np.arange(128).reshape(4, 4, 8)[::-1][:, :, [0, 7, 6, 5, 4, 3, 2, 1]].ravel()


def mirrored(descriptors: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """What the features of the mirrored picture would say: rows of cells and the sense of angles turn round."""
    return descriptors[:, _MIRRORED]
