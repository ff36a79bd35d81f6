"""The ledger of threats: who, against whom, what, under which condition."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

from vedette.fuse.menaces import Menace, menaces, said_in
from vedette.fuse.names import fold, words
from vedette.fuse.sequels import Said, Touching, sequels
from vedette.fuse.sides import Sides
from vedette.fuse.telling import publisher
from vedette.fuse.voiced import Voiced
from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.event import Sequel, Threat
from vedette.model.ids import DocumentId, SourceId, StatementId, ThreatId, content_id
from vedette.model.source import Source


def threats(
    documents: Mapping[DocumentId, Document],
    sources: Mapping[SourceId, Source],
    analyses: Iterable[Analysis],
    sides: Sides,
) -> tuple[Threat, ...]:
    """Ordered by day. Reports of one threat are one row; the same said again on another day is "repeated"."""
    ledger = Ledger()
    for analysis in analyses:
        document = documents.get(analysis.document)
        if document is not None:
            ledger.add(document, analysis, publisher(document, sources), sides)
    return tuple(sorted(ledger.settle()[1], key=rank))


def rank(threat: Threat) -> tuple[object, ...]:
    day = threat.said.first_day if threat.said else date.max
    return (day, threat.action.document, threat.action.start, threat.id)


class Ledger:
    """Threats kept up as documents come and go, in any order."""

    def __init__(self) -> None:
        self._voiced = Voiced()
        self._touching = Touching()
        self._told: dict[DocumentId, list[StatementId]] = {}
        self._words: dict[int, Said] = {}
        self._wanting: dict[str, set[int]] = {}
        self._made: dict[int, Threat] = {}
        self._dirty: set[int] = set()
        self._scale = 0

    def add(self, document: Document, analysis: Analysis, source: Source, sides: Sides) -> None:
        for menace in menaces(document, source, analysis, sides):
            self._dirty |= self._voiced.add(menace)
        told = [said_in(one, document) for one in analysis.statements]
        self._told[document.id] = [one.statement.id for one in told]
        self._reweigh({stem for one in told for stem in self._touching.add(one)})
        for one in told:
            near = self._near(one.stems) - self._dirty
            self._dirty |= {at for at in near if self._touching.is_touched(self._words[at], one.statement.id)}

    def remove(self, document: DocumentId) -> None:
        self._dirty |= self._voiced.remove(document)
        told = set(self._told.pop(document, ()))
        for one in told:
            stems = self._touching.stems_of(one)
            near = self._near(stems) - self._dirty
            self._dirty |= {at for at in near if any(touch.statement == one for touch in self._made[at].touches)}
            self._reweigh(self._touching.remove(one))

    def settle(self) -> tuple[list[Threat], list[Threat]]:
        """Rows that are no more, and rows that are new, since it was last asked; what is different is in both."""
        if self._touching.scale != self._scale:
            self._scale = self._touching.scale
            self._dirty |= self._made.keys()
        gone, new = [], []
        for first in sorted(self._dirty):
            before, after = self._made.pop(first, None), self._build(first)
            if after is not None:
                self._made[first] = after
            if before != after:
                gone += [before] if before is not None else []
                new += [after] if after is not None else []
        self._dirty = set()
        return gone, new

    def _build(self, first: int) -> Threat | None:
        for stem in self._words.pop(first).stems if first in self._words else ():
            self._wanting[stem].discard(first)
        group = self._voiced.group(first)
        if not group:
            return None
        self._words[first] = group[0].words
        for stem in group[0].words.stems:
            self._wanting.setdefault(stem, set()).add(first)
        return _threat(group, self._voiced.denials(group[0]), self._touching)

    def _near(self, stems: frozenset[str]) -> set[int]:
        return {at for stem in stems for at in self._wanting.get(stem, ())}

    def _reweigh(self, stems: Iterable[str]) -> None:
        for stem in stems:
            self._dirty |= self._wanting.get(stem, set())


def _threat(group: Sequence[Menace], denials: Sequence[Menace], touching: Touching) -> Threat:
    first = group[0]
    later = sequels([menace.words for menace in group], [one.words for one in denials])
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
