"""The words that tell an event, ready to be asked."""

from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from vedette.model.mention import Change, Plover
from vedette.understand.lexicon import load


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """`needs` names the test a common verb must pass before it counts."""

    plover: Plover
    subtype: str | None = None
    change: Change | None = None
    needs: str | None = None
    objects: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventWords:
    """Lemma → the types it may tell, the narrowest first."""

    verbs: dict[str, tuple[EventType, ...]]
    nouns: dict[str, tuple[EventType, ...]]
    adjectives: dict[str, tuple[EventType, ...]]
    particles: frozenset[str]
    arguments: dict[str, frozenset[str]]
    instruments: dict[str, str]
    leavers: frozenset[str]
    away: frozenset[str]
    undergone: frozenset[str]
    parties: frozenset[str]
    vague: frozenset[str]
    refusal: frozenset[str]
    beyond: frozenset[str]
    pointing_nouns: frozenset[str]
    pointing_adverbs: frozenset[str]
    telling: frozenset[str]
    arms: frozenset[str]


@cache
def event_words(language: str) -> EventWords:
    table = load(language, "events")
    titles = load(language, "titles")
    verbs, nouns, adjectives = (_types(table["event"], part) for part in ("verbs", "nouns", "adjectives"))
    return EventWords(
        verbs=verbs,
        nouns=nouns,
        adjectives=adjectives,
        particles=frozenset(phrase.split(" ", 1)[1] for phrase in verbs if " " in phrase),
        arguments={name: frozenset(words) for name, words in table["arguments"].items()},
        instruments={word: subtype for subtype, words in table["instruments"].items() for word in words},
        leavers=frozenset(table["withdrawal"]["subjects"]),
        away=frozenset(table["withdrawal"]["away"]),
        undergone=frozenset(table["undergone"]["verbs"]),
        parties=frozenset(table["parties"]["nouns"]) | frozenset(titles["words"]) | frozenset(titles["groups"]),
        vague=frozenset(table["parties"]["vague"]),
        refusal=frozenset(table["refusal"]["verbs"]),
        arms=frozenset(table["arguments"]["arms"]).union(*table["instruments"].values()),
        telling=frozenset(load(language, "cues")["verbs"]["report"]) - frozenset(table["telling"]["not"])
        | frozenset(table["telling"]["verbs"]),
        beyond=frozenset(table["beyond"]["words"]),
        pointing_nouns=frozenset(table["pointing"]["nouns"]),
        pointing_adverbs=frozenset(table["pointing"]["adverbs"]),
    )


def _types(rows: list[dict[str, Any]], part: str) -> dict[str, tuple[EventType, ...]]:
    found: dict[str, tuple[EventType, ...]] = {}
    for row in rows:
        kind = EventType(
            plover=cast(Plover, row["plover"]),
            subtype=row.get("subtype"),
            change=cast("Change | None", row.get("change")),
            needs=row.get("needs"),
            objects=frozenset(row.get("objects", ())),
        )
        for lemma in row.get(part, ()):
            found[lemma] = (*found.get(lemma, ()), kind)
    return found
