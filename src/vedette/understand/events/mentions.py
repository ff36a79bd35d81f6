"""Event mentions: trigger, type, actors, place, time, figures, and how factual the text makes them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from vedette.model.interval import Interval
from vedette.model.mention import Mention, PlaceMention, Quantity, TimeMention, mention_id
from vedette.model.span import Span
from vedette.model.statement import Statement
from vedette.reference.institutions import Institutions
from vedette.understand.events.actors import find_actors, object_of
from vedette.understand.events.words import EventType, EventWords, event_words
from vedette.understand.factuality import factuality_of
from vedette.understand.passage import Passage

_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the other finders saw in the passage."""

    statements: Sequence[Statement]
    places: Sequence[PlaceMention]
    times: Sequence[TimeMention]
    quantities: Sequence[Quantity]


def find_events(passage: Passage, found: Found, institutions: Institutions, language: str) -> tuple[Mention, ...]:
    """One mention a trigger, in the order of the text."""
    finder = _Finder(passage, found, institutions, event_words(language), language)
    return tuple(finder.run())


class _Finder:
    def __init__(
        self, passage: Passage, found: Found, institutions: Institutions, words: EventWords, language: str
    ) -> None:
        self.passage = passage
        self.found = found
        self.institutions = institutions
        self.words = words
        self.language = language
        self.place_tokens = passage.token_indices(place.span for place in found.places)

    def run(self) -> Iterator[Mention]:
        for token in self.passage.doc:
            kind = self._type(token)
            if kind is not None:
                yield self._mention(token, kind)

    # type -----------------------------------------------------------------------------------------------------------

    def _type(self, token: Token) -> EventType | None:
        if token.pos_ == "VERB" and token.dep_ not in {"amod", "compound"}:
            options = self.words.verbs.get(token.lemma_.lower(), ())
        elif token.pos_ == "NOUN" and token.dep_ not in {"compound", "nmod"}:
            options = self.words.nouns.get(token.lemma_.lower(), ())
        else:
            return None
        return next((option for option in options if self._passes(token, option)), None)

    def _passes(self, token: Token, option: EventType) -> bool:
        match option.needs:
            case None:
                return True
            case "place":
                return self._acts_on_place(token)
            case "target":
                return (
                    self._acts_on_place(token)
                    or self._acts_on(token, "people", "arms")
                    or self._instrument(token) is not None
                )
            case "withdrawal":
                return self._is_withdrawal(token)
            case "away":
                return self._is_driven_away(token)
            case "doing":
                return any(c.dep_ in {"xcomp", "ccomp", "dobj", "prep"} for c in token.children) or token.pos_ == "NOUN"
            case other:
                return self._acts_on(token, other)

    def _acts_on(self, token: Token, *groups: str) -> bool:
        wanted = frozenset[str]().union(*(self.words.arguments[group] for group in groups))
        return any(each.lemma_.lower() in wanted for each in _arguments(token))

    def _acts_on_place(self, token: Token) -> bool:
        arguments = list(_arguments(token))
        if any(each.ent_type_ in _PLACE_LABELS or each.i in self.place_tokens for each in arguments):
            return True
        return any(each.lemma_.lower() in self.words.arguments["place"] for each in arguments)

    def _is_withdrawal(self, token: Token) -> bool:
        if token.pos_ == "NOUN":
            return True
        actors = [child for child in token.children if child.dep_ in {"nsubj", "nsubjpass", "dobj"}]
        leaving = any(self._may_leave(each) for each in actors)
        if token.lemma_ in {"leave", "lose", "pull", "abandon", "evacuate"}:
            return leaving and (self._acts_on_place(token) or token.lemma_ == "pull")
        return leaving or self._acts_on_place(token)

    def _is_driven_away(self, token: Token) -> bool:
        """Forces are driven "out of" or "back"."""
        if not any(child.lower_ in self.words.away for child in token.children):
            return False
        driven = [child for child in token.children if child.dep_ in {"nsubjpass", "dobj"}]
        return any(self._may_leave(each) for each in driven)

    def _may_leave(self, token: Token) -> bool:
        return token.lemma_.lower() in self.words.leavers or token.ent_type_ in {"NORP", "ORG", "GPE"}

    def _instrument(self, token: Token) -> str | None:
        near = [*token.children, *(g for c in token.children for g in c.children)]
        return next((kind for each in near if (kind := self.words.instruments.get(each.lemma_.lower()))), None)

    # mention --------------------------------------------------------------------------------------------------------

    def _mention(self, token: Token, kind: EventType) -> Mention:
        trigger = self.passage.token_span(token, token)
        extent = self._extent(token)
        statement = self._statement(trigger)
        actors = find_actors(token, self.passage, self.institutions, self.words)
        strike = kind.plover == "ASSAULT" and kind.change is None
        return Mention(
            id=mention_id(trigger.document, trigger, kind.plover),
            trigger=trigger,
            extent=extent,
            plover=kind.plover,
            subtype=(self._instrument(token) if strike else None) or kind.subtype,
            change=kind.change,
            actors=actors,
            places=self._places(token, extent),
            when=self._when(token, extent, statement),
            quantities=tuple(n for n, each in enumerate(self.found.quantities) if extent.contains(each.span)),
            statement=statement.id if statement else None,
            factuality=factuality_of(token, statement, self.language),
        )

    def _extent(self, token: Token) -> Span:
        """The clause of the trigger."""
        head = token
        while head.pos_ not in {"VERB", "AUX"} and head.head != head and head.dep_ not in {"relcl", "advcl", "ccomp"}:
            head = head.head
        own = [each for each in head.subtree if not _in_other_clause(each, head)]
        return self.passage.token_span(own[0], own[-1])

    def _statement(self, trigger: Span) -> Statement | None:
        around = [each for each in self.found.statements if each.content.contains(trigger)]
        return min(around, key=lambda each: each.content.end - each.content.start, default=None)

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
        return tuple(sorted(inside, key=lambda n: _order(self.found.places[n].span.start, at)))

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

    def _when(self, token: Token, extent: Span, statement: Statement | None) -> Interval | None:
        """The nearest time of the clause, else of the statement, else of the sentence; last, when it was said."""
        sentence = self.passage.span(token.sent.start_char, token.sent.end_char)
        held = statement.content if statement is not None else sentence
        dated = [each for each in self.found.times if each.when is not None and each.type in {"DATE", "TIME"}]
        near = [each for each in dated if sentence.contains(each.span) or extent.contains(each.span)]
        at = self.passage.base + token.idx
        for around in (extent, held, sentence):
            inside = [each for each in near if around.contains(each.span)]
            if inside:
                return min(inside, key=lambda each: abs(each.span.start - at)).when
        return statement.said if statement is not None and statement.attributed else None


def _order(position: int, trigger: int) -> tuple[int, int]:
    """Places after the trigger come before those that stand in front of it."""
    return (0 if position > trigger else 1, abs(position - trigger))


def _arguments(token: Token) -> Iterator[Token]:
    """Direct arguments, with those joined to them and those behind a preposition."""
    for child in token.children:
        if child.dep_ in {"dobj", "nsubjpass", "pobj", "attr", "nsubj", "advmod", "npadvmod", "poss", "compound"}:
            yield child
            yield from (each for each in child.subtree if each.dep_ in {"conj", "compound", "pobj"})
        elif child.dep_ == "prep":
            yield from (each for each in child.subtree if each.dep_ in {"pobj", "conj"})
    if token.dep_ == "relcl":
        yield token.head
    passive_object = object_of(token)
    if passive_object is not None:
        yield passive_object


def _in_other_clause(token: Token, head: Token) -> bool:
    for above in (token, *token.ancestors):
        if above == head:
            return False
        if above.dep_ in {"ccomp", "relcl", "parataxis"} or (above.dep_ == "conj" and above.pos_ == "VERB"):
            return True
    return False
