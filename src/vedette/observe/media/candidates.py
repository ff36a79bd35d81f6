"""Which frames of the index may show the same as a mark: by PDQ hash, and by visual words.

Words are asked in the order of their rarity until `READ_FEATURES` features have been read, so that a search costs the
same in a large index and words that stand in every picture (a channel's mark, a caption) tell last, if at all. A shared
feature counts by how near its signature is, and less if it is found in many frames (burstiness: Jégou, Douze and Schmid
2009).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from vedette.observe.media.marks import Mark, mirrored
from vedette.observe.media.resident import let_go
from vedette.observe.media.segment import Segment
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
        held, first = segment.arrays["hashes"], segment.arrays["first"]
        for turn in (_UPRIGHT, _MIRRORED):
            asked = mark.hashes[turn]
            near = np.flatnonzero(np.bitwise_count(first ^ asked[0]) <= _FIRST_WORD)
            apart = np.bitwise_count(held[near] ^ asked).sum(axis=1)
            for row in _nearest(apart, most):
                strength = 1 - float(apart[row]) / NEAREST_HASH
                frame = int(near[row])
                found.append((-strength, *_told(segment, frame), number, frame, turn == _MIRRORED))
    found.sort()
    return [
        Candidate(segment=number, frame=frame, mirrored=flipped, strength=-less)
        for less, *_, number, frame, flipped in found[:most]
    ]


def _nearest(apart: npt.NDArray[Any], most: int) -> Array:
    """The `most` nearest, and all that are as near as the last of them: which segment they are in must not matter."""
    near = np.flatnonzero(apart <= NEAREST_HASH)
    if near.size <= most:
        return near
    return np.asarray(near[apart[near] <= np.partition(apart[near], most - 1)[most - 1]])


def _told(segment: Segment, frame: int) -> tuple[int, float]:
    """What tells one frame from another in whichever segments they lie."""
    return int(segment.arrays["key"][int(segment.arrays["origin"][frame])]), float(segment.arrays["seconds"][frame])


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
    near = []
    for segment, (start, stop) in zip(segments, spans, strict=True):
        near.append(_near(asked, segment, rare[stop[rare] > start[rare]], start, stop))
        let_go(segments)
    # How often a feature of the mark is found in the whole index, as it is and in the mirror.
    seen_by = np.zeros(2 * len(mark.points), np.int64)
    for _, probe, _ in near:
        seen_by += np.bincount(asked.feature[probe] * 2 + asked.mirrored[probe], minlength=len(seen_by))
    ranked: list[tuple[float, int, float, int, int, bool, Shared]] = []
    for number, segment in enumerate(segments):
        ranked += _ranked(mark, asked, segment, number, near[number], seen_by, rarity, most)
        let_go(segments)
    ranked.sort(key=lambda each: each[:3])
    return _varied(ranked, segments, most, most_of_one)


def _spans(words: npt.NDArray[np.uint32], segment: Segment) -> tuple[Array, Array]:
    known, starts = segment.arrays["words"], segment.arrays["starts"]
    at = np.minimum(np.searchsorted(known, words), max(len(known) - 1, 0))
    hit = known[at] == words if len(known) else np.zeros(len(words), bool)
    return np.where(hit, starts[at], 0).astype(np.int64), np.where(hit, starts[at + 1], 0).astype(np.int64)


def _near(asked: Question, segment: Segment, rare: Array, start: Array, stop: Array) -> tuple[Array, Array, Array]:
    """The features of a segment that are near one of the mark's: row, number of the question, bits apart."""
    if not rare.size:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64)
    lengths = stop[rare] - start[rare]
    ends = np.cumsum(lengths)
    row = np.arange(ends[-1]) + np.repeat(start[rare] - (ends - lengths), lengths)
    apart = np.bitwise_count(segment.arrays["signature"][row] ^ np.repeat(asked.signature[rare], lengths))
    near = np.flatnonzero(apart <= _NEAREST_SIGNATURE)
    return row[near], np.repeat(rare, lengths)[near], apart[near].astype(np.int64)


def _ranked(
    mark: Mark,
    asked: Question,
    segment: Segment,
    number: int,
    near: tuple[Array, Array, Array],
    seen_by: Array,
    rarity: npt.NDArray[np.float32],
    most: int,
) -> list[tuple[float, int, float, int, int, bool, Shared]]:
    """The best frames of one segment, with the features they share."""
    row, probe, apart = near
    if not row.size:
        return []
    feature, flipped = asked.feature[probe], asked.mirrored[probe]
    weight = np.exp(-((apart.astype(np.float32) / _SOFTNESS) ** 2)) * rarity[probe]
    weight /= np.sqrt(seen_by[feature * 2 + flipped])
    frame, shape = segment.arrays["frame"][row].astype(np.int64), segment.arrays["shape"][row]
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
        # What is added up in another order differs in its last digits.
        found.append((-round(sum_of, 3), *_told(segment, pair // 2), number, pair // 2, bool(pair % 2), shared))
    return found


def _turn(mark: Mark, feature: Array, flipped: npt.NDArray[np.bool_], shape: npt.NDArray[np.uint8]) -> Array:
    angle = mark.points[feature, 3]
    angle = np.where(flipped, 180 - angle, angle)
    return np.asarray(np.floor(((shape[:, 3] / 256 * 360 - angle) % 360) / 360 * _TURNS) % _TURNS, dtype=np.int64)


def _varied(
    ranked: list[tuple[float, int, float, int, int, bool, Shared]],
    segments: Sequence[Segment],
    most: int,
    most_of_one: int,
) -> list[Candidate]:
    taken: dict[int, int] = {}
    found = []
    for less, key, _, number, frame, flipped, shared in ranked:
        if taken.get(key, 0) >= most_of_one:
            continue
        taken[key] = taken.get(key, 0) + 1
        found.append(Candidate(segment=number, frame=frame, mirrored=flipped, strength=-less, shared=shared))
        if len(found) >= most:
            break
    return found
