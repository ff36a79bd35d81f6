"""What a short report says is to be seen, in any language: things, and what has happened to them."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from vedette.model.mention import Plover

_WHOLE = 3
"""Entries of so many letters or fewer are whole words."""
_ENDING = 6
_EVERYDAY = 2.0
_KNOWN = 3.6
_RARE = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SightWords:
    """Beginnings of words by what they mean. `tells` gives the category of a caption that says no more than this."""

    things: Mapping[str, frozenset[str]]
    happenings: Mapping[str, frozenset[str]]
    everyday: frozenset[str]
    empty: frozenset[str]
    tells: Mapping[str, Plover]

    def seen(self, words: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
        """The things and the happenings that these folded words name."""
        told = list(words)
        return _named(self.things, told), _named(self.happenings, told)

    def category(self, word: str) -> Plover | None:
        """What a caption tells that names only this."""
        things, happenings = self.seen((word,))
        return next((self.tells[one] for one in sorted(happenings | things) if one in self.tells), None)

    def weight(self, word: str) -> float:
        """How much it says that two reports share this word: a scale like that of inverse document frequency, but the
        same in every watch, so that a report more changes nothing between others."""
        if word in self.empty:
            return 0.0
        if _beginning(self.everyday, word):
            return _EVERYDAY
        known = _beginning(self.things, word) or _beginning(self.happenings, word)
        return _KNOWN if known else _RARE


def _named(table: Mapping[str, frozenset[str]], words: Iterable[str]) -> frozenset[str]:
    found = (table[key] for word in words if (key := _beginning(table, word)))
    return frozenset().union(*found)


def _beginning(table: Mapping[str, object] | frozenset[str], word: str) -> str | None:
    """The longest entry that the word begins with, and not by much longer than it."""
    for length in range(len(word), max(0, len(word) - _ENDING) - 1, -1):
        key = word[:length]
        if key in table and (length == len(word) or length > _WHOLE):
            return key
    return None


@cache
def load_sights() -> SightWords:
    table = tomllib.loads(files("vedette.reference").joinpath("data", "sights.toml").read_text(encoding="utf-8"))
    tells = {one: category for category, names in table["tells"].items() for one in names.split()}
    return SightWords(
        things=_inverted(table["things"]),
        happenings=_inverted(table["happenings"]),
        everyday=frozenset(table["everyday"]["words"].split()),
        empty=frozenset(table["empty"]["words"].split()),
        tells=tells,
    )


def _inverted(table: Mapping[str, str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, words in table.items():
        for word in words.split():
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}
