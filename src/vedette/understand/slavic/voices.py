"""Whose words they are: the holder's name in its dictionary case, the state he speaks for, and who "he" is."""

from collections.abc import Sequence
from dataclasses import dataclass

from vedette.model.statement import Speaker
from vedette.reference.institutions import Institutions
from vedette.understand.light.sentences import Parse, Word
from vedette.understand.slavic.attribution_words import attribution_words
from vedette.understand.slavic.forms import nominative
from vedette.understand.slavic.phrases import cases_of


@dataclass(slots=True)
class Voices:
    """One document's holders, asked in the order of the text."""

    parse: Parse
    institutions: Institutions
    last: Speaker | None = None

    def speaker(self, words: Sequence[Word], *, oblique: bool = False) -> Speaker:
        """`oblique` tells that the words cannot stand in the nominative."""
        known = attribution_words(self.parse.language)
        span = self.parse.span_of(words)
        if len(words) == 1 and self._is_pronoun(words[0], known.pronouns):
            return (
                Speaker(name=self.last.name, span=span, country=self.last.country)
                if self.last
                else Speaker(name=words[0].text, span=span)
            )
        name = nominative_of(words, self.parse.language, oblique=oblique)
        person = self.institutions.person(name)
        country = person.country if person else self.institutions.country_of(name)
        if country is None and len(words) == 1:
            country = next((known.seats[each] for each in sorted(words[0].lemmas) if each in known.seats), None)
        if person is not None and len(words) == 1:
            name = next((also for also in person.also if also.split()[-1] == name and " " in also), person.full_name)
        spoken = Speaker(name=name, span=span, country=country)
        self.last = spoken
        return spoken

    def _is_pronoun(self, word: Word, pronouns: frozenset[str]) -> bool:
        return word.pos == "pronoun" or bool(word.lemmas & pronouns) or word.lower in pronouns


def nominative_of(words: Sequence[Word], language: str, *, oblique: bool = False) -> str:
    """The phrase as a dictionary would name it: the head and what agrees with it in the nominative, genitives behind
    the head as they are, capitals and quotation marks kept."""
    common = _common_case(words, oblique)
    if common is None:
        return _joined(words, [word.text for word in words])
    gender = next(
        (form.gender for word in words for form in word.forms if form.pos == "noun" and form.case == common), None
    )
    texts, changing = [], True
    for word in words:
        fits = word.is_word and any(form.case == common and form.pos in _INFLECTED for form in word.forms)
        name = any(form.name in {"given", "surname", "patronymic"} and form.case == common for form in word.forms)
        if fits and (changing or (name and word.is_capital)):
            texts.append(_as_written(nominative(word.lower, common, gender, language), word.text))
        else:
            texts.append(word.text)
        if fits and word.may_be("noun"):
            changing = False
    return _joined(words, texts)


_OBLIQUE = ("genitive", "instrumental", "dative", "locative", "accusative")
_MOST_CASES = 5
_INFLECTED = frozenset({"noun", "adjective", "participle", "pronoun"})


def _common_case(words: Sequence[Word], oblique: bool) -> str | None:
    """The case of the head where it is not the nominative; None where it may be."""
    for word in words:
        cases = cases_of(word)
        if not cases or len(cases) > _MOST_CASES:
            continue
        if "nominative" in cases and not oblique:
            return None
        if word.form.case in cases and word.form.case != "nominative":
            return word.form.case
        return next((case for case in _OBLIQUE if case in cases), None)
    return None


def _as_written(lower: str, pattern: str) -> str:
    if pattern.isupper() and len(pattern) > 1:
        return lower.upper()
    return "-".join(
        part[:1].upper() + part[1:] if told[:1].isupper() else part
        for part, told in zip(lower.split("-"), _parts(lower, pattern), strict=True)
    )


def _parts(lower: str, pattern: str) -> list[str]:
    found = pattern.split("-")
    return found if len(found) == len(lower.split("-")) else [pattern] * len(lower.split("-"))


def _joined(words: Sequence[Word], texts: Sequence[str]) -> str:
    """With the spaces that the text has between its words."""
    pieces = []
    for number, (word, text) in enumerate(zip(words, texts, strict=True)):
        gap = number and words[number - 1].end < word.start
        pieces.append((" " if gap else "") + text)
    return "".join(pieces).strip()
