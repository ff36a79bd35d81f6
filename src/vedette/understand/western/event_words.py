"""The words that tell an event in German or French, ready to be asked."""

from dataclasses import dataclass
from functools import cache

from vedette.understand.lexicon import load
from vedette.understand.light.events import EventKind, event_kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class EventWords:
    """`verbs` and `nouns` map a lemma to what it may tell, the narrowest first."""

    verbs: dict[str, tuple[EventKind, ...]]
    nouns: dict[str, tuple[EventKind, ...]]
    instruments: dict[str, str]
    forces: frozenset[str]
    people: frozenset[str]
    enemy: frozenset[str]
    by: frozenset[str]
    against: frozenset[str]
    negation: frozenset[str]
    trying: frozenset[str]
    future: frozenset[str]
    part: frozenset[str]
    control: frozenset[str]
    taking: frozenset[str]
    moving: frozenset[str]
    suffering: frozenset[str]
    reflexive: frozenset[str]


@cache
def event_words(language: str) -> EventWords:
    table = load(language, "events")
    listed = {**table["parties"], **table["words"]}
    return EventWords(
        verbs=event_kinds(table["event"], "verbs"),
        nouns=event_kinds(table["event"], "nouns"),
        instruments={word: subtype for subtype, words in table["instruments"].items() for word in words},
        **{name: frozenset(words) for name, words in listed.items()},
    )
