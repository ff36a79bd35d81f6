"""The ledger of threats: who, against whom, what, under which condition."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from vedette.fuse.names import fold, same_name, words
from vedette.fuse.persons import told_on
from vedette.fuse.sequels import ALIKE, Said, Touching, sequels
from vedette.fuse.sides import Sides
from vedette.fuse.stems import overlap, stems
from vedette.fuse.telling import publisher
from vedette.fuse.voices import Holder, holders
from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.event import Sequel, Threat
from vedette.model.ids import DocumentId, SideId, SourceId, ThreatId, content_id
from vedette.model.interval import Interval
from vedette.model.source import Source
from vedette.model.statement import Statement
from vedette.reference.countries import load_countries
from vedette.reference.severity import severity


@dataclass(frozen=True, slots=True, kw_only=True)
class _Menace:
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


def threats(
    documents: Mapping[DocumentId, Document],
    sources: Mapping[SourceId, Source],
    analyses: Iterable[Analysis],
    sides: Sides,
) -> tuple[Threat, ...]:
    """Ordered by day. Reports of one threat are one row; the same said again on another day is "repeated"."""
    read = [(document, one) for one in analyses if (document := documents.get(one.document)) is not None]
    found = [
        menace
        for document, analysis in read
        for menace in _menaces(document, publisher(document, sources), analysis, sides)
    ]
    groups: list[list[_Menace]] = []
    for menace in sorted(found, key=lambda one: one.order):
        if menace.statement.kind != "threat":
            continue
        group = next((group for group in groups if _same(group[0], menace)), None)
        if group is None:
            groups.append([menace])
        else:
            group.append(menace)
    denials = [menace for menace in found if menace.statement.kind == "denial"]
    told = [_said(one, document) for document, analysis in read for one in analysis.statements] if groups else []
    touching = Touching(told)
    return tuple(_threat(group, denials, touching) for group in groups)


def _menaces(document: Document, source: Source, analysis: Analysis, sides: Sides) -> Iterator[_Menace]:
    threatening = [statement for statement in analysis.statements if statement.kind in ("threat", "denial")]
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
    said = _said(statement, document)
    return _Menace(
        statement=statement,
        document=document,
        speaker=name,
        side=holder.side,
        target=_target(statement, analysis, name, holder.side, sides),
        said=statement.said,
        words=replace(said, severity=severity(said.text)),
    )


def _said(statement: Statement, document: Document) -> Said:
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


def _same(one: _Menace, other: _Menace) -> bool:
    if one.side != other.side or not same_name(one.speaker, other.speaker):
        return False
    return overlap(one.words.stems, other.words.stems) >= ALIKE


def _threat(group: Sequence[_Menace], denials: Sequence[_Menace], touching: Touching) -> Threat:
    first = group[0]
    own = [one.words for one in denials if one.side == first.side and same_name(one.speaker, first.speaker)]
    later = sequels([menace.words for menace in group], own)
    condition = next((menace.statement.condition for menace in group if menace.statement.condition), None)
    return Threat(
        id=ThreatId(content_id("thr", first.statement.id)),
        speaker=max((menace.speaker for menace in group), key=lambda name: (len(words(name)), fold(name))),
        side=first.side,
        target=next((menace.target for menace in group if menace.target), None),
        action=first.statement.content,
        condition=first.statement.condition or condition,
        said=next((menace.said for menace in group if menace.said), first.document.published),
        status=_status(later),
        statements=tuple(dict.fromkeys(menace.statement.id for menace in group)),
        severity=max(menace.words.severity for menace in group),
        sequels=later,
        touches=touching.of(first.words, frozenset(menace.statement.id for menace in group)),
    )


def _status(later: Sequence[Sequel]) -> Literal["open", "repeated", "withdrawn"]:
    """The holder's last word."""
    if not later:
        return "open"
    return "withdrawn" if later[-1].how == "withdraws" else "repeated"
