"""Words heard in a recording, with their seconds: voice activity first, then Whisper, in the language spoken."""

import math
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from vedette.model.capture import Capture
from vedette.model.document import Mark
from vedette.model.errors import ReadError, UsageError
from vedette.model.watch import Watch
from vedette.observe.media.decode import Samples, sound
from vedette.observe.sense import Findings, Transcript
from vedette.observe.speech.model import model_folder

RATE = 16_000
_AT_ONCE_S = 300
LONGEST_S = 4 * 3600
# Whisper's own bounds for what it should not be believed in.
_UNLIKELY, _NO_SPEECH, _REPETITIVE = -1.0, 0.6, 2.4
_LANGUAGE_SURE = 0.5
_LIKELY_ENOUGH = 0.15
# Half minutes of a recording by which its language is told.
_LOOKED_AT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """`confidence` is the mean likelihood of its pieces of words, lowered where there may be no speech at all.
    `doubtful`: by the bounds that Whisper itself sets, or where
    the language was not made out."""

    text: str
    seconds: float
    until: float
    confidence: float
    doubtful: bool


@dataclass(slots=True, kw_only=True)
class Heard:
    """`language` is None where less than half sure and no language that is expected fits; `language_sure` is how sure,
    None where the user named it. `problem` is one line."""

    phrases: list[Phrase] = field(default_factory=list)
    language: str | None = None
    language_sure: float | None = None
    problem: str | None = None


def sense(path: Path, capture: Capture, watch: Watch) -> Findings:
    """A sense (`observe/sense.py`)."""
    try:
        heard = listen(path, watch.whisper, expected=watch.languages)
    except UsageError as error:
        raise ReadError(f"was not listened to: {error}") from error
    found = transcript(heard)
    return Findings(transcripts=(found,) if found else (), problem=heard.problem)


def transcript(heard: Heard) -> Transcript | None:
    """A line of text for each phrase; None where nothing was said."""
    text, marks = "", []
    for each in heard.phrases:
        start = len(text) + 1 if text else 0
        text = f"{text}\n{each.text}" if text else each.text
        marks.append(
            Mark(
                start=start,
                end=len(text),
                seconds=each.seconds,
                until=each.until,
                confidence=each.confidence,
                doubtful=each.doubtful,
            )
        )
    return Transcript(kind="speech", text=text, marks=tuple(marks), language=heard.language) if text else None


def listen(
    path: Path, model: str | Path | None = None, *, language: str | None = None, expected: Sequence[str] = ()
) -> Heard:
    """In `language` where it is given; else in the one that is detected, or where that is not sure in the likeliest of
    those `expected`, all of it doubtful then. Nothing is heard in a file without sound, or without a voice in it; no
    model is then needed. Never translated. Raises ReadError where the file cannot be decoded, UsageError where there is
    no model."""
    heard, sure = Heard(language=language), 0.0
    try:
        for begin, samples in _stretches(path):
            if begin >= LONGEST_S:
                heard.problem = f"was listened to only for {LONGEST_S // 3600} hours: add it in parts"
                break
            if not _has_voice(samples):
                continue
            whisper = _whisper(str(model_folder(model)))
            spoken = Spoken(language=language, sure=1.0) if language else _spoken(whisper, samples, expected)
            segments = _write_down(whisper, samples, spoken.language)
            known = spoken.sure >= _LANGUAGE_SURE
            heard.phrases += [phrase for each in segments if (phrase := _phrase(each, begin, known)).text]
            if language is None and spoken.sure > sure:
                sure = spoken.sure
                heard.language, heard.language_sure = spoken.language, round(sure, 3)
    except ReadError as error:
        if not heard.phrases:
            raise
        heard.problem = str(error).removeprefix(f"{path}: ")
    return heard


def _stretches(path: Path) -> Iterator[tuple[float, Samples]]:
    held: list[Samples] = []
    begin, size = 0.0, 0
    for each in sound(path, rate=RATE):
        if not held:
            begin = each.seconds
        held.append(each.samples)
        size += each.samples.size
        if size >= _AT_ONCE_S * RATE:
            yield begin, np.concatenate(held)
            held, size = [], 0
    if held:
        yield begin, np.concatenate(held)


def _has_voice(samples: Samples) -> bool:
    from faster_whisper.vad import get_speech_timestamps

    return bool(get_speech_timestamps(np.ascontiguousarray(samples)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """`language` None where none was made out; `sure` is how sure the model is of it, 0 to 1."""

    language: str | None
    sure: float


def _spoken(whisper: Any, samples: Samples, expected: Sequence[str]) -> Spoken:
    language, sure, every = whisper.detect_language(
        np.ascontiguousarray(samples), vad_filter=True, language_detection_segments=_LOOKED_AT
    )
    return chosen(str(language), float(sure), dict(every), expected)


def chosen(language: str, sure: float, every: Mapping[str, float], expected: Sequence[str]) -> Spoken:
    if sure >= _LANGUAGE_SURE:
        return Spoken(language=language, sure=sure)
    likely = {code: float(every.get(code, 0.0)) for code in expected}
    best = max(likely, key=lambda code: likely[code], default=None)
    if best is None or likely[best] < _LIKELY_ENOUGH:
        return Spoken(language=None, sure=sure)
    return Spoken(language=best, sure=likely[best])


def _write_down(whisper: Any, samples: Samples, language: str | None) -> list[Any]:
    segments, _ = whisper.transcribe(
        np.ascontiguousarray(samples),
        task="transcribe",
        language=language,
        vad_filter=True,
        condition_on_previous_text=False,
        beam_size=5,
    )
    return list(segments)


@cache
def _whisper(folder: str) -> Any:
    from faster_whisper import WhisperModel

    try:
        return WhisperModel(
            folder, device="cpu", compute_type="int8", cpu_threads=min(4, os.cpu_count() or 1), local_files_only=True
        )
    except (RuntimeError, ValueError, OSError) as error:
        reason = " ".join(str(error).split())
        raise UsageError(f"{folder}: the Whisper model cannot be loaded ({reason}); name another folder") from error


def _phrase(segment: Any, begin: float, known: bool = True) -> Phrase:
    """`known`: the language. Written down in a wrong one, words are made up."""
    likely = math.exp(min(0.0, float(segment.avg_logprob)))
    silent = float(segment.no_speech_prob)
    return Phrase(
        text=" ".join(str(segment.text).split()),
        seconds=round(begin + float(segment.start), 2),
        until=round(begin + float(segment.end), 2),
        confidence=round(likely * (1 - silent), 3),
        doubtful=not known
        or segment.avg_logprob < _UNLIKELY
        or silent > _NO_SPEECH
        or segment.compression_ratio > _REPETITIVE,
    )
