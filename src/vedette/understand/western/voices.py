"""Whose words they are: the holder's name without its article, the state he speaks for, and who "he" is."""

from collections.abc import Sequence
from dataclasses import dataclass

from vedette.model.statement import Speaker
from vedette.reference.institutions import Institutions
from vedette.understand.light.sentences import Parse, Word
from vedette.understand.western.attribution_words import attribution_words
from vedette.understand.western.forms import word_tables


@dataclass(slots=True)
class Voices:
    """One document's holders, asked in the order of the text."""

    parse: Parse
    institutions: Institutions
    last: Speaker | None = None

    def speaker(self, words: Sequence[Word]) -> Speaker:
        known = attribution_words(self.parse.language)
        span = self.parse.span_of(words)
        if len(words) == 1 and words[0].lower in known.pronouns:
            if self.last is None:
                return Speaker(name=words[0].text, span=span)
            return Speaker(name=self.last.name, span=span, country=self.last.country)
        name = self._name(words)
        person = self.institutions.person(name)
        country = person.country if person else self.institutions.country_of(name)
        if country is None and len(words) == 1:
            country = known.seats.get(words[0].lower)
        self.last = Speaker(name=name, span=span, country=country)
        return self.last

    def _name(self, words: Sequence[Word]) -> str:
        """As the text has it, but for the article before it."""
        articles = word_tables(self.parse.language).articles
        first = 1 if len(words) > 1 and words[0].lower in articles else 0
        return self.parse.text[words[first].start : words[-1].end]
