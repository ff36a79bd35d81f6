"""The words that attribute, ready to be asked."""

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from vedette.understand.lexicon import load

_POINTING = frozenset({"this", "that", "these", "those"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CueWords:
    """Lemmas of one language. `verbs` and `nouns` give the class of act; `prepositions` what brings content."""

    verbs: dict[str, str]
    nouns: dict[str, str]
    object: frozenset[str]
    infinitive: frozenset[str]
    prepositions: dict[str, frozenset[str]]
    particles: dict[str, frozenset[str]]
    strict: frozenset[str]
    collective: frozenset[str]
    inanimate: frozenset[str]
    disbelief: frozenset[str]
    called_false: frozenset[str]
    disbelieving: frozenset[str]
    phrasal: dict[str, str]
    textual: frozenset[str]
    directing: frozenset[str]
    people: frozenset[str]
    making: frozenset[str]
    according: tuple[tuple[str, ...], ...]
    idioms: tuple[tuple[str, ...], ...]
    physical: frozenset[str]
    occasions: frozenset[str]
    concurrent: frozenset[str]

    def cannot_hold(self, phrase: Token) -> bool:
        """Wars and weeks hold nothing, nor do "these remarks": the outlet points at them."""
        if phrase.pos_ == "PRON" and phrase.lower_ in {"it", "who"}:
            return False
        lemma = phrase.lemma_.lower()
        pointing = any(child.dep_ == "det" and child.lower_ in _POINTING for child in phrase.children)
        return lemma in self.inanimate or (pointing and lemma in self.nouns)


@cache
def cue_words(language: str) -> CueWords:
    table = load(language, "cues")
    frames = table["frames"]
    titles = load(language, "titles")
    particles = {lemma: frozenset(words) for lemma, words in frames["particle"].items()}
    verbs = {lemma: kind for kind, lemmas in table["verbs"].items() for lemma in lemmas}
    return CueWords(
        verbs={**dict.fromkeys(particles, "report"), **verbs},
        nouns={lemma: kind for kind, lemmas in table["nouns"].items() for lemma in lemmas},
        object=frozenset(frames["object"]),
        infinitive=frozenset(frames["infinitive"]),
        prepositions={word: frozenset(lemmas) for word, lemmas in frames["preposition"].items()},
        particles=particles,
        strict=frozenset(table["strict"]["lemmas"]),
        collective=frozenset(table["collective"]["nouns"]),
        inanimate=frozenset(table["inanimate"]["nouns"]),
        disbelief=frozenset(table["disbelief"]["nouns"]),
        disbelieving=frozenset(table["disbelief"]["verbs"]),
        phrasal=dict(table["phrasal"]),
        called_false=frozenset(table["disbelief"]["adjectives"]),
        directing=frozenset(table["directing"]["verbs"]),
        textual=frozenset(table["textual"]["verbs"]),
        people=frozenset(titles["words"]) | frozenset(titles["groups"]),
        making=frozenset(table["making"]["verbs"]),
        according=tuple(tuple(phrase) for phrase in table["according"]["phrases"]),
        physical=frozenset(table["physical"]["verbs"]),
        occasions=frozenset(table["occasions"]["nouns"]),
        concurrent=frozenset(table["occasions"]["concurrent"]),
        idioms=tuple(tuple(phrase) for phrase in table["idioms"]["phrases"]),
    )
