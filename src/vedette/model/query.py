"""One question behind HTML, GeoJSON, CSV and the command line."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from vedette.model.correction import Correction
from vedette.model.document import Document
from vedette.model.event import Location, Status
from vedette.model.ids import SideId
from vedette.model.statement import Statement

Lane = Literal["status", "side", "kind", "place"]
"""By what a timeline is told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Every field narrows; None means any. Days are inclusive UTC days; `bbox` is west, south, east, north in degrees.

    `place` is a place id or a name; `text` is full text over statement contents; `side` "none" means no known side.
    For statements the days are those of the document's publication, for events those of the event.
    An event is found by side, source, speaker, kind, certainty and text if one of its accounts has them; a kind in
    capitals is the event's own (PLOVER). A statement is found by status if it tells of such an event.
    `newest` turns the order round: the latest first, those without a date last.
    """

    side: SideId | None = None
    speaker: str | None = None
    kind: str | None = None
    certainty: str | None = None
    status: str | None = None
    source: str | None = None
    place: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    text: str | None = None
    bbox: tuple[float, float, float, float] | None = None
    limit: int = 100
    offset: int = 0
    newest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """A statement as a list shows it, as it was read. `places` are the resolved places named inside its content,
    `corrections` what persons said of its speaker, oldest first."""

    statement: Statement
    document: Document
    side: SideId | None
    content: str
    places: tuple[Location, ...] = ()
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place at which events lie, and how many of each status."""

    place: Location
    events: tuple[tuple[Status, int], ...]
