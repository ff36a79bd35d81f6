"""Loaded language: words that judge by naming. Marked as the holder's, never removed from what is said."""

import re
from functools import cache

from vedette.model.mention import LoadedSpan
from vedette.understand.lexicon import load
from vedette.understand.passage import Passage

_LEXICON_SCORE = 0.6


@cache
def _pattern(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    technique_of = {word: technique for technique, table in load(language, "loaded").items() for word in table["words"]}
    longest_first = sorted(technique_of, key=len, reverse=True)
    alternatives = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
    return re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])", re.IGNORECASE), technique_of


def find_loaded(passage: Passage, language: str) -> tuple[LoadedSpan, ...]:
    """Spans in order, not overlapping; the score is that of the lexicon, not of a model."""
    pattern, technique_of = _pattern(language)
    return tuple(
        LoadedSpan(
            span=passage.span(match.start(), match.end()),
            technique=technique_of[" ".join(match[0].lower().split())],
            score=_LEXICON_SCORE,
        )
        for match in pattern.finditer(passage.text)
    )
