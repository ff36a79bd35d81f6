"""For which state a name speaks: ministries, armies, agencies, persons, and whatever bears a country's word."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from vedette.reference.countries import Countries, load_countries, read_table, several
from vedette.reference.cyrillic import cyrillic_names_of, in_nominative, people_of
from vedette.reference.gazetteer_cases import is_cyrillic
from vedette.reference.gazetteer_names import fold
from vedette.reference.ministries import Body, ministry
from vedette.reference.persons import Person, Persons, load_persons
from vedette.reference.western import country_of_word, western_names_of

_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*\.?")
_POSSESSIVE = re.compile(r"['’]s?$")
_LONGEST_COUNTRY = 5
_ABBREVIATION = 3
_LONGEST_NAME = 400


class Institutions:
    """Read-only; general over any war, for most names bear a country's name, demonym or capital."""

    def __init__(
        self,
        named: Mapping[str, str | None],
        persons: Persons,
        countries: Countries,
        not_the_state: Iterable[str] = (),
        turning: Iterable[str] = (),
        english: Mapping[str, str] | None = None,
    ) -> None:
        self._named = named
        self._longest = max((len(name.split(" ")) for name in named), default=0)
        self._persons = persons
        self._countries = countries
        self._not_the_state = frozenset(not_the_state)
        self._private_stems = tuple(word for word in self._not_the_state if is_cyrillic(word))
        self._turning = frozenset(turning)
        self._english = dict(english or {name: name for name in named})

    @classmethod
    def load(cls) -> "Institutions":
        """The institutions that come with the package; the same object every time."""
        return _load()

    def person(self, name: str, on: date | None = None) -> Person | None:
        """By full name, other spelling or unmistakable surname, titles before it ignored."""
        return self._persons.ending(_words(name), on)

    def country_of(self, name: str, on: date | None = None) -> str | None:
        """ISO 3166-1 alpha-2 of the state the name speaks for; None where it speaks for none or is not known."""
        words = _words(name)
        if not words:
            return None
        if (person := self._persons.ending(words, on)) is not None:
            return person.country
        institution = self._institution(words)
        if institution is not None:
            return self._named[institution]
        if any(self._is_private(fold(word)) for word in words):
            return None
        country = self._first_country(words)
        if country is None and (found := ministry(words)) is not None:
            return found[0].country
        return country

    def body(self, name: str) -> Body | None:
        """The institution that a name means and names alone, in any of the languages, under its English name."""
        words = _words(name)
        if not words or self._persons.ending(words) is not None:
            return None
        folded = fold(" ".join(words))
        institution = folded if folded in self._named else self._in_nominative(folded)
        if institution is not None:
            return Body(name=self._english[institution], country=self._named[institution])
        found = ministry(words)
        return found[0] if found is not None and found[1] else None

    def _is_private(self, folded: str) -> bool:
        if folded in self._not_the_state:
            return True
        return is_cyrillic(folded) and folded.startswith(self._private_stems)

    def _institution(self, words: tuple[str, ...]) -> str | None:
        """The longest known institution inside the name, the first of equals."""
        for length in range(min(self._longest, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                part = words[start : start + length]
                folded = fold(" ".join(part))
                # "is" is a verb, "IS" a movement.
                if folded in self._named and (len(folded) > _ABBREVIATION or part[0].isupper()):
                    return folded
                if is_cyrillic(folded) and not part[0].isupper() and (found := self._in_nominative(folded)):
                    return found
        return None

    def _in_nominative(self, folded: str) -> str | None:
        return next((each for each in in_nominative(folded) if each in self._named), None)

    def _first_country(self, words: tuple[str, ...]) -> str | None:
        for start in range(len(words)):
            if start and fold(words[start - 1]) in self._turning:
                continue
            for length in range(min(_LONGEST_COUNTRY, len(words) - start), 0, -1):
                if code := self._country(" ".join(words[start : start + length])):
                    return code
        return None

    def _country(self, text: str) -> str | None:
        if is_cyrillic(fold(text)):
            return people_of(text)
        if " " not in text and (code := country_of_word(text)):
            return code
        letters = text.replace(".", "")
        if not text[0].isupper() or (len(letters) <= _ABBREVIATION and not letters.isupper()):
            return None
        countries = self._countries
        country = countries.named(text) or countries.of_demonym(text) or countries.of_seat(text)
        return country.code if country else None


def _words(name: str) -> tuple[str, ...]:
    return tuple(_POSSESSIVE.sub("", word) for word in _WORD.findall(name[:_LONGEST_NAME]))


@cache
def _load() -> Institutions:
    further, western = cyrillic_names_of("institutions_cyrillic.tsv"), western_names_of("institutions_western.tsv")
    named: dict[str, str | None] = {}
    known_as: dict[str, str] = {}
    for row in read_table("institutions.tsv"):
        for name in (
            row["name"],
            *several(row["other names"]),
            *further.get(row["name"], ()),
            *western.get(row["name"], ()),
        ):
            named[fold(name.removeprefix("the "))] = row["country"] or None
            known_as.setdefault(fold(name.removeprefix("the ")), row["name"])
    english, cyrillic = _speech("speakers_en.toml"), _speech("speakers_cyrillic.toml")
    private = [*english["not_the_state"], *map(fold, cyrillic["not_the_state"])]
    turning = [*english["turning"], *map(fold, cyrillic["turning"])]
    return Institutions(named, load_persons(), load_countries(), private, turning, known_as)


def _speech(name: str) -> dict[str, list[str]]:
    return tomllib.loads(files("vedette.reference").joinpath("data", name).read_text(encoding="utf-8"))
