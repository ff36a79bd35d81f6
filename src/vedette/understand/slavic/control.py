"""What a clause does to the control of a place: taken, freed, lost, advanced near, pushed back from.

A part of a place, and ground beside one, is an advance there; what is only tried changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vedette.model.mention import PlaceMention
from vedette.understand.light.events import EventKind
from vedette.understand.light.running import Row
from vedette.understand.light.sentences import Word
from vedette.understand.slavic.clauses import Domain
from vedette.understand.slavic.event_words import Deed, EventWords

_TYPES: dict[Deed, EventKind] = {
    "captured": EventKind(plover="ASSAULT", subtype="non-state-overtakes-territory", change="captured"),
    "liberated": EventKind(plover="ASSAULT", subtype="government-regains-territory", change="liberated"),
    "lost": EventKind(plover="ASSAULT", subtype="non-state-overtakes-territory", change="captured"),
    "pushed-back": EventKind(plover="ASSAULT", subtype="armed-clash", change="pushed-back"),
    "advanced": EventKind(plover="ASSAULT", subtype="armed-clash", change="advanced"),
    "entrenched": EventKind(plover="ASSAULT", subtype="armed-clash", change="advanced"),
}
_WHOLE: frozenset[Deed] = frozenset({"captured", "liberated", "lost"})
_WIDE = frozenset({"admin1", "region", "water"})
_JOINING = frozenset({"та", "і", "й", "и", "а", "також", "также"})
_VERBAL = frozenset({"verb", "participle", "gerund", "infinitive", "adjective"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`tried`: the deed is told as wanted or failed; `turned`: it is told of whoever it is done to."""

    kind: EventKind
    deed: Deed
    places: tuple[int, ...]
    tried: bool = False


class ControlReader:
    """`at` maps the first word of a place's name to the place's number, `end` its number to the word behind it."""

    def __init__(
        self, row: Row, places: Sequence[PlaceMention], at: Mapping[int, int], end: Mapping[int, int], words: EventWords
    ) -> None:
        self._row, self._places, self._at = row, places, at
        self._first = {number: first for first, number in at.items()}
        self._ending = {last: number for number, last in end.items()}
        self._all = words
        self._words = words.control

    def deed_of(self, index: int) -> Deed | None:
        """What the word may tell of ground, whatever stands around it."""
        word = self._row.words[index]
        if index in self._at:
            return None
        for form in word.forms:
            lemma = form.lemma or word.lower
            if form.pos in _VERBAL and lemma in self._words.verbs:
                return self._words.verbs[lemma] if self._is_told(index, word) else None
            if form.pos == "noun" and lemma in self._words.nouns:
                return self._words.nouns[lemma]
        return self._zone(index) or ("captured" if self._is_state(index) else None)

    def read(self, index: int, domain: Domain) -> Reading | None:
        """None where the word tells nothing of who holds a named place."""
        deed = self.deed_of(index)
        if deed is None:
            return None
        numbers = [self._at[each] for each in range(domain.first, domain.last) if each in self._at]
        numbers = [each for each in numbers if self._places[each].kind != "country" and not self._places[each].metonym]
        fine = [each for each in numbers if self._places[each].kind not in _WIDE] or numbers
        if not fine:
            return None
        if self._is_state(index):
            return self._of_state(index, fine)
        return self._of_noun(index, deed, fine, domain) if self._is_noun(index) else self._of_verb(index, deed, fine)

    # what is told --------------------------------------------------------------------------------------------------

    def _is_noun(self, index: int) -> bool:
        return not self._words.nouns.keys().isdisjoint(self._row.words[index].lemmas)

    def _is_told(self, index: int, word: Word) -> bool:
        """Not an adjective ("окуповане місто"), not an order ("звільніть")."""
        form = next((each for each in word.forms if each.lemma in self._words.verbs), word.form)
        if form.tense == "impr":
            return False
        if form.pos in {"participle", "adjective"} and not form.impersonal and form.case is not None:
            following = self._row.after(index + 1)
            attributive = following is not None and following.may_be("noun", "adjective") and _agree(word, following)
            return form.case == "nominative" and not (attributive and self._has_finite(index))
        return True

    def _has_finite(self, index: int) -> bool:
        """Another word of the sentence tells what happened: "звільнене село обстріляли"."""
        sentence = self._row.words[self._row.opens[index] : self._row.closes[index]]
        return any(word.form.pos == "verb" for word in sentence)

    def _zone(self, index: int) -> Deed | None:
        """ "переходить в синю зону"."""
        row, word = self._row, self._row.words[index]
        if self._words.zone.isdisjoint(word.lemmas) or index - 1 < row.opens[index]:
            return None
        colours = self._words.zones
        return next((colours[each] for each in row.words[index - 1].lemmas if each in colours), None)

    def _is_state(self, index: int) -> bool:
        """ "під контролем ворога", "під наш контроль"; not "взяти під контроль", which the verb tells."""
        row = self._row
        if self._words.control.isdisjoint(row.words[index].lemmas):
            return False
        before = row.words[max(row.opens[index], index - 3) : index]
        under = next((word for word in reversed(before) if word.pos == "preposition"), None)
        taken = any(not self._words.verbs.keys().isdisjoint(word.lemmas) for word in before)
        return under is not None and under.lower in self._words.under and not taken

    def _of_state(self, index: int, numbers: list[int]) -> Reading | None:
        row = self._row
        clause = row.words[row.opens[index] : index]
        if any(not self._words.lasting.isdisjoint({word.lower, *word.lemmas}) for word in clause):
            return None
        back = any(not self._words.returning.isdisjoint(word.lemmas) for word in clause[-5:])
        deed: Deed = "liberated" if back else "captured"
        places = tuple(number for number in numbers if self._share(index, number) in {"whole", "part"})
        tried = any(word.lower in self._words.negation for word in clause[-3:])
        return Reading(kind=_TYPES[deed], deed=deed, places=places, tried=tried) if places else None

    def _of_noun(self, index: int, deed: Deed, numbers: list[int], domain: Domain) -> Reading | None:
        word = self._row.words[index]
        if deed in _WHOLE:
            own = [
                number
                for number in numbers
                if self._start(number) > index
                and self._share(index, number) == "whole"
                and self._places[number].kind not in _WIDE
            ]
            if not own:
                return None
            return Reading(kind=_TYPES[deed], deed=deed, places=tuple(own), tried=self._is_tried(index, domain))
        if self._words.strict & word.lemmas:
            return None
        return Reading(kind=_TYPES[deed], deed=deed, places=tuple(numbers), tried=self._is_tried(index, domain))

    def _of_verb(self, index: int, deed: Deed, numbers: list[int]) -> Reading | None:
        word = self._row.words[index]
        tried = self._is_tried(index, None)
        lemmas = word.lemmas
        if lemmas & self._words.led and not any(self._is_led(number, index) for number in numbers):
            return None
        if lemmas & self._words.led:
            numbers = [number for number in numbers if not self._is_left(number)]
        if lemmas & self._words.grounded and not self._has_ground(index):
            return None
        if deed not in _WHOLE:
            return Reading(kind=_TYPES[deed], deed=deed, places=tuple(numbers), tried=tried) if numbers else None
        shares = {number: self._share(index, number) for number in numbers}
        whole = tuple(number for number in numbers if shares[number] == "whole")
        if whole:
            return Reading(kind=_TYPES[deed], deed=deed, places=whole, tried=tried)
        if lemmas & self._words.strict and not self._has_ground(index):
            return None
        part = tuple(number for number in numbers if shares[number] in {"part", "beside"})
        if not part:
            return None
        if deed == "lost":
            return Reading(kind=_TYPES["pushed-back"], deed=deed, places=part, tried=tried)
        return Reading(kind=_TYPES["advanced"], deed="advanced", places=part, tried=tried)

    # what stands around a place --------------------------------------------------------------------------------------

    def _start(self, number: int) -> int:
        return self._first[number]

    def _share(self, index: int, number: int) -> str | None:
        """How the place stands to the deed: the `whole` of it, a `part` of it, ground `beside` it."""
        row, at = self._row, self._start(number) - 1
        opens = row.opens[index]
        while at >= opens and at != index:
            word = row.words[at]
            if not self._words.whole.isdisjoint(word.lemmas):
                at -= 1
            elif not (self._words.part | self._words.ground).isdisjoint(word.lemmas):
                return "part"
            elif word.pos == "preposition":
                if word.lower in self._words.under and self._is_under_control(at):
                    at -= 1
                    continue
                return "beside" if not self._is_over(at) else "whole"
            elif word.text in {",", ")"} or word.lower in {"та", "і", "й", "и", "також", "зокрема", "або", "или"}:
                before = self._listed_before(at)
                if before is None:
                    return "whole"
                return self._share(index, before)
            elif word.pos in {"adjective", "numeral", "number", "pronoun", "participle"} or word.text in '«"“„':
                at -= 1
            else:
                return "whole"
        return "whole"

    def _listed_before(self, at: int) -> int | None:
        """The place before a comma, where the list began."""
        row = self._row
        depth = 0
        for index in range(at, max(row.opens[at] - 1, at - 8), -1):
            word = row.words[index]
            depth += (word.text == ")") - (word.text == "(")
            if depth:
                continue
            number = self._ending.get(index + 1)
            if number is not None and self._places[number].kind not in _WIDE:
                return number
            if number is not None:
                return self._listed_before(self._first[number] - 1)  # "А на Луганщині, Б": the list goes on
            if (
                word.text not in {",", "("}
                and word.pos != "preposition"
                and word.lower not in {"та", "і", "й", "и", "а", "також"}
            ):
                return None
        return None

    def _is_under_control(self, at: int) -> bool:
        """ "під контроль Липове", "під свій контроль Липове"."""
        near = self._row.words[at + 1 : at + 4]
        return any(not self._words.control.isdisjoint(word.lemmas) for word in near)

    def _is_over(self, at: int) -> bool:
        """ "контроль над Липовим"."""
        before = self._row.before(at)
        return before is not None and not self._words.control.isdisjoint(before.lemmas)

    def _is_led(self, number: int, index: int) -> bool:
        """ "зайшов у Липове", "вийшли на околиці Липового"."""
        row, at = self._row, self._start(number) - 1
        while at > index:
            if row.words[at].lower in self._words.led_by:
                return True
            at -= 1
        return False

    def _is_left(self, number: int) -> bool:
        before = self._row.before(self._start(number))
        return before is not None and before.lower in self._words.leaving

    def _has_ground(self, index: int) -> bool:
        row = self._row
        return any(
            not (self._words.ground | self._words.part | self._words.control).isdisjoint(word.lemmas)
            for word in row.words[index + 1 : min(row.closes[index], index + 6)]
        )

    def _is_tried(self, index: int, domain: Domain | None) -> bool:
        """ "намагався просунутися", "не захопив", "безуспішно наступав", "спростували захоплення"."""
        row = self._row
        opens = row.opens[index]
        before = row.words[max(opens, index - 5) : index]
        near = row.words[max(opens, index - 2) : index]
        if any(not self._words.achieving.isdisjoint(word.lemmas) for word in before):
            return any(word.lower in self._words.negation for word in before)
        if any(word.lower in self._words.negation for word in near):
            return True
        after = row.words[index + 1 : min(row.closes[index], index + 3)]
        if any(not self._words.trying.isdisjoint(word.lemmas) for word in (*before, *after[:1])):
            return True
        if any(not self._words.denying.isdisjoint(word.lemmas) for word in before):
            return True
        form = row.words[index].form
        return form.pos == "infinitive" and not any(word.may_be("verb") for word in before)


def _agree(adjective: Word, noun: Word) -> bool:
    return any(
        (one.case, one.number) == (other.case, other.number)
        and (one.number == "plural" or None in {one.gender, other.gender} or one.gender == other.gender)
        for one in adjective.forms
        if one.case
        for other in noun.forms
    )
