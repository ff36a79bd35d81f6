"""Loaded language in Ukrainian and Russian: passages that judge, frighten, flatter or jeer, a sentence at a time.

A sentence is weighed by its words, marks and address, and leans on the text round it: who rants does not stop for one
plain sentence, and a notice is not loaded by one strong word. Words and weights were chosen by hand.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from vedette.model.mention import LoadedSpan
from vedette.understand.lexicon import load
from vedette.understand.light.sentences import Parse, Sentence, Word

_LONGEST_STEM, _SHORTEST_STEM = 14, 3
_WEIGHTS = {
    "strong": 1.5,
    "loaded_language": 1.2,
    "generality": 0.7,
    "appeal": 0.8,
    "particles": 0.6,
    "we_you": 0.6,
    "war": 0.6,
    "exclaim": 1.0,
    "ask": 1.5,
    "trail": 1.0,
    "emoji": 0.2,
    "shout": 0.5,
    "digits": -1.0,
    "link": -1.0,
    "plain": -0.7,
}
_MOST_OF_A_KIND = 4
_MOST = 4.0
_OF_TEXT, _OF_NEIGHBOURS = 0.4, 0.3
_LEAST_WORDS, _FEW_WORDS, _USUAL_WORDS = 2, 6, 10
_SHOUTED = 5
_FIRST_EMOJI = 0x1F300
_TABLES = ("strong", "weak", "plain")
Told = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lexicon:
    """Stems, whole words and sequences of words to what they count as, and the technique they are of."""

    stems: dict[str, Told]
    whole: dict[str, Told]
    sequences: tuple[tuple[str, Told], ...]
    threshold: float


@dataclass(frozen=True, slots=True)
class _Weighed:
    value: float
    words: int
    technique: str


def find_loaded(parsed: Parse) -> tuple[LoadedSpan, ...]:
    """Whole sentences in order, each with the technique of its strong words; scores from .5 grow with the weight."""
    lexicon = _lexicon(parsed.language)
    weighed = [_weigh(sentence, parsed.text, lexicon) for sentence in parsed.sentences]
    return tuple(
        LoadedSpan(
            span=parsed.span(sentence.start, sentence.end),
            technique=own.technique,
            score=round(1 / (1 + math.exp(lexicon.threshold - value)), 3),
        )
        for sentence, own, value in zip(parsed.sentences, weighed, _leaning(weighed), strict=True)
        if value > lexicon.threshold and own.words >= _LEAST_WORDS
    )


@cache
def _lexicon(language: str) -> _Lexicon:
    stems: dict[str, Told] = {}
    whole: dict[str, Told] = {}
    sequences: list[tuple[str, Told]] = []
    raw = load(language, "loaded")
    for table in _TABLES:
        for technique, words in raw[table].items():
            told = (technique if table == "weak" else table, technique)
            for word in words.split():
                if "_" in word:
                    sequences.append((word.replace("_", " "), told))
                elif word.endswith("."):
                    whole.setdefault(word.rstrip("."), told)
                else:
                    stems.setdefault(word, told)
    return _Lexicon(stems=stems, whole=whole, sequences=tuple(sequences), threshold=float(raw["threshold"]))


def _weigh(sentence: Sentence, text: str, lexicon: _Lexicon) -> _Weighed:
    counts: Counter[str] = Counter()
    techniques: Counter[str] = Counter()
    words = 0
    for word in sentence.words:
        if not word.is_word:
            counts[_mark(word)] += 1
            continue
        words += 1
        counts["shout"] += word.is_upper and len(word.text) >= _SHOUTED
        if (told := _told(word, lexicon)) is not None:
            counts[told[0]] += 1
            techniques[told[1]] += told[0] == "strong"
    lower = text[sentence.start : sentence.end].lower()
    for sequence, told in lexicon.sequences:
        if sequence in lower:
            counts[told[0]] += 1
            techniques[told[1]] += told[0] == "strong"
    value = sum(_WEIGHTS.get(kind, 0.0) * min(count, _MOST_OF_A_KIND) for kind, count in counts.items())
    technique = max(techniques, key=lambda each: techniques[each], default="")
    return _Weighed(
        min(value / math.sqrt(max(_FEW_WORDS, words) / _USUAL_WORDS), _MOST),
        words,
        technique if techniques[technique] else "loaded_language",
    )


def _told(word: Word, lexicon: _Lexicon) -> Told | None:
    if (told := lexicon.whole.get(word.lower)) is not None:
        return told
    for length in range(min(len(word.lower), _LONGEST_STEM), _SHORTEST_STEM - 1, -1):
        if (told := lexicon.stems.get(word.lower[:length])) is not None:
            return told
    return None


def _mark(word: Word) -> str:
    text = word.text
    if text[0].isdigit():
        return "digits"
    if "!" in text:
        return "exclaim"
    if "?" in text:
        return "ask"
    if text == "…" or text.startswith(".."):
        return "trail"
    if "/" in text:
        return "link"
    return "emoji" if ord(text[0]) >= _FIRST_EMOJI else ""


def _leaning(weighed: Sequence[_Weighed]) -> list[float]:
    """Each sentence's weight with those of the whole text and of its neighbours."""
    lengths = [max(3, each.words) for each in weighed]
    whole = sum(each.value * length for each, length in zip(weighed, lengths, strict=True)) / max(1, sum(lengths))
    values = []
    for at, each in enumerate(weighed):
        beside = [weighed[near].value for near in (at - 1, at + 1) if 0 <= near < len(weighed)]
        near = sum(beside) / len(beside) if beside else each.value
        values.append((1 - _OF_TEXT - _OF_NEIGHBOURS) * each.value + _OF_TEXT * whole + _OF_NEIGHBOURS * near)
    return values
