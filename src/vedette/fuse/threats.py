"""The ledger of threats: who, against whom, what, under which condition."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from vedette.fuse.names import fold, same_name, words
from vedette.fuse.persons import told_on
from vedette.fuse.sides import Sides
from vedette.fuse.telling import publisher
from vedette.fuse.voices import Holder, holders
from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.event import Threat
from vedette.model.ids import DocumentId, SideId, SourceId, ThreatId, content_id
from vedette.model.interval import Interval
from vedette.model.source import Source
from vedette.model.statement import Statement

_ALIKE = 0.3
_STEM = 5
_SHORTEST_WORD = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Menace:
    """One statement that threatens; `stems` are the beginnings of its longer words."""

    statement: Statement
    document: Document
    speaker: str
    side: SideId | None
    target: str | None
    said: Interval | None
    stems: frozenset[str]

    @property
    def order(self) -> tuple[object, ...]:
        day = self.day
        return (day or date.max, self.document.id, self.statement.content.start, self.statement.id)

    @property
    def day(self) -> date | None:
        when = self.said or self.document.published
        return when.first_day if when else None


def threats(
    documents: Mapping[DocumentId, Document],
    sources: Mapping[SourceId, Source],
    analyses: Iterable[Analysis],
    sides: Sides,
) -> tuple[Threat, ...]:
    """Ordered by day. Reports of one threat are one row; the same said again on another day is "repeated"."""
    found = [
        menace
        for analysis in analyses
        if (document := documents.get(analysis.document)) is not None
        for menace in _menaces(document, publisher(document, sources), analysis, sides)
    ]
    groups: list[list[_Menace]] = []
    for menace in sorted(found, key=lambda one: one.order):
        group = next((group for group in groups if _same(group[0], menace)), None)
        if group is None:
            groups.append([menace])
        else:
            group.append(menace)
    return tuple(_threat(group) for group in groups)


def _menaces(document: Document, source: Source, analysis: Analysis, sides: Sides) -> Iterator[_Menace]:
    threatening = [statement for statement in analysis.statements if statement.kind == "threat"]
    voices = holders(analysis, source, sides, told_on(document)) if threatening else {}
    for statement in threatening:
        menace = _menace(statement, voices[statement.id], document, source, analysis, sides)
        if menace is not None:
            yield menace


def _menace(
    statement: Statement, holder: Holder, document: Document, source: Source, analysis: Analysis, sides: Sides
) -> _Menace | None:
    """None where nobody is known to threaten: an outlet that writes of a threat makes none."""
    name = holder.name or (source.name if holder.official else None)
    if name is None:
        return None
    content = statement.content.of(document.text)
    return _Menace(
        statement=statement,
        document=document,
        speaker=name,
        side=holder.side,
        target=_target(statement, analysis, name, holder.side, sides),
        said=statement.said,
        stems=frozenset(word[:_STEM] for word in words(content) if len(word) >= _SHORTEST_WORD),
    )


def _target(statement: Statement, analysis: Analysis, speaker: str, own: SideId | None, sides: Sides) -> str | None:
    """Whom a mention inside the statement names as its target; one of a THREATEN first.

    Only a state, a side or a proper name: "ground troops" are what is threatened with, not who is threatened.
    """
    inside = [
        mention
        for mention in analysis.mentions
        if mention.statement == statement.id or statement.content.contains(mention.trigger)
    ]
    inside.sort(key=lambda mention: (mention.plover != "THREATEN", mention.trigger.start))
    for actor in (actor for mention in inside for actor in mention.actors if actor.role == "target"):
        known = actor.country is not None or actor.name[:1].isupper()
        ours = own is not None and sides.of_actor(actor) == own
        if known and not ours and not same_name(actor.name, speaker):
            return actor.name
    return None


def _same(one: _Menace, other: _Menace) -> bool:
    if one.side != other.side or not same_name(one.speaker, other.speaker):
        return False
    shared = len(one.stems & other.stems)
    return shared > 0 and shared / min(len(one.stems), len(other.stems)) >= _ALIKE


def _threat(group: Sequence[_Menace]) -> Threat:
    first = group[0]
    condition = next((menace.statement.condition for menace in group if menace.statement.condition), None)
    return Threat(
        id=ThreatId(content_id("thr", first.statement.id)),
        speaker=max((menace.speaker for menace in group), key=lambda name: (len(words(name)), fold(name))),
        side=first.side,
        target=next((menace.target for menace in group if menace.target), None),
        action=first.statement.content,
        condition=first.statement.condition or condition,
        said=next((menace.said for menace in group if menace.said), first.document.published),
        status=_status(group),
        statements=tuple(dict.fromkeys(menace.statement.id for menace in group)),
    )


def _status(group: Sequence[_Menace]) -> Literal["open", "repeated"]:
    """Repeated only where the texts give two days of speaking: a later paper may quote the first."""
    days = {menace.said.first_day for menace in group if menace.said is not None}
    return "repeated" if len(days) > 1 else "open"
