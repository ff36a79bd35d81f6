"""Who acts in an event of a German or French clause, and upon whom: read from voice, prepositions and order."""

from collections.abc import Sequence
from dataclasses import dataclass

from vedette.model.mention import Actor, Role
from vedette.model.statement import Statement
from vedette.reference.institutions import Institutions
from vedette.understand.light.events import EventKind
from vedette.understand.light.forms import PartOfSpeech
from vedette.understand.light.running import Row
from vedette.understand.western.event_words import EventWords
from vedette.understand.western.forms import WordTables
from vedette.understand.western.parties import Party, actor

VERBAL: tuple[PartOfSpeech, ...] = ("verb", "infinitive", "participle", "gerund")
_MOST = 3
_OF = frozenset({"der", "de", "des", None})
Parties = tuple[list[Party], list[Party]]


@dataclass(frozen=True, slots=True)
class Doing:
    """One passage's parties, asked for each of its events."""

    row: Row
    words: EventWords
    tables: WordTables
    parties: Sequence[Party]
    institutions: Institutions

    def actors(self, at: int, clause: tuple[int, int], kind: EventKind, statement: Statement) -> tuple[Actor, ...]:
        """Of the event told by the word at `at`; of a place taken or entered it has no target but its defenders."""
        first, last = clause
        inside = [each for each in self.parties if first <= each.first and each.last <= last and each.first != at]
        who, whom = self._passive(inside) if self.is_passive(at, first, last) else self._active(at, inside)
        if kind.change in {"captured", "liberated", "advanced"}:
            whom = [each for each in whom if not each.people and each.led is None and kind.change != "advanced"]
        state = statement.speaker.country if statement.speaker else None
        named: list[tuple[Party, Role]] = [(each, "actor") for each in who[:1]]
        named += [(each, "target") for each in whom[:_MOST]]
        return tuple(actor(self.row, each, role, self.institutions, state) for each, role in named)

    def is_passive(self, at: int, first: int, last: int) -> bool:
        """ "Wurde … erobert", "a été pris"; and who dies or falls. "Se sont retirées", "sont entrés" are active."""
        word, clause = self.row.words[at], self.row.words[first:last]
        if not self.words.suffering.isdisjoint(word.lemmas):
            return True
        if not word.may_be("participle") or not self.words.moving.isdisjoint(word.lemmas):
            return False
        if any(each.lower in self.words.reflexive for each in clause):
            return False
        verbs = [form for each in clause for form in each.forms if form.pos in {"verb", "participle"}]
        return any(form.lemma in self.tables.passive for form in verbs)

    def _passive(self, inside: list[Party]) -> Parties:
        who = [each for each in inside if each.led in self.words.by and not each.people]
        return who, [each for each in inside if each not in who and each.led is None]

    def _active(self, at: int, inside: list[Party]) -> Parties:
        word, hit = self.row.words[at], self.words.against
        if word.pos == "noun" or not word.may_be(*VERBAL):
            who = [each for each in inside if each.led in self.words.by | _OF and not each.people]
            whom = [each for each in inside if each.led in hit or each.people]
        else:
            who = [each for each in inside if each.led is None and not each.people]
            whom = [each for each in inside if each.led is None or each.led in hit]
        return who, [each for each in whom if each not in who[:1]]
