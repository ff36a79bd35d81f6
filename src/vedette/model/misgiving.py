"""Something a machine read and is not sure of, and how much hangs on it: derived, and gone with the event it is of."""

from dataclasses import dataclass

from vedette.model.correction import Matter, Subject
from vedette.model.ids import DocumentId, EventId, StatementId


@dataclass(frozen=True, slots=True, kw_only=True)
class MisgivingQuery:
    """The first `limit` of a matter, at a place by its name, without what is `settled`."""

    matter: Matter | None = None
    place: str | None = None
    settled: tuple[Subject, ...] = ()
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Misgiving:
    """`target` is what a `Correction` of the matter would name. `weight` orders what is worth a person's minute: how
    unsure, from 0 to 1, times how much hangs on it. `reasons` say why it is unsure, in half sentences."""

    matter: Matter
    target: str
    event: EventId
    statement: StatementId
    document: DocumentId
    place: str | None
    weight: float
    reasons: tuple[str, ...]
