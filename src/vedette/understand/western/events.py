"""Event mentions in German and French: trigger, type, actors, place, time, figures, how factual."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vedette.model.interval import Interval
from vedette.model.mention import Actor, Mention, PlaceMention, Quantity, TimeMention, mention_id
from vedette.model.span import Span
from vedette.model.statement import Statement, statement_id
from vedette.reference.institutions import Institutions
from vedette.understand.slavic.event_words import EventKind
from vedette.understand.slavic.forms import PartOfSpeech
from vedette.understand.slavic.holding import holder
from vedette.understand.slavic.running import Row
from vedette.understand.western.certainty import certainty_of
from vedette.understand.western.event_words import event_words
from vedette.understand.western.forms import word_tables
from vedette.understand.western.parties import Party, actor, find_parties

_BY_CERTAINTY = {
    "confirmed": 3.0, "asserted": 3.0, "probable": 2.0, "possible": 1.0, "unconfirmed": 0.8, "denied": -2.5,
}  # fmt: skip
_DENIED, _TRIED, _TO_COME = -3.0, -1.0, 1.0
_NEAR = 5
_WIDE = frozenset({"admin1", "country", "region", "water"})
_EDGES = frozenset({",", ";", ":", "—", "–", "«", "»", "(", ")"})
_VERBAL: tuple[PartOfSpeech, ...] = ("verb", "infinitive", "participle", "gerund")
_STRIKES = frozenset({"shelling-artillery-missile", "air-drone-strike", None})
_SAME = frozenset({"und", "et", ","})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the other finders saw in the same stretch."""

    statements: Sequence[Statement]
    places: Sequence[PlaceMention]
    times: Sequence[TimeMention]
    quantities: Sequence[Quantity]


def find_events(
    row: Row, found: Found, institutions: Institutions
) -> tuple[tuple[Mention, ...], tuple[Statement, ...]]:
    """One mention a trigger, in the order of the text; and the outlet's own statements made for those that no
    statement held."""
    finder = _Finder(row, found, institutions)
    mentions = tuple(finder.run())
    return mentions, tuple(finder.made.values())


class _Finder:
    def __init__(self, row: Row, found: Found, institutions: Institutions) -> None:
        self.row, self.found, self.institutions = row, found, institutions
        self.words, self.tables = event_words(row.parse.language), word_tables(row.parse.language)
        self.at = _placed(row, found.places)
        fine = {index for index, number in self.at.items() if found.places[number].kind not in {"country"}}
        self.parties = find_parties(row, self.words, fine)
        self.made: dict[str, Statement] = {}
        self.last_places: tuple[int, ...] = ()

    def run(self) -> Iterator[Mention]:
        for at in range(len(self.row)):
            if at and "\n\n" in self.row.parse.text[self.row.words[at - 1].end : self.row.words[at].start]:
                self.last_places = ()
            kind = next(self._kinds(at), None) if at not in self.at else None
            if kind is not None:
                yield self._mention(at, kind)

    def _kinds(self, at: int) -> Iterator[EventKind]:
        word = self.row.words[at]
        first, last = self._clause(at)
        for form in word.forms:
            if form.pos in _VERBAL and not (
                word.is_capital and at > self.row.opens[at] and self.row.parse.language == "de"
            ):
                yield from (kind for kind in self.words.verbs.get(form.lemma, ()) if self._fits(kind, at, first, last))
            elif form.pos in {"noun", "unknown"} and not (form.pos == "noun" and self._is_verb(at)):
                yield from (kind for kind in self.words.nouns.get(form.lemma, ()) if self._fits(kind, at, first, last))

    def _is_verb(self, at: int) -> bool:
        """A word that is both is a verb behind an auxiliary, a noun behind an article."""
        before = self.row.before(at)
        if before is None or not self.row.words[at].may_be(*_VERBAL):
            return False
        return before.lower not in self.tables.articles

    def _fits(self, kind: EventKind, at: int, first: int, last: int) -> bool:
        clause = self.row.words[first:last]
        if kind.objects and not any(kind.objects & word.lemmas for word in clause):
            return False
        if kind.needs is None:
            return True
        near = [self.found.places[number] for number in self._numbers(first, last)]
        if kind.needs == "fine":
            near = [each for each in near if each.kind not in _WIDE or each.kind == "admin1"]
            if self.row.words[at].lemmas & self.words.taking and not self._has_control(first, last):
                return any(self._is_object(at, number) for number in self._numbers(first, last))
        return bool(near)

    def _has_control(self, first: int, last: int) -> bool:
        return any(self.words.control & word.lemmas for word in self.row.words[first:last])

    def _is_object(self, at: int, number: int) -> bool:
        """ "prendre Vovtchansk", "pris le village de Krasné": straight behind."""
        place = next(index for index, each in self.at.items() if each == number)
        between = self.row.words[at + 1 : place]
        kinds = {"le", "la", "les", "l'", "de", "d'", "du", "das", "den", "die", "von"}
        small = [word for word in between if word.lower not in kinds and word.pos not in {"unknown", "noun", "number"}]
        return place > at and len(between) <= _NEAR and not small

    # one mention ---------------------------------------------------------------------------------------------------

    def _clause(self, at: int) -> tuple[int, int]:
        """Between the marks around it; a comma in a list of names is none."""
        row = self.row
        first, last = at, at + 1
        while first > row.opens[at] and not self._is_edge(first - 1):
            first -= 1
        while last < row.closes[at] and not self._is_edge(last):
            last += 1
        return first, last

    def _is_edge(self, at: int) -> bool:
        word = self.row.words[at]
        if word.text == ",":
            return not (at - 1 in self.at and at + 1 in self.at)
        return word.text in _EDGES or word.lower in {"dass", "que", "qu'"}

    def _numbers(self, first: int, last: int) -> list[int]:
        found = dict.fromkeys(self.at[each] for each in range(first, last) if each in self.at)
        return [each for each in found if not self.found.places[each].metonym]

    def _places(self, at: int) -> tuple[int, ...]:
        """Those of the clause, the finest first; else of the sentence, else of the sentence before."""
        opens, closes = self.row.opens[at], self.row.closes[at]
        for first, last in (self._clause(at), (opens, closes)):
            numbers = self._numbers(first, last)
            fine = [each for each in numbers if self.found.places[each].kind not in _WIDE]
            if numbers:
                return tuple(dict.fromkeys([*fine, *numbers]))
        return self.last_places

    def _mention(self, at: int, kind: EventKind) -> Mention:
        row = self.row
        first, last = self._clause(at)
        trigger = row.parse.span(row.said.starts[at], row.said.ends[at])
        extent = row.parse.span(row.said.starts[first], row.said.ends[last - 1])
        places = self._places(at)
        self.last_places = places or self.last_places
        statement = self._statement(trigger, extent)
        part = kind.change in {"captured", "liberated"} and self._is_part(at, places)
        tool = self._instrument(first, last) if kind.plover == "ASSAULT" and kind.change is None else None
        return Mention(
            id=mention_id(trigger.document, trigger, kind.plover),
            trigger=trigger,
            extent=extent,
            plover=kind.plover,
            subtype="armed-clash" if part else (tool if kind.subtype in _STRIKES else None) or kind.subtype,
            change="advanced" if part else kind.change,
            actors=self._actors(at, first, last, kind),
            places=places,
            when=self._when(at, extent),
            quantities=tuple(n for n, each in enumerate(self.found.quantities) if extent.contains(each.span)),
            statement=statement.id,
            factuality=self._factuality(at, first, last, statement),
        )

    def _is_part(self, at: int, places: tuple[int, ...]) -> bool:
        """ "die nördlichen Außenbezirke von Wowtschansk"."""
        if not places:
            return False
        place = next((index for index, each in self.at.items() if each == places[0]), at)
        near = self.row.words[max(self.row.opens[at], place - 4) : place]
        return any(self.words.part & word.lemmas for word in near)

    def _instrument(self, first: int, last: int) -> str | None:
        words = self.row.words[first:last]
        return next(
            (self.words.instruments[each] for word in words for each in word.lemmas if each in self.words.instruments),
            None,
        )

    def _factuality(self, at: int, first: int, last: int, statement: Statement) -> float:
        clause = self.row.words[first:last]
        negated = any(word.lower in self.words.negation for word in clause)
        tried = any(self.words.trying & {word.lower, *word.lemmas} for word in clause)
        if tried:
            return _DENIED if negated else _TRIED
        if negated:
            return _DENIED
        word = self.row.words[at]
        if word.may_be("infinitive") and any(other.lower in self.words.future for other in clause):
            return _TO_COME
        hedged = certainty_of(clause, "report", self.row.parse.language)
        own = (
            statement.certainty if statement.certainty != "denied" or holder(self._span(at), [statement]) else "denied"
        )
        return min(_BY_CERTAINTY[own], _BY_CERTAINTY[hedged])

    def _span(self, at: int) -> Span:
        return self.row.parse.span(self.row.said.starts[at], self.row.said.ends[at])

    def _statement(self, trigger: Span, extent: Span) -> Statement:
        held = holder(trigger, self.found.statements) or holder(trigger, tuple(self.made.values()))
        if held is None:
            held = self._own(trigger, extent)
            self.made[held.id] = held
        return held

    def _own(self, trigger: Span, extent: Span) -> Statement:
        """The outlet's own: the clause of the trigger as far as nobody else holds its words."""
        start, end = extent.start, extent.end
        for each in self.found.statements:
            if each.content.end <= trigger.start:
                start = max(start, each.content.end)
            elif each.content.start >= trigger.end:
                end = min(end, each.content.start)
        inside = [word for word in self.row.words if start <= word.start and word.end <= end and word.text[0].isalnum()]
        content = self.row.parse.span(inside[0].start, inside[-1].end) if inside else trigger
        return Statement(
            id=statement_id(content.document, content, None, None),
            content=content,
            certainty=certainty_of(inside, "report", self.row.parse.language),
        )

    def _when(self, at: int, extent: Span) -> Interval | None:
        """The nearest time of the clause, else of the sentence."""
        row, start = self.row, self.row.words[at].start
        sentence = row.parse.span(row.words[row.opens[at]].start, row.words[row.closes[at] - 1].end)
        dated = [each for each in self.found.times if each.when is not None and each.type in {"DATE", "TIME"}]
        for around in (extent, sentence):
            inside = [each for each in dated if around.contains(each.span)]
            if inside:
                return min(inside, key=lambda each: abs(each.span.start - start)).when
        return None

    # who ------------------------------------------------------------------------------------------------------------

    def _actors(self, at: int, first: int, last: int, kind: EventKind) -> tuple[Actor, ...]:
        inside = [each for each in self.parties if first <= each.first and each.last <= last and each.first != at]
        who, whom = self._passive(at, inside) if self._is_passive(at, first, last) else self._active(at, inside)
        if kind.change in {"captured", "liberated", "advanced"}:
            whom = [each for each in whom if not each.people and each.led is None and kind.change != "advanced"]
        named = [(each, "actor") for each in who[:1]] + [(each, "target") for each in whom[:3]]
        return tuple(actor(self.row, each, role, self.institutions) for each, role in named)  # type: ignore[arg-type]

    def _is_passive(self, at: int, first: int, last: int) -> bool:
        if not self.row.words[at].may_be("participle"):
            return bool(self.row.words[at].lemmas & {"sterben", "fallen", "mourir"})
        clause = [word for word in self.row.words[first:last] if any(form.pos == "verb" for form in word.forms)]
        return any(
            self.tables.passive & {form.lemma for form in word.forms if form.pos != "noun"} for word in clause
        ) or any(word.lower in {"worden", "été"} for word in self.row.words[first:last])

    def _passive(self, at: int, inside: list[Party]) -> tuple[list[Party], list[Party]]:
        who = [each for each in inside if each.led in self.words.by and not each.people]
        return who, [each for each in inside if each not in who and each.led is None]

    def _active(self, at: int, inside: list[Party]) -> tuple[list[Party], list[Party]]:
        if self.row.words[at].pos == "noun" or not self.row.words[at].may_be(*_VERBAL):
            who = [
                each for each in inside if each.led in {*self.words.by, "der", "de", "des", None} and not each.people
            ]
            whom = [each for each in inside if each.led in self.words.against or each.people]
            return who, [each for each in whom if each not in who[:1]]
        plain = [each for each in inside if each.led is None]
        who = [each for each in plain if not each.people]
        return who, [
            each for each in inside if each not in who[:1] and (each.led is None or each.led in self.words.against)
        ]


def _placed(row: Row, places: Sequence[PlaceMention]) -> dict[int, int]:
    """Every word of a place's name to the place's number."""
    found: dict[int, int] = {}
    index = 0
    for number, place in enumerate(places):
        while index < len(row) and row.said.ends[index] <= place.span.start:
            index += 1
        while index < len(row) and row.said.starts[index] < place.span.end:
            found[index] = number
            index += 1
    return found
