"""Where an event took place: the places of its sentence, each rule by name, the surest first.

A place that stands for its government, names a force, or lies in the words of whoever speaks is never where something
happened: "the ministry in Moscow said that a missile hit Belgorod" puts it in Belgorod.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from vedette.model.mention import PlaceMention
from vedette.model.span import Span
from vedette.model.statement import Statement
from vedette.understand.events.spoken import LOCATING, telling_span
from vedette.understand.events.topics import Topics
from vedette.understand.events.words import EventWords
from vedette.understand.passage import Passage

Rule = Literal["attached", "clause", "content", "sentence", "pointed at", "heading", "country", "none"]
Test = Callable[[Token], bool]
_OBJECTS = frozenset({"dobj", "nsubjpass", "pobj"})
_DEEPEST = 5
_INSIDE = re.compile(r"\s+(?:in|of)\s+(?:the\s+)?")
_AIMING = frozenset({"towards", "toward", "on", "against", "at"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Numbers of places, the likeliest first, and the rule that found them."""

    places: tuple[int, ...]
    rule: Rule


class PlaceChooser:
    """`tells` says of a token whether it tells an event of its own."""

    def __init__(
        self,
        passage: Passage,
        places: Sequence[PlaceMention],
        statements: Sequence[Statement],
        words: EventWords,
        topics: Topics,
        tells: Test,
    ) -> None:
        self._passage = passage
        self._places = places
        self._words = words
        self._topics = topics
        self._tells = tells
        self._heads = {number: self._head(place) for number, place in enumerate(places)}
        self._told = [span for each in statements for span in telling_span(each, passage)]
        self._contents = [each.content for each in statements if each.attributed]
        self.spoken = frozenset(
            n for n in range(len(places)) if self._is_spoken(n) or self._is_speaking(n) or self._is_weapon(n)
        )
        self._usable = [
            number
            for number, place in enumerate(places)
            if not place.metonym and place.kind != "country" and number not in self.spoken
        ]

    def choose(self, trigger: Token, extent: Span, content: Span | None) -> Where:
        """Attached to the trigger; else of its clause; else of what is told; else of the sentence; else where the text
        points back to, or what it is headed by."""
        sentence = self._passage.span(trigger.sent.start_char, trigger.sent.end_char)
        attached = self._nearer([n for n in self._within(sentence) if self._is_attached(n, trigger)])
        within = self._nearer([n for n in self._within(extent) if not self._belongs_elsewhere(n, trigger)])
        if attached:
            rest = [n for n in within if n not in attached and not self._is_in_aside_clause(n, trigger)]
            return Where(places=(*self._ordered(attached, trigger), *self._ordered(rest, trigger)), rule="attached")
        if within:
            return Where(places=self._ordered(within, trigger), rule="clause")
        around = [n for n in self._within(sentence) if not self._belongs_elsewhere(n, trigger)]
        if content is not None and (told := [n for n in around if content.contains(self._places[n].span)]):
            return Where(places=self._ordered(told, trigger), rule="content")
        if content is not None:  # beside the words of a speaker stands where he speaks
            around = [n for n in around if any(each.contains(self._places[n].span) for each in self._contents)]
        if around:
            return Where(places=self._ordered(around, trigger), rule="sentence")
        return self._beyond(trigger, extent)

    def _beyond(self, trigger: Token, extent: Span) -> Where:
        """What the sentence does not name."""
        clause = [each for each in trigger.sent if extent.start <= self._passage.base + each.idx < extent.end]
        for words in (clause, list(trigger.sent)):
            if pointed := self._topics.pointed_at(words, self._usable):
                return Where(places=pointed, rule="pointed at")
        if (heading := self._topics.heading(trigger)) is not None:
            return Where(places=(heading,), rule="heading")
        countries = [n for n in range(len(self._places)) if self._is_country_of(n, extent)]
        return Where(places=self._ordered(countries, trigger), rule="country" if countries else "none")

    def _nearer(self, numbers: list[int]) -> list[int]:
        """Without A in "B, north of A", and without "from A" where "towards B" says what was aimed at."""
        heads = {self._heads[n] for n in numbers if not self._is_aside(n)} - {None}
        numbers = [n for n in numbers if not (self._is_aside(n) and self._hangs_on(n, heads))]
        aimed = {n for n in numbers if self._led_by(n) & _AIMING}
        return [n for n in numbers if not (aimed and n not in aimed and self._led_by(n) & {"from"})]

    def is_aim(self, number: int) -> bool:
        """ "left for A", "moved back to A"."""
        return bool(self._led_by(number) & {"for", "to", "towards", "toward"})

    def _hangs_on(self, number: int, heads: set[Token | None]) -> bool:
        token = self._heads[number]
        return token is not None and any(each in heads for each in token.ancestors)

    def seats(self) -> frozenset[int]:
        """Where whoever speaks has his office: "the general staff in A"."""
        return frozenset(n for n in self.spoken if self._led_by(n) & {"in", "at"})

    def _led_by(self, number: int) -> set[str]:
        token = self._heads[number]
        return {token.head.lower_} if token is not None and token.dep_ == "pobj" else set()

    def _within(self, span: Span) -> list[int]:
        """Without those that another of them is said to lie in."""
        found = [n for n in self._usable if span.contains(self._places[n].span)]
        return [n for n in found if not self._holds(n, found)]

    def _ordered(self, numbers: Sequence[int], trigger: Token) -> tuple[int, ...]:
        """Those behind the trigger before those in front of it, the nearest first; asides last."""
        at = self._passage.base + trigger.idx
        starts = {n: self._places[n].span.start for n in numbers}
        return tuple(sorted(numbers, key=lambda n: (self._is_aside(n), starts[n] <= at, abs(starts[n] - at))))

    # tests ----------------------------------------------------------------------------------------------------------

    def _is_attached(self, number: int, trigger: Token) -> bool:
        """Its object, or behind a preposition of the trigger or of its object."""
        head = self._heads[number]
        if head is None or self._is_aside(number):
            return False
        for above in _upward(head):
            if above == trigger:
                return True
            if above.pos_ in {"VERB", "AUX"}:
                return False
        return False

    def _belongs_elsewhere(self, number: int, trigger: Token) -> bool:
        """ "the offensive answers the shelling of A" tells where the shelling was."""
        token = self._heads[number]
        if token is None or trigger.pos_ != "NOUN":
            return False
        above = next((each for each in _upward(token) if each.pos_ == "NOUN" and self._tells(each)), None)
        if above is None or above == trigger:
            return False
        return above not in trigger.ancestors and trigger not in above.ancestors

    def _is_in_aside_clause(self, number: int, trigger: Token) -> bool:
        """ "took A after units had left for B": another clause, with a subject of its own."""
        token = self._heads[number]
        verb = next((each for each in token.ancestors if each.pos_ == "VERB"), None) if token is not None else None
        if verb is None or verb == trigger or verb in trigger.ancestors:
            return False
        return any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children)

    def _is_weapon(self, number: int) -> bool:
        """ "with A and B rocket launchers"."""
        token = self._heads[number]
        if token is None or token.dep_ not in {"nmod", "compound"}:
            return False
        # A mine may be a pit.
        named = (token.head, *(each for each in token.head.children if each.dep_ == "compound"))
        return any(each.lemma_.lower() in self._words.instruments and each.lemma_ != "mine" for each in named)

    def _is_speaking(self, number: int) -> bool:
        """ "A puts their losses at", "held by A": whoever tells or acts is a government, and no place."""
        token = self._heads[number]
        if token is not None and token.dep_ == "pobj" and token.head.dep_ == "agent" and token.i == token.head.i + 1:
            return True
        told = token is not None and token.dep_ == "nsubj" and token.head.pos_ == "VERB"
        return told and token is not None and token.head.lemma_ in self._words.telling

    def _is_spoken(self, number: int) -> bool:
        """In the words that name who speaks, and how; a heading is nobody."""
        place = self._places[number].span
        return number not in self._topics.headings and any(span.contains(place) for span in self._told)

    def _is_aside(self, number: int) -> bool:
        """ "north of Kharkiv", "30 km from Kharkiv", "the Kharkiv administration": not the place of the event."""
        token = self._heads[number]
        if token is None:
            return False
        if token.dep_ == "pobj" and token.head.lower_ in {"of", "from"}:
            above = token.head.head
            part = any(child.dep_ == "det" for child in above.children)  # "the south of A"
            return above.lemma_.lower() in self._words.beyond and not part
        return token.ent_type_ == "ORG" and token.dep_ in {"compound", "nmod", "amod"}

    def _holds(self, number: int, others: Sequence[int]) -> bool:
        """ "Lipova in the Brod region", by the words: the parser is often wrong on such names."""
        text, base, start = self._passage.text, self._passage.base, self._places[number].span.start
        before = (self._places[other].span.end for other in others)
        return any(end <= start and _INSIDE.fullmatch(text[end - base : start - base]) for end in before)

    def _is_country_of(self, number: int, extent: Span) -> bool:
        place, token = self._places[number], self._heads[number]
        if place.kind != "country" or place.metonym or not extent.contains(place.span) or self._is_spoken(number):
            return False
        return (
            token is not None and token.dep_ == "pobj" and token.head.lower_ in LOCATING - {"of", "for", "from", "to"}
        )

    def _head(self, place: PlaceMention) -> Token | None:
        base = self._passage.base
        tokens = self._passage.doc.char_span(place.span.start - base, place.span.end - base, alignment_mode="expand")
        if tokens is None or not len(tokens):
            return None
        token = tokens.root
        while token.dep_ == "compound" and token.head.pos_ == "PROPN":
            token = token.head
        return token


def _upward(token: Token) -> Iterator[Token]:
    """Through objects, prepositions and lists."""
    for _ in range(_DEEPEST):
        if token.dep_ not in _OBJECTS | {"prep", "conj", "compound", "nmod", "appos", "agent", "amod", "poss", "pcomp"}:
            return
        if token.dep_ == "prep" and token.lower_ not in LOCATING:
            return
        token = token.head
        yield token
