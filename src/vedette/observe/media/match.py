"""Has this been seen before? Every frame is looked up, then the frames of a clip must tell one story.

    index = opened(path)
    hits = seen_before(index, fingerprint(file, decoder))      # best first; none where nothing agrees

A shared caption or channel's mark is no hit: see `agreement.py`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vedette.observe.media.agreement import Agreement, agreement, placements
from vedette.observe.media.candidates import Candidate, by_hash, by_words
from vedette.observe.media.decode import Decoder
from vedette.observe.media.index import Index
from vedette.observe.media.marks import Mark, marks
from vedette.observe.media.resident import let_go
from vedette.observe.media.segment import Origin, Segment

LONGEST_SIDE = 640
ALIKE = 0.60
_SURE = 0.85
_LEAST_COVER = 0.35
_SURE_COVER = 0.8
_LEAST_EVIDENCE = 0.05
_HASHES, _FRAMES = 6, 10
# Where every showing is wanted: so many times as many candidates, fewer frames of each.
_MANY, _OF_ONE = 3, 2
_LEAST_SHARE = 0.3
# Frames that fall between those of the index show what has moved since: each alone is doubtful, many in step are not.
_DOUBTFUL = 0.40
_MEAN_IN_STEP = 0.45
_FEWEST_IN_STEP = 4
_SHARE_IN_STEP = 0.6
_TELLING_POINTS = 10
_TOGETHER_S = 1.6
_LONG_ENOUGH_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """`origin`: where it was seen before. `offset_s`: the second there at which this begins, None for a still picture.

    `score`: how alike the pictures are, 0 to 1; a hit has at least `ALIKE`. `share`: the part of this footage's frames
    that were found there.
    """

    origin: Origin
    score: float
    offset_s: float | None
    method: str
    share: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """One frame found: `at` here, from `seconds` until `until` there."""

    origin: Origin
    at: float
    seconds: float
    until: float
    score: float
    method: str


def fingerprint(path: Path, decoder: Decoder) -> tuple[Mark, ...]:
    """The marks of one file, pictures and videos alike. Raises ReadError where nothing could be read."""
    return tuple(marks(decoder.frames(path, longest=LONGEST_SIDE)))


def seen_before(index: Index, footage: Sequence[Mark], *, itself: str | None = None) -> list[Hit]:
    """The footage of the index that shows the same, best first.

    `itself` is its own name in the index. Every other showing is then looked for: also behind surer ones, and what was
    cut from this footage, where `share` is the part of the shorter of the two.
    """
    least = ALIKE if len(footage) < _FEWEST_IN_STEP else _DOUBTFUL
    found = [seen for mark in footage for seen in _looks(mark, index.segments, least, itself)]
    told: dict[Origin, list[_Seen]] = {}
    for seen in found:
        told.setdefault(seen.origin, []).append(seen)
    tellable = sum(len(mark.points) >= _TELLING_POINTS for mark in footage) or len(footage)
    hits = []
    for origin, frames_seen in told.items():
        frames = min(tellable, _frames_of(origin, index)) if itself is not None else tellable
        if (hit := _story(origin, frames_seen, len(footage), frames)) is not None:
            hits.append(hit)
    let_go(index.segments)
    return sorted(hits, key=lambda hit: (-hit.score * hit.share, hit.origin.name))


def _looks(mark: Mark, segments: Sequence[Segment], least: float, itself: str | None) -> list[_Seen]:
    if itself is None:
        return _look(mark, segments, least)
    near = by_hash(mark, segments, _MANY * _HASHES) + by_words(mark, segments, _MANY * _FRAMES, _OF_ONE)
    others = [one for one in near if segments[one.segment].origin_of(one.frame).name != itself]
    return [_seen(mark, segments, *agreeing) for agreeing in _agreeing(mark, segments, others, least)]


def _look(mark: Mark, segments: Sequence[Segment], least: float) -> list[_Seen]:
    """The hash first; the features only where no hash leads to the same picture."""
    quick = list(_agreeing(mark, segments, by_hash(mark, segments, _HASHES), least))
    if any(agreed.likeness >= _SURE and agreed.cover >= _SURE_COVER for _, agreed in quick):
        return [_seen(mark, segments, candidate, agreed) for candidate, agreed in quick]
    slow = list(_agreeing(mark, segments, by_words(mark, segments, _FRAMES), least))
    return [_seen(mark, segments, candidate, agreed) for candidate, agreed in quick + slow]


def _agreeing(
    mark: Mark, segments: Sequence[Segment], candidates: Iterable[Candidate], least: float
) -> Iterable[tuple[Candidate, Agreement]]:
    for candidate in candidates:
        agreed = _agreed(mark, segments[candidate.segment], candidate)
        if agreed is not None and agreed.likeness >= least:
            yield candidate, agreed


def _agreed(mark: Mark, segment: Segment, candidate: Candidate) -> Agreement | None:
    """The best of the ways in which the one may lie in the other, None where too little lies in it to tell."""
    width, height = (int(side) for side in segment.arrays["size"][candidate.frame])
    grey = segment.grey(candidate.frame)
    tried = [
        agreement(mark.grey, matrix, grey, (width, height), supported)
        for matrix, supported in placements(mark, candidate.mirrored, candidate.shared, (width, height))
    ]
    fit = [each for each in tried if each.cover >= _LEAST_COVER and each.evidence >= _LEAST_EVIDENCE]
    return max(fit, key=lambda each: each.likeness, default=None)


def _seen(mark: Mark, segments: Sequence[Segment], candidate: Candidate, agreed: Agreement) -> _Seen:
    segment = segments[candidate.segment]
    how = "PDQ hash" if candidate.shared is None else f"{agreed.supported} local features"
    return _Seen(
        origin=segment.origin_of(candidate.frame),
        at=mark.seconds,
        seconds=float(segment.arrays["seconds"][candidate.frame]),
        until=float(segment.arrays["until"][candidate.frame]),
        score=agreed.likeness,
        method=how + (", mirrored" if candidate.mirrored else "") + ", pictures compared",
    )


def _frames_of(origin: Origin, index: Index) -> int:
    return sum(
        int(np.count_nonzero(segment.arrays["origin"] == number))
        for segment in index.segments
        for number in segment.numbers(origin.name)
        if segment.origin(number) == origin
    )


def _story(origin: Origin, seen: list[_Seen], frames: int, tellable: int) -> Hit | None:
    """The frames that tell of one beginning; None where they are too few of the `tellable` ones."""
    in_step = _one_beginning(seen)
    mean, share = float(np.mean([each.score for each in in_step])), min(1.0, len(in_step) / tellable)
    if len(in_step) < _FEWEST_IN_STEP or share < _SHARE_IN_STEP or mean < _MEAN_IN_STEP:
        in_step = _one_beginning([each for each in seen if each.score >= ALIKE])
        share = min(1.0, len(in_step) / tellable)
        if not in_step or (frames > 1 and share < _LEAST_SHARE):
            return None
    top = max(in_step, key=lambda each: each.score)
    still = frames == 1 and not top.until and not top.seconds
    return Hit(
        origin=origin,
        score=round(float(np.mean([each.score for each in in_step])), 4),
        offset_s=None if still else round(_beginning(in_step), 2),
        method=top.method,
        share=round(share, 3),
    )


def _one_beginning(seen: Sequence[_Seen]) -> list[_Seen]:
    """The best for each frame here, of those that agree on the second at which it all begins there."""
    best: list[_Seen] = []
    for start in {round(each.seconds - each.at, 1) for each in seen}:
        fitting: dict[float, _Seen] = {}
        for each in seen:
            apart = max(each.seconds - each.at - start, start - (each.until - each.at), 0.0)
            held = fitting.get(each.at)
            if apart <= _TOGETHER_S and (held is None or held.score < each.score):
                fitting[each.at] = each
        if sum(each.score for each in fitting.values()) > sum(each.score for each in best):
            best = list(fitting.values())
    return best


def _beginning(seen: Sequence[_Seen]) -> float:
    """The second there at which this begins; footage that runs faster or slower is followed back to its first frame."""
    at, seconds = (np.array([getattr(each, name) for each in seen]) for name in ("at", "seconds"))
    if len(seen) >= 5 and np.ptp(at) >= _LONG_ENOUGH_S:
        pace = float(np.median([b / a for a, b in _steps(at, seconds)] or [1.0]))
        if 0.5 <= pace <= 2.0:
            return max(0.0, float(np.median(seconds - pace * at)))
    return max(0.0, float(np.median(seconds - at)))


def _steps(
    at: "np.ndarray[tuple[int], np.dtype[np.float64]]", seconds: "np.ndarray[tuple[int], np.dtype[np.float64]]"
) -> list[tuple[float, float]]:
    return [
        (float(at[j] - at[i]), float(seconds[j] - seconds[i]))
        for i in range(len(at))
        for j in range(i + 1, len(at))
        if abs(at[j] - at[i]) >= 1.0
    ]
