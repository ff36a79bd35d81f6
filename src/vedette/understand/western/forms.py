"""What a German or French word may be: closed classes and verb forms from the lexicon, the rest by its capital.

There is no dictionary of all words: a noun is known by its capital, or by being no other word, and has no case.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import cast

from vedette.understand.lexicon import load
from vedette.understand.light.forms import Form, PartOfSpeech

_PARTS: dict[str, PartOfSpeech] = {
    "preposition": "preposition", "conjunction": "conjunction", "pronoun": "pronoun", "article": "particle",
    "owner": "particle", "adverb": "adverb", "particle": "particle",
}  # fmt: skip
_TENSES = {"pres": "pres", "past": "past", "futr": "futr", "cond": "cond", "subj": "subj"}
_OTHERS: dict[str, PartOfSpeech] = {"infinitive": "infinitive", "participle": "participle", "gerund": "gerund"}
_CACHED = 100_000
_SHORTEST_HEAD = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class WordTables:
    """`known` maps a word in small letters to its readings. `particles` maps a verb's lemma to the particles that may
    stand apart from it, with the lemma of both."""

    known: dict[str, tuple[Form, ...]]
    particles: dict[str, dict[str, str]]
    auxiliaries: frozenset[str]
    perfect: frozenset[str]
    passive: frozenset[str]
    hearsay: frozenset[str]
    hearsay_tenses: frozenset[str]
    articles: frozenset[str]
    nouns: frozenset[str]
    guessed: tuple[tuple[str, Form], ...]
    ordinal_stop: bool


@cache
def word_tables(language: str) -> WordTables:
    raw = load(language, "words")
    verbs = dict(_verbs(raw))
    particles: dict[str, dict[str, str]] = {}
    for written in raw.get("separable", raw["verbs"].get("separable", "")).split():
        particle, base = written.split("|")
        particles.setdefault(base, {})[particle] = particle + base
    known: dict[str, dict[Form, None]] = {}
    for word, form in (*_closed(raw), *_forms(verbs), *_joined(verbs, particles)):
        known.setdefault(word, {})[form] = None
    told = raw["auxiliaries"]
    return WordTables(
        known={word: tuple(forms) for word, forms in known.items()},
        particles=particles,
        hearsay=frozenset(told["hearsay"].split()),
        hearsay_tenses=frozenset(told["hearsay_tenses"].split()),
        auxiliaries=frozenset(told["words"].split()),
        perfect=frozenset(told["perfect"].split()),
        passive=frozenset(told["passive"].split()),
        articles=frozenset(f"{raw['closed']['article']} {raw['closed']['owner']}".split()),
        nouns=frozenset(_heads(language)),
        guessed=tuple(
            (f"{end}", Form("", "verb", tense=t, listed=False))
            for t, ends in raw["guessed"].items()
            for end in ends.split()
        ),
        ordinal_stop=bool(load(language, "sentences")["words"]["ordinal_stop"]),
    )


def _closed(raw: dict[str, dict[str, str]]) -> Iterator[tuple[str, Form]]:
    for name, words in raw["closed"].items():
        for word in words.split():
            yield word, Form(word, _PARTS[name])


def _verbs(raw: dict[str, dict[str, object]]) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Each verb's infinitive with its forms by tense."""
    for pattern, stems in raw["verbs"].items():
        if pattern == "separable":
            continue
        shapes = cast("dict[str, str]", raw["patterns"][pattern])
        for stem in str(stems).split():
            forms = {tense: written.replace("~", stem).split() for tense, written in shapes.items()}
            yield forms["infinitive"][0], forms
    for lemma, told in raw["irregular"].items():
        written = cast("dict[str, str]", told)
        yield lemma, {"infinitive": [lemma], **{tense: forms.split() for tense, forms in written.items()}}


def _forms(verbs: dict[str, dict[str, list[str]]]) -> Iterator[tuple[str, Form]]:
    for lemma, tenses in verbs.items():
        for tense, words in tenses.items():
            for word in words:
                yield word, _form(lemma, tense)


def _form(lemma: str, tense: str) -> Form:
    if tense in _OTHERS:
        return Form(lemma, _OTHERS[tense])
    return Form(lemma, "verb", tense=_TENSES[tense])


def _joined(verbs: dict[str, dict[str, list[str]]], particles: dict[str, dict[str, str]]) -> Iterator[tuple[str, Form]]:
    """ "mitteilte", "mitgeteilt", "mitzuteilen"."""
    for base, joined in particles.items():
        for particle, lemma in joined.items():
            yield f"{particle}zu{base}", Form(lemma, "infinitive")
            for tense, words in verbs.get(base, {}).items():
                for word in words:
                    yield particle + word, _form(lemma, tense)


def _heads(language: str) -> Iterator[str]:
    """Nouns of the lexicon that a compound may end in."""
    events = load(language, "events")
    for row in events["event"]:
        yield from row.get("nouns", ())
    for words in events["parties"].values():
        yield from words
    for words in load(language, "quantities")["units"].values():
        yield from words.split()


@lru_cache(maxsize=_CACHED)
def forms_of(text: str, language: str) -> tuple[Form, ...]:
    """The readings of a word, never empty. A noun counts as one of several: its number is not known."""
    tables, lower = word_tables(language), text.lower().replace("’", "'")
    found = tables.known.get(lower, ())
    if found and (language != "de" or not text[0].isupper()):
        return (*found, Form(lower, "noun", listed=False)) if _may_be_noun(found) else found
    guess = tuple(form for ending, form in tables.guessed if lower.endswith(ending) and text[0].islower())[:1]
    noun = Form(lower, "noun" if text[0].isupper() else "unknown", number="plural", listed=lower in tables.nouns)
    head = _head(lower, tables) if language == "de" and noun.pos == "noun" else None
    return (*found, *guess, noun, *((Form(head, "noun"),) if head else ()))


def _may_be_noun(found: tuple[Form, ...]) -> bool:
    """ "la prise", "le mort": a participle or a form of a verb may be a noun, too."""
    return all(form.pos in {"participle", "verb"} for form in found)


def _head(lower: str, tables: WordTables) -> str | None:
    """The noun that a compound ends in: "angriff" of "Nachtangriff"."""
    return next(
        (lower[at:] for at in range(2, len(lower) - _SHORTEST_HEAD + 1) if lower[at:] in tables.nouns),
        None,
    )
