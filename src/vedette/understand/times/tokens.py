"""Text cut into tokens, each with the classes of time word it may be."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from vedette.understand.lexicon import load
from vedette.understand.numbers import Number
from vedette.understand.numerals import declines, forms_of, numbers_of, ordinals

_SHAPES = {
    "break": r"\n[^\S\n]*\n\s*",
    "iso": r"\b\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?(?![\d-])",
    "slash": r"\b\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})\b|\b\d{1,2}\.\d{1,2}\.\d{4}\b",
    "clock": r"\b\d{1,2}:\d{2}(?::\d{2})?(?![\d:])|\b\d{1,2}\.\d{2}(?=\s?[ap]\.?m\b)",
    "decade": r"['’]?\b(?:\d{3}0|\d0)['’]?s\b",
    "ord": r"\b\d{1,3}(?:ORDINALS)\b",
    "shortyear": r"(?<!\w)['’]\d{2}\b(?!['’])",
    "special": r"SPECIALS",
    "num": r"\d+",
    "word": r"[^\W\d_]+",
    "dash": r"[-–—‑]",
    "comma": r",",
    "mark": r"[^\w\s]|_",
}
_FLAT = str.maketrans("’ʼ", "''")
_FIRST_YEAR, _LAST_YEAR = 1000, 2199


@dataclass(slots=True)
class Token:
    """`classes` maps a class to what the token means in it; `text` is lower case with straight apostrophes."""

    start: int
    end: int
    text: str
    classes: Mapping[str, object]


def _order(shape: str) -> int:
    """Where a shape is tried: those a language adds first, words and marks last."""
    return list(_SHAPES).index(shape) if shape in _SHAPES else -1


@cache
def times_of(language: str) -> dict[str, Any]:
    """The language's lexicon of times, with the rules it shares with others where it names them."""
    lexicon = load(language, "times")
    return {**lexicon, **load(lexicon["rules"], "times")} if "rules" in lexicon else lexicon


def _classified(lexicon: Mapping[str, Any]) -> Iterator[tuple[str, str, object]]:
    """Class, word and meaning of every entry."""
    for name, words in lexicon.get("words", {}).items():
        for word, meaning in words.items():
            yield name, word, meaning
    for name, rows in lexicon.get("forms", {}).items():
        for word, meaning in forms_of(rows):
            yield name, word, meaning


class Vocabulary:
    """The word classes of one language, and the words its rules name outright (class `w_` and the word)."""

    def __init__(self, language: str, literals: frozenset[str]) -> None:
        lexicon = times_of(language)
        self.language = language
        self.capital = frozenset(lexicon["capital"])
        self._words: dict[str, dict[str, object]] = {}
        for name, word, meaning in _classified(lexicon):
            self._words.setdefault(word, {})[name] = meaning
        if declines(language):
            for word, value in ordinals(language).items():
                self._words.setdefault(word, {})["ordinal"] = value
        for word in literals:
            self._words.setdefault(word, {})[f"w_{word}"] = word
        self._not_plural = frozenset(lexicon["not_plural"])
        self._own_shapes: Mapping[str, str] = lexicon.get("shapes", {})
        self.lexer = self._compile(lexicon["ordinal_suffixes"])

    def _compile(self, ordinals: str) -> re.Pattern[str]:
        """The language's own shapes come first, and stand for the common ones of their name."""
        shapes = {
            **self._own_shapes,
            **{name: shape for name, shape in _SHAPES.items() if name not in self._own_shapes},
        }
        words = re.compile(shapes["word"])
        special = [w for w in self._words if not words.fullmatch(w) and w != "-"]
        joined = "|".join(re.escape(w).replace("'", "['’]") for w in sorted(special, key=len, reverse=True))
        fenced = rf"(?<!\w(?=\w))(?i:{joined})(?!\w)" if joined else r"(?!)"
        ordered = {name: shapes[name] for name in sorted(shapes, key=_order)}
        joined = "|".join(f"(?P<{name}>{shape})" for name, shape in ordered.items())
        return re.compile(joined.replace("ORDINALS", ordinals).replace("SPECIALS", fenced))

    def kinds(self) -> Iterator[frozenset[str]]:
        """Every set of classes a token may have."""
        for word in self._words:
            yield frozenset(self.word(word))
            yield frozenset(self.word(word.capitalize()))
            yield frozenset({"number", "spelt", *self.word(word)})
        shapes = [str(n) for n in range(2400)] + [f"{n:02d}" for n in range(100)] + [f"{n:04d}" for n in range(2400)]
        for digits in [*shapes, "12345", "3000", "2400"]:
            yield frozenset(_digits(digits, float(digits)))
        for name in (
            "break",
            "iso",
            "slash",
            "clock",
            "decade",
            "ord",
            "shortyear",
            "number",
            "dash",
            "gap",
            "comma",
            "plural",
            "dm",
        ):
            yield frozenset({name})
        yield frozenset({"number", "spelt"})
        yield frozenset({"year", "yearly"})
        yield frozenset()

    def word(self, word: str) -> Mapping[str, object]:
        text = word.lower().translate(_FLAT)
        found = self._words.get(text)
        if found is None:
            plural = word[-1] == "s" and word.islower() and len(word) > 3 and word not in self._not_plural
            return _PLURAL if plural else _NOTHING
        if word[0].isupper() or not (self.capital & found.keys()):
            return found
        return {name: meaning for name, meaning in found.items() if name not in self.capital}


_NOTHING: Mapping[str, object] = {}
_PLURAL: Mapping[str, object] = {"plural": 1}


@cache
def _digits(digits: str, value: float) -> dict[str, object]:
    whole = int(value)
    classes: dict[str, object] = {"number": value}
    if len(digits) > 4 or not digits.isdecimal():
        return classes
    classes["digits"] = whole
    if len(digits) <= 2:
        if 1 <= whole <= 31:
            classes["day"] = whole
        if whole <= 24:
            classes["hour"] = whole
        if len(digits) == 2:
            classes["yy"] = whole
    if len(digits) == 4 and digits[0] != "0" and _FIRST_YEAR <= whole <= _LAST_YEAR:
        classes["year"] = whole
    if len(digits) == 4 and whole // 100 <= 24 and whole % 100 < 60:
        classes["military"] = digits
    return classes


def tokenize(text: str, vocabulary: Vocabulary) -> list[Token]:
    """Tokens in order; spelt and grouped numbers are one token each, white space is none."""
    numbers = {n.start: n for n in numbers_of(text, vocabulary.language)}
    tokens: list[Token] = []
    reached = 0
    for match in vocabulary.lexer.finditer(text):
        start, end, kind = match.start(), match.end(), match.lastgroup or ""
        if start < reached:
            continue
        if kind in ("num", "word", "special") and (number := numbers.get(start)) is not None:
            tokens.append(_number(number, text, match, vocabulary))
        else:
            tokens.append(Token(start, end, match[0].lower().translate(_FLAT), _classes(match, kind, text, vocabulary)))
        reached = tokens[-1].end
    return tokens


def _number(number: Number, text: str, match: re.Match[str], vocabulary: Vocabulary) -> Token:
    digits = match.lastgroup == "num" and number.end == match.end()
    classes: Mapping[str, object] = _digits(match[0], number.value) if digits else {"number": number.value}
    if number.words:
        classes = {"number": number.value, "spelt": number.value}
        if number.end == match.end():
            classes = {**classes, **vocabulary.word(match[0])}
    return Token(number.start, number.end, text[number.start : number.end].lower(), classes)


def _classes(match: re.Match[str], kind: str, text: str, vocabulary: Vocabulary) -> Mapping[str, object]:
    match kind:
        case "word" | "special":
            return vocabulary.word(match[0])
        case "num":
            return _digits(match[0], float(match[0])) if len(match[0]) <= 4 else _NOTHING
        case "ord":
            return {"ord": int(re.sub(r"\D", "", match[0]))}
        case "yearly":
            return {"year": int(match[0][:4]), "yearly": int(match[0][:4])}
        case "dash":
            return {"dash" if _glued(match, text) else "gap": 1}
        case "mark":
            return _NOTHING
    return {kind: _clock(match[0]) if kind == "clock" else match[0]}


def _clock(written: str) -> str:
    """ "14.30", "14h30", "14 h": with a colon."""
    parts = re.split(r"\s?[.h]\s?", written)
    return ":".join(parts if parts[-1] else [*parts[:-1], "00"])


def _glued(match: re.Match[str], text: str) -> bool:
    """A dash between words joins them; one with spaces round it parts them."""
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return bool(before.strip()) and bool(after.strip())
