"""What may leave the workspace. Reports and exports pass through a `Clearance`; the rule stands in docs/watch.md."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import cos, radians

from vedette.model.event import Control, Event, Figure, Location, Party, Threat
from vedette.model.ids import DocumentId, PlaceId, StatementId
from vedette.model.interval import Interval
from vedette.model.mention import PlaceMention
from vedette.model.watch import Policy
from vedette.ports import View
from vedette.publish.material import all_events

_METRES_PER_DEGREE = 111_320
_WIDEST_LATITUDE = 85.0
_WHOLE = frozenset({"country", "region", "admin1"})
_CIVILIANS = "civilians"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """What the policy lets out at `now`. Nothing of a document in `held` leaves: no word, no name, no page.

    `origins` gives the document of each statement that tells an event.
    """

    policy: Policy
    now: datetime
    held: frozenset[DocumentId] = frozenset()
    origins: Mapping[StatementId, DocumentId] = field(default_factory=dict)

    def tell(self, event: Event) -> Event | None:
        """As a report may tell it, by the accounts of documents that may be quoted; else None."""
        if self.guards(event.place, event.when):
            return None
        return self._by_open_accounts(event)

    def show(self, event: Event) -> Event | None:
        """As a table may show it: where `tell` is silent, an area and the sides, by nobody's account."""
        if event.place is not None and self.guards(event.place, event.when):
            return _anonymous(event, coarsened(event.place, self.policy.coarsen_m)) if self.policy.coarsen_m else None
        return self._by_open_accounts(event)

    def tell_control(self, row: Control) -> Control | None:
        if self.guards(row.place, row.when):
            return None
        open_ones = self._open(row.statements)
        return replace(row, statements=open_ones) if open_ones else None

    def show_control(self, row: Control) -> Control | None:
        if not self.guards(row.place, row.when):
            return self.tell_control(row)
        if not self.policy.coarsen_m:
            return None
        return replace(row, place=coarsened(row.place, self.policy.coarsen_m), statements=())

    def threat(self, threat: Threat) -> Threat | None:
        spans = (threat.action, threat.condition)
        if any(span is not None and span.document in self.held for span in spans):
            return None
        told = set(self._open((*threat.statements, *threat.later)))
        return replace(
            threat,
            statements=tuple(one for one in threat.statements if one in told),
            sequels=tuple(one for one in threat.sequels if one.statement in told),
            touches=tuple(one for one in threat.touches if one.statement in told),
        )

    def guards(self, place: Location | None, when: Interval | None) -> bool:
        """A young position that is given more finely than the policy allows."""
        return place is not None and is_young(when, self.policy, self.now) and is_fine(place.radius_m, self.policy)

    def _open(self, statements: Iterable[StatementId]) -> tuple[StatementId, ...]:
        """Where anything is held, a statement of no known origin is too."""
        if not self.held:
            return tuple(statements)
        return tuple(one for one in statements if self.origins.get(one) not in {None, *self.held})

    def _by_open_accounts(self, event: Event) -> Event | None:
        accounts = tuple(one for one in event.accounts if one.document not in self.held)
        if len(accounts) == len(event.accounts):
            return event
        figures = tuple(figure for figure in event.figures if figure.span.document not in self.held)
        kept = replace(event, accounts=accounts, figures=figures, parties=_sides_only(event), sights=())
        return kept if accounts else None


def clear(view: View, policy: Policy, now: datetime) -> Clearance:
    """Held is what tells a young event at a fine place, and what is young itself and names any fine place."""
    if policy.delay_hours <= 0:
        return Clearance(policy=policy, now=now)
    young = [document.id for document in view.documents() if is_young(document.published, policy, now)]
    held = {one.document for one in view.analyses(young) if any(_names_fine(place, policy) for place in one.places)}
    origins: dict[StatementId, DocumentId] = {}
    open_gate = Clearance(policy=policy, now=now)
    for event in all_events(view):
        origins.update((account.statement, account.document) for account in event.accounts)
        if open_gate.guards(event.place, event.when):
            held.update(event.documents)
    for statement in {one for threat in view.threats() for one in threat.statements} - origins.keys():
        if (row := view.statement(statement)) is not None:
            origins[statement] = row.document.id
    return Clearance(policy=policy, now=now, held=frozenset(held), origins=origins)


def is_young(when: Interval | None, policy: Policy, now: datetime) -> bool:
    """What has no known time may be from this hour."""
    if policy.delay_hours <= 0:
        return False
    return when is None or when.end > now - timedelta(hours=policy.delay_hours)


def is_fine(radius_m: int, policy: Policy) -> bool:
    """Without a coarseness every place is too fine."""
    return policy.coarsen_m == 0 or radius_m < policy.coarsen_m


def _names_fine(place: PlaceMention, policy: Policy) -> bool:
    """A place that stands for its government is an actor. One that is not resolved is fine unless it is no point."""
    if place.metonym:
        return False
    if place.radius_m is None:
        return policy.coarsen_m == 0 or place.kind not in _WHOLE
    return is_fine(place.radius_m, policy)


def _anonymous(event: Event, area: Location) -> Event:
    """By nobody: names of actors, speakers and victims may hold that of the place."""
    sides = {account.side for account in event.accounts} | {party.side for party in event.parties}
    return replace(
        event,
        place=area,
        accounts=(),
        sights=(),
        parties=_sides_only(event),
        figures=tuple(_nameless(figure, {_CIVILIANS, *filter(None, sides)}) for figure in event.figures),
    )


def _nameless(figure: Figure, known: Iterable[str]) -> Figure:
    return replace(figure, speaker=None, victim=figure.victim if figure.victim in set(known) else None)


def _sides_only(event: Event) -> tuple[Party, ...]:
    sided = (party for party in event.parties if party.side)
    return tuple(dict.fromkeys(replace(party, name=str(party.side)) for party in sided))


def coarsened(place: Location, metres: int) -> Location:
    """The middle of a grid cell of that size, without the place's name; a place already coarser stays as it is."""
    if place.radius_m >= metres:
        return place
    step = metres / _METRES_PER_DEGREE
    lat = _middle(place.lat, step)
    # From the row's latitude, not the place's own: else the width of the cell would give the place away.
    lon = _middle(place.lon, step / cos(radians(max(-_WIDEST_LATITUDE, min(_WIDEST_LATITUDE, lat)))))
    return Location(
        id=PlaceId(f"area:{lat:.4f},{lon:.4f}"),
        name=f"an area of {max(1, round(metres / 1000))} km",
        kind="region",
        lat=lat,
        lon=lon,
        radius_m=metres,
        country=place.country,
    )


def _middle(degrees: float, step: float) -> float:
    return round((degrees // step + 0.5) * step, 4)
