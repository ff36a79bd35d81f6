"""Event mentions in Ukrainian and Russian: trigger, type, actors, place, time, figures, how factual."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from vedette.model.interval import Interval
from vedette.model.mention import Actor, Mention, mention_id
from vedette.model.span import Span
from vedette.model.statement import Speaker, Statement
from vedette.reference.institutions import Institutions
from vedette.understand.light.events import EventKind, Found
from vedette.understand.light.running import Row
from vedette.understand.slavic.actors import acting, actor, undergoing
from vedette.understand.slavic.clauses import Domain, domains, placed, predicates
from vedette.understand.slavic.control import ControlReader, Reading
from vedette.understand.slavic.event_words import event_words
from vedette.understand.slavic.holding import certainty_of, holder, own_statement
from vedette.understand.slavic.parties import Party, find_parties
from vedette.understand.slavic.standing import AVERTED, TOLD, Standing, standing

_BY_CERTAINTY = {
    "confirmed": 3.0, "asserted": 3.0, "probable": 2.0, "possible": 1.0, "unconfirmed": 0.8, "denied": -2.5,
}  # fmt: skip
_VERBAL = frozenset({"verb", "infinitive", "participle", "gerund"})
_WIDE = frozenset({"admin1", "country", "region"})
_CLASH = EventKind(plover="ASSAULT", subtype="armed-clash")
_STRIKES = frozenset({"shelling-artillery-missile", "air-drone-strike", None})


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
        self.words = event_words(row.parse.language)
        self.at, self.end = placed(row, found.places)
        fine = {index for index, number in self.at.items() if found.places[number].kind not in _WIDE}
        self.parties = find_parties(row, self.words, fine)
        self.control = ControlReader(row, found.places, self.at, self.end, self.words)
        self.made: dict[str, Statement] = {}
        self.last_actor: Party | None = None
        self.last_places: tuple[int, ...] = ()

    def run(self) -> Iterator[Mention]:
        opens = 0
        while opens < len(self.row):
            closes = self.row.closes[opens]
            if opens and "\n\n" in self.row.parse.text[self.row.words[opens - 1].end : self.row.words[opens].start]:
                self.last_actor, self.last_places = None, ()
            yield from self._sentence(opens, closes)
            opens = closes

    def _sentence(self, opens: int, closes: int) -> Iterator[Mention]:
        triggers = {each for each in range(opens, closes) if self._may_tell(each)}
        if not triggers:
            self._head(opens, closes)
            return
        heads = predicates(self.row, opens, closes, triggers, self.words.control.light)
        stretches = domains(self.row, heads, self.at)
        beaten = dict(self._beaten_off(heads))
        silent: set[int] = set(beaten.values())
        for number, head in enumerate(heads):
            if head not in triggers or head in silent:
                continue
            domain = self._shared(heads, number, stretches)
            if head in beaten:
                domain = replace(domain, first=stretches[beaten[head]].first)
            mention = self._told(head, domain, silent, triggers)
            if mention is not None:
                yield mention

    def _head(self, opens: int, closes: int) -> None:
        """ "📍Ізюм." above what happened there: nothing but names of places."""
        numbers = [self.at[each] for each in range(opens, closes) if each in self.at]
        ends = {number: self.end[number] for number in numbers}
        named = sum(ends[number] - at for at, number in self.at.items() if opens <= at < closes)
        if numbers and named == sum(word.is_word for word in self.row.words[opens:closes]):
            self.last_places = tuple(dict.fromkeys(numbers))

    def _may_tell(self, index: int) -> bool:
        return self.control.deed_of(index) is not None or next(self._kinds(index), None) is not None

    def _kinds(self, index: int) -> Iterator[EventKind]:
        word, before = self.row.words[index], self.row.before(index)
        if index in self.at or (before is not None and not self.words.control.lines.isdisjoint(before.lemmas)):
            return
        for form in word.forms:
            lemma = form.lemma or word.lower
            if form.pos in _VERBAL and form.tense not in {"impr"}:
                yield from self.words.verbs.get(lemma, ())
            elif form.pos in {"noun", "unknown"}:
                yield from self.words.nouns.get(lemma, ())

    def _shared(self, heads: Sequence[int], number: int, stretches: dict[int, Domain]) -> Domain:
        """ "захопив і утримує Липове": the place behind the second is the first one's, too."""
        domain = stretches[heads[number]]
        if any(each in self.at for each in range(domain.first, domain.last)) or number + 1 == len(heads):
            return domain
        following = stretches[heads[number + 1]]
        between = self.row.words[domain.trigger + 1 : following.trigger]
        if len(between) <= 2 and not any(word.text == "," for word in between):
            return replace(domain, last=following.last)
        return domain

    def _beaten_off(self, heads: Sequence[int]) -> Iterator[tuple[int, int]]:
        """ "Атаку на Ізюм відбито": the attack goes with the passive behind it, in the same clause."""
        for before, head in pairwise(heads):
            form = self.row.words[head].form
            passive = form.passive or form.impersonal or form.pos == "participle"
            between = self.row.words[before + 1 : head]
            if not passive or any(word.text in {",", ";", ":", "."} for word in between):
                continue
            attacks = self.row.words[before].lemmas if self.row.words[before].pos == "noun" else frozenset()
            if any(each.change == "repelled" and each.objects & attacks for each in self._kinds(head)):
                yield head, before

    # one mention ---------------------------------------------------------------------------------------------------

    def _told(self, head: int, domain: Domain, silent: set[int], triggers: set[int]) -> Mention | None:
        repelled = self._repelled(head, domain)
        if repelled is not None:
            silent.update(each for each in triggers if each in domain and self.row.words[each].may_be("noun"))
            return self._mention(domain, repelled, self._places(domain), standing(self.row, head))
        reading = self.control.read(head, domain)
        if reading is not None:
            return self._moved(domain, reading)
        kind = next((each for each in self._kinds(head) if self._holds(each, head, domain)), None)
        if kind is None or kind.change == "repelled":
            return None
        places = self._places(domain)
        if kind.change == "withdrew" and not self._is_force_leaving(domain):
            return None
        if kind.change == "contested" and not places:
            return None
        return self._mention(domain, kind, places, standing(self.row, head))

    def _repelled(self, head: int, domain: Domain) -> EventKind | None:
        kinds = [each for each in self._kinds(head) if each.change == "repelled"]
        return next((each for each in kinds if self._holds(each, head, domain)), None)

    def _moved(self, domain: Domain, reading: Reading) -> Mention:
        stands = standing(self.row, domain.trigger, ground=True)
        tried = stands.tried or (reading.tried and stands is TOLD)
        if tried and not stands.tried:
            stands = replace(stands, value=min(stands.value, AVERTED.value))
        kind = _CLASH if tried else reading.kind
        return self._mention(domain, kind, reading.places, stands, deed=reading.deed)

    def _holds(self, kind: EventKind, head: int, domain: Domain) -> bool:
        if kind.needs == "place" and not any(each in self.at for each in range(domain.first, domain.last)):
            return False
        if not kind.objects:
            return True
        return any(
            not kind.objects.isdisjoint(self.row.words[each].lemmas)
            for each in range(domain.first, domain.last)
            if each != head
        )

    def _is_force_leaving(self, domain: Domain) -> bool:
        """Forces leave a place, or are led out of it; a person leaves a room."""
        who = [party for party in self.parties if party.head in domain and not party.people and not party.adjective]
        return bool(who) and (
            any(each in self.at for each in range(domain.first, domain.last))
            or not self.words.control.ground.isdisjoint(
                lemma for word in self.row.words[domain.first : domain.last] for lemma in word.lemmas
            )
        )

    def _mention(
        self, domain: Domain, kind: EventKind, places: tuple[int, ...], stands: Standing, *, deed: str | None = None
    ) -> Mention:
        row, head = self.row, domain.trigger
        trigger = row.parse.span(row.said.starts[head], row.said.ends[head])
        extent = row.parse.span(row.said.starts[domain.first], row.said.ends[domain.last - 1])
        statement = self._statement(trigger, domain, stands)
        subtype = self._instrument(domain) if kind.plover == "ASSAULT" and kind.change is None else None
        self.last_places = places or self.last_places
        return Mention(
            id=mention_id(trigger.document, trigger, kind.plover),
            trigger=trigger,
            extent=extent,
            plover=kind.plover,
            subtype=(subtype if kind.subtype in _STRIKES else None) or kind.subtype,
            change=kind.change,
            actors=self._actors(domain, kind, deed, statement.speaker),
            places=places,
            when=self._when(domain, extent),
            quantities=tuple(n for n, each in enumerate(self.found.quantities) if extent.contains(each.span)),
            statement=statement.id,
            factuality=self._factuality(stands.value, statement),
        )

    def _factuality(self, value: float, statement: Statement) -> float:
        """A denial turns the sign; what is hedged is no surer than its hedge."""
        hedged = _BY_CERTAINTY[certainty_of(statement.content.of(self.row.parse.text), self.words)]
        held = _BY_CERTAINTY[statement.certainty]
        sure = min(abs(value), abs(held), hedged)
        return sure if not sure or (value > 0) == (held > 0) else -sure

    def _instrument(self, domain: Domain) -> str | None:
        for word in self.row.words[domain.first : domain.last]:
            found = next((self.words.instruments[each] for each in word.lemmas if each in self.words.instruments), None)
            if found is not None:
                return found
        return None

    def _statement(self, trigger: Span, domain: Domain, stands: Standing) -> Statement:
        held = holder(trigger, self.found.statements) or holder(trigger, tuple(self.made.values()))
        if held is None:
            held = own_statement(self.row, domain, self.found.statements, self.words, stands.kind)
            self.made[held.id] = held
        return held

    def _actors(self, domain: Domain, kind: EventKind, deed: str | None, speaker: Speaker | None) -> tuple[Actor, ...]:
        row = self.row
        parties = [each for each in self.parties if not self._only_speaks(each, speaker)]
        noun = not row.words[domain.trigger].may_be("verb", "infinitive", "participle", "gerund")
        who = acting(row, domain, parties, self.words, noun=noun)
        whom = undergoing(row, domain, parties, who)
        if deed == "lost":
            return self._named((), who[:1])
        if kind.change == "repelled":
            whom = [each for each in parties if each.head in domain and each not in who]
        if deed is not None and not who and not whom:
            who = self._continued(domain)
        if deed in {"advanced", "entrenched", "captured", "liberated"}:
            whom = []
        if who and kind.plover == "ASSAULT" and kind.change is not None:
            self.last_actor = who[0]
        elif not who and deed is not None:
            self.last_actor = None
        return self._named(who[:1], whom)

    def _only_speaks(self, party: Party, speaker: Speaker | None) -> bool:
        """ "За даними українських військових, вибухнув склад": who says so is not who it is done to."""
        if speaker is None or speaker.span is None or "nominative" in party.cases:
            return False
        return speaker.span.start <= self.row.said.starts[party.head] < speaker.span.end

    def _named(self, who: Sequence[Party], whom: Sequence[Party]) -> tuple[Actor, ...]:
        told = [("actor", each) for each in who] + [("target", each) for each in whom]
        return tuple(actor(self.row, each, role, self.institutions) for role, each in told)  # type: ignore[arg-type]

    def _continued(self, domain: Domain) -> list[Party]:
        """ "Ворог просунувся. Також зайняв Липове": by whoever acted just before."""
        form = self.row.words[domain.trigger].form
        if self.last_actor is None or form.pos != "verb" or form.impersonal or form.tense is None:
            return []
        return [self.last_actor]

    def _places(self, domain: Domain) -> tuple[int, ...]:
        """Those of the clause, the finest first; else of the sentence, else of the sentence before."""
        opens, closes = self.row.opens[domain.trigger], self.row.closes[domain.trigger]
        for first, last in ((domain.first, domain.last), (opens, closes)):
            numbers = [self.at[each] for each in range(first, last) if each in self.at]
            numbers = [each for each in numbers if not self.found.places[each].metonym]
            fine = [each for each in numbers if self.found.places[each].kind not in _WIDE]
            if numbers:
                return tuple(dict.fromkeys([*fine, *numbers]))
        return self.last_places

    def _when(self, domain: Domain, extent: Span) -> Interval | None:
        """The nearest time of the clause, else of the sentence."""
        row, at = self.row, self.row.words[domain.trigger].start
        opens, closes = row.opens[domain.trigger], row.closes[domain.trigger]
        sentence = row.parse.span(row.words[opens].start, row.words[closes - 1].end)
        dated = [each for each in self.found.times if each.when is not None and each.type in {"DATE", "TIME"}]
        for around in (extent, sentence):
            inside = [each for each in dated if around.contains(each.span)]
            if inside:
                return min(inside, key=lambda each: abs(each.span.start - at)).when
        return None
