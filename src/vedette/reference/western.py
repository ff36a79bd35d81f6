"""Names of persons, bodies and states in German and French; the state of a word in every form."""

from functools import lru_cache

from vedette.reference.countries import names_of, read_table, several
from vedette.reference.gazetteer_names import fold

_ENDINGS = ("", "e", "en", "er", "es", "em", "s", "ne", "nes", "n", "in", "innen")
_LONGEST = 40
# In small letters a word is no state's and nobody's of it, but may be an adjective: russischen, ukrainiennes.
_ADJECTIVES = ("isch", "deutsch", "ien", "sse", "ain", "and", "ais", "ois", "que", "een", "ave", "ton", "edois", "turc")


def western_names_of(table: str) -> dict[str, tuple[str, ...]]:
    """German and French names by the English name."""
    return names_of(table, "German", "French")


@lru_cache(maxsize=20_000)
def country_of_word(word: str) -> str | None:
    """ISO 3166-1 alpha-2: russischen, Ukrainer, russes, Moskaus; None for a word that is no state's."""
    if len(word) > _LONGEST:
        return None
    folded, known = fold(word), _stems()
    for ending in _ENDINGS:
        stem = folded.removesuffix(ending)
        plain = word[0].isupper() or stem.endswith(_ADJECTIVES)
        if plain and folded.endswith(ending) and (code := known.get(stem)):
            return code
    return None


@lru_cache(maxsize=1)
def _stems() -> dict[str, str]:
    rows = read_table("peoples_western.tsv")
    return {
        fold(name): row["country"] for row in rows for column in ("German", "French") for name in several(row[column])
    }
