"""The words that attribute in German or French, ready to be asked."""

from dataclasses import dataclass
from functools import cache

from vedette.understand.lexicon import load

Phrases = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionWords:
    """`acts` maps the lemma of a cue to what it does, `about` to the prepositions behind which its content stands,
    `needs` to words without which it attributes nothing. Phrases are tuples of words, the longest first."""

    acts: dict[str, str]
    object: frozenset[str]
    about: dict[str, frozenset[str]]
    needs: dict[str, frozenset[str]]
    impersonal: frozenset[str]
    denied: dict[str, str]
    complementizers: frozenset[str]
    dropped: frozenset[str]
    how: str
    also: str
    negation: frozenset[str]
    before: Phrases
    after: Phrases
    alone: Phrases
    pronouns: frozenset[str]
    stop: frozenset[str]
    inside: frozenset[str]
    nobody: frozenset[str]
    seats: dict[str, str]


@cache
def attribution_words(language: str) -> AttributionWords:
    raw = load(language, "attribution")
    frames, small, according, holders = raw["frames"], raw["small"], raw["according"], raw["holders"]
    return AttributionWords(
        acts=_by_word(raw["acts"]),
        object=frozenset(frames["object"].split()),
        about=dict(_about(frames["about"])),
        needs=dict(_about(frames["needs"])),
        impersonal=frozenset(frames["impersonal"].split()),
        denied=_by_word(raw["denied"]),
        complementizers=frozenset(small["complementizers"].split()),
        dropped=frozenset(small["dropped"].split()),
        how=small["how"],
        also=small["also"],
        negation=frozenset(small["negation"].split()),
        before=_phrases(according["before"]),
        after=_phrases(according["after"]),
        alone=_phrases(according["alone"]),
        pronouns=frozenset(holders["pronouns"].split()),
        stop=frozenset(holders["stop"].split()),
        inside=frozenset(holders["inside"].split()),
        nobody=frozenset(holders["nobody"].split()),
        seats=_by_word(raw["seats"]),
    )


def _by_word(table: dict[str, str]) -> dict[str, str]:
    return {word: name for name, words in table.items() for word in words.split()}


def _about(written: str) -> list[tuple[str, frozenset[str]]]:
    pairs = [each.split(":") for each in written.split()]
    return [(lemma, frozenset(prepositions.split(","))) for lemma, prepositions in pairs]


def _phrases(written: str) -> Phrases:
    found = [tuple(each.split(" ")) for each in written.split("|") if each]
    return tuple(sorted(found, key=lambda each: -len(each)))
