"""Statements of somebody who threatens, or who denies that he does, in the words by which they are compared."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from vedette.fuse.names import same_name
from vedette.fuse.persons import told_on
from vedette.fuse.sequels import ALIKE, Said
from vedette.fuse.sides import Sides
from vedette.fuse.stems import overlap, stems
from vedette.fuse.voices import Holder, holders
from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.ids import SideId
from vedette.model.interval import Interval
from vedette.model.source import Source
from vedette.model.statement import Statement
from vedette.reference.countries import load_countries
from vedette.reference.severity import severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Menace:
    """One statement of somebody who threatens, or who denies that he does."""

    statement: Statement
    document: Document
    speaker: str
    side: SideId | None
    target: str | None
    said: Interval | None
    words: Said

    @property
    def order(self) -> tuple[object, ...]:
        day = self.words.day
        return (day or date.max, self.document.id, self.statement.content.start, self.statement.id)


def menaces(document: Document, source: Source, analysis: Analysis, sides: Sides) -> Iterator[Menace]:
    threatening = [statement for statement in analysis.statements if statement.kind in ("threat", "denial")]
    voices = holders(analysis, source, sides, told_on(document)) if threatening else {}
    for statement in threatening:
        menace = _menace(statement, voices[statement.id], document, source, analysis, sides)
        if menace is not None:
            yield menace


def _menace(
    statement: Statement, holder: Holder, document: Document, source: Source, analysis: Analysis, sides: Sides
) -> Menace | None:
    """None where nobody is known to threaten: an outlet that writes of a threat makes none."""
    name = holder.name or (source.name if holder.official else None)
    if name is None:
        return None
    said = said_in(statement, document)
    return Menace(
        statement=statement,
        document=document,
        speaker=name,
        side=holder.side,
        target=_target(statement, analysis, name, holder.side, sides),
        said=statement.said,
        words=replace(said, severity=severity(said.text)),
    )


def said_in(statement: Statement, document: Document) -> Said:
    when = statement.said or document.published
    content = statement.content.of(document.text)
    condition = statement.condition.of(document.text) if statement.condition else ""
    return Said(
        statement=statement,
        day=when.first_day if when else None,
        stems=stems(f"{content} {condition}"),
        condition=stems(condition),
        text=f"{content} {condition}",
    )


def _target(statement: Statement, analysis: Analysis, speaker: str, own: SideId | None, sides: Sides) -> str | None:
    """Whom a mention inside the statement names as its target; one of a THREATEN first.

    Only a state, a side or a proper name: "ground troops" are what is threatened with, not who is threatened, and so
    is whatever is of the speaker's own state.
    """
    country = statement.speaker.country if statement.speaker else None
    inside = [
        mention
        for mention in analysis.mentions
        if mention.statement == statement.id or statement.content.contains(mention.trigger)
    ]
    inside.sort(key=lambda mention: (mention.plover != "THREATEN", mention.trigger.start))
    for actor in (actor for mention in inside for actor in mention.actors if actor.role == "target"):
        known = actor.country is not None or actor.name[:1].isupper()
        ours = (own is not None and sides.of_actor(actor) == own) or (country is not None and actor.country == country)
        if known and not ours and not same_name(actor.name, speaker):
            # An adjective or demonym names its state: "British sites".
            state = load_countries().of_demonym(actor.name)
            return state.name if state else actor.name
    return None


def same_threat(one: Menace, other: Menace) -> bool:
    return same_holder(one, other) and overlap(one.words.stems, other.words.stems) >= ALIKE


def same_holder(one: Menace, other: Menace) -> bool:
    return one.side == other.side and same_name(one.speaker, other.speaker)
