"""What a stage of an extension notes in a document."""

from dataclasses import dataclass

from vedette.model.ids import DocumentId, StatementId
from vedette.model.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """`kind` and `value` are words of whoever notes; `statement` is the statement of whose content the span is part."""

    span: Span
    kind: str
    value: str
    statement: StatementId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """All notes of one stage in one document, none where there are none; the newest of a stage counts. `maker` is the
    stage as `package: name`, `version` that of the package and of the understanding it looked at."""

    document: DocumentId
    maker: str
    version: str
    notes: tuple[Note, ...] = ()
