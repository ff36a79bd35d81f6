"""From a model's answer to statements and mentions, each part of which stands in the text. The rest is counted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.ids import DocumentId
from vedette.model.interval import Interval
from vedette.model.mention import Actor, Mention, mention_id
from vedette.model.span import Span
from vedette.model.statement import Certainty, Speaker, Statement, Via, statement_id
from vedette.understand.proposals.answer import ProposedEvent, ProposedStatement
from vedette.understand.proposals.finding import Page, Range, gap, overlap, shared
from vedette.understand.proposals.neighbourhood import Claimed, Neighbourhood

VERSION = "1"
"""Another version holds every answer that is kept against its text again."""

_FACTUALITY = {"yes": 3.0, "probably": 2.0, "perhaps": 1.0, "open": 0.0, "no": -3.0}
_AT_MOST: dict[Certainty, float] = {"probable": 2.0, "possible": 1.0, "unconfirmed": 1.0}
_FURTHEST_CONDITION = 200
_PARTS = "|"


@dataclass(slots=True, kw_only=True)
class Taken:
    """`dropped` counts by reason what was proposed and not taken."""

    statements: list[Statement] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)


class Reader:
    """One document, with what the rules read in it: places, times and numbers come from there alone."""

    def __init__(self, document: Document, read: Analysis, proposer: str) -> None:
        self._document, self._read, self._proposer = document, read, proposer
        self._page = Page(document.text)
        self._around = Neighbourhood(self._page, read, read.language or document.language)
        self.taken = Taken()

    def take(self, proposed: Sequence[ProposedStatement], start: int, end: int) -> None:
        """What was asked about is `text[start:end]`: nothing outside of it is taken."""
        for one in proposed:
            reason = self._statement(one, start, end)
            if reason is not None:
                self.taken.dropped[reason] += 1

    def _statement(self, one: ProposedStatement, start: int, end: int) -> str | None:
        passage = self._page.only(one.passage, start, end)
        if passage is None:
            return "not in the text" if not self._page.all(one.passage, start, end) else "in more than one place"
        found = self._claimed(one, passage)
        if isinstance(found, str):
            return found
        reason = self._around.objection(found) or self._known(found)
        if reason is not None:
            return reason
        statement = self._made(one, found, passage)
        self.taken.statements.append(statement)
        for event in one.events:
            wrong = self._event(event, statement, found.content, passage)
            if wrong is not None:
                self.taken.dropped[wrong] += 1
        return None

    def _claimed(self, one: ProposedStatement, passage: Range) -> Claimed | str:
        """By the content, which must be there once; then the cue next to it, and the speaker next to that."""
        content = self._page.only(one.content, *passage)
        if content is None:
            return "not in the text" if not self._page.all(one.content, *passage) else "in more than one place"
        cue = None
        if one.cue is not None:
            cue = self._page.nearest(one.cue, *passage, to=content, apart=[content])
            if cue is None:
                return "cue not in the text"
        apart = [content, cue] if cue else [content]
        speaker = self._page.nearest(one.speaker, *passage, to=cue or content, apart=apart)
        if speaker is None:
            return "speaker not in the text"
        return Claimed(speaker=speaker, cue=cue, content=content, kind=one.kind, certainty=_sure(one.certainty))

    def _known(self, found: Claimed) -> str | None:
        """The rules were there first, or another proposal was."""
        for one in (*self._read.statements, *self.taken.statements):
            content = (one.content.start, one.content.end)
            shorter = min(content[1] - content[0], found.content[1] - found.content[0])
            if one.attributed and 2 * shared(content, found.content) >= shorter:
                return "known already" if _same_speaker(one, found) else "read otherwise"
        return None

    def _made(self, one: ProposedStatement, found: Claimed, passage: Range) -> Statement:
        content, speaker = self._span(found.content), self._span(found.speaker)
        cue = self._span(found.cue) if found.cue else None
        carried = self._document.forwarded_from
        return Statement(
            id=statement_id(self._document.id, content, cue, speaker),
            content=content,
            speaker=self._speaker(speaker),
            cue=cue,
            via=Via(name=carried) if carried else None,
            kind=one.kind,
            certainty=found.certainty,
            condition=self._condition(one, found, passage),
            direct=self._around.is_direct(found.content),
            said=self._when(one.when, passage, apart=found.content),
            loaded=any(content.contains(each.span) for each in self._read.loaded),
            proposed_by=self._proposer,
        )

    def _speaker(self, span: Span) -> Speaker:
        """Named as the rules name who stands there; else by the words themselves."""
        for one in self._read.statements:
            if one.speaker is not None and one.speaker.span == span:
                return one.speaker
        name = next((each.name for each in self._read.entities if each.span == span), None)
        return Speaker(name=name or " ".join(span.of(self._document.text).split()), span=span)

    def _condition(self, one: ProposedStatement, found: Claimed, passage: Range) -> Span | None:
        if one.condition is None:
            return None
        apart = [found.speaker, *([found.cue] if found.cue else [])]
        where = self._page.nearest(one.condition, *passage, to=found.content, apart=apart)
        if where is None or gap(where, found.content) > _FURTHEST_CONDITION:
            self.taken.dropped["condition not in the text"] += 1
            return None
        return self._span(where)

    def _when(self, quote: str | None, within: Range, apart: Range | None = None) -> Interval | None:
        """What the rules make of the time that stands there."""
        if quote is None:
            return None
        where = self._page.nearest(quote, *within, to=within, apart=[apart] if apart else [])
        for one in self._read.times if where else ():
            if where and overlap((one.span.start, one.span.end), where) and one.when is not None:
                return one.when
        self.taken.dropped["time not known"] += 1
        return None

    def _event(self, one: ProposedEvent, statement: Statement, content: Range, passage: Range) -> str | None:
        where = self._page.only(one.trigger, *content)
        if where is None:
            return "event not in the text"
        trigger = self._span(where)
        if any(trigger.overlaps(known.trigger) for known in (*self._read.mentions, *self.taken.mentions)):
            return "event known already"
        happened = min(_FACTUALITY[one.happened], _AT_MOST.get(statement.certainty, 3.0))
        mention = Mention(
            id=mention_id(self._document.id, trigger, one.category),
            trigger=trigger,
            extent=statement.content,
            plover=one.category,
            subtype=one.subtype,
            change=one.change,
            actors=self._actors(one, passage),
            places=self._numbers_of(one.places, self._places(), passage, "place not known"),
            when=self._when(one.when, passage),
            quantities=self._numbers_of(one.numbers, self._quantities(), content, "number not known"),
            statement=statement.id,
            factuality=-3.0 if statement.certainty == "denied" else happened,
            proposed_by=self._proposer,
        )
        self.taken.mentions.append(mention)
        return None

    def _actors(self, one: ProposedEvent, passage: Range) -> tuple[Actor, ...]:
        found = []
        for actor in one.actors:
            where = self._page.only(actor.words, *passage)
            if where is None:
                self.taken.dropped["actor not in the text"] += 1
                continue
            span = self._span(where)
            name = " ".join(span.of(self._document.text).split())
            found.append(Actor(name=name, span=span, role=actor.role))
        return tuple(found)

    def _numbers_of(
        self, quotes: Sequence[str], known: Sequence[tuple[int, Range]], within: Range, reason: str
    ) -> tuple[int, ...]:
        """Of what the rules read where the quotations stand."""
        found: list[int] = []
        near = [(number, span) for number, span in known if overlap(span, within)] if quotes else []
        for quote in quotes:
            where = self._page.all(quote, *within)
            numbers = [number for number, span in near if any(overlap(span, one) for one in where)]
            found += numbers[:1]
            if not numbers:
                self.taken.dropped[reason] += 1
        return tuple(dict.fromkeys(found))

    def _places(self) -> list[tuple[int, Range]]:
        return [(at, (one.span.start, one.span.end)) for at, one in enumerate(self._read.places) if not one.metonym]

    def _quantities(self) -> list[tuple[int, Range]]:
        return [(at, (one.span.start, one.span.end)) for at, one in enumerate(self._read.quantities)]

    def _span(self, where: Range) -> Span:
        return Span(document=DocumentId(self._document.id), start=where[0], end=where[1])


def _sure(certainty: Certainty) -> Certainty:
    """That something is confirmed is nobody's to say who only reads."""
    return "asserted" if certainty == "confirmed" else certainty


def _same_speaker(one: Statement, found: Claimed) -> bool:
    span = one.speaker.span if one.speaker else None
    return span is not None and overlap((span.start, span.end), found.speaker)


def by_rules(analysis: Analysis) -> Analysis:
    """What Vedette read itself."""
    return replace(
        analysis,
        version=analysis.version.partition(_PARTS)[0],
        statements=tuple(one for one in analysis.statements if not one.proposed_by),
        mentions=tuple(one for one in analysis.mentions if not one.proposed_by),
    )


def with_proposals(read: Analysis, taken: Taken, by: str) -> Analysis:
    """What was proposed, beside what the rules read, which stays as it is. `by` tells the version from others."""
    statements = sorted((*read.statements, *taken.statements), key=lambda one: (one.content.start, one.content.end))
    return replace(
        read,
        version=f"{read.version}{_PARTS}{by}",
        statements=tuple(statements),
        mentions=(*read.mentions, *taken.mentions),
    )
