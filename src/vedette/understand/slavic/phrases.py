"""Noun phrases of a row of words, and who may hold what is said."""

from collections.abc import Sequence
from dataclasses import dataclass

from vedette.understand.light.sentences import Word
from vedette.understand.slavic.attribution_words import AttributionWords

_NOMINAL = frozenset({"noun", "adjective", "participle", "pronoun", "numeral"})
_ALL_CASES = frozenset({"nominative", "genitive", "dative", "accusative", "instrumental", "locative"})
_OPENING = {"«": "»", "“": "”", "„": "“", '"': '"'}
_LONGEST_QUOTED = 8
_LONGEST_PHRASE = 14
_OTHER_PARTS = frozenset(
    {"verb", "infinitive", "gerund", "preposition", "conjunction", "adverb", "particle", "predicative"}
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words `first` to before `end`; `cases` are those that all of its own words may have, `head` the index of the noun
    that they agree with."""

    first: int
    end: int
    cases: frozenset[str]
    head: int


def phrase_at(words: Sequence[Word], first: int, stop: int, known: AttributionWords) -> Phrase | None:
    """The longest noun phrase that begins at `first`: adjectives, a noun, genitives behind it, names, quoted names."""
    cases: frozenset[str] = _ALL_CASES
    head = -1
    at = first
    while at < min(stop, first + _LONGEST_PHRASE):
        word = words[at]
        if (closing := _quoted(words, at, stop)) is not None:
            if head < 0 and at > first:
                head = at - 1
            head = max(head, first)
            at = closing + 1
            continue
        if at > first and (after := _called(words, at, known)) > at:
            at = after
            continue
        if word.pos == "latin" or (word.pos == "number" and at > first and head >= 0 and word.text.isdigit() is False):
            head = at if head < 0 else head
            at += 1
            continue
        own = cases_of(word)
        if not own or (word.lower in known.governing and not word.is_upper):
            break
        if head < 0 and word.pos == "numeral" and "nominative" in own:
            head, cases = at, own
            at += 1
            continue
        if head < 0:
            if not own & cases:
                break
            cases &= own
            if word.may_be("noun", "pronoun"):
                head = at
        elif not (own & cases or "genitive" in own or _is_name(word)):
            break
        at += 1
    if at == first or head < 0:
        return None
    return Phrase(first, at, cases, head)


def cases_of(word: Word) -> frozenset[str]:
    """The cases a word may have as a part of a noun phrase; none for words of other kinds."""
    order = word.form.tense == "impr" and word.may_be("noun")
    if (
        word.pos in _OTHER_PARTS
        and not order
        and not (word.is_capital and word.may_be("noun") and word.pos != "preposition")
    ):
        return frozenset()
    found = frozenset(form.case for form in word.forms if form.pos in _NOMINAL and form.case is not None)
    if not found and word.is_word and (word.is_upper or word.pos == "unknown"):
        return _ALL_CASES
    if word.is_upper or (word.is_capital and not any(form.listed for form in word.forms)):
        return _ALL_CASES
    return found


def _is_name(word: Word) -> bool:
    return word.is_capital and word.is_word


def _quoted(words: Sequence[Word], at: int, stop: int) -> int | None:
    """The closing mark of a short quoted name that opens at `at`."""
    closing = _OPENING.get(words[at].text)
    if closing is None:
        return None
    for end in range(at + 2, min(stop, at + _LONGEST_QUOTED)):
        if words[end].text == closing:
            return end
        if words[end].text in ",.!?;:":
            return None
    return None


def _called(words: Sequence[Word], at: int, known: AttributionWords) -> int:
    """Behind "с позывным Гром": where such words end, else `at`."""
    for sequence in known.called:
        end = at + len(sequence)
        if end < len(words) and tuple(word.lower for word in words[at:end]) == sequence:
            quoted = _quoted(words, end, len(words))
            if quoted is not None:
                return quoted + 1
            return end + 1 if words[end].is_capital else at
    return at


def is_plural(word: Word) -> bool:
    return any(form.number == "plural" for form in word.forms if form.pos in {"verb", "noun", "adjective"})


def only_plural(word: Word) -> bool:
    """As a subject it takes a verb in the plural, and in nothing else."""
    numbers = {form.number for form in word.forms if form.case == "nominative" and form.pos in _NOMINAL}
    return numbers == {"plural"}


def is_holder(words: Sequence[Word], phrase: Phrase, known: AttributionWords, *, places: bool = True) -> bool:
    """Whether a phrase names somebody who can say a thing: a person, a body, an office, a paper, or, with `places`, a
    capital that stands for its government; without, only by words that may be the subject themselves."""
    for word in words[phrase.first : phrase.end]:
        if "://" in word.text or (not places and "nominative" not in cases_of(word) and word.pos != "latin"):
            continue
        if word.pos == "latin" or (word.is_upper and word.text.isalpha()):
            return True
        if places and word.is_capital and any(lemma in known.seats for lemma in word.lemmas):
            return True
        if word.lemmas & known.bodies or word.lower in known.bodies or word.lower in known.pronouns:
            return True
        for form in word.forms:
            if form.pos != "noun" or form.case is None:
                continue
            if form.name in {"given", "surname", "patronymic", "organization"} and word.is_capital:
                return True
            if form.animate and form.listed and form.name != "place":
                return True
        if word.is_capital and not any(form.listed for form in word.forms):
            return True
    return words[phrase.first].text in _OPENING
