"""Derived facts: what happened, by whose account. All of it can be rebuilt from statements, observations and links."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from vedette.model.ids import (
    DocumentId,
    EventId,
    MentionId,
    ObservationId,
    PlaceId,
    SideId,
    SourceId,
    StatementId,
    ThreatId,
)
from vedette.model.interval import Interval
from vedette.model.mention import Change, PlaceKind, Plover, Role
from vedette.model.misgiving import Misgiving
from vedette.model.observation import ObservationKind
from vedette.model.span import Span

Status = Literal["one-sided", "corroborated", "conceded", "contested", "denied", "observed", "unconfirmed"]
ControlStatus = Literal["claimed", "conceded", "contested", "confirmed"]
Stance = Literal["supports", "concedes", "denies"]
Bearing = Literal["agrees", "against", "context", "open"]
Measure = Literal["killed", "wounded", "casualties", "captured", "missing", "displaced", "destroyed"]
Reach = Literal["event", "period", "total"]
"""What a number counts: one deed, what befell in a day or another stretch of time, or all since something began."""

Tie = Literal[
    "forwarded", "same-text", "near-text", "same-speaker", "same-words", "same-source", "same-side", "hearsay"
]
"""Why an account is held to go back to an earlier one, the plainest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A resolved place; `radius_m` is drawn as an area of uncertainty, never as a bare point."""

    id: PlaceId
    name: str
    kind: PlaceKind
    lat: float
    lon: float
    radius_m: int
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An actor of an event, with its side where the watch knows it."""

    name: str
    role: Role
    side: SideId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number somebody gave. Bounds are inclusive; `high` None means open above. `side` is that of the speaker.

    `told` is the day on which he gave it, or on which it was published.
    """

    what: Measure
    victim: str | None
    low: float | None
    high: float | None
    speaker: str | None
    side: SideId | None
    statement: StatementId
    span: Span
    reach: Reach = "event"
    told: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One statement about the event: who gave it, through which source, and how it stands to the event.

    `fact` is a denial that tells the ground otherwise, not a bare no. `told` is the day of publication.
    """

    statement: StatementId
    mention: MentionId
    document: DocumentId
    source: SourceId
    speaker: str | None
    side: SideId | None
    stance: Stance
    family: int
    doubtful: bool = False
    fact: bool = False
    told: date | None = None


_MEASURED: frozenset[ObservationKind] = frozenset({"heat", "heat-sustained"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One observation beside an event: no account of it, and no vote. `bearing`: it agrees with what is told, speaks
    against it, tells of the war around it, or leaves it open (not observed, or cannot tell). `ratio` is how much
    oftener it is met where such an event took place than where it did not, by `docs/status.md`; None weighs nothing.
    `note` says what was seen, `reason` how that bears on the event; both whole sentences.
    """

    observation: ObservationId
    kind: ObservationKind
    bearing: Bearing
    ratio: float | None
    note: str
    reason: str

    @property
    def known(self) -> Literal["measured", "assumed"] | None:
        """Where the ratio comes from: heat's was measured, every other one is assumed."""
        if self.ratio is None:
            return None
        return "measured" if self.kind in _MEASURED else "assumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Status by the rules of `docs/status.md`; Admiralty grade (A-F, 1-6); `reasons` are whole sentences."""

    status: Status
    source_grade: str
    information_grade: int
    independent_sources: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Mentions held together by links. `accounts` are ordered by document date; those of one `family` share a descent
    (identical or near-identical text, forwards, one speaker's words) and count as one source. `sights` are what sensors
    and lenses saw beside them."""

    id: EventId
    plover: Plover
    subtype: str | None
    change: Change | None
    parties: tuple[Party, ...]
    place: Location | None
    when: Interval | None
    figures: tuple[Figure, ...]
    accounts: tuple[Account, ...]
    assessment: Assessment
    sights: tuple[Sight, ...] = ()

    @property
    def agreeing(self) -> int:
        """Observations that agree with what is told."""
        return sum(sight.bearing == "agrees" for sight in self.sights)

    @property
    def recycled(self) -> bool:
        """Footage of one of its reports was published earlier."""
        return any(sight.kind == "seen-before" and sight.bearing == "against" for sight in self.sights)

    @property
    def documents(self) -> tuple[DocumentId, ...]:
        return tuple(dict.fromkeys(account.document for account in self.accounts))

    @property
    def statements(self) -> tuple[StatementId, ...]:
        return tuple(dict.fromkeys(account.statement for account in self.accounts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One change of holder of a settlement. `day` is the likeliest date inside `when`."""

    place: Location
    day: date
    when: Interval
    holder: SideId
    previous: SideId | None
    status: ControlStatus
    statements: tuple[StatementId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequel:
    """What the same holder said later on the same matter."""

    statement: StatementId
    how: Literal["repeats", "hardens", "softens", "withdraws"]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """A later report in the words of a threat's condition, or of what it announces: offered to be looked at, never a
    verdict. `score` is the share of those words, by how rare they are, that the report has."""

    statement: StatementId
    of: Literal["condition", "action"]
    reasons: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Threat:
    """Who threatens whom with what, under which condition, in the holder's own words. `severity` is the rung of
    `docs/threats.md`, 1 to 6."""

    id: ThreatId
    speaker: str
    side: SideId | None
    target: str | None
    action: Span
    condition: Span | None
    said: Interval | None
    status: Literal["open", "repeated", "withdrawn"]
    statements: tuple[StatementId, ...]
    severity: int = 1
    sequels: tuple[Sequel, ...] = ()
    touches: tuple[Touch, ...] = ()

    @property
    def later(self) -> tuple[StatementId, ...]:
        """Statements of sequels and touches."""
        return (*(one.statement for one in self.sequels), *(one.statement for one in self.touches))


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything derived, replaced as a whole. `sides` gives the side each attributed statement speaks for, `unsure`
    what of the events was read unsurely."""

    events: tuple[Event, ...] = ()
    control: tuple[Control, ...] = ()
    threats: tuple[Threat, ...] = ()
    sides: tuple[tuple[StatementId, SideId], ...] = ()
    unsure: tuple[Misgiving, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureChange:
    """What one change of the facts does to the picture. What is different is gone and new; the control of a place is
    given whole, empty where nobody is told to hold it. Sides are those of new statements; what was read unsurely is
    given whole for each event in `unsure_gone`."""

    events_gone: tuple[EventId, ...] = ()
    events: tuple[Event, ...] = ()
    control: tuple[tuple[PlaceId, tuple[Control, ...]], ...] = ()
    threats_gone: tuple[ThreatId, ...] = ()
    threats: tuple[Threat, ...] = ()
    sides_gone: tuple[StatementId, ...] = ()
    sides: tuple[tuple[StatementId, SideId], ...] = ()
    unsure_gone: tuple[EventId, ...] = ()
    unsure: tuple[Misgiving, ...] = ()
