"""What German or French says around the names of places, and how it spells them, read from its lexicon."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import cast

from vedette.model.mention import PlaceKind
from vedette.reference.gazetteer_names import fold
from vedette.understand.lexicon import load

_MOST_SPELLINGS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWords:
    """`exonyms` maps a folded name of the language's own to the English one, `spelling` letters to English ones."""

    before: dict[str, PlaceKind]
    after: dict[str, PlaceKind]
    directions: frozenset[str]
    locative: frozenset[str]
    joints: frozenset[str]
    articles: frozenset[str]
    titles: frozenset[str]
    ruling: frozenset[str]
    fighting: frozenset[str]
    owners: frozenset[str]
    rivers: dict[str, str]
    common: frozenset[str]
    bearings: dict[str, str]
    exonyms: dict[str, str]
    spelling: tuple[tuple[str, tuple[str, ...]], ...]
    adjective: str
    genitive: str


@cache
def place_words(language: str) -> PlaceWords:
    table = load(language, "places")
    cues, after = table["cues"], dict(table["after"])
    directions = after.pop("direction")
    return PlaceWords(
        before=_kinds(table["before"]),
        after=_kinds(after),
        directions=frozenset(directions.split()),
        bearings={word: bearing for bearing, words in table["bearings"].items() for word in words.split()},
        exonyms={
            fold(own.replace("_", " ")): english for english, names in table["exonyms"].items() for own in names.split()
        },
        rivers={own: english for english, names in table["rivers"].items() for own in names.split()},
        spelling=tuple((letters, tuple(others.split())) for letters, others in table["spelling"]["pairs"]),
        adjective=table["spelling"]["adjective"],
        genitive=table["spelling"]["genitive"],
        **{name: frozenset(words.split()) for name, words in cues.items()},
    )


def _kinds(table: dict[str, str]) -> dict[str, PlaceKind]:
    return {word: cast(PlaceKind, kind) for kind, words in table.items() for word in words.split()}


@lru_cache(maxsize=20_000)
def english_spellings(name: str, language: str) -> tuple[str, ...]:
    """How a Slavic name that is spelt by the rules of the language may be written in English, likeliest first."""
    found = islice(_respelt(name.lower(), place_words(language).spelling), _MOST_SPELLINGS)
    return tuple(dict.fromkeys(found))


def _respelt(rest: str, pairs: tuple[tuple[str, tuple[str, ...]], ...]) -> Iterator[str]:
    if not rest:
        yield ""
        return
    letters, others = next(((one, two) for one, two in pairs if rest.startswith(one)), (rest[0], (rest[0],)))
    for other in others:
        yield from (other + tail for tail in _respelt(rest[len(letters) :], pairs))
