"""Whether words attribute or negate, by what the lexicon of the language knows."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from vedette.model.language import READING_LEVELS
from vedette.understand.lexicon import load

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_SLAVIC, _WESTERN = ("uk", "ru"), ("de", "fr")
_LEAST_OF_PHRASE = 4
_LONGEST_ENDING = 3


def negates(words: str) -> bool:
    """In any language that is read: reports mix them."""
    return any(word in _listed("negations") or word.endswith("n't") for word in _words(words))


def is_short_form(word: str) -> bool:
    """Whether a stop behind it ends no sentence."""
    return len(word) == 1 or word.casefold() in _listed("short_forms")


def attributes(words: str, language: str | None) -> bool:
    """Whether one of the words is one of saying. Of a language whose words are not known nothing attributes."""
    said = list(_words(words))
    if language in _SLAVIC:
        return any(_has_form(word, one) for word in said for one in _SLAVIC)
    if language in _WESTERN:
        return any(_has_form(word, language) for word in said)
    return language == "en" and any(_is_english(word) for word in said)


def _words(text: str) -> Iterator[str]:
    return (found[0].casefold().replace("’", "'") for found in _WORD.finditer(text))


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(word for language in READING_LEVELS for word in load(language, "guards")[name].split())


def _is_english(word: str) -> bool:
    known, fixed = _english()
    cuts = range(min(_LONGEST_ENDING, len(word)) + 1)
    stems = (stem for cut in cuts for stem in _stems(word[: len(word) - cut], word[len(word) - cut :]))
    return word in fixed or any(stem in known for stem in stems)


def _stems(stem: str, ending: str) -> Iterator[str]:
    """claims, claimed, claiming; with doubled and dropped letters as in quipped, denying, noting."""
    if not ending:
        yield stem
    elif ending in ("s", "es", "d", "ed", "ing"):
        yield from (stem, f"{stem}e")
        if stem[-1:] == stem[-2:-1]:
            yield stem[:-1]
    elif ending in ("ies", "ied"):
        yield f"{stem}y"


@cache
def _english() -> tuple[frozenset[str], frozenset[str]]:
    """Verbs and nouns in their dictionary form; irregular forms and the longer words of fixed phrases."""
    raw, guards = load("en", "cues"), load("en", "guards")
    named = {word for table in ("verbs", "nouns") for words in raw[table].values() for word in words}
    phrases = _long(word for phrase in raw["according"]["phrases"] for word in phrase)
    irregular = {form for forms in guards["irregular"].values() for form in forms.split()}
    return frozenset(named), frozenset(irregular | phrases | set(guards["adverbs"].split()))


def _has_form(word: str, language: str) -> bool:
    if language in _SLAVIC:
        from vedette.understand.slavic.forms import forms_of as slavic

        lemmas = {form.lemma for form in slavic(word, language)}
    else:
        from vedette.understand.western.forms import forms_of as western

        lemmas = {form.lemma for form in western(word, language)}
    known, fixed = _tables(language)
    return word in fixed or not known.isdisjoint(lemmas)


@cache
def _tables(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Dictionary forms, and the longer words of fixed phrases."""
    raw = load(language, "attribution")
    lemmas = {word for words in (*raw["acts"].values(), *raw.get("short", {}).values()) for word in words.split()}
    lemmas |= set(raw.get("texts", {}).get("nouns", "").split())
    phrases = re.split(r"[\s_|]+", " ".join(raw["according"].values()))
    return frozenset(lemmas), frozenset(_long(phrases))


def _long(words: Iterable[str]) -> set[str]:
    """ "Of" and "to" attribute nothing by themselves."""
    return {word for word in words if len(word) >= _LEAST_OF_PHRASE}
