"""What a language says around the names of places, read from its lexicon."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from vedette.model.mention import PlaceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWords:
    """`after` and `before` map a kind word to the kind of place it makes of its neighbour; "near" is none.
    `endings` are those of the names of settlements.
    `homelands` are the countries whose place names are surnames in this language."""

    after: dict[str, PlaceKind | None]
    only_small: frozenset[str]
    before: dict[str, PlaceKind]
    locative: frozenset[str]
    weak: frozenset[str]
    bearings: frozenset[str]
    taking_verbs: frozenset[str]
    strong: frozenset[str]
    sites: frozenset[str]
    fighting: frozenset[str]
    endings: frozenset[str]
    ending_lengths: tuple[int, ...]
    directions: frozenset[str]
    parts: frozenset[str]
    vicinity: frozenset[str]
    beside: frozenset[str]
    borders: frozenset[str]
    roads: frozenset[str]
    ruling_verbs: frozenset[str]
    ruling_nouns: frozenset[str]
    armed: frozenset[str]
    seats: frozenset[str]
    titles: frozenset[str]
    given_names: frozenset[str]
    homelands: frozenset[str]
    outlets: frozenset[str]
    common: frozenset[str]


@cache
def load_place_words(language: str = "en") -> PlaceWords:
    lexicon = files("vedette.understand").joinpath("lexicon", language, "places.toml")
    table = tomllib.loads(lexicon.read_text(encoding="utf-8"))
    after = dict(table["after"])
    only_small = frozenset(after.pop("only_small"))
    cues, metonymy, names = table["cues"], table["metonymy"], table["names"]
    return PlaceWords(
        after={word: None if kind == "near" else kind for kind, words in after.items() for word in words},
        only_small=only_small,
        before={word: kind for kind, words in table["before"].items() for word in words},
        locative=frozenset(cues["locative"]),
        weak=frozenset(cues["weak"]),
        bearings=frozenset(cues["bearings"]),
        taking_verbs=frozenset(cues["verbs"]),
        strong=frozenset(cues["strong"]),
        sites=frozenset(cues["sites"]),
        fighting=frozenset(cues["fighting"]),
        endings=frozenset(cues["endings"]),
        ending_lengths=tuple(sorted({len(ending) for ending in cues["endings"]}, reverse=True)),
        **{key: frozenset(words) for key, words in table["relations"].items()},
        ruling_verbs=frozenset(metonymy["verbs"]),
        ruling_nouns=frozenset(metonymy["nouns"]),
        armed=frozenset(metonymy["armed"]),
        seats=frozenset(metonymy["seats"]),
        titles=frozenset(names["titles"]),
        given_names=frozenset(names["given"]),
        homelands=frozenset(names["homelands"]),
        outlets=frozenset(names["outlets"]),
        common=frozenset(table["common"]["words"]),
    )
