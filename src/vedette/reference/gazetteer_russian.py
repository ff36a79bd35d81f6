"""Russian names of Ukrainian places by regular correspondence: Вовчанськ, Волчанск; Стрілеча, Стрелечья.

Which letters correspond is data (`data/ukrainian_to_russian.tsv`): the longest rule that fits at a place applies, one
for the end of a word before one for its inside; where a rule has several outcomes the likelier stands first.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from heapq import nsmallest

from vedette.reference.countries import read_table, several

_MOST = 5
_WIDEST = 200
_SPELT = tuple[int, str]


def russian_names(ukrainian: str) -> tuple[str, ...]:
    """The likelier first, at most five; each word begins with a capital."""
    found: list[_SPELT] = [(0, "")]
    for word in ukrainian.lower().replace("'", "’").replace("ʼ", "’").split():
        first, *further = [_of_word(part) for part in word.split("-")]
        joined = [(cost, text.capitalize()) for cost, text in first]
        for part in further:
            joined = _joined(joined, [(cost, text.capitalize()) for cost, text in part], "-")
        found = _joined(found, joined, " ")
    return tuple(dict.fromkeys(text.strip() for _, text in nsmallest(_MOST, found)))


def _joined(left: list[_SPELT], right: list[_SPELT], glue: str) -> list[_SPELT]:
    every = [(cost + more, f"{text}{glue}{further}") for cost, text in left for more, further in right]
    return nsmallest(_WIDEST, every)


@lru_cache(maxsize=50_000)
def _of_word(word: str) -> list[_SPELT]:
    whole = _rules()["word"].get(word)
    if whole:
        return list(enumerate(whole))
    found: list[_SPELT] = [(0, "")]
    for outcomes in _pieces(word):
        found = _joined(found, list(enumerate(outcomes)), "")
    return nsmallest(_MOST, found)


def _pieces(word: str) -> Iterator[tuple[str, ...]]:
    rules = _rules()
    at = 0
    while at < len(word):
        length, outcomes = _longest(word, at, rules)
        yield outcomes
        at += length


def _longest(word: str, at: int, rules: dict[str, dict[str, tuple[str, ...]]]) -> tuple[int, tuple[str, ...]]:
    """An ending takes the rest of the word, so it waits until nothing longer stands before it."""
    rest = word[at:]
    if at and rest in rules["end"]:
        return len(rest), rules["end"][rest]
    for length in range(min(len(rest), 10), 0, -1):
        piece = rest[:length]
        if at == 0 and piece in rules["start"]:
            return length, rules["start"][piece]
        if piece in rules["in"] and not _eats_ending(rest, length, rules["end"]):
            return length, rules["in"][piece]
    return 1, ("и",) if at == 0 and rest[0] == "і" else (rest[0],)


def _eats_ending(rest: str, length: int, endings: dict[str, tuple[str, ...]]) -> bool:
    """Whether a longer ending begins inside this piece; a single letter never does."""
    return length > 1 and any(rest[at:] in endings and len(rest) - at > 2 for at in range(1, length))


@cache
def _rules() -> dict[str, dict[str, tuple[str, ...]]]:
    rules: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for row in read_table("ukrainian_to_russian.tsv"):
        rules[row["where"]][row["ukrainian"].replace("ʼ", "’")] = several(row["russian"])
    return rules
