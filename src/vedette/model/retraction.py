"""That a report no longer stands: its source took it back or removed it, or put it up again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from vedette.model.document import Document
from vedette.model.ids import RetractionId, content_id

How = Literal["retracted", "deleted", "restored"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retraction:
    """About every version of `origin` up to `made`; what the source says anew later stands again. `why` is for
    readers, `by` who noted it here. The last one counts. Never removed: `restored` takes one back."""

    id: RetractionId
    origin: str
    how: How
    why: str
    by: str
    made: datetime


def retraction_id(origin: str, how: How, made: datetime) -> RetractionId:
    return RetractionId(content_id("ret", origin, how, made.isoformat()))


def standing(
    documents: Iterable[Document], retractions: Iterable[Retraction], moment: datetime | None = None
) -> list[Document]:
    """The documents that still stood at `moment`; now for None."""
    last = last_words(retractions, moment)
    return [document for document in documents if not is_withdrawn(document, last.get(document.origin))]


def last_words(retractions: Iterable[Retraction], moment: datetime | None = None) -> dict[str, Retraction]:
    """The last retraction of each origin."""
    made = (one for one in retractions if moment is None or one.made <= moment)
    return {one.origin: one for one in sorted(made, key=lambda one: (one.made, one.id))}


def is_withdrawn(document: Document, retraction: Retraction | None) -> bool:
    if retraction is None or retraction.how == "restored":
        return False
    return document.modified is None or document.modified <= retraction.made
