"""Who fights, or is hit, in a German or French sentence: forces, states and people, with the state they are of."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from vedette.model.mention import Actor, Role
from vedette.reference.institutions import Institutions
from vedette.reference.western import country_of_word
from vedette.understand.lexicon import load
from vedette.understand.light.running import Row
from vedette.understand.western.event_words import EventWords
from vedette.understand.western.forms import word_tables

_BACK, _ON = 3, 3
_PARTITIVE = frozenset({"des", "du"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Words `first` to `last` (exclusive) of the row; `led` is the preposition before it, in small letters."""

    first: int
    last: int
    name: str
    country: str | None
    led: str | None
    people: bool = False


def find_parties(row: Row, words: EventWords, places: Collection[int]) -> list[Party]:
    """In the order of the text, none overlapping; `places` are the words of names of settlements."""
    found: list[Party] = []
    for at in range(len(row)):
        if at in places or (found and at < found[-1].last):
            continue
        party = _at(row, at, words)
        if party is not None and (not found or party.first >= found[-1].last):
            found.append(party)
    return found


def _at(row: Row, at: int, words: EventWords) -> Party | None:
    word = row.words[at]
    people = not words.people.isdisjoint(word.lemmas)
    forces = not words.forces.isdisjoint(word.lemmas) or (word.is_capital and country_of_word(word.text) is not None)
    if not (people or forces) or word.pos in {"adverb", "preposition"}:
        return None
    adjective = row.parse.language == "de" and not word.is_capital
    if adjective:
        return None
    first, last = _first(row, at), _last(row, at)
    return Party(
        first=first,
        last=last,
        name=row.said.between(first, last),
        country=next(_countries(row, first, last), None),
        led=_led(row, first),
        people=people and not forces,
    )


def _led(row: Row, first: int) -> str | None:
    """The preposition before it, or before its article. "Des soldats" is of them, or some of them: none."""
    before = row.before(first)
    if before is not None and before.lower in word_tables(row.parse.language).articles:
        if before.lower in _PARTITIVE:
            return None
        before = row.before(first, 2)
    return before.lower if before is not None and before.may_be("preposition") else None


def _first(row: Row, at: int) -> int:
    """Back over adjectives and numbers."""
    articles = word_tables(row.parse.language).articles
    first = at
    while first - 1 >= row.opens[at] and at - first < _BACK:
        word = row.words[first - 1]
        plain = word.pos == "unknown" and word.is_word and not (row.parse.language == "fr" and first < at)
        if word.lower in articles or not (plain or word.pos == "number"):
            break
        first -= 1
    return first


def _last(row: Row, at: int) -> int:
    """On over what tells whose they are: "forces armées russes", "Streitkräfte der Ukraine"."""
    last = at + 1
    while (
        last < row.closes[at] and last - at <= _ON and row.words[last].pos == "unknown" and row.parse.language == "fr"
    ):
        last += 1
    return last


def _countries(row: Row, first: int, last: int) -> Iterator[str]:
    for index in range(first, last):
        if code := country_of_word(row.words[index].text):
            yield code


def actor(row: Row, party: Party, role: Role, institutions: Institutions, speaks_for: str | None) -> Actor:
    """ "Ses forces" are those of the state that the speaker speaks for."""
    span = row.parse.span(row.said.starts[party.first], row.said.ends[party.last - 1])
    before = row.before(party.first)
    owned = before is not None and before.lower in owners(row.parse.language)
    country = party.country or institutions.country_of(party.name) or (speaks_for if owned else None)
    return Actor(name=party.name, span=span, role=role, country=country)


@cache
def owners(language: str) -> frozenset[str]:
    return frozenset(load(language, "words")["closed"]["owner"].split())
