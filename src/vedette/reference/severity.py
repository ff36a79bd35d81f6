"""How grave the measure is that a threat names: six rungs, coarser than Kahn's forty-four (On Escalation, 1965)."""

import re
from functools import lru_cache

from vedette.reference.countries import read_table

LEAST = 1
_PHRASE = re.compile(r"“([^”]+)”|(\S+)")


@lru_cache(maxsize=1)
def rungs() -> dict[int, str]:
    """The name of each rung, the mildest first."""
    return {int(row["level"]): row["name"] for row in read_table("severity.tsv")}


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[int, re.Pattern[str]], ...]:
    """The gravest first. A star stands for any ending."""
    found = []
    for row in read_table("severity.tsv"):
        phrases = [quoted or word for quoted, word in _PHRASE.findall(row["words"])]
        if phrases:
            forms = "|".join(re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for phrase in phrases)
            found.append((int(row["level"]), re.compile(rf"\b(?:{forms})\b", re.IGNORECASE)))
    return tuple(sorted(found, reverse=True, key=lambda rung: rung[0]))


def severity(words: str) -> int:
    """The rung of the gravest measure that the words name; 1 where they name none."""
    return next((level for level, pattern in _patterns() if pattern.search(words)), LEAST)
