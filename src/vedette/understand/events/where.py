"""Where an event took place: the places of its sentence, each rule by name, the surest first.

A place that stands for its government, names a force, or lies in the words of whoever speaks is never where something
happened: "the ministry in Moscow said that a missile hit Belgorod" puts it in Belgorod.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from vedette.model.mention import PlaceMention
from vedette.model.span import Span
from vedette.model.statement import Statement
from vedette.understand.events.words import EventWords
from vedette.understand.passage import Passage

Rule = Literal["attached", "clause", "content", "sentence", "country", "none"]
_LOCATING = frozenset(
    {"in", "on", "at", "near", "around", "outside", "inside", "towards", "toward", "into", "across", "over", "against",
     "between", "along", "from", "to", "of", "for", "through", "within", "beyond"}
)  # fmt: skip
_OBJECTS = frozenset({"dobj", "nsubjpass", "pobj"})
_DEEPEST = 5
_INSIDE = re.compile(r"\s+(?:in|of)\s+(?:the\s+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Numbers of places, the likeliest first, and the rule that found them."""

    places: tuple[int, ...]
    rule: Rule


class PlaceChooser:
    def __init__(
        self, passage: Passage, places: Sequence[PlaceMention], statements: Sequence[Statement], words: EventWords
    ) -> None:
        self._passage = passage
        self._places = places
        self._words = words
        self._heads = {number: self._head(place) for number, place in enumerate(places)}
        self._told = [span for each in statements for span in self._telling(each)]
        self._usable = [
            number
            for number, place in enumerate(places)
            if not place.metonym and place.kind != "country" and not self._is_spoken(number)
        ]

    def choose(self, trigger: Token, extent: Span, content: Span | None) -> Where:
        """Attached to the trigger; else of its clause; else of what is told; else of the sentence."""
        sentence = self._passage.span(trigger.sent.start_char, trigger.sent.end_char)
        attached = [n for n in self._within(sentence) if self._is_attached(n, trigger)]
        within = self._within(extent)
        if attached:
            rest = [n for n in within if n not in attached]
            return Where(places=(*self._ordered(attached, trigger), *self._ordered(rest, trigger)), rule="attached")
        if within:
            return Where(places=self._ordered(within, trigger), rule="clause")
        if content is not None and (told := [n for n in self._within(content) if n in self._within(sentence)]):
            return Where(places=self._ordered(told, trigger), rule="content")
        if around := self._within(sentence):
            return Where(places=self._ordered(around, trigger), rule="sentence")
        countries = [n for n in range(len(self._places)) if self._is_country_of(n, extent)]
        return Where(places=self._ordered(countries, trigger), rule="country" if countries else "none")

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

    def _is_spoken(self, number: int) -> bool:
        """In the words that name who speaks, and how."""
        return any(span.contains(self._places[number].span) for span in self._told)

    def _is_aside(self, number: int) -> bool:
        """ "north of Kharkiv", "30 km from Kharkiv", "the Kharkiv administration": not the place of the event."""
        token = self._heads[number]
        if token is None:
            return False
        if token.dep_ == "pobj" and token.head.lower_ in {"of", "from"}:
            return token.head.head.lemma_.lower() in self._words.beyond
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
            token is not None and token.dep_ == "pobj" and token.head.lower_ in _LOCATING - {"of", "for", "from", "to"}
        )

    def _telling(self, statement: Statement) -> Iterator[Span]:
        """The stretch that names who speaks, how and from where ("said in Moscow"), less what is told."""
        named = statement.speaker.span if statement.speaker else None
        if statement.cue is None:
            return
        start = min(statement.cue.start, named.start if named else statement.cue.start)
        end = max(self._cue_end(statement.cue, statement.content), named.end if named else 0)
        content = statement.content
        if content.end <= start or end <= content.start:
            yield Span(document=content.document, start=start, end=end)

    def _cue_end(self, cue: Span, content: Span) -> int:
        """With the phrases of place that hang on the word that attributes."""
        base = self._passage.base
        tokens = self._passage.doc.char_span(cue.start - base, cue.end - base, alignment_mode="expand")
        end = cue.end
        for child in tokens.root.children if tokens is not None and len(tokens) else ():
            last = child.right_edge
            edge = base + last.idx + len(last)
            behind = content.end <= cue.start or edge <= content.start
            if child.dep_ == "prep" and child.lower_ in _LOCATING and base + child.idx >= cue.end and behind:
                end = max(end, edge)
        return end

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
        if token.dep_ == "prep" and token.lower_ not in _LOCATING:
            return
        token = token.head
        yield token
