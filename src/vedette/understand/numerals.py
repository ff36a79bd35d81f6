"""Numbers of languages that decline them: digits, number words in every case, and ordinals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from vedette.understand.compound_numbers import compound_numbers
from vedette.understand.lexicon import load
from vedette.understand.numbers import Number, find_numbers

_DIGITS = r"\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?!\d)(?:,\d+)?|\d+,\d+(?!,?\d)|\d+\.\d+(?!\.?\d)|\d+"
_JOINED = frozenset({"", " ", "\u00a0", "\u202f"})
_LONGEST_DIGITS = 18
_LONGEST_ABBREVIATION = 4
_FLAT = str.maketrans("’ʼ`´", "''''")
_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str
    value: float
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    meanings: dict[str, tuple[str, float]]
    fractions: frozenset[str]
    pattern: re.Pattern[str]


def numbers_of(text: str, language: str) -> tuple[Number, ...]:
    """Every number in order, none overlapping, by the way the language writes them."""
    style = _style(language)
    if style != "slavic":
        return compound_numbers(text, language) if style == "western" else find_numbers(text, language)
    words = _words(language)
    found: list[Number] = []
    for run in _runs(_pieces(text.translate(_FLAT), words), text):
        found.extend(_read(run, text, words))
    return tuple(found)


def declines(language: str) -> bool:
    """Whether the lexicon gives number words with all their forms."""
    return _style(language) == "slavic"


def _style(language: str) -> str | None:
    return load(language, "numbers").get("style")


def forms_of(rows: list[list[object]]) -> Iterator[tuple[str, object]]:
    """The forms of a table of `[meaning, "form form …"]`, each with its meaning; `_` stands for a space."""
    for meaning, forms in rows:
        for form in str(forms).split():
            yield form.replace("_", " "), meaning


@cache
def ordinals(language: str) -> dict[str, int]:
    """Ordinal words in every case and gender, up to the nineties."""
    return {form: int(str(value)) for form, value in forms_of(load(language, "numbers")["ordinal"])}


@cache
def _words(language: str) -> _Words:
    raw = load(language, "numbers")
    meanings: dict[str, tuple[str, float]] = {}
    for kind in ("scale", "plain", "whole"):
        for form, value in forms_of(raw[kind]):
            meanings[form] = (kind, float(str(value)))
    meanings[raw["half"]] = ("half", 0.5)
    pattern = re.compile(
        rf"(?<![\w.,])(?P<digits>{_DIGITS})|(?P<word>\b{raw['half']}\b|[^\W\d_]+(?:'[^\W\d_]+)*(?!-\w))", re.IGNORECASE
    )
    return _Words(meanings=meanings, fractions=frozenset(raw["fractions"].split()), pattern=pattern)


def _pieces(text: str, words: _Words) -> Iterator[_Piece]:
    for match in words.pattern.finditer(text):
        if match["digits"]:
            digits = re.sub(r"\s", "", match["digits"]).replace(",", ".")
            if len(digits) <= _LONGEST_DIGITS:
                yield _Piece("digits", float(digits), match.start(), match.end())
        elif (meaning := words.meanings.get(match["word"].lower())) is not None:
            yield _Piece(*meaning, match.start(), match.end())


def _runs(pieces: Iterator[_Piece], text: str) -> Iterator[list[_Piece]]:
    """Pieces with nothing but a space between them."""
    run: list[_Piece] = []
    for piece in pieces:
        if run and text[run[-1].end : piece.start] not in _JOINED:
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _read(run: list[_Piece], text: str, words: _Words) -> Iterator[Number]:
    at = 0
    while at < len(run):
        end, value = _longest(run, at)
        first, last = run[at], run[end - 1]
        short = last.kind == "scale" and last.end - last.start <= _LONGEST_ABBREVIATION
        yield Number(
            start=first.start,
            end=last.end + (short and text[last.end : last.end + 1] == "."),
            value=value,
            words=first.kind != "digits",
            fraction=text[first.start : last.end].lower() in words.fractions,
            scaled=any(piece.kind == "scale" for piece in run[at:end]),
        )
        at = end


def _longest(run: list[_Piece], at: int) -> tuple[int, float]:
    """Where the number that begins at `at` ends, and its value: tens after hundreds, units after tens, and a scale
    multiplies what stands before it."""
    total, current, index = 0.0, None, at
    while index < len(run):
        piece, before = run[index], run[index - 1] if index > at else None
        if piece.kind == "scale":
            if current is None and before is not None:
                break
            grown = (1.0 if current is None else current) * piece.value
            total, current = (total, grown) if piece.value < _THOUSAND else (total + grown, None)
        elif piece.kind == "half":
            if current is None:
                break
            current += piece.value
        elif current is None:
            if total and (piece.kind == "whole" or piece.value >= _THOUSAND):
                break
            current = piece.value
        elif piece.kind == "plain" and before is not None and before.kind == "plain" and _follows(current, piece.value):
            current += piece.value
        else:
            break
        index += 1
    return max(index, at + 1), (total + (current or 0.0)) if index > at else run[at].value


def _follows(before: float, value: float) -> bool:
    tail = before % 100
    if tail == 0 and before >= 100:
        return value < 100
    return tail >= 20 and tail % 10 == 0 and 0 < value < 10
