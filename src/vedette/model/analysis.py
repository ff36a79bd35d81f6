"""Everything one pass of understanding found in one document."""

from dataclasses import dataclass

from vedette.model.ids import DocumentId
from vedette.model.mention import Deed, Entity, LoadedSpan, Mention, PlaceMention, Quantity, TimeMention
from vedette.model.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """`version` is that of the stage that made it; a document may have one analysis a version."""

    document: DocumentId
    version: str
    language: str | None = None
    statements: tuple[Statement, ...] = ()
    mentions: tuple[Mention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    times: tuple[TimeMention, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    entities: tuple[Entity, ...] = ()
    loaded: tuple[LoadedSpan, ...] = ()
    deeds: tuple[Deed, ...] = ()
