"""Amounts before their units: numbers, vague words and ranges, with the money sign that stands before them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from vedette.understand.lexicon import load
from vedette.understand.numbers import Number, find_numbers

_RANGE = re.compile(r"\s?[-–—‑]\s?|\s+to\s+|\s+and\s+|\s+through\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|from|range of)\s*$", re.IGNORECASE)
_BETWEEN_ONLY = re.compile(r"\b(?:between|range of)\s*$", re.IGNORECASE)
_NAME_BEFORE = re.compile(r"(?:[^\W\d_]|[^\W\d_]{1,4}[-‑]|[:/.@#_]|\d,)$")
_NAME_AFTER = re.compile(r"(?:st|nd|rd|th)\b|:\d|/\d|[.,]\d|_\w")
_TAIL = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """`start` is where the amount begins, money sign included; `written` is the number as it stands, `tail` what
    comes right after it.
    """

    start: int
    end: int
    written: str
    tail: str
    value: float | None
    low: float | None
    high: float | None
    money: str | None = None
    scaled: bool = False
    fraction: bool = False
    vague: bool = False


@cache
def _money(language: str) -> tuple[dict[str, str], re.Pattern[str]]:
    names = load(language, "quantities")["currency_sign"]
    signs = "|".join(re.escape(sign) for sign in sorted(names, key=len, reverse=True))
    return names, re.compile(rf"(?<![^\W\d_])(?:{signs})\s?[-−]?$")


@cache
def _vague(language: str) -> tuple[dict[str, list[float]], re.Pattern[str]]:
    words = load(language, "quantities")["vague"]
    joined = "|".join(sorted(words, key=len, reverse=True))
    return words, re.compile(rf"\b(?:{joined})\b", re.IGNORECASE)


def find_amounts(text: str, taken: Sequence[tuple[int, int]], language: str = "en") -> list[Amount]:
    """Amounts in order, none overlapping; none inside `taken` (sorted spans of dates and times)."""
    vague = list(_vague_amounts(text, language))
    covered = sorted([*taken, *((each.start, each.end) for each in vague)])
    plain = [_amount(number, text, language) for number in _free(find_numbers(text, language), covered)]
    numbers = [each for each in plain if each is not None]
    return sorted([*_ranges(numbers, text), *vague], key=lambda each: each.start)


def _vague_amounts(text: str, language: str) -> Iterator[Amount]:
    words, pattern = _vague(language)
    for match in pattern.finditer(text):
        low, high = words[match[0].lower()]
        yield Amount(
            start=match.start(),
            end=match.end(),
            written=match[0],
            tail=text[match.end() : match.end() + _TAIL],
            value=None,
            low=low,
            high=high,
            vague=True,
        )


def _free(numbers: Sequence[Number], taken: Sequence[tuple[int, int]]) -> Iterator[Number]:
    at = 0
    for number in numbers:
        while at < len(taken) and taken[at][1] <= number.start:
            at += 1
        if at == len(taken) or taken[at][0] >= number.end:
            yield number


def _amount(number: Number, text: str, language: str) -> Amount | None:
    """None where the number is part of a name, an ordinal, a clock time or an address."""
    names, pattern = _money(language)
    sign = pattern.search(text[max(0, number.start - 5) : number.start])
    start = number.start - len(sign[0]) if sign else number.start
    if not sign and _is_name(number, text):
        return None
    value = number.value
    if (sign and sign[0][-1] in "-−") or text[max(0, start - 2) : start] in (" -", " −"):
        value = -value
    return Amount(
        start=start,
        end=number.end,
        written=text[number.start : number.end],
        tail=text[number.end : number.end + _TAIL],
        value=value,
        low=value,
        high=value,
        money=names.get(sign[0].rstrip("-−").strip()) if sign else None,
        scaled=number.scaled,
        fraction=number.fraction,
    )


def _is_name(number: Number, text: str) -> bool:
    if number.words:
        return False
    before, after = text[max(0, number.start - 6) : number.start], text[number.end : number.end + 4]
    return _NAME_BEFORE.search(before) is not None or _NAME_AFTER.match(after) is not None


def _ranges(amounts: list[Amount], text: str) -> Iterator[Amount]:
    at = 0
    while at < len(amounts):
        first = amounts[at]
        second = amounts[at + 1] if at + 1 < len(amounts) else None
        joined = _range(first, second, text) if second else None
        yield joined or first
        at += 2 if joined else 1


def _range(first: Amount, second: Amount, text: str) -> Amount | None:
    gap = text[first.end : second.start]
    if "%" in gap and "%" not in text[second.end : second.end + 2]:
        return None
    if len(gap) > 12 or not _RANGE.fullmatch(gap.replace("%", "").replace("percent", "") or gap):
        return None
    lead = text[max(0, first.start - 12) : first.start]
    word = gap.strip().lower()
    if word == "and" and not _BETWEEN_ONLY.search(lead):
        return None
    low, high = first.value or 0.0, second.value or 0.0
    if second.scaled and not first.scaled and low < 1000 <= high:
        low *= 10.0 ** (3 * int((len(str(int(abs(high)))) - 1) // 3))
    if low >= high and not _BETWEEN.search(lead):
        return None
    low, high = min(low, high), max(low, high)
    return replace(
        first,
        end=second.end,
        tail=second.tail,
        value=None,
        low=low,
        high=high,
        money=first.money or second.money,
        scaled=second.scaled,
    )
