"""What a clause does to the control of a place, read from the order of its words.

"A captured B", "B was captured", "B, C and D liberated", "the loss of B", "enemy success near B", "B came under the
control of A". A part of a place, and ground beside one, is an advance there; what is only tried changes nothing.
"""

from dataclasses import dataclass, replace

from spacy.tokens import Token

from vedette.understand.events.actors import object_of
from vedette.understand.events.attempts import is_tried
from vedette.understand.events.control_words import ControlWords, Deed
from vedette.understand.events.ground import Ground, lemma_of, outside_asides, outside_brackets
from vedette.understand.events.topics import Topics
from vedette.understand.events.wording import Wording, is_gerund, phrase_before
from vedette.understand.events.words import EventType

_TYPES: dict[Deed, EventType] = {
    "captured": EventType(plover="ASSAULT", subtype="non-state-overtakes-territory", change="captured"),
    "liberated": EventType(plover="ASSAULT", subtype="government-regains-territory", change="liberated"),
    "lost": EventType(plover="ASSAULT", subtype="non-state-overtakes-territory", change="captured"),
    "pushed-back": EventType(plover="ASSAULT", subtype="armed-clash", change="pushed-back"),
    "advanced": EventType(plover="ASSAULT", subtype="armed-clash", change="advanced"),
    "entrenched": EventType(plover="ASSAULT", subtype="armed-clash", change="advanced"),
}
_WHOLE: frozenset[Deed] = frozenset({"captured", "liberated", "lost"})
_FORWARD = frozenset({"forward", "forwards", "ahead"})
_NEAR = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`turned` where the grammatical subject is done to; `rule` names how the places were found."""

    kind: EventType
    deed: Deed
    places: tuple[int, ...]
    turned: bool
    rule: str
    tried: bool = False


class ControlReader:
    def __init__(self, ground: Ground, words: ControlWords, wording: Wording, topics: Topics) -> None:
        self._topics = topics
        self._ground = ground
        self._words = words
        self._wording = wording
        self._doc = ground.doc

    def read(self, token: Token) -> Reading | None:
        """None where the word tells nothing of who holds a named place."""
        found = (
            self._by_verb(token)
            or self._by_noun(token)
            or self._by_state(token)
            or self._by_flag(token)
            or self._by_presence(token)
        )
        if found is None:
            return None
        if is_tried(token, self._words):
            return replace(found, tried=True, kind=replace(found.kind, subtype="armed-clash", change=None))
        return found

    def softened(self, token: Token, kind: EventType) -> EventType:
        """For deeds on ground without a name: part of "the town" is no capture of it, nor is what is only tried."""
        if kind.change not in {"captured", "liberated", "advanced"}:
            return kind
        if is_tried(token, self._words) and token.head.lemma_ != "manage":
            return replace(kind, subtype="armed-clash", change=None)
        if kind.change == "advanced":
            return kind
        taken = object_of(token)
        if taken is None or lemma_of(taken) in self._words.whole:
            return kind
        partial = lemma_of(taken) in self._words.small or self._wording.is_part(taken)
        return _TYPES["advanced"] if partial else kind

    # verbs ----------------------------------------------------------------------------------------------------------

    def _by_verb(self, token: Token) -> Reading | None:
        row = self._words.verbs.get(token.lower_)
        if row is None or (token.pos_ == "NOUN" and not is_gerund(token)) or self._wording.is_attribute(token):
            return None
        verb, deed = row
        start, end = self._wording.clause(token)
        if deed == "pushed-back":
            return self._driven(token, start, end)
        if deed in _WHOLE:
            return self._taken(token, verb, deed, start, end)
        if verb in {"go", "move"} and not any(each.lower_ in _FORWARD for each in self._doc[token.i + 1 : token.i + 3]):
            return None
        return self._located(token, deed, start, end)

    def _taken(self, token: Token, verb: str, deed: Deed, start: int, end: int) -> Reading | None:
        strict = verb in self._words.strict
        if not self._wording.is_passive(token, start):
            return self._object(token, deed, end, strict=strict) or self._ground_of(token, deed, start, end)
        return self._announced(token, deed, end) or self._subject(token, deed, start, strict=strict)

    def _object(self, token: Token, deed: Deed, end: int, *, strict: bool) -> Reading | None:
        """ "captured the village of A and B", "captured three villages: A, B and C"."""
        taken = object_of(token)
        if taken is not None and taken.i > token.i and lemma_of(taken) in self._words.listing:
            listed = self._ground.behind_colon(taken.i, self._ground.sentence(token)[1])
            if listed is not None:
                numbers = self._ground.onward(listed, self._ground.sentence(token)[1], plain=True)
                return self._reading(deed, numbers, True, turned=False, rule="object")
        place = self._ground.next_place(token.i + 1, end)
        if place is None:
            return None
        place = self._ground.within(place)
        share = self._wording.share(self._ground.between(token, place), strict=strict)
        if share is None:
            return None
        if self._wording.has_head_behind(place):
            share = False
        return self._reading(deed, self._ground.onward(place, end, plain=share), share, turned=False, rule="object")

    def _ground_of(self, token: Token, deed: Deed, start: int, end: int) -> Reading | None:
        """ "in A the enemy captured two blocks", "near A they lost ground"."""
        place = self._ground.last_place(start, token.i)
        if place is None or not self._ground.is_beside(place) or self._ground.next_place(token.i, end) is not None:
            return None
        taken = next((child for child in token.children if child.dep_ == "dobj"), None)
        if taken is None or not (lemma_of(taken) in self._words.ground or self._wording.is_part(taken)):
            return None
        return self._reading(deed, (place,), False, turned=False, rule="located before")

    def _subject(self, token: Token, deed: Deed, start: int, *, strict: bool) -> Reading | None:
        """ "A and B were captured", "part of A captured by …"."""
        place = self._ground.last_place(start, token.i)
        if place is None:
            return None
        between = outside_asides(list(outside_brackets(self._doc[self._ground.end_token(place) : token.i])))
        if any(
            each.pos_ == "VERB" and each.tag_ != "VBN" and lemma_of(each) not in self._words.passing for each in between
        ):
            return None
        if any(lemma_of(each) in self._words.people for each in between):
            return None
        numbers = self._ground.backward(place, start)
        opening = self._doc[start : self._ground.first_token(numbers[0])]
        share = not (self._ground.is_beside(numbers[0]) or self._wording.any_part(phrase_before(opening)))
        share = share and not any(
            each.pos_ == "NOUN" and lemma_of(each) not in self._words.whole | self._words.listing for each in between
        )
        head = self._subject_head(token)
        if head is not None and lemma_of(head) in self._words.people:
            return None
        if not share and strict and not self._wording.any_part(phrase_before(opening)):
            return None
        return self._reading(deed, numbers, share, turned=True, rule="subject")

    def _announced(self, token: Token, deed: Deed, end: int) -> Reading | None:
        """ "the following villages were freed: A, B and C"."""
        if token.i + 1 >= len(self._doc) or self._doc[token.i + 1].text not in {":", "-", "–", "—"}:
            return None
        place = self._ground.next_place(token.i + 1, end)
        if (
            place is None
            or self._wording.share(self._doc[token.i + 2 : self._ground.first_token(place)], strict=True) is None
        ):
            return None
        return self._reading(deed, self._ground.onward(place, end, plain=True), True, turned=True, rule="announced")

    def _driven(self, token: Token, start: int, end: int) -> Reading | None:
        """ "was pushed back near A", "knocked the enemy out of A"."""
        place = self._ground.next_place(token.i + 1, end)
        stop = self._ground.first_token(place) if place is not None else min(end, token.i + _NEAR)
        before = self._doc[token.i + 1 : stop]
        away = next((each for each in before if each.lower_ in self._words.away), None)
        if away is None or self._wording.has_finite(before):
            return None
        whom = next((each for each in before if self._wording.is_force(each)), None)
        turned = whom is None or any(each.lower_ == "by" for each in self._doc[token.i : whom.i])
        if turned and not self._wording.has_force_before(token):
            return None
        if place is None:
            place = self._ground.last_place(start, token.i)
        if place is None:
            return None
        return self._reading(
            "pushed-back", self._ground.onward(place, end, plain=False), False, turned=turned, rule="driven from"
        )

    def _located(self, token: Token, deed: Deed, start: int, end: int) -> Reading | None:
        """ "advanced in A and near B", "dug in at A"."""
        return self._at(token, deed, start, end) if self._wording.has_force_before(token) else None

    def _at(self, token: Token, deed: Deed, start: int, end: int) -> Reading | None:
        place = self._ground.next_place(token.i + 1, end)
        if place is not None and not self._wording.has_finite(self._ground.between(token, place)):
            numbers = self._ground.onward(place, end, plain=False)
            return self._reading(deed, numbers, False, turned=False, rule="located")
        place = self._ground.last_place(start, token.i)
        if place is None and (heading := self._topics.heading(token)) is not None:
            return self._reading(deed, (heading,), False, turned=False, rule="heading")
        if place is None or not self._ground.is_beside(place):
            return None
        return self._reading(deed, (place,), False, turned=False, rule="located before")

    # nouns ----------------------------------------------------------------------------------------------------------

    def _by_noun(self, token: Token) -> Reading | None:
        deed = self._words.nouns.get(lemma_of(token))
        if deed is None or token.pos_ not in {"NOUN", "PROPN"}:
            return None
        start, end = self._wording.clause(token)
        if deed in _WHOLE:
            return self._of_place(token, deed, end)
        return self._at(token, deed, start, end) if self._has_owner(token, start, end) else None

    def _of_place(self, token: Token, deed: Deed, end: int) -> Reading | None:
        """ "the capture of A", "the loss of control over A and B"."""
        place = self._ground.next_place(token.i + 1, end)
        if place is None:
            return None
        gap = self._ground.between(token, place)
        strict = lemma_of(token) in self._words.strict
        if not any(each.lower_ in {"of", "over"} for each in gap) and not any(
            self._wording.is_force(each) for each in gap
        ):
            return None
        share = self._wording.share([each for each in gap if not self._wording.is_force(each)], strict=strict)
        if share is None:
            return None
        numbers = self._ground.onward(place, end, plain=share)
        return self._reading(deed, numbers, share, turned=deed == "lost", rule="of")

    def _has_owner(self, token: Token, start: int, end: int) -> bool:
        """ "enemy success", "the army has made progress", "an advance of the army"."""
        before = self._doc[start : token.i]
        near = [each for each in before[-4:] if self._wording.is_force(each)]
        having = any(each.lemma_.lower() in self._words.seen for each in before)
        if near or (having and self._wording.has_force_before(token)):
            return True
        behind = self._doc[token.i + 1 : min(end, token.i + _NEAR)]
        led = next((each for each in behind if each.lower_ in {"of", "by"}), None)
        return led is not None and self._wording.any_force(self._doc[led.i : min(end, led.i + _NEAR)])

    # how things stand -----------------------------------------------------------------------------------------------

    def _by_state(self, token: Token) -> Reading | None:
        """ "A is under the control of …", "A returned to … control"; what is still held has not changed."""
        if lemma_of(token) not in self._words.whose or token.pos_ not in {"NOUN", "PROPN"}:
            return None
        start, end = self._wording.clause(token)
        near = reversed(self._doc[max(start, token.i - _NEAR) : token.i])
        led = next((each for each in near if each.lower_ in self._words.under), None)
        if led is None or self._wording.is_lasting(token):
            return None
        owner = [*self._doc[led.i : token.i], *self._doc[token.i : min(end, token.i + _NEAR)]]
        if not any(self._wording.is_force(each) or each.ent_type_ in {"NORP", "ORG", "GPE"} for each in owner):
            return None
        found = self._subject(led, "captured", start, strict=False)
        return None if found is None else replace(found, rule="state")

    def _by_flag(self, token: Token) -> Reading | None:
        """ "raised the flag over A"."""
        if lemma_of(token) not in self._words.raised or token.pos_ != "VERB":
            return None
        start, end = self._wording.clause(token)
        if not any(self._wording.is_flag(each) for each in self._doc[start:end]):
            return None
        place = self._ground.next_place(token.i + 1, end)
        if place is None:
            return None
        gap = [each for each in self._ground.between(token, place) if not self._wording.is_flag(each)]
        share = self._wording.share(gap, strict=False, beside=True)
        return self._reading(
            "captured", self._ground.onward(place, end, plain=True), share is True, turned=False, rule="flag"
        )

    def _by_presence(self, token: Token) -> Reading | None:
        """ "their troops are now in A", "hold positions in A"."""
        if token.lemma_ not in self._words.keeping | {"be"} or self._wording.is_lasting(token):
            return None
        start, end = self._wording.clause(token)
        behind = self._doc[token.i + 1 : min(end, token.i + _NEAR)]
        arrived = token.lemma_ == "be" and any(each.lower_ in self._words.arrived for each in behind[:2])
        holding = token.lemma_ != "be" and any(lemma_of(each) == "position" for each in behind)
        whole = next((child for child in token.children if child.dep_ == "nsubj"), None)
        if not (arrived or holding) or whole is None or not self._wording.is_force(whole):
            return None
        place = self._ground.next_place(token.i + 1, end)
        if place is None or not any(each.lower_ in self._words.beside for each in behind):
            return None
        return self._at(token, "entrenched", start, end)

    def _reading(self, deed: Deed, numbers: tuple[int, ...], share: bool, *, turned: bool, rule: str) -> Reading:
        kind = _TYPES[deed]
        if deed in _WHOLE and not share:
            kind = _TYPES["pushed-back" if deed == "lost" else "advanced"]
        return Reading(kind=kind, deed=deed, places=numbers, turned=turned, rule=rule)

    def _subject_head(self, token: Token) -> Token | None:
        return next((child for child in token.children if child.dep_ in {"nsubjpass", "nsubj"}), None)
