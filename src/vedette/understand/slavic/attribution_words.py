"""What a language's lexicon says of attribution, ready to be asked."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from vedette.understand.lexicon import load

Sequences = dict[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionWords:
    """`acts` and `short` give the act of a verb's dictionary form and of a short adjective; `denied` what a "not"
    before a verb makes of it. `according` holds sequences by what follows them, keyed by their first word in
    `openings`; verbs of `idle` attribute only with a noun of `carried`.
    """

    acts: dict[str, str]
    short: dict[str, str]
    denied: dict[str, str]
    object: frozenset[str]
    about: frozenset[str]
    governing: frozenset[str]
    seats: dict[str, str | None]
    prepositions: frozenset[str]
    strict: frozenset[str]
    holding: frozenset[str]
    complementizers: frozenset[str]
    kept: frozenset[str]
    how: frozenset[str]
    this: tuple[tuple[str, ...], ...]
    negation: str
    carrying: frozenset[str]
    carried: frozenset[str]
    idle: frozenset[str]
    sayings: frozenset[str]
    no_holders: frozenset[str]
    joiners: frozenset[str]
    openings: dict[str, tuple[tuple[str, tuple[str, ...]], ...]]
    impersonal: frozenset[str]
    hearsay: frozenset[str]
    textual: frozenset[str]
    nouns: frozenset[str]
    about_that: tuple[str, ...]
    bodies: frozenset[str]
    called: tuple[tuple[str, ...], ...]
    venues: frozenset[str]
    pronouns: frozenset[str]
    deeds: frozenset[str]


@cache
def attribution_words(language: str) -> AttributionWords:
    raw = load(language, "attribution")
    frames, small, texts, holders = raw["frames"], raw["small"], raw["texts"], raw["holders"]
    return AttributionWords(
        acts=_by_word(raw["acts"]),
        short=_by_word(raw["short"]),
        denied=_by_word(raw["denied"]),
        object=_set(frames["object"]),
        about=_set(frames["about"]),
        prepositions=_set(frames["prepositions"]),
        governing=frozenset(word for words in load(language, "sentences")["prepositions"].values() for word in words),
        seats={**dict.fromkeys(_set(holders["unions"])), **_by_word(raw["seats"])},
        strict=_set(frames["strict"]),
        holding=_set(frames["holding"]),
        complementizers=_set(small["complementizers"]),
        kept=_set(small["kept"]),
        how=_set(small["how"]),
        this=_sequences(small["this"]),
        negation=small["negation"],
        carrying=_set(small["carrying"]),
        carried=_set(small["carried"]),
        idle=_set(small["idle"]),
        sayings=_set(small["sayings"]),
        no_holders=_set(holders["no_holders"]),
        joiners=_set(small["and"]),
        openings=_openings(raw["according"]),
        impersonal=_set(texts["impersonal"]),
        hearsay=_set(texts["hearsay"]),
        textual=_set(texts["textual"]),
        nouns=_set(texts["nouns"]),
        about_that=_sequences(texts["about_that"])[0],
        bodies=_set(holders["bodies"]),
        called=_sequences(holders["called"]),
        venues=_set(holders["venues"]),
        pronouns=_set(holders["pronouns"]),
        deeds=frozenset(word for row in load(language, "events")["event"] for word in row.get("nouns", ())),
    )


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _sequences(words: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(each.split("_")) for each in words.split())


def _by_word(table: dict[str, str]) -> dict[str, str]:
    return {word: act for act, words in table.items() for word in words.split()}


def _openings(according: dict[str, Any]) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """First word to what may follow it, the longest sequence first."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for government, words in according.items():
        for sequence in _sequences(words):
            found.setdefault(sequence[0], []).append((government, sequence))
    return {first: tuple(sorted(each, key=lambda one: -len(one[1]))) for first, each in found.items()}
