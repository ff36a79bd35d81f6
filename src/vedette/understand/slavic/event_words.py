"""The words that tell an event in Ukrainian or Russian, ready to be asked."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, cast, get_args

from vedette.model.statement import Certainty
from vedette.understand.lexicon import load
from vedette.understand.light.events import EventKind, event_kinds

Deed = Literal["captured", "liberated", "lost", "pushed-back", "entrenched", "advanced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlWords:
    """Who holds what ground: deeds by the lemma of their verb or noun, and the words around them."""

    verbs: dict[str, Deed]
    nouns: dict[str, Deed]
    strict: frozenset[str]
    led: frozenset[str]
    grounded: frozenset[str]
    part: frozenset[str]
    ground: frozenset[str]
    whole: frozenset[str]
    led_by: frozenset[str]
    leaving: frozenset[str]
    trying: frozenset[str]
    achieving: frozenset[str]
    denying: frozenset[str]
    negation: frozenset[str]
    flags: frozenset[str]
    raised: frozenset[str]
    control: frozenset[str]
    under: frozenset[str]
    returning: frozenset[str]
    lasting: frozenset[str]
    zone: frozenset[str]
    light: frozenset[str]
    lines: frozenset[str]
    passing: frozenset[str]
    zones: dict[str, Deed]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventWords:
    """`verbs` and `nouns` map a lemma to what it may tell, the narrowest first; `instruments` to the sub-type that a
    weapon makes of a strike."""

    verbs: dict[str, tuple[EventKind, ...]]
    nouns: dict[str, tuple[EventKind, ...]]
    control: ControlWords
    instruments: dict[str, str]
    forces: frozenset[str]
    people: frozenset[str]
    own: frozenset[str]
    adjectives: frozenset[str]
    tails: frozenset[str]
    hedges: dict[str, Certainty]


@cache
def event_words(language: str) -> EventWords:
    table = load(language, "events")
    parties = {name: frozenset(words) for name, words in table["parties"].items()}
    return EventWords(
        verbs=event_kinds(table["event"], "verbs"),
        nouns=event_kinds(table["event"], "nouns"),
        control=_control(table["control"]),
        instruments={word: subtype for subtype, words in table["instruments"].items() for word in words},
        hedges={phrase: cast(Certainty, how) for how, phrases in table["hedges"].items() for phrase in phrases},
        **parties,
    )


def _control(table: dict[str, Any]) -> ControlWords:
    verbs, nouns = table["verbs"], table["nouns"]
    words = dict(table["words"])
    zones = {word: cast(Deed, deed) for word, deed in words.pop("zones").items()}
    return ControlWords(
        verbs=_deeds(verbs),
        nouns=_deeds(nouns),
        strict=frozenset([*verbs["strict"], *nouns["strict"]]),
        led=frozenset(verbs["led"]),
        grounded=frozenset(verbs["grounded"]),
        zones=zones,
        **{name: frozenset(listed) for name, listed in words.items()},
    )


def _deeds(table: dict[str, list[str]]) -> dict[str, Deed]:
    return {word: deed for deed in get_args(Deed) for word in table.get(deed, ())}
