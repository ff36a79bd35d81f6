"""What a word may be: its dictionary forms, with case, number and the rest."""

from dataclasses import dataclass
from typing import Literal

PartOfSpeech = Literal[
    "noun", "adjective", "verb", "infinitive", "participle", "gerund", "numeral", "adverb", "pronoun", "preposition",
    "conjunction", "particle", "predicative", "interjection", "number", "punctuation", "latin", "unknown",
]  # fmt: skip
Case = Literal["nominative", "genitive", "dative", "accusative", "instrumental", "locative", "vocative"]
Number = Literal["singular", "plural"]
Gender = Literal["masculine", "feminine", "neuter"]
NameKind = Literal["given", "surname", "patronymic", "place", "organization"]


@dataclass(frozen=True, slots=True)
class Form:
    """One reading of a word. `tense` is "impr" for an imperative; `impersonal` marks звільнено, взято; `listed` tells
    a word of the dictionary from one whose ending was guessed."""

    lemma: str
    pos: PartOfSpeech
    case: Case | None = None
    number: Number | None = None
    gender: Gender | None = None
    animate: bool | None = None
    tense: str | None = None
    perfective: bool | None = None
    passive: bool = False
    impersonal: bool = False
    person: int | None = None
    name: NameKind | None = None
    listed: bool = True


UNREADABLE = (Form("", "unknown"),)
