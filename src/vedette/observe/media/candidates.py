"""Which frames of the index may show the same as a mark: by PDQ hash, and by visual words.

Words are asked in the order of their rarity until `READ_FEATURES` features have been read, so that a search costs the
same in a large index and words that stand in every picture (a channel's mark, a caption) tell last, if at all. A shared
feature counts by how near its signature is, and less if it is found in many frames (burstiness: Jégou, Douze and Schmid
2009).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vedette.observe.media.index import Segment
from vedette.observe.media.marks import Mark, mirrored
from vedette.observe.media.words import signatures, words_of

READ_FEATURES = 1_000_000
NEAREST_HASH = 64
_FIRST_WORD = 24
_NEAREST_SIGNATURE = 18
_SOFTNESS = 8.0
_TURNS = 8
_UPRIGHT, _MIRRORED = 0, 5

Array = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Features that the mark and a frame share: numbers of the mark's, shapes of the frame's, how much each counts."""

    feature: Array
    shape: npt.NDArray[np.uint8]
    weight: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A frame that may show the same, perhaps mirrored. `shared` is None where the hash alone led to it."""

    segment: int
    frame: int
    mirrored: bool
    strength: float
    shared: Shared | None = None


def by_hash(mark: Mark, segments: Sequence[Segment], most: int) -> list[Candidate]:
    """The nearest hashes, upright and mirrored; `strength` is 1 for the same hash and 0 for one too far away."""
    found = []
    for number, segment in enumerate(segments):
        held = segment.arrays["hashes"]
        for turn in (_UPRIGHT, _MIRRORED):
            asked = mark.hashes[turn]
            near = np.flatnonzero(np.bitwise_count(held[:, 0] ^ asked[0]) <= _FIRST_WORD)
            apart = np.bitwise_count(held[near] ^ asked).sum(axis=1)
            for row in np.argsort(apart, kind="stable")[:most]:
                if apart[row] <= NEAREST_HASH:
                    strength = 1 - float(apart[row]) / NEAREST_HASH
                    found.append((strength, number, int(near[row]), turn == _MIRRORED))
    found.sort(key=lambda each: -each[0])
    return [Candidate(segment=n, frame=f, mirrored=m, strength=s) for s, n, f, m in found[:most]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Every feature of a mark as it is and as it would be in the mirror, in every cell near it."""

    words: npt.NDArray[np.uint32]
    signature: npt.NDArray[np.uint64]
    feature: Array
    mirrored: npt.NDArray[np.bool_]


def question(mark: Mark, probes: int = 2) -> Question:
    both = np.concatenate([mark.descriptors, mirrored(mark.descriptors)])
    words = words_of(both, probes)
    count = len(mark.descriptors)
    feature = np.tile(np.arange(count), 2)
    return Question(
        words=words.ravel(),
        signature=signatures(both, words).ravel(),
        feature=np.repeat(feature, words.shape[1]),
        mirrored=np.repeat(np.arange(2 * count) >= count, words.shape[1]),
    )


def by_words(mark: Mark, segments: Sequence[Segment], most: int, most_of_one: int = 4) -> list[Candidate]:
    """The frames that share most; no more than `most_of_one` of the same footage."""
    if not len(mark.descriptors) or not segments:
        return []
    asked = question(mark)
    spans = [_spans(asked.words, segment) for segment in segments]
    lengths = np.sum([stop - start for start, stop in spans], axis=0)
    rare = np.argsort(lengths, kind="stable")
    rare = rare[: np.searchsorted(np.cumsum(lengths[rare]), READ_FEATURES, side="right")]
    rarity = np.log1p(sum(len(each.arrays["signature"]) for each in segments) / np.maximum(lengths, 1)).astype(
        np.float32
    )
    ranked: list[tuple[float, int, int, bool, Shared]] = []
    for number, segment in enumerate(segments):
        start, stop = spans[number]
        ranked += _ranked(mark, asked, segment, number, rare[stop[rare] > start[rare]], start, stop, rarity, most)
    ranked.sort(key=lambda each: -each[0])
    return _varied(ranked, segments, most, most_of_one)


def _spans(words: npt.NDArray[np.uint32], segment: Segment) -> tuple[Array, Array]:
    known, starts = segment.arrays["words"], segment.arrays["starts"]
    at = np.minimum(np.searchsorted(known, words), max(len(known) - 1, 0))
    hit = known[at] == words if len(known) else np.zeros(len(words), bool)
    return np.where(hit, starts[at], 0).astype(np.int64), np.where(hit, starts[at + 1], 0).astype(np.int64)


def _ranked(
    mark: Mark,
    asked: Question,
    segment: Segment,
    number: int,
    rare: Array,
    start: Array,
    stop: Array,
    rarity: npt.NDArray[np.float32],
    most: int,
) -> list[tuple[float, int, int, bool, Shared]]:
    """The best frames of one segment, with the features they share."""
    if not rare.size:
        return []
    held = segment.arrays
    lengths = stop[rare] - start[rare]
    ends = np.cumsum(lengths)
    row = np.arange(ends[-1]) + np.repeat(start[rare] - (ends - lengths), lengths)
    apart = np.bitwise_count(held["signature"][row] ^ np.repeat(asked.signature[rare], lengths))
    near = np.flatnonzero(apart <= _NEAREST_SIGNATURE)
    if not near.size:
        return []
    probe = np.repeat(rare, lengths)[near]
    row, apart = row[near], apart[near].astype(np.float32)
    feature, flipped = asked.feature[probe], asked.mirrored[probe]
    weight = np.exp(-((apart / _SOFTNESS) ** 2)) * rarity[probe]
    seen_by = np.bincount(feature * 2 + flipped, minlength=2 * len(mark.points))
    weight /= np.sqrt(seen_by[feature * 2 + flipped])
    frame, shape = held["frame"][row].astype(np.int64), held["shape"][row]
    votes = (frame * 2 + flipped) * _TURNS + _turn(mark, feature, flipped, shape)
    known, inverse = np.unique(votes, return_inverse=True)
    strength = np.bincount(inverse, weight)
    # A turn near the edge of its eighth falls into two: neighbours count together.
    following = np.searchsorted(known, (known // _TURNS) * _TURNS + (known + 1) % _TURNS).clip(0, len(known) - 1)
    joined = known[following] == (known // _TURNS) * _TURNS + (known + 1) % _TURNS
    strength = strength + np.where(joined, strength[following], 0)
    pairs: dict[int, float] = {}
    for best in np.argsort(-strength, kind="stable")[: 3 * most]:
        pairs.setdefault(int(known[best] // _TURNS), float(strength[best]))
    pair_of = votes // _TURNS
    wanted = np.isin(pair_of, np.array(list(pairs)))
    feature, shape, weight, pair_of = feature[wanted], shape[wanted], weight[wanted], pair_of[wanted]
    found = []
    for pair, sum_of in pairs.items():
        own = pair_of == pair
        shared = Shared(feature=feature[own], shape=shape[own], weight=weight[own])
        found.append((sum_of, number, pair // 2, bool(pair % 2), shared))
    return found


def _turn(mark: Mark, feature: Array, flipped: npt.NDArray[np.bool_], shape: npt.NDArray[np.uint8]) -> Array:
    angle = mark.points[feature, 3]
    angle = np.where(flipped, 180 - angle, angle)
    return np.asarray(np.floor(((shape[:, 3] / 256 * 360 - angle) % 360) / 360 * _TURNS) % _TURNS, dtype=np.int64)


def _varied(
    ranked: list[tuple[float, int, int, bool, Shared]], segments: Sequence[Segment], most: int, most_of_one: int
) -> list[Candidate]:
    taken: dict[tuple[int, int], int] = {}
    found = []
    for strength, number, frame, flipped, shared in ranked:
        key = (number, int(segments[number].arrays["origin"][frame]))
        if taken.get(key, 0) >= most_of_one:
            continue
        taken[key] = taken.get(key, 0) + 1
        found.append(Candidate(segment=number, frame=frame, mirrored=flipped, strength=strength, shared=shared))
        if len(found) >= most:
            break
    return found
