"""What a text tells: events, and the places, times, quantities and names in it."""

from dataclasses import dataclass
from typing import Literal

from vedette.model.ids import DocumentId, MentionId, PlaceId, StatementId, content_id
from vedette.model.interval import Interval
from vedette.model.span import Span

Plover = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Change = Literal["captured", "liberated", "advanced", "pushed-back", "withdrew", "repelled", "contested"]
PlaceKind = Literal["settlement", "admin1", "admin2", "country", "region", "water", "site"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
Role = Literal["actor", "target"]
QuantityChange = Literal["=", "~", "<", ">", "up", "down"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCandidate:
    """A place that a name may mean, and how likely it is to."""

    place: PlaceId
    name: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """A toponym. `place` and the point are None where it could not be resolved; `radius_m` is the uncertainty.

    `metonym` marks a place that stands for its government ("Moscow said"): an actor, never the place of an event.
    `relation` is what the text says of where, seen from the named place ("north of", "between"); point and radius are
    then those of the spot told of, and the span is still the name's. `candidates` are the likeliest other places of the
    name, and all the likeliest where none is taken. `fuzzy` marks a name that is only like one that is known.
    """

    span: Span
    name: str
    kind: PlaceKind
    place: PlaceId | None = None
    lat: float | None = None
    lon: float | None = None
    radius_m: int | None = None
    country: str | None = None
    confidence: float = 0.0
    metonym: bool = False
    relation: str | None = None
    fuzzy: bool = False
    candidates: tuple[PlaceCandidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """A time expression; `value` is TIMEX3 (ISO-TimeML), `when` the calendar interval it means, if it means one."""

    span: Span
    type: TimeType
    value: str
    when: Interval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with its bounds. `change` is the relation: `=` exact, `~` about, `<` at most, `>` at least, up, down."""

    span: Span
    value: float | None
    low: float | None
    high: float | None
    unit: str | None = None
    of: str | None = None
    change: QuantityChange = "="


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    span: Span
    type: Literal["person", "organization", "place", "weapon", "unit"]
    name: str
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedSpan:
    span: Span
    technique: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts or is acted upon; `country` is ISO 3166-1 alpha-2 where text or reference say so."""

    name: str
    span: Span
    role: Role
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An event as told in one statement. `places` and `quantities` index the lists of its `Analysis`.

    `factuality` runs from +3 (certainly happened) to -3 (certainly did not), after FactBank.
    `proposed_by` as in `Statement`.
    """

    id: MentionId
    trigger: Span
    extent: Span
    plover: Plover
    subtype: str | None = None
    change: Change | None = None
    actors: tuple[Actor, ...] = ()
    places: tuple[int, ...] = ()
    when: Interval | None = None
    quantities: tuple[int, ...] = ()
    statement: StatementId | None = None
    factuality: float = 3.0
    proposed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something outside the PLOVER categories that the text leaves open or denies. What it tells as plain fact is not
    listed. `factuality` as in `Mention`."""

    id: MentionId
    trigger: Span
    factuality: float


def mention_id(document: DocumentId, trigger: Span, plover: Plover) -> MentionId:
    return MentionId(content_id("men", document, trigger.start, trigger.end, plover))


def is_count(mention: Mention) -> bool:
    """ "At least 16 were killed there": what was lost, without a word on who did it or how."""
    bare = mention.plover == "ASSAULT" and mention.subtype is None and mention.change is None
    return bare and not any(actor.role == "actor" for actor in mention.actors)
