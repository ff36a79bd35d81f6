"""Debian's Tesseract as a bounded subprocess: many lines at once, as the pages of one TIFF on its standard input."""

import io
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from PIL import Image

from vedette.model.errors import UsageError
from vedette.observe.lettering.crop import Pixels

_AT_ONCE = 40
_SECONDS_A_LINE = 2.0
_SECONDS_TO_START = 15.0
_ONE_LINE = "7"
_WORD = "5"
# What edges, shadows and frames of boxes are taken for; no caption begins or ends so.
_STRAY = "|_~`^=*\\[]{}<>•· "
_ADVICE = "apt-get install tesseract-ocr tesseract-ocr-rus tesseract-ocr-ukr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one reader makes of one line. `sure` runs from 0 to 1, by length of word."""

    text: str
    sure: float


NOTHING = Reading(text="", sure=0.0)


@cache
def languages() -> frozenset[str]:
    """Those installed, by Tesseract's names. Raises UsageError where it is not installed."""
    try:
        told = subprocess.run(
            ["tesseract", "--list-langs"],  # noqa: S607 - found on the user's own path
            capture_output=True, timeout=_SECONDS_TO_START, check=False, encoding="utf-8", errors="replace",
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageError(f"text in pictures needs Tesseract, which does not start: {_ADVICE}") from error
    return frozenset(told.stdout.split())


def read(lines: Sequence[Pixels], language: str) -> list[Reading]:
    """One reading a line, in order. Lines it fails on, or takes too long for, are read as nothing."""
    found: list[Reading] = []
    for begin in range(0, len(lines), _AT_ONCE):
        found += _batch(lines[begin : begin + _AT_ONCE], language)
    return found


def _batch(lines: Sequence[Pixels], language: str) -> list[Reading]:
    words = ["tesseract", "stdin", "stdout", "-l", language, "--psm", _ONE_LINE, "--dpi", "150", "tsv"]
    try:
        done = subprocess.run(  # noqa: S603 - `language` is one of our own words
            words,
            input=_pages(lines),
            capture_output=True,
            timeout=_SECONDS_TO_START + _SECONDS_A_LINE * len(lines),
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except OSError as error:
        raise UsageError(f"text in pictures needs Tesseract, which does not start: {_ADVICE}") from error
    except subprocess.TimeoutExpired:
        return [NOTHING] * len(lines)
    return _readings(done.stdout.decode("utf-8", "replace"), len(lines))


def _pages(lines: Sequence[Pixels]) -> bytes:
    pages = [Image.fromarray(line) for line in lines]
    held = io.BytesIO()
    pages[0].save(held, "TIFF", save_all=True, append_images=pages[1:])
    return held.getvalue()


def _readings(table: str, pages: int) -> list[Reading]:
    """Of Tesseract's table: level, page, …, confidence of 100, text."""
    words: list[list[tuple[str, float]]] = [[] for _ in range(pages)]
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == _WORD and (word := _word(cells[11])):
            words[int(cells[1]) - 1].append((word, float(cells[10]) / 100))
    return [_reading(each) for each in words]


def _word(seen: str) -> str:
    """Empty for what no caption sets apart from its words."""
    word = seen.strip(_STRAY)
    return "" if word in set("!?.,;:'\"") else word


def _reading(words: list[tuple[str, float]]) -> Reading:
    letters = sum(len(word) for word, _ in words)
    if not letters:
        return NOTHING
    sure = sum(len(word) * sure for word, sure in words) / letters
    return Reading(text=" ".join(word for word, _ in words), sure=max(0.0, min(1.0, sure)))
