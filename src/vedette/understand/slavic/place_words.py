"""What Ukrainian or Russian says around the names of places, read from its lexicon."""

from dataclasses import dataclass
from functools import cache
from typing import cast

from vedette.model.mention import PlaceKind
from vedette.understand.lexicon import load


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWords:
    """`before` and `after` map the lemma of a kind word to the kind of place it makes of its neighbour; `directions`
    and `site_words` follow an adjective that is made from a name. `bearings` maps words to English ones."""

    before: dict[str, PlaceKind]
    after: dict[str, PlaceKind]
    directions: frozenset[str]
    site_words: frozenset[str]
    locative: frozenset[str]
    strong: frozenset[str]
    parts: frozenset[str]
    taking: frozenset[str]
    fighting: frozenset[str]
    owners: frozenset[str]
    titles: frozenset[str]
    common: frozenset[str]
    river: frozenset[str]
    homelands: frozenset[str]
    endings: tuple[str, ...]
    near: frozenset[str]
    between: frozenset[str]
    road: frozenset[str]
    joints: frozenset[str]
    linking: frozenset[str]
    bearings: dict[str, str]
    ruling_verbs: frozenset[str]
    small: frozenset[str]


@cache
def place_words(language: str) -> PlaceWords:
    table = load(language, "places")
    cues, relations = dict(table["cues"]), table["relations"]
    cues["common"] = [*cues["common"], *cues["fighting"], *cues["owners"], *cues["titles"], *cues["taking"]]
    return PlaceWords(
        before=_kinds(table["before"]),
        after=_kinds({kind: words for kind, words in table["after"].items() if kind not in {"direction", "site"}}),
        directions=frozenset(table["after"]["direction"]),
        site_words=frozenset(table["after"]["site"]),
        endings=tuple(cues.pop("endings")),
        **{name: frozenset(cues[name]) for name in cues},
        **{name: frozenset(relations[name]) for name in relations},
        bearings={word: bearing for bearing, words in table["bearings"].items() for word in words},
        ruling_verbs=frozenset(table["metonymy"]["verbs"]),
        small=frozenset(table["metonymy"]["small"]),
    )


def _kinds(table: dict[str, list[str]]) -> dict[str, PlaceKind]:
    return {word: cast(PlaceKind, kind) for kind, words in table.items() for word in words}
