"""The words that tell who holds what ground, ready to be asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from vedette.understand.events.words import event_words
from vedette.understand.lexicon import load

# What a word tells: `lost` and `entrenched` are told of the loser, and of who stays.
Deed = Literal["captured", "liberated", "lost", "pushed-back", "entrenched", "advanced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlWords:
    """`verbs` maps every form, `nouns` every lemma."""

    verbs: dict[str, tuple[str, Deed]]
    nouns: dict[str, Deed]
    strict: frozenset[str]
    whole: frozenset[str]
    part: frozenset[str]
    ground: frozenset[str]
    small: frozenset[str]
    beside: frozenset[str]
    listing: frozenset[str]
    seen: frozenset[str]
    away: frozenset[str]
    whose: frozenset[str]
    passing: frozenset[str]
    under: frozenset[str]
    lasting: frozenset[str]
    arrived: frozenset[str]
    keeping: frozenset[str]
    flags: frozenset[str]
    raised: frozenset[str]
    trying: frozenset[str]
    achieving: frozenset[str]
    forces: frozenset[str]
    people: frozenset[str]


@cache
def control_words(language: str) -> ControlWords:
    table = load(language, "events")["control"]
    words = {name: frozenset(listed) for name, listed in table["words"].items()}
    forces = words.pop("forces") | event_words(language).leavers - {"they", "it", "group"}
    return ControlWords(
        verbs={form: (verb, deed) for verb, deed in _rows(table["verbs"]) for form in _forms(verb, table["forms"])},
        nouns=dict(_rows(table["nouns"])),
        strict=frozenset(table["verbs"]["strict"]) | frozenset(table["nouns"]["strict"]),
        forces=forces,
        people=_people(language, forces) - words["ground"],
        **words,
    )


def _people(language: str, forces: frozenset[str]) -> frozenset[str]:
    """Whoever is captured, lost or driven out where no ground is."""
    words = event_words(language)
    return words.parties | forces | words.arguments["people"] | {"equipment"}


def _rows(table: dict[str, list[str]]) -> Iterator[tuple[str, Deed]]:
    for deed in get_args(Deed):
        yield from ((word, deed) for word in table.get(deed, ()))


def _forms(verb: str, irregular: dict[str, list[str]]) -> Iterator[str]:
    """The regular English forms, and those listed."""
    stem = verb[:-1] if verb.endswith("e") else verb
    third = verb[:-1] + "ies" if verb.endswith("y") else verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
    past = verb[:-1] + "ied" if verb.endswith("y") else stem + "ed"
    yield from (verb, third, past, stem + "ing", *irregular.get(verb, ()))
