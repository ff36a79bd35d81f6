"""Event mentions: trigger, type, actors, place, time, figures, and how factual the text makes them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from vedette.model.ids import StatementId
from vedette.model.interval import Interval
from vedette.model.mention import Actor, Mention, PlaceMention, Quantity, TimeMention, mention_id
from vedette.model.span import Span
from vedette.model.statement import Statement
from vedette.reference.institutions import Institutions
from vedette.understand.events.actors import find_actors
from vedette.understand.events.holding import holder, is_note, own_statement
from vedette.understand.events.turns import turned
from vedette.understand.events.types import Typist
from vedette.understand.events.words import EventType, EventWords, event_words
from vedette.understand.factuality import factuality_of
from vedette.understand.passage import Passage

# Deeds that are nothing without a party.
_BETWEEN_PARTIES = frozenset({"AGREE", "AID", "CONCEDE", "COOPERATE", "SANCTION", "SUPPORT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the other finders saw in the passage."""

    statements: Sequence[Statement]
    places: Sequence[PlaceMention]
    times: Sequence[TimeMention]
    quantities: Sequence[Quantity]


def find_events(
    passage: Passage, found: Found, institutions: Institutions, language: str
) -> tuple[tuple[Mention, ...], tuple[Statement, ...]]:
    """One mention a trigger, in the order of the text; and the outlet's own statements made for mentions that no
    statement held."""
    finder = _Finder(passage, found, institutions, event_words(language), language)
    mentions = tuple(finder.run())
    return mentions, tuple(finder.made.values())


class _Finder:
    def __init__(
        self, passage: Passage, found: Found, institutions: Institutions, words: EventWords, language: str
    ) -> None:
        self.passage = passage
        self.found = found
        self.institutions = institutions
        self.words = words
        self.language = language
        self.made: dict[StatementId, Statement] = {}
        self.typist = Typist(words, passage.token_indices(place.span for place in found.places))

    def run(self) -> Iterator[Mention]:
        for token in self.passage.doc:
            kind = self.typist.type_of(token)
            if kind is None or is_note(token):
                continue
            told = turned(token, kind, self.words)
            actors = find_actors(token, told, self.passage, self.institutions, self.words)
            if actors or not {kind.plover, told.plover} & _BETWEEN_PARTIES:
                yield self._mention(token, told, actors)

    # mention --------------------------------------------------------------------------------------------------------

    def _mention(self, token: Token, kind: EventType, actors: tuple[Actor, ...]) -> Mention:
        trigger = self.passage.token_span(token, token)
        extent = self._extent(token)
        statement = self._statement(token, trigger, extent)
        strike = kind.plover == "ASSAULT" and kind.change is None
        return Mention(
            id=mention_id(trigger.document, trigger, kind.plover),
            trigger=trigger,
            extent=extent,
            plover=kind.plover,
            subtype=(self.typist.instrument(token) if strike else None) or kind.subtype,
            change=kind.change,
            actors=actors,
            places=self._places(token, extent),
            when=self._when(token, extent, statement),
            quantities=tuple(n for n, each in enumerate(self.found.quantities) if extent.contains(each.span)),
            statement=statement.id,
            factuality=factuality_of(token, statement if statement.content.contains(trigger) else None, self.language),
        )

    def _extent(self, token: Token) -> Span:
        """The clause of the trigger."""
        head = token
        while head.pos_ not in {"VERB", "AUX"} and head.head != head and head.dep_ not in {"relcl", "advcl", "ccomp"}:
            head = head.head
        own = [each for each in head.subtree if not _in_other_clause(each, head)]
        return self.passage.token_span(own[0], own[-1])

    def _statement(self, token: Token, trigger: Span, extent: Span) -> Statement:
        held = holder(trigger, self.found.statements) or holder(trigger, tuple(self.made.values()))
        if held is None:
            held = own_statement(token, extent, self.found.statements, self.passage, self.language)
            self.made[held.id] = held
        return held

    def _places(self, token: Token, extent: Span) -> tuple[int, ...]:
        """Places of the clause, the nearest to the trigger first; else those of the sentence."""
        usable = [n for n, place in enumerate(self.found.places) if not place.metonym and place.kind != "country"]
        inside = [n for n in usable if extent.contains(self.found.places[n].span)]
        if not inside:
            sentence = self.passage.span(token.sent.start_char, token.sent.end_char)
            inside = [n for n in usable if sentence.contains(self.found.places[n].span)]
        if not inside:
            inside = [
                n
                for n, place in enumerate(self.found.places)
                if place.kind == "country"
                and not place.metonym
                and extent.contains(place.span)
                and self._is_locative(place)
            ]
        at = self.passage.base + token.idx
        return tuple(sorted(inside, key=lambda n: (self._is_aside(n), *_order(self.found.places[n].span.start, at))))

    def _is_aside(self, number: int) -> bool:
        """ "north of Kharkiv", "30 km from Kharkiv", "the Kharkiv administration": not the place of the event."""
        token = self._token_at(self.found.places[number].span.start)
        if token is None:
            return False
        while token.dep_ == "compound" and token.head.pos_ == "PROPN":
            token = token.head
        above = token.head
        if token.dep_ == "pobj" and above.lower_ in {"of", "from"}:
            return above.head.lemma_.lower() in self.words.beyond
        return token.ent_type_ == "ORG" and token.dep_ in {"compound", "nmod", "amod"}

    def _is_locative(self, place: PlaceMention) -> bool:
        token = self._token_at(place.span.start)
        return (
            token is not None
            and token.dep_ == "pobj"
            and token.head.lower_ in {"in", "on", "near", "at", "across", "into", "inside"}
        )

    def _token_at(self, offset: int) -> Token | None:
        span = self.passage.doc.char_span(
            offset - self.passage.base, offset - self.passage.base + 1, alignment_mode="expand"
        )
        return span[0] if span is not None and len(span) else None

    def _when(self, token: Token, extent: Span, statement: Statement) -> Interval | None:
        """The nearest time of the clause, else of the statement, else of the sentence; last, when it was said."""
        sentence = self.passage.span(token.sent.start_char, token.sent.end_char)
        held = statement.content
        dated = [each for each in self.found.times if each.when is not None and each.type in {"DATE", "TIME"}]
        near = [each for each in dated if sentence.contains(each.span) or extent.contains(each.span)]
        at = self.passage.base + token.idx
        for around in (extent, held, sentence):
            inside = [each for each in near if around.contains(each.span)]
            if inside:
                return min(inside, key=lambda each: abs(each.span.start - at)).when
        return statement.said if statement.attributed else None


def _order(position: int, trigger: int) -> tuple[int, int]:
    """Places after the trigger come before those that stand in front of it."""
    return (0 if position > trigger else 1, abs(position - trigger))


def _in_other_clause(token: Token, head: Token) -> bool:
    for above in (token, *token.ancestors):
        if above == head:
            return False
        if above.dep_ in {"ccomp", "relcl", "parataxis"} or (above.dep_ == "conj" and above.pos_ == "VERB"):
            return True
    return False
