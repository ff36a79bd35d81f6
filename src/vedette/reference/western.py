"""The state of a word in German or French: its name, its people, its adjective in every form."""

from functools import lru_cache

from vedette.reference.countries import read_table, several
from vedette.reference.gazetteer_names import fold

_ENDINGS = ("", "e", "en", "er", "es", "em", "s", "ne", "nes", "n", "in", "innen")
_LONGEST = 40


@lru_cache(maxsize=20_000)
def country_of_word(word: str) -> str | None:
    """ISO 3166-1 alpha-2: russischen, Ukrainer, russes, Moskaus; None for a word that is no state's."""
    if len(word) > _LONGEST:
        return None
    folded, known = fold(word), _stems()
    for ending in _ENDINGS:
        if folded.endswith(ending) and (code := known.get(folded.removesuffix(ending) if ending else folded)):
            return code
    return None


@lru_cache(maxsize=1)
def _stems() -> dict[str, str]:
    rows = read_table("peoples_western.tsv")
    return {
        fold(name): row["country"] for row in rows for column in ("German", "French") for name in several(row[column])
    }
