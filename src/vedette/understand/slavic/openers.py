"""What opens the clause of a deed: a condition, a purpose, a question, a wish, words that nobody can prove."""

from collections.abc import Sequence
from typing import Literal

from vedette.understand.light.running import Row
from vedette.understand.light.sentences import Word
from vedette.understand.slavic.factuality_words import FactualityWords

Opening = Literal["if", "purpose", "whether", "until", "wish", "unproven", "false"]
_STOPS = frozenset({";", ":", ".", "!", "?", "…"})
_RELATIVE = ("який", "котор")
_FAR = 6


def opened(row: Row, head: int, words: FactualityWords) -> Opening | None:
    """The nearest conjunction before the deed that governs it; none beyond the verb of another clause."""
    crossed = False
    for at in range(head - 1, row.opens[head] - 1, -1):
        word = row.words[at]
        if word.text in _STOPS:
            return None
        if word.text == ",":
            crossed = True
            continue
        if crossed and word.pos == "verb":
            return None
        found = _opening(row, at, head, words)
        if found is not None:
            return found
        if _begins(row, at) and (word.lower in words.that or word.lower.startswith(_RELATIVE)):
            return _doubted(row, at, words)
    return _asked(row, head, words)


def _opening(row: Row, at: int, head: int, words: FactualityWords) -> Opening | None:
    word = row.words[at]
    if word.lower in words.purpose:
        return "purpose"
    if word.lower in words.whether and _begins(row, at):
        return "whether"
    if word.lower in words.asking and row.words[at - 1].lower not in {"вряд", "едва"}:
        return "whether"
    if word.lower in words.until and row.words[head - 1].lower in words.negation:
        return "until"
    if word.lower in words.wish and _begins(row, at):
        return "wish"
    return "if" if condition_at(row.words, at, words) else None


def condition_at(row: Sequence[Word], at: int, words: FactualityWords) -> int:
    """How many words of a condition's conjunction stand there; 0 for "якщо вірити", which doubts and sets none."""
    for told in words.conditions:
        part = row[at : at + len(told)]
        if len(part) == len(told) and all(word.lower == each for word, each in zip(part, told, strict=True)):
            behind = row[at + len(told) : at + len(told) + 2]
            return 0 if any(not words.believing.isdisjoint(word.lemmas) for word in behind) else len(told)
    return 0


def _begins(row: Row, at: int) -> bool:
    """At the beginning of a clause."""
    before = row.before(at)
    return before is None or not before.is_word


def _asked(row: Row, head: int, words: FactualityWords) -> Opening | None:
    """ "Захватил ли враг Изюм"."""
    behind = row.after(head + 1)
    return "whether" if behind is not None and behind.lower in words.asking else None


def _doubted(row: Row, at: int, words: FactualityWords) -> Opening | None:
    """ "немає доказів, що", "міф про те, що"."""
    before = row.words[max(row.opens[at], at - _FAR) : at]
    if any(not words.false.isdisjoint(word.lemmas) for word in before):
        return "false"
    evident = any(not words.evidence.isdisjoint(word.lemmas) for word in before)
    denied = any(word.lower in words.negation or word.lower in words.none for word in before)
    unknown = any(not words.unknown.isdisjoint({word.lower, *word.lemmas}) for word in before)
    return "unproven" if (evident and denied) or unknown else None
