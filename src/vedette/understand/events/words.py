"""The words that tell an event, ready to be asked."""

from dataclasses import dataclass
from functools import cache
from typing import cast

from vedette.model.mention import Change, Plover
from vedette.understand.lexicon import load


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """`needs` names the test a common verb must pass before it counts."""

    plover: Plover
    subtype: str | None = None
    change: Change | None = None
    needs: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventWords:
    """Lemma → the types it may tell, the narrowest first."""

    verbs: dict[str, tuple[EventType, ...]]
    nouns: dict[str, tuple[EventType, ...]]
    arguments: dict[str, frozenset[str]]
    instruments: dict[str, str]
    leavers: frozenset[str]
    away: frozenset[str]
    undergone: frozenset[str]


@cache
def event_words(language: str) -> EventWords:
    table = load(language, "events")
    verbs: dict[str, tuple[EventType, ...]] = {}
    nouns: dict[str, tuple[EventType, ...]] = {}
    for row in table["event"]:
        kind = EventType(
            plover=cast(Plover, row["plover"]),
            subtype=row.get("subtype"),
            change=cast("Change | None", row.get("change")),
            needs=row.get("needs"),
        )
        for lemma in row.get("verbs", ()):
            verbs[lemma] = (*verbs.get(lemma, ()), kind)
        for lemma in row.get("nouns", ()):
            nouns[lemma] = (*nouns.get(lemma, ()), kind)
    return EventWords(
        verbs=verbs,
        nouns=nouns,
        arguments={name: frozenset(words) for name, words in table["arguments"].items()},
        instruments={word: subtype for subtype, words in table["instruments"].items() for word in words},
        leavers=frozenset(table["withdrawal"]["subjects"]),
        away=frozenset(table["withdrawal"]["away"]),
        undergone=frozenset(table["undergone"]["verbs"]),
    )
