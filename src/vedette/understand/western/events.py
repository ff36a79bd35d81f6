"""Event mentions in German and French: trigger, type, actors, place, time, figures, how factual."""

from collections.abc import Iterator, Sequence

from vedette.model.interval import Interval
from vedette.model.mention import Mention, PlaceMention, mention_id
from vedette.model.span import Span
from vedette.model.statement import Statement, statement_id
from vedette.reference.institutions import Institutions
from vedette.understand.light.events import EventKind, Found
from vedette.understand.light.running import Row
from vedette.understand.slavic.holding import holder
from vedette.understand.western.certainty import certainty_of
from vedette.understand.western.doing import VERBAL, Doing
from vedette.understand.western.event_words import event_words
from vedette.understand.western.forms import word_tables
from vedette.understand.western.parties import find_parties

_BY_CERTAINTY = {
    "confirmed": 3.0, "asserted": 3.0, "probable": 2.0, "possible": 1.0, "unconfirmed": 0.8, "denied": -2.5,
}  # fmt: skip
_DENIED, _TRIED, _TO_COME = -3.0, -1.0, 1.0
_NEAR = 5
_WIDE = frozenset({"admin1", "country", "region", "water"})
_EDGES = frozenset({",", ";", ":", "—", "–", "«", "»", "(", ")"})
_STRIKES = frozenset({"shelling-artillery-missile", "air-drone-strike", "armed-clash", None})
_SAME = frozenset({"und", "et", ","})


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
        self.doing = Doing(row, self.words, self.tables, self.parties, institutions)
        self.first: dict[int, int] = {}
        for index, number in self.at.items():
            self.first.setdefault(number, index)
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
            if form.pos in VERBAL and not self._is_noun(at):
                yield from (kind for kind in self.words.verbs.get(form.lemma, ()) if self._fits(kind, at, first, last))
            elif form.pos in {"noun", "unknown"} and not (form.pos == "noun" and self._is_verb(at)):
                yield from (kind for kind in self.words.nouns.get(form.lemma, ()) if self._fits(kind, at, first, last))

    def _is_verb(self, at: int) -> bool:
        """A word that is both is a verb behind an auxiliary, a noun behind an article."""
        return self.row.words[at].may_be(*VERBAL) and not self._is_noun(at)

    def _is_noun(self, at: int) -> bool:
        """ "Au moins 15 morts", "pas de blessés"; in German what has a capital inside its sentence."""
        word, before = self.row.words[at], self.row.before(at)
        if before is None:
            return False
        if self.row.parse.language == "de":
            return word.is_capital
        counted = before.pos == "number" or before.lower in self.tables.articles
        return counted and word.may_be("participle")

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
                passive = self.doing.is_passive(at, first, last)
                return any(self._is_object(at, number, passive=passive) for number in self._numbers(first, last))
        if kind.needs == "leaving" and not self._leaves(first, last):
            return False
        return bool(near)

    def _leaves(self, first: int, last: int) -> bool:
        """Forces leave a place, or withdraw themselves; rescuers take bodies out of a house."""
        clause = self.row.words[first:last]
        forces = any(first <= each.first and each.last <= last and not each.people for each in self.parties)
        return forces or any(word.lower in self.words.reflexive for word in clause)

    def _has_control(self, first: int, last: int) -> bool:
        return any(self.words.control & word.lemmas for word in self.row.words[first:last])

    def _is_object(self, at: int, number: int, *, passive: bool) -> bool:
        """ "prendre Vovtchansk", "pris le village de Krasné": straight behind; before a passive."""
        place = self.first[number]
        if passive:
            before = self.row.before(place)
            return place < at and (before is None or before.pos != "preposition" or before.lower in {"de", "d'"})
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

    def _places(self, at: int, *, whole: bool) -> tuple[int, ...]:
        """Those of the clause, the finest first; else of the sentence, else of the sentence before. What is `whole`
        taken is a town, not the region it lies in."""
        opens, closes = self.row.opens[at], self.row.closes[at]
        for first, last in (self._clause(at), (opens, closes)):
            numbers = self._numbers(first, last)
            fine = [each for each in numbers if self.found.places[each].kind not in _WIDE]
            if numbers:
                return tuple(fine if whole and fine else dict.fromkeys([*fine, *numbers]))
        return self.last_places

    def _mention(self, at: int, kind: EventKind) -> Mention:
        row = self.row
        first, last = self._clause(at)
        trigger = row.parse.span(row.said.starts[at], row.said.ends[at])
        extent = row.parse.span(row.said.starts[first], row.said.ends[last - 1])
        places = self._places(at, whole=kind.change in {"captured", "liberated"})
        self.last_places = places or self.last_places
        statement = self._statement(trigger, extent, first, last)
        part = kind.change in {"captured", "liberated"} and self._is_part(at, places)
        tool = self._instrument(first, last) if kind.plover == "ASSAULT" and kind.change is None else None
        return Mention(
            id=mention_id(trigger.document, trigger, kind.plover),
            trigger=trigger,
            extent=extent,
            plover=kind.plover,
            subtype="armed-clash" if part else (tool if kind.subtype in _STRIKES else None) or kind.subtype,
            change="advanced" if part else kind.change,
            actors=self.doing.actors(at, (first, last), kind, statement),
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
        place = self.first.get(places[0], at)
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

    def _statement(self, trigger: Span, extent: Span, first: int, last: int) -> Statement:
        held = holder(trigger, self.found.statements) or holder(trigger, tuple(self.made.values()))
        if held is None:
            held = self._own(trigger, extent, first, last)
            self.made[held.id] = held
        return held

    def _own(self, trigger: Span, extent: Span, opens: int, closes: int) -> Statement:
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
