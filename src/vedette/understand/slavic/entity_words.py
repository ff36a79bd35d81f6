"""What names of bodies and persons are made of, read from the lexicon."""

from dataclasses import dataclass
from functools import cache

from vedette.understand.lexicon import load


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityWords:
    """Lemmas, but for `legal_forms`, `not_bodies`, `beginnings` and `endings`, which are written as they are."""

    legal_forms: frozenset[str]
    heads: frozenset[str]
    beginnings: tuple[str, ...]
    endings: tuple[str, ...]
    not_bodies: frozenset[str]
    works: frozenset[str]
    bodies: frozenset[str]
    titles: frozenset[str]
    saying: frozenset[str]
    streets: frozenset[str]


@cache
def entity_words(language: str) -> EntityWords:
    table = load(language, "entities")
    bodies, persons = table["organizations"], table["persons"]
    return EntityWords(
        legal_forms=frozenset(bodies["legal_forms"]),
        heads=frozenset(bodies["heads"]),
        beginnings=tuple(bodies["beginnings"]),
        endings=tuple(bodies["endings"]),
        not_bodies=frozenset(bodies["not_bodies"]),
        works=frozenset(bodies["works"]),
        bodies=frozenset(bodies["bodies"]),
        titles=frozenset(persons["titles"]),
        saying=frozenset(persons["saying"]),
        streets=frozenset(table["streets"]["before"]),
    )
