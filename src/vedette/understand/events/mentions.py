"""Event mentions: trigger, type, actors, place, time, figures, and how factual the text makes them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from vedette.model.ids import StatementId
from vedette.model.interval import Interval
from vedette.model.mention import Actor, Mention, PlaceMention, Quantity, TimeMention, mention_id
from vedette.model.span import Span
from vedette.model.statement import Statement
from vedette.reference.institutions import Institutions
from vedette.understand.events.actors import find_actors
from vedette.understand.events.attempts import is_tried
from vedette.understand.events.control import ControlReader, Reading
from vedette.understand.events.control_words import control_words
from vedette.understand.events.ground import Ground
from vedette.understand.events.holding import claimed_statement, holder, is_note, own_statement
from vedette.understand.events.leaving import places_left
from vedette.understand.events.movers import last_force, movers
from vedette.understand.events.repelling import defenders_and_attackers
from vedette.understand.events.topics import Topics
from vedette.understand.events.turns import turned
from vedette.understand.events.types import Typist
from vedette.understand.events.where import PlaceChooser
from vedette.understand.events.wording import Wording
from vedette.understand.events.words import EventType, EventWords, event_words
from vedette.understand.factuality import factuality_of
from vedette.understand.passage import Passage

# Deeds that are nothing without a party.
_BETWEEN_PARTIES = frozenset({"AGREE", "AID", "CONCEDE", "COOPERATE", "SANCTION", "SUPPORT"})

_HELD = frozenset({"settlement", "site"})

_THREAT = EventType(plover="THREATEN")  # "said that it would burn": told by a word that says nothing of it


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
        cues = (each.cue for each in found.statements if each.kind == "threat" and each.cue is not None)
        self.threats = passage.token_indices(cues)
        self.made: dict[StatementId, Statement] = {}
        self.typist = Typist(words, passage.token_indices(place.span for place in found.places))
        self.topics = Topics(passage, found.places, words)
        self.chooser = PlaceChooser(
            passage, found.places, found.statements, words, self.topics, lambda token: bool(self.typist.type_of(token))
        )
        self.ground = Ground(passage, found.places, control_words(language), self.chooser.seats())
        self.wording = Wording(self.ground, control_words(language))
        self.control = ControlReader(self.ground, control_words(language), self.wording, self.topics)
        self.struck: tuple[int, tuple[int, ...]] = (0, ())
        self.taking: tuple[int, tuple[Actor, ...]] = (0, ())

    def run(self) -> Iterator[Mention]:
        for token in self.passage.doc:
            if is_note(token):
                continue
            if (reading := self.control.read(token)) is not None:
                yield self._moved(token, reading)
                continue
            if self._is_beaten_off(token):
                continue
            kind = self.typist.type_of(token) or (_THREAT if token.i in self.threats else None)
            if kind is None or (kind.change is not None and self._is_lasting(token)):
                continue
            kind = self.control.softened(token, kind)
            told = turned(token, kind, self.words)
            actors = self._actors(token, told)
            if actors or not {kind.plover, told.plover} & _BETWEEN_PARTIES:
                mention = self._mention(token, told, actors)
                yield self._given_up(token, mention) if told.change == "withdrew" else mention

    def _actors(self, token: Token, kind: EventType) -> tuple[Actor, ...]:
        if kind.change == "repelled":
            return defenders_and_attackers(token, self.wording.is_force, self.passage, self.institutions)
        actors = find_actors(token, kind, self.passage, self.institutions, self.words)
        if kind.change is None or any(each.role == "actor" for each in actors):
            return actors
        last = last_force(token, self.wording, self.ground, self.passage, self.institutions)
        return (*(one for one in last if one.span not in {each.span for each in actors}), *actors)

    def _is_beaten_off(self, token: Token) -> bool:
        """ "attacks were repelled": the verb tells it all."""
        if token.pos_ != "NOUN" or token.dep_ not in {"dobj", "nsubjpass"} or token.head.pos_ != "VERB":
            return False
        told, attack = self.typist.type_of(token.head), self.typist.type_of(token)
        return told is not None and told.change == "repelled" and attack is not None and attack.plover == "ASSAULT"

    def _is_lasting(self, token: Token) -> bool:
        """ "occupied Homs", "still controls Homs": how things stand, and no deed."""
        attribute = token.pos_ == "VERB" and self.wording.is_attribute(token)
        return attribute or (token.lemma_ == "control" and self.wording.is_lasting(token))

    def _given_up(self, token: Token, mention: Mention) -> Mention:
        """A withdrawal changes who holds the places it gives up, and no other that the sentence names."""
        left = places_left(token, self.ground, self.wording)
        tried = is_tried(token, control_words(self.language))
        if left and not tried:
            return replace(mention, places=left)
        named = [self.found.places[n] for n in mention.places]
        near = any(each.relation is not None for each in named)  # "near A and B"
        whole = not near and any(each.kind in _HELD for each in named)
        return replace(mention, change=None) if tried or whole else mention

    def _moved(self, token: Token, reading: Reading) -> Mention:
        """A change of who holds ground, with the places that the words beside the trigger list."""
        who = movers(token, reading, self.wording, self.ground, self.passage, self.institutions)
        who = self._continued(token, reading, who)
        open_ended = any(self.found.places[n].place is None for n in reading.places)
        around = self.ground.regions(token, reading.places) if open_ended else ()
        return replace(self._mention(token, reading.kind, who), places=(*reading.places, *around))

    def _continued(self, token: Token, reading: Reading, who: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """ "They took A. B was taken, too": by whoever took the place before it in the same paragraph."""
        if reading.deed != "captured" or reading.tried:
            return who
        if who:
            self.taking = token.idx, who
            return who
        began, before = self.taking
        same = reading.turned and "\n" not in self.passage.text[began : token.idx]
        return before if same else who

    # mention --------------------------------------------------------------------------------------------------------

    def _mention(self, token: Token, kind: EventType, actors: tuple[Actor, ...]) -> Mention:
        trigger = self.passage.token_span(token, token)
        extent = self._extent(token)
        statement = self._claimed(token, kind, extent) or self._statement(token, trigger, extent)
        strike = kind.plover == "ASSAULT" and kind.change is None
        return Mention(
            id=mention_id(trigger.document, trigger, kind.plover),
            trigger=trigger,
            extent=extent,
            plover=kind.plover,
            subtype=(self.typist.instrument(token) if strike else None) or kind.subtype,
            change=kind.change,
            actors=actors,
            places=self._places(token, kind, extent, statement),
            when=self._when(token, extent, statement),
            quantities=tuple(n for n, each in enumerate(self.found.quantities) if extent.contains(each.span)),
            statement=statement.id,
            factuality=factuality_of(token, statement if statement.content.contains(trigger) else None, self.language),
        )

    def _places(self, token: Token, kind: EventType, extent: Span, statement: Statement) -> tuple[int, ...]:
        """Whoever leaves "for A" is not yet there."""
        found = self.chooser.choose(token, extent, statement.content if statement.attributed else None).places
        if kind.plover == "ASSAULT" and kind.change is None:
            found = found or (self._struck_before(token) if kind.subtype is None else ())
            self.struck = token.sent.end, found
        return tuple(n for n in found if kind.change != "withdrew" or not self.chooser.is_aim(n))

    def _struck_before(self, token: Token) -> tuple[int, ...]:
        """ "They shelled A. Two people were killed": in the sentence before, on the same line."""
        end, places = self.struck
        return places if end == token.sent.start and "\n" not in self.passage.doc[end - 1].text else ()

    def _extent(self, token: Token) -> Span:
        """The clause of the trigger."""
        head = token
        while head.pos_ not in {"VERB", "AUX"} and head.head != head and head.dep_ not in {"relcl", "advcl", "ccomp"}:
            head = head.head
        own = [each for each in head.subtree if not _in_other_clause(each, head)]
        return self.passage.token_span(own[0], own[-1])

    def _claimed(self, token: Token, kind: EventType, extent: Span) -> Statement | None:
        """Ground that is claimed: a statement of its own, unless there is one."""
        if kind.change != "captured" or token.lemma_ != "claim":
            return None
        cue = self.passage.token_span(token, token)
        held = next((one for one in self.found.statements if one.cue is not None and one.cue.contains(cue)), None)
        held = held or claimed_statement(token, extent, self.passage, self.institutions)
        if held is not None and held not in self.found.statements:
            self.made[held.id] = held
        return held

    def _statement(self, token: Token, trigger: Span, extent: Span) -> Statement:
        held = holder(trigger, self.found.statements) or holder(trigger, tuple(self.made.values()))
        if held is None:
            held = own_statement(token, extent, self.found.statements, self.passage, self.language)
            self.made[held.id] = held
        return held

    def _when(self, token: Token, extent: Span, statement: Statement) -> Interval | None:
        """The nearest time of the clause, else of the statement, else of the sentence."""
        sentence = self.passage.span(token.sent.start_char, token.sent.end_char)
        held = statement.content
        dated = [each for each in self.found.times if each.when is not None and each.type in {"DATE", "TIME"}]
        near = [each for each in dated if sentence.contains(each.span) or extent.contains(each.span)]
        at = self.passage.base + token.idx
        for around in (extent, held, sentence):
            inside = [each for each in near if around.contains(each.span)]
            if inside:
                return min(inside, key=lambda each: abs(each.span.start - at)).when
        return None


def _in_other_clause(token: Token, head: Token) -> bool:
    for above in (token, *token.ancestors):
        if above == head:
            return False
        if above.dep_ in {"ccomp", "relcl", "parataxis"} or (above.dep_ == "conj" and above.pos_ == "VERB"):
            return True
    return False
