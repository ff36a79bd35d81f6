"""Numbers of languages that write them together or with hyphens: "einundzwanzig", "quatre-vingt-dix", "1.200,5"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from vedette.understand.lexicon import load
from vedette.understand.numbers import Number

_LONGEST_WORD, _LONGEST_DIGITS = 40, 18
_THOUSAND, _TWENTY, _FOUR, _HALF = 1000.0, 20.0, 4.0, 0.5
_GAPS = frozenset({"", " ", "\u00a0", "\u202f", "-"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    plain: dict[str, float]
    scales: dict[str, float]
    articles: frozenset[str]
    units_first: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    value: float
    scale: bool = False
    digits: bool = False
    joiner: bool = False


@cache
def _words(language: str) -> _Words:
    raw = load(language, "numbers")
    group = "[" + re.escape(raw["group"].replace(" ", "")) + " \u00a0\u202f\u2009]"
    digits = (
        rf"\d{{1,3}}(?:{group}\d{{3}})+(?!\d)(?:{raw['decimal']}\d+)?|\d+{re.escape(raw['decimal'])}\d+(?!,?\d)|\d+"
    )
    return _Words(
        plain={form: float(value) for value, forms in raw["plain"] for form in forms.split()},
        scales={form: float(value) for value, forms in raw["scales"] for form in forms.split()},
        articles=frozenset(raw["articles"].split()),
        units_first=raw["units_first"],
        pattern=re.compile(
            rf"(?<![\w.,])(?P<digits>{digits})(?![^\W_]|\.(?=\s[^\W\d_]))|(?P<word>[^\W\d_]+\.?)", re.IGNORECASE
        ),
    )


def compound_numbers(text: str, language: str) -> tuple[Number, ...]:
    """Every number in order, none overlapping; an ordinal with a full stop is none, nor is an article alone."""
    words = _words(language)
    found = []
    for run in _runs(_pieces(text, words), text):
        first, last = run[0], run[-1]
        if len(run) == 1 and text[first.start : first.end].lower() in words.articles:
            continue
        found.append(
            Number(
                start=first.start,
                end=last.end,
                value=_value(run),
                words=not first.digits,
                fraction=first.value == _HALF,
                scaled=any(piece.scale for piece in run),
            )
        )
    return tuple(found)


def _pieces(text: str, words: _Words) -> Iterator[_Piece]:
    for match in words.pattern.finditer(text):
        if match["digits"]:
            written = match["digits"]
            whole, _, rest = written.partition(",")
            plain = re.sub(r"\D", "", whole)
            if len(plain) <= _LONGEST_DIGITS:
                yield _Piece(match.start(), match.end(), float(f"{plain}.{rest or 0}"), digits=True)
            continue
        word = match["word"].lower()
        bare = word.rstrip(".")
        end = match.end() if word in words.scales or word == bare else match.end() - 1
        if (scale := words.scales.get(word) or words.scales.get(bare)) is not None:
            yield _Piece(match.start(), end, scale, scale=True)
        elif (value := _of_word(bare, words)) is not None:
            yield _Piece(match.start(), end, value)
        elif bare == "et":
            yield _Piece(match.start(), end, 0.0, joiner=True)


def _of_word(word: str, words: _Words) -> float | None:
    """A plain word, or several written together: "dreihundertzwölf"."""
    if word in words.plain:
        return words.plain[word]
    if not words.units_first or len(word) > _LONGEST_WORD:
        return None
    total, current, rest, read = 0.0, 0.0, word, 0
    while rest:
        rest = rest.removeprefix(words.units_first) if read else rest
        part = next((size for size in range(min(len(rest), 10), 2, -1) if rest[:size] in _both(words)), 0)
        if not part:
            return None
        name = rest[:part]
        if name in words.scales:
            grown = (current or 1.0) * words.scales[name]
            total, current = (total + grown, 0.0) if words.scales[name] >= _THOUSAND else (total, grown)
        else:
            current += words.plain[name]
        rest, read = rest[part:], read + 1
    return total + current if read > 1 else None


def _both(words: _Words) -> frozenset[str]:
    return frozenset(words.plain) | frozenset(words.scales)


def _runs(pieces: Iterator[_Piece], text: str) -> Iterator[list[_Piece]]:
    """Pieces with nothing but a space or a hyphen between them that make one number."""
    run: list[_Piece] = []
    for piece in pieces:
        if run and (text[run[-1].end : piece.start] not in _GAPS or not _goes_on(run, piece)):
            yield from _closed(run)
            run = []
        run.append(piece)
    yield from _closed(run)


def _closed(run: list[_Piece]) -> Iterator[list[_Piece]]:
    while run and run[-1].joiner:
        run = run[:-1]
    while run and run[0].joiner:
        run = run[1:]
    if run:
        yield run


def _goes_on(run: Sequence[_Piece], piece: _Piece) -> bool:
    before = run[-1]
    if piece.digits or (before.joiner and piece.scale):
        return False
    if piece.scale or piece.joiner:
        return not before.joiner
    return not before.digits and (before.scale or before.joiner or before.value > piece.value or before.value == _FOUR)


def _value(run: Sequence[_Piece]) -> float:
    total = current = 0.0
    for piece in run:
        if piece.value == _TWENTY and current == _FOUR:
            current = _TWENTY * _FOUR
        elif not piece.scale:
            current += piece.value
        elif piece.value < _THOUSAND:
            current = (current or 1.0) * piece.value
        else:
            total, current = total + (current or 1.0) * piece.value, 0.0
    return total + current
