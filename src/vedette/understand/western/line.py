"""One unit of a text as attribution reads it: where its clauses, verbs and noun phrases begin and end."""

from collections.abc import Collection, Sequence

from vedette.understand.light.sentences import Word
from vedette.understand.western.attribution_words import AttributionWords
from vedette.understand.western.forms import WordTables

ENDS = frozenset({".", "!", "?", "…", "...", "!!", "?!"})
BREAKS = frozenset({",", ";", ":", "—", "–", "(", ")", "-"})
_LONGEST_PHRASE = 14
_FINITE = frozenset({"pres", "past", "futr", "cond", "subj"})


class Line:
    """All positions count words. `timed` are the words that belong to a time expression."""

    def __init__(
        self, words: Sequence[Word], known: AttributionWords, tables: WordTables, timed: Collection[int], language: str
    ) -> None:
        self.words, self.known, self.tables, self.language = words, known, tables, language
        self.timed = timed
        self.stop = self._end_of_words()

    def _end_of_words(self) -> int:
        end = len(self.words)
        while end and (self.words[end - 1].text in ENDS or not self.words[end - 1].text[0].isalnum()):
            if self.words[end - 1].text in {"»", ")", "%"}:
                break
            end -= 1
        return end

    def is_finite(self, at: int) -> bool:
        """A verb of which this form is a finite one, and no capital that makes a noun of it."""
        word = self.words[at]
        if word.is_capital and at and self.language == "de":
            return False
        return any(form.pos == "verb" and form.tense in _FINITE for form in word.forms)

    def segment_start(self, at: int) -> int:
        while at > 0 and self.words[at - 1].text not in BREAKS and self.words[at - 1].text not in ENDS | {"«", "»"}:
            at -= 1
        return at

    def segment_end(self, at: int) -> int:
        while at < self.stop and self.words[at].text not in BREAKS and self.words[at].text not in ENDS | {"«", "»"}:
            at += 1
        return at

    def sentence_start(self, at: int) -> int:
        while at > 0 and self.words[at - 1].text not in ENDS:
            at -= 1
        return at

    def trimmed(self, start: int, end: int) -> tuple[int, int] | None:
        """Without marks at the ends."""
        words = self.words
        while start < end and not words[start].text[0].isalnum():
            start += 1
        while end > start and not (words[end - 1].text[-1].isalnum() or words[end - 1].text in "%?!'"):
            end -= 1
        return (start, end) if end > start else None

    def closing(self, opening: int) -> int | None:
        return next((at for at in range(opening + 1, len(self.words)) if self.words[at].text == "»"), None)

    def is_determined(self, at: int) -> bool:
        return self.words[at].lower in self.tables.articles

    def begins_phrase(self, at: int) -> bool:
        """An article, a name, a pronoun that may hold."""
        word = self.words[at]
        if not word.is_word or at in self.timed:
            return False
        if word.lower in self.known.pronouns or self.is_determined(at):
            return True
        if word.lower in self.known.nobody or word.pos in {"preposition", "conjunction", "adverb", "pronoun"}:
            return False
        return word.is_capital or word.pos == "number" or word.pos == "unknown"

    def phrase(self, first: int, limit: int) -> int | None:
        """The end of the noun phrase that begins at `first`; None where none does."""
        if first >= limit or not self.begins_phrase(first):
            return None
        if self.words[first].lower in self.known.pronouns and not self._leads_on(first, limit):
            return first + 1
        at = first + 1
        while at < min(limit, first + _LONGEST_PHRASE) and self._goes_on(first, at, limit):
            at += 1
        while at > first + 1 and (self.words[at - 1].pos == "preposition" or self.is_determined(at - 1)):
            at -= 1
        headed = any(not self.is_determined(each) for each in range(first, at))
        return at if headed else None

    def _leads_on(self, first: int, limit: int) -> bool:
        """ "sie" may be an article only where a noun follows."""
        return self.is_determined(first) and first + 1 < limit and self.words[first + 1].is_capital

    def _goes_on(self, first: int, at: int, limit: int) -> bool:
        word = self.words[at]
        if at in self.timed or word.lower in self.known.complementizers:
            return False
        if word.text == "«":
            closing = self.closing(at)
            return closing is not None and closing < limit and closing - at <= 6
        if word.text == "»":
            return any(each.text == "«" for each in self.words[first:at])
        if word.text == "-" or word.text == ".":
            return word.text == "." and len(self.words[at - 1].text) == 1
        if not word.is_word:
            return word.text[0].isdigit()
        if word.lower in self.known.inside:
            return at + 1 < limit and (self.words[at + 1].is_word or self.words[at + 1].text == "«")
        if word.pos == "preposition" or word.lower in self.known.stop:
            return self._names_place(at, limit)
        if word.pos in {"conjunction", "adverb", "pronoun"}:
            return False
        if self.is_finite(at) and not self._may_be_adjective(at):
            return False
        return not (
            self.is_determined(at) and self.language == "fr" and self.words[at - 1].lower not in self.known.inside
        )

    def _may_be_adjective(self, at: int) -> bool:
        """ "l'armée dite": no verb straight behind a noun in a holder of French, unless it is one only."""
        return self.words[at].may_be("noun", "unknown", "participle") and self.words[at - 1].may_be("particle")

    def _names_place(self, at: int, limit: int) -> bool:
        """ "das Ministerium in Moskau", "le ministère à Moscou"."""
        if self.words[at].lower not in {"in", "à"} or at + 1 >= limit or at + 1 in self.timed:
            return False
        after = self.words[at + 1]
        return after.is_capital and after.lower not in self.tables.known
