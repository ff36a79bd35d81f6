"""The captions of a picture or a recording as one text, each line with where and when it stands."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import cv2
import numpy as np

from vedette.model.capture import Capture
from vedette.model.document import Mark
from vedette.model.errors import ReadError, UsageError
from vedette.model.watch import Watch
from vedette.observe.lettering.crop import Pixels, level
from vedette.observe.lettering.reader import Line, Reader
from vedette.observe.media.decode import Frame, frames
from vedette.observe.sense import Findings, Transcript
from vedette.reference.language import guess_language

PER_SECOND = 0.5
LONGEST = 1600
MOST_FRAMES = 200
_SAME_PLACE = 0.02
_SAME_LOOK = 14.0
_LOOK = (96, 16)
_NOT_WRITTEN = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """A line while it stands unchanged. `until` is the last second at which it was seen; both None in a picture."""

    line: Line
    seconds: float | None = None
    until: float | None = None


_READER = Reader()


def sense(path: Path, capture: Capture, watch: Watch) -> Findings:
    """A sense (`observe/sense.py`)."""
    try:
        captions, problem = captions_of(path, _READER)
    except UsageError as error:
        raise ReadError(f"was not looked at for lettering: {error}") from error
    found = transcript(captions)
    return Findings(transcripts=(found,) if found else (), problem=problem)


def captions_of(path: Path, reader: Reader) -> tuple[list[Caption], str | None]:
    """With what could not be read of a file that is damaged or too long. Raises ReadError where nothing could be."""
    follower = _Follower(reader)
    try:
        for number, frame in enumerate(frames(path, per_second=PER_SECOND, longest=LONGEST)):
            if number >= MOST_FRAMES:
                return follower.captions, f"was read only to {frame.seconds:.0f} s for lettering: add it in parts"
            follower.see(frame)
    except ReadError as error:
        if not follower.frames:
            raise
        return follower.captions, str(error).removeprefix(f"{path}: ").removeprefix(str(path))
    if follower.frames == 1:
        return [replace(each, seconds=None, until=None) for each in follower.captions], None
    return follower.captions, None


def transcript(captions: Iterable[Caption]) -> Transcript | None:
    """A line of text for each caption, in the order in which they came up; None where nothing is written."""
    text, marks = "", []
    for each in captions:
        start = len(text) + 1 if text else 0
        text = f"{text}\n{each.line.text}" if text else each.line.text
        marks.append(
            Mark(
                start=start,
                end=len(text),
                seconds=each.seconds,
                until=each.until,
                box=each.line.box,
                confidence=each.line.confidence,
            )
        )
    if not text:
        return None
    return Transcript(kind="lettering", text=text, marks=tuple(marks), language=guess_language(text))


@dataclass(slots=True)
class _Standing:
    """A line that was there in the frame before, and what its place looked like."""

    at: int
    quad: Pixels
    look: Pixels


@dataclass(slots=True)
class _Follower:
    """Reads a line when it comes up, and not again while it stands."""

    reader: Reader
    captions: list[Caption] = field(default_factory=list)
    frames: int = 0
    _standing: list[_Standing] = field(default_factory=list)

    def see(self, frame: Frame) -> None:
        self.frames += 1
        scale = np.array([frame.pixels.shape[1], frame.pixels.shape[0]], np.float32)
        fresh, kept = [], []
        for quad in self.reader.quads(frame.pixels):
            look = _look(frame.pixels, quad)
            same = next((one for one in self._standing if _alike(one.quad, one.look, quad / scale, look)), None)
            if same:
                kept.append(same)
                if same.at != _NOT_WRITTEN:
                    self.captions[same.at] = replace(self.captions[same.at], until=frame.seconds)
            else:
                fresh.append((quad, look))
        read = self.reader.each(frame.pixels, [quad for quad, _ in fresh])
        for (quad, look), line in zip(fresh, read, strict=True):
            kept.append(_Standing(self._hold(frame, line) if line else _NOT_WRITTEN, quad / scale, look))
        self._standing = kept

    def _hold(self, frame: Frame, line: Line) -> int:
        known = next(
            (
                at
                for at, each in enumerate(self.captions)
                if each.line.text == line.text
                and each.until is not None
                and frame.seconds - each.until <= 2 / PER_SECOND
            ),
            None,
        )
        if known is not None:
            self.captions[known] = replace(self.captions[known], until=frame.seconds)
            return known
        self.captions.append(Caption(line=line, seconds=frame.seconds, until=frame.seconds))
        return len(self.captions) - 1


def _look(picture: Pixels, quad: Pixels) -> Pixels:
    small = cv2.resize(level(picture, quad), _LOOK, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)


def _alike(quad: Pixels, look: Pixels, other: Pixels, other_look: Pixels) -> bool:
    near = float(np.abs(quad - other).max()) < _SAME_PLACE
    return near and float(np.abs(look - other_look).mean()) < _SAME_LOOK
