"""What may leave the workspace. Reports, exports and the site pass through a `Clearance`; the rule stands in
docs/watch.md."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import cos, radians

from vedette.model.document import Document
from vedette.model.event import (
    Account,
    Assessment,
    Control,
    Event,
    Figure,
    Location,
    Party,
    Stance,
    Status,
    Threat,
)
from vedette.model.ids import DocumentId, PlaceId, StatementId
from vedette.model.interval import Interval
from vedette.model.mention import PlaceMention
from vedette.model.watch import Policy
from vedette.ports import View
from vedette.publish.material import all_events
from vedette.publish.public import veil_over
from vedette.publish.veil import NO_VEIL, Veil

_METRES_PER_DEGREE = 111_320
_WIDEST_LATITUDE = 85.0
_WHOLE = frozenset({"country", "region", "admin1"})
_CIVILIANS = "civilians"
_HOLDERS = ("captured", "liberated", "withdrew")
_STANDS_ON: dict[Status, Stance] = {"conceded": "concedes", "contested": "denies", "denied": "denies"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """What the policy lets out at `now`. Nothing of a document in `held` leaves: no word, no name, no page.

    `withheld` are those of `held` whose source is withheld for good. `origins` gives the document of each statement
    that tells an event; `veil` hides names. What has left once does not pass again: its spans were moved.
    """

    policy: Policy
    now: datetime
    held: frozenset[DocumentId] = frozenset()
    withheld: frozenset[DocumentId] = frozenset()
    origins: Mapping[StatementId, DocumentId] = field(default_factory=dict)
    veil: Veil = NO_VEIL

    def tell(self, event: Event) -> Event | None:
        """As a report may tell it, by the accounts of documents that may be quoted; else None."""
        if self.guards(event):
            return None
        return self._by_open_accounts(event)

    def show(self, event: Event) -> Event | None:
        """As a table may show it: where `tell` is silent, an area and the sides, by nobody's account."""
        if event.place is None or not self.guards(event):
            return self._by_open_accounts(event)
        left = self._without(event, self._of_withheld(event)) if self.policy.coarsen_m else None
        return self.veil.of(_anonymous(left, coarsened(event.place, self.policy.coarsen_m))) if left else None

    def waits(self, event: Event) -> bool:
        """Whether it is not told now and would be, were no delay running."""
        return self.tell(event) is None and len(self._of_withheld(event)) < len(event.documents)

    def tell_control(self, row: Control) -> Control | None:
        if self._guards_control(row):
            return None
        open_ones = self._open(row.statements)
        return self.veil.of(replace(row, statements=open_ones)) if open_ones else None

    def show_control(self, row: Control) -> Control | None:
        if not self._guards_control(row):
            return self.tell_control(row)
        if not self.policy.coarsen_m or (self.policy.withhold and not self._open_sources(row.statements)):
            return None
        return self.veil.of(replace(row, place=coarsened(row.place, self.policy.coarsen_m), statements=()))

    def threat(self, threat: Threat) -> Threat | None:
        spans = (threat.action, threat.condition)
        if any(span is not None and span.document in self.held for span in spans):
            return None
        told = set(self._open((*threat.statements, *threat.later)))
        left = replace(
            threat,
            statements=tuple(one for one in threat.statements if one in told),
            sequels=tuple(one for one in threat.sequels if one.statement in told),
            touches=tuple(one for one in threat.touches if one.statement in told),
        )
        return self.veil.of(left)

    def guards(self, event: Event) -> bool:
        """A young position that is given more finely than the policy allows."""
        hours = self.policy.delay_of(event.plover, event.subtype, event.change)
        return self._is_guarded(event.place, event.when, hours)

    def _guards_control(self, row: Control) -> bool:
        return self._is_guarded(row.place, row.when, self.policy.delay_of(*_HOLDERS))

    def _is_guarded(self, place: Location | None, when: Interval | None, hours: int) -> bool:
        return place is not None and is_young(when, hours, self.now) and is_fine(place.radius_m, self.policy)

    def _open(self, statements: Iterable[StatementId]) -> tuple[StatementId, ...]:
        """Where anything is held, a statement of no known origin is too."""
        if not self.held:
            return tuple(statements)
        return tuple(one for one in statements if self.origins.get(one) not in {None, *self.held})

    def _open_sources(self, statements: Iterable[StatementId]) -> bool:
        return any(self.origins.get(one) not in {None, *self.withheld} for one in statements)

    def _of_withheld(self, event: Event) -> frozenset[DocumentId]:
        """By the accounts' own sources: a version that is current no more may be among them."""
        return frozenset(one.document for one in event.accounts if one.source in self.policy.withhold)

    def _by_open_accounts(self, event: Event) -> Event | None:
        left = self._without(event, self.held | self._of_withheld(event))
        if left is not None and self.policy.withhold:
            # Footage that was published earlier may be that of a withheld source.
            left = replace(left, sights=tuple(one for one in left.sights if one.kind != "seen-before"))
        return self.veil.of(left) if left is not None else None

    def _without(self, event: Event, shut: frozenset[DocumentId]) -> Event | None:
        """Where an account is left out so are the names and reasons, which may be its own."""
        accounts = tuple(one for one in event.accounts if one.document not in shut)
        if len(accounts) == len(event.accounts):
            return event
        figures = tuple(figure for figure in event.figures if figure.span.document not in shut)
        judged = _judged_by(accounts, event.assessment)
        parties = _sides_only(event)
        kept = replace(event, accounts=accounts, figures=figures, parties=parties, sights=(), assessment=judged)
        return kept if accounts else None


def clear(view: View, policy: Policy, now: datetime) -> Clearance:
    """Held is what tells a young event at a fine place, what is young itself and names any fine place, and every
    version of what a withheld source published. `view` is the store's own, for what is held must be known."""
    veil = veil_over(view, policy)
    if policy.longest_delay <= 0 and not policy.withhold:
        return Clearance(policy=policy, now=now, veil=veil)
    documents = view.documents()
    young = [document.id for document in documents if is_young(document.published, policy.delay_hours, now)]
    analyses = view.analyses(young) if young else ()
    held = {one.document for one in analyses if any(_names_fine(place, policy) for place in one.places)}
    withheld = _withheld(view, documents, policy)
    origins: dict[StatementId, DocumentId] = {}
    open_gate = Clearance(policy=policy, now=now)
    for event in all_events(view):
        origins.update((account.statement, account.document) for account in event.accounts)
        if open_gate.guards(event):
            held.update(event.documents)
    loose = {one for threat in view.threats() for one in (*threat.statements, *threat.later)}
    loose |= {one for row in view.control() for one in row.statements}
    told = view.statements_told(sorted(loose - origins.keys()))
    origins.update((key, row.document.id) for key, row in told.items())
    shut = withheld | held
    return Clearance(policy=policy, now=now, held=shut, withheld=withheld, origins=origins, veil=veil)


def _withheld(view: View, documents: Iterable[Document], policy: Policy) -> frozenset[DocumentId]:
    theirs = (document for document in documents if document.source in policy.withhold)
    return frozenset(version.id for document in theirs for version in view.versions(document.origin))


def is_young(when: Interval | None, hours: int, now: datetime) -> bool:
    """Younger than so many hours. What has no known time may be from this one."""
    if hours <= 0:
        return False
    return when is None or when.end > now - timedelta(hours=hours)


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


def _judged_by(left: Sequence[Account], judged: Assessment) -> Assessment:
    """No surer than those who are left make it; the same status where they bear it out."""
    families = {one.family for one in left if one.stance != "denies" and not one.doubtful}
    wanted = _STANDS_ON.get(judged.status)
    known = min(judged.independent_sources, len(families))
    if (wanted is None or wanted in {one.stance for one in left}) and (judged.status != "corroborated" or known > 1):
        return replace(judged, reasons=(), independent_sources=known)
    status: Status = "one-sided" if families else "unconfirmed"
    return Assessment(status=status, source_grade="F", information_grade=6, independent_sources=known)


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
