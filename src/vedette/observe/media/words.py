"""Visual words: 512 × 512 cells of descriptor space, and 64 bits that tell where in its cell a descriptor lies.

The books are learnt from drawn pictures by `bench/train_marks.py`, which names the papers.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint32]
Signatures = npt.NDArray[np.uint64]
Descriptors = npt.NDArray[np.uint8]

_SHIFT, _LOW = 9, 511


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """`halves`: 2 × 512 × 64. `turned`: 2 × 512 × 64, the same words in the axes of the signatures."""

    halves: npt.NDArray[np.float32]
    lengths: npt.NDArray[np.float32]
    turn: npt.NDArray[np.float32]
    turned: npt.NDArray[np.float32]


@cache
def books() -> Books:
    with (files("vedette.observe.media") / "words.npz").open("rb") as stream, np.load(stream) as held:
        halves, turn = held["books"].astype(np.float32), held["turn"].astype(np.float32)
    turned = np.stack([halves[0] @ turn[:, :64].T, halves[1] @ turn[:, 64:].T])
    return Books(halves=halves, lengths=(halves**2).sum(axis=2), turn=turn, turned=turned)


def words_of(descriptors: Descriptors, probes: int = 1) -> Words:
    """n × probes²: the cells nearest to each descriptor, by the `probes` nearest words of each half."""
    near = []
    for half in (0, 1):
        given = descriptors[:, 64 * half : 64 * half + 64].astype(np.float32)
        apart = books().lengths[half] - 2 * (given @ books().halves[half].T)
        if probes == 1:
            near.append(apart.argmin(axis=1)[:, None])
        else:
            near.append(np.argpartition(apart, probes, axis=1)[:, :probes])
    pairs = (near[0][:, :, None] << _SHIFT) | near[1][:, None, :]
    return np.asarray(pairs.reshape(len(descriptors), pairs.shape[1] * pairs.shape[2]), dtype=np.uint32)


def signatures(descriptors: Descriptors, words: Words) -> Signatures:
    """n × m, for each of the m cells of a descriptor: on which side of 64 planes through the cell's middle it lies."""
    turned = descriptors.astype(np.float32) @ books().turn.T
    middles = books().turned[0][words >> _SHIFT] + books().turned[1][words & _LOW]
    bits = turned[:, None, :] > middles
    return np.packbits(bits, axis=2, bitorder="little").view(np.uint64)[..., 0]
