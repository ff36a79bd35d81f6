"""How many, of what, and how sure the words are of the number, in Ukrainian and Russian."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from vedette.model.mention import Quantity, QuantityChange, TimeMention
from vedette.understand.lexicon import load
from vedette.understand.light.sentences import Parse, Sentence, Word
from vedette.understand.numbers import Number
from vedette.understand.numerals import numbers_of
from vedette.understand.slavic.phrases import cases_of

_DASH = re.compile(r"\s?[-–—‑]\s?")
_NAME_BEFORE = re.compile(r"(?:[^\W\d_]|[^\W\d_]{1,5}[-‑]|[:/.@#_№]|№ |\d,|\b[A-ZА-ЯІЇЄҐ]-)$")
_NAME_AFTER = re.compile(r"-[^\W\d_]|(?:й|го|му|ая|ую|ой|ий|ый|та|ту|ті)\b|[:/]\d|[.,]\d|_\w")
_SIGN_BEFORE = re.compile(r"([$€₴₽])\s?$")
_ADJECTIVES = 3
_LONGEST_BOUND = 3
_CHANGE_REACH = 5
_ONE = 1.0
_SIGNS = frozenset({"%", "грн", "км", "м", "кг", "га", "т", "мвт", "км²"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lexicon:
    alone: dict[float, tuple[float, float]]
    several: frozenset[str]
    several_of: tuple[float, float]
    before: tuple[tuple[tuple[str, ...], QuantityChange], ...]
    range_from: frozenset[str]
    range_to: frozenset[str]
    joining: frozenset[str]
    changes: dict[str, QuantityChange]
    by: str
    units: dict[str, str]


@cache
def _lexicon(language: str) -> _Lexicon:
    raw = load(language, "quantities")
    signs: dict[str, QuantityChange] = {"at_least": ">", "at_most": "<", "about": "~"}
    before = [(tuple(each.split("_")), sign) for name, sign in signs.items() for each in raw["before"][name].split()]
    changes: dict[str, QuantityChange] = dict.fromkeys(raw["change"]["up"].split(), "up")
    changes |= dict.fromkeys(raw["change"]["down"].split(), "down")
    low, high = raw["vague"]["several_of"]
    return _Lexicon(
        alone={float(scale): (float(least), float(most)) for scale, least, most in raw["vague"]["alone"]},
        several=frozenset(raw["vague"]["several"].split()),
        several_of=(float(low), float(high)),
        before=tuple(sorted(before, key=lambda each: -len(each[0]))),
        range_from=frozenset(raw["range"]["from"].split()),
        range_to=frozenset(raw["range"]["to"].split()),
        joining=frozenset(raw["range"]["joining"].split()),
        changes=changes,
        by=raw["change"]["by"],
        units={word: unit for unit, words in raw["units"].items() for word in words.split()},
    )


@dataclass(frozen=True, slots=True)
class _Amount:
    """`first` and `last` are indices of its words in the sentence, both included."""

    start: int
    end: int
    first: int
    last: int
    value: float | None
    low: float | None
    high: float | None
    unit: str | None = None


def find_quantities(parsed: Parse, times: Sequence[TimeMention]) -> tuple[Quantity, ...]:
    """Amounts in order, none overlapping, with the words that bound them in their spans. Dates, clock times, ordinals
    and numbers of names are none."""
    text = parsed.text[parsed.start : parsed.end]
    taken = [(each.span.start, each.span.end) for each in times if each.type in ("DATE", "TIME", "SET")]
    numbers = [
        replace(each, start=each.start + parsed.start, end=each.end + parsed.start)
        for each in numbers_of(text, parsed.language)
    ]
    starts = [each.start for each in parsed.sentences]
    by_sentence: dict[int, list[Number]] = {}
    for number in numbers:
        if not any(start < number.end and number.start < end for start, end in taken):
            by_sentence.setdefault(bisect_right(starts, number.start) - 1, []).append(number)
    found: list[Quantity] = []
    for at, own in by_sentence.items():
        if at >= 0:
            found.extend(_Reading(parsed, parsed.sentences[at], own).run())
    return tuple(sorted(found, key=lambda each: each.span.start))


class _Reading:
    def __init__(self, parsed: Parse, sentence: Sentence, numbers: Sequence[Number]) -> None:
        self._parsed = parsed
        self._words = sentence.words
        self._numbers = numbers
        self._lexicon = _lexicon(parsed.language)

    def run(self) -> list[Quantity]:
        return self._shared(list(self._all()))

    def _all(self) -> Iterator[Quantity]:
        amounts = self._ranges([each for each in map(self._amount, self._numbers) if each is not None])
        reached = -1
        for amount in amounts:
            quantity = self._quantity(amount)
            if quantity is not None and quantity.span.start >= reached:
                reached = quantity.span.end
                yield quantity

    def _amount(self, number: Number) -> _Amount | None:
        first, last = self._index(number.start), self._index(number.end - 1)
        if first is None or last is None:
            return None
        text = self._parsed.text
        before, after = text[max(0, number.start - 7) : number.start], text[number.end : number.end + 5]
        sign = _SIGN_BEFORE.search(before)
        if not number.words and not sign and (_NAME_BEFORE.search(before) or _NAME_AFTER.match(after)):
            return None
        value: float | None = number.value
        low = high = value
        start = number.start - (len(sign[0]) if sign else 0)
        if number.words and (vague := self._vague(number, first)) is not None:
            value, (low, high) = None, vague
            if self._words[max(0, first - 1)].lower in self._lexicon.several:
                first, start = first - 1, self._words[first - 1].start
        unit = self._lexicon.units.get(sign[1]) if sign else None
        return _Amount(start, number.end, first, last, value, low, high, unit)

    def _index(self, offset: int) -> int | None:
        at = bisect_right(self._words, offset, key=lambda word: word.start) - 1
        return at if at >= 0 and offset < self._words[at].end else None

    def _vague(self, number: Number, first: int) -> tuple[float, float] | None:
        """ "Десятки", "сотні": a scale in the plural without a number; "кілька сотень" is fewer of them."""
        bounds = self._lexicon.alone.get(number.value)
        if bounds is None or not number.scaled:
            return None
        if first and self._words[first - 1].lower in self._lexicon.several:
            low, high = self._lexicon.several_of
            return low * number.value, high * number.value
        plural = any(form.number == "plural" for form in self._words[first].forms[:2])
        return bounds if plural else None

    def _ranges(self, amounts: list[_Amount]) -> Iterator[_Amount]:
        at = 0
        while at < len(amounts):
            first = amounts[at]
            joined = self._range(first, amounts[at + 1]) if at + 1 < len(amounts) else None
            yield joined or first
            at += 2 if joined else 1

    def _shared(self, found: list[Quantity]) -> list[Quantity]:
        """A number without a unit has that of the next one it is joined to: "24 з 28 дронів"."""
        for at in range(len(found) - 2, -1, -1):
            gap = self._parsed.text[found[at].span.end : found[at + 1].span.start].strip(" ,")
            if found[at].unit is None and gap in self._lexicon.joining:
                found[at] = replace(found[at], unit=found[at + 1].unit)
        return found

    def _range(self, first: _Amount, second: _Amount) -> _Amount | None:
        if first.value is None or second.value is None:
            return None
        gap = self._parsed.text[first.end : second.start]
        low, high = first.value, second.value
        led = first.first > 0 and self._words[first.first - 1].lower in self._lexicon.range_from
        if not _DASH.fullmatch(gap) and not (led and gap.strip() in self._lexicon.range_to):
            return None
        if high >= 1000 > low and high % 1000 == 0 and low * 1000 < high:
            low *= 1000 if high < 1_000_000 else 1_000_000 if high < 1_000_000_000 else 1_000_000_000
        if low >= high:
            return None
        return _Amount(first.start, second.end, first.first, second.last, None, low, high, first.unit or second.unit)

    def _quantity(self, amount: _Amount) -> Quantity | None:
        unit, of, end = self._unit(amount)
        if amount.value == _ONE and self._words[amount.first].text.isalpha() and unit is None:
            return None
        if unit is None and self._is_label(amount):
            return None
        if self._is_number_of(amount):
            return None
        first, sign = self._bound(amount)
        low, high = amount.low, amount.high
        if amount.value is not None and sign == ">":
            high = None
        elif amount.value is not None and sign == "<":
            low = None
        start = min(amount.start, self._words[first].start)
        return Quantity(
            span=self._parsed.span(start, end),
            value=amount.value,
            low=low,
            high=high,
            unit=unit,
            of=of,
            change=sign,
        )

    def _unit(self, amount: _Amount) -> tuple[str | None, str | None, int]:
        """The noun behind the amount by its English name, or its dictionary form; adjectives between, and genitives
        behind, tell of what. A sign of the unit belongs to the span."""
        units, words = self._lexicon.units, self._words
        at, passed = amount.last + 1, list[Word]()
        while at < len(words) and at <= amount.last + 1 + _ADJECTIVES:
            word = words[at]
            named = next(
                (units[each] for each in (word.lower, word.lemma, *sorted(word.lemmas)) if each in units), None
            )
            if named is not None and (word.may_be("noun") or not word.is_word or not self._noun_follows(at)):
                end = word.end if not word.is_word or word.lower in _SIGNS else amount.end
                return named, self._of(at, passed), end
            if word.is_word and word.may_be("noun") and word.pos == "noun" and cases_of(word):
                return word.lemma, self._of(at, passed), amount.end
            if word.pos not in {"adjective", "participle"}:
                break
            passed.append(word)
            at += 1
        if passed and (named := units.get(passed[-1].lemma)):
            return named, None, amount.end
        return amount.unit, None, amount.end

    def _noun_follows(self, at: int) -> bool:
        return at + 1 < len(self._words) and self._words[at + 1].pos in {"noun", "adjective"}

    def _of(self, at: int, passed: Sequence[Word]) -> str | None:
        """Adjectives before the noun and a genitive behind it: "ударних", "противника"."""
        behind = []
        for word in self._words[at + 1 : at + 1 + _ADJECTIVES]:
            if not word.is_word or "genitive" not in cases_of(word) or word.pos not in {"noun", "adjective"}:
                break
            behind.append(word)
        told = [word.text for word in (*passed, *behind)]
        return " ".join(told) or None

    def _is_label(self, amount: _Amount) -> bool:
        """A number behind the name of a thing, with nothing counted: "Су-34", "Оплот 2"."""
        before = self._words[amount.first - 1] if amount.first else None
        return before is not None and before.is_word and before.is_capital and before.index > 0

    def _is_number_of(self, amount: _Amount) -> bool:
        """ "47 бригада": a noun in the singular that is not counted by the number but named by it."""
        after = self._words[amount.last + 1] if amount.last + 1 < len(self._words) else None
        if after is None or amount.value is None or amount.value % 10 == 1 or not after.may_be("noun"):
            return False
        forms = [form for form in after.forms if form.pos == "noun" and form.listed]
        counted = any(form.number == "plural" or form.case == "genitive" for form in forms)
        return bool(forms) and not counted

    def _bound(self, amount: _Amount) -> tuple[int, QuantityChange]:
        """The first word of the amount with what bounds it, and how."""
        words, first = self._words, amount.first
        for size in range(_LONGEST_BOUND, 0, -1):
            if first - size < 0:
                continue
            told = tuple(word.lower for word in words[first - size : first])
            sign = next((sign for phrase, sign in self._lexicon.before if phrase == told), None)
            if sign is not None:
                spread = amount.value is None and told[-1] in self._lexicon.range_from
                return first - size, "=" if spread else sign
        for word in words[max(0, first - _CHANGE_REACH) : first]:
            if word.lemma in self._lexicon.changes and words[first - 1].lower == self._lexicon.by:
                return first, self._lexicon.changes[word.lemma]
        return first, "="
