"""What became of a side's or a source's claims, as far as the watch itself tells."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from vedette.model.event import Location
from vedette.model.ids import EventId, SideId

Outcome = Literal["borne out", "denied", "open"]
Matter = Literal["control", "losses"]
Rung = Literal["mostly borne out", "mixed", "seldom borne out"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing a voice claimed, however often it said so. `told` is the day of the first time, `after` that on which
    it was first borne out or denied; `by` the event that did so."""

    voice: str
    side: SideId | None
    matter: Matter
    place: Location | None
    told: date
    outcome: Outcome
    event: EventId
    after: date | None = None
    by: EventId | None = None

    @property
    def lead(self) -> int | None:
        """Days between the claim and what bore it out; nothing before it counts."""
        return max(0, (self.after - self.told).days) if self.outcome == "borne out" and self.after else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Counts, never a share alone. `voice` None is the side as a whole. `lead_days` is the median of the claims borne
    out; `rung` None where too few are decided to say."""

    voice: str | None
    side: SideId | None
    matter: Matter
    borne_out: int
    denied: int
    open: int
    lead_days: float | None
    rung: Rung | None

    @property
    def claims(self) -> int:
        return self.borne_out + self.denied + self.open
