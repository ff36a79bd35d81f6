"""What a public site is made of: everything that may be told, by day, place and threat. No server, no script needed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from vedette.model.event import Control, Event, Location, Threat
from vedette.model.ids import DocumentId, PlaceId
from vedette.model.watch import Watch
from vedette.ports import View
from vedette.publish.areas import NOWHERE, area
from vedette.publish.citation import Citation, Sentence
from vedette.publish.consequence import consequence
from vedette.publish.material import Material, all_events, gather
from vedette.publish.policy import Clearance, clear
from vedette.publish.public import public_view
from vedette.publish.report import is_tellable
from vedette.publish.telling import control_sentence, event_sentence, threat_sentence
from vedette.publish.wording import event_title
from vedette.reference.gazetteer import Gazetteer

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event with its sentence. `day` None where nobody says when."""

    event: Event
    title: str
    sentence: Sentence
    area: str

    @property
    def day(self) -> date | None:
        return self.event.when.first_day if self.event.when else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """`events` are the gravest first; `waiting` are held back until their delay is over. `cited` fills while pages are
    made: the words of each document that some page leads to."""

    title: str
    notice: str
    made: datetime
    watch: Watch
    clearance: Clearance
    material: Material
    events: tuple[Told, ...]
    control: tuple[tuple[Control, Sentence], ...]
    threats: tuple[Sentence, ...]
    waiting: int
    cited: dict[DocumentId, dict[Citation, None]] = field(default_factory=dict)

    @property
    def days(self) -> dict[date | None, list[Told]]:
        """The newest first, what has no day last."""
        groups: dict[date | None, list[Told]] = {}
        for one in self.events:
            groups.setdefault(one.day, []).append(one)
        return dict(sorted(groups.items(), key=lambda item: item[0] or date.min, reverse=True))

    @property
    def places(self) -> dict[PlaceId, Location]:
        """By name."""
        found = {row.place.id: row.place for row, _ in self.control}
        found |= {one.event.place.id: one.event.place for one in self.events if one.event.place}
        return dict(sorted(found.items(), key=lambda item: (item[1].name.casefold(), item[0])))

    @property
    def by_place(self) -> dict[PlaceId, list[Told]]:
        groups: dict[PlaceId, list[Told]] = {}
        for one in self.events:
            if one.event.place:
                groups.setdefault(one.event.place.id, []).append(one)
        return groups


def build_site(view: View, watch: Watch, now: datetime, gazetteer: Gazetteer | None = None) -> Site:
    """What the watch's policy lets out at `now`. With a gazetteer events stand under the first-level unit they lie in,
    else under their country."""
    clearance = clear(view, watch.policy, now)
    veil = clearance.veil
    stored = tuple(all_events(view))
    events = sorted(filter(is_tellable, _kept(clearance.tell, stored)), key=consequence)
    control = list(_kept(clearance.tell_control, view.control()))
    threats = sorted(_kept(clearance.threat, view.threats()), key=_said, reverse=True)
    sides = {str(side.id): veil.text(side.name) for side in watch.sides}
    material = gather(public_view(view, watch.policy, veil), sides, events, control, threats)
    told = (_told(event, material, gazetteer, clearance) for event in events)
    held = ((row, control_sentence(row, material)) for row in control)
    warned = (threat_sentence(threat, material) for threat in threats)
    return Site(
        title=veil.text(watch.name),
        notice=veil.text(watch.notice),
        made=now,
        watch=watch,
        clearance=clearance,
        material=material,
        events=tuple(one for one in told if one is not None),
        control=tuple((row, veil.words(one)) for row, one in held if one is not None),
        threats=tuple(veil.words(one) for one in warned if one is not None),
        waiting=sum(map(clearance.waits, stored)),
    )


def _kept(let: Callable[[T], T | None], items: Iterable[T]) -> Iterator[T]:
    return (left for item in items if (left := let(item)) is not None)


def _said(threat: Threat) -> tuple[float, str]:
    return (threat.said.start.timestamp() if threat.said else 0.0, threat.id)


def _told(event: Event, material: Material, gazetteer: Gazetteer | None, clearance: Clearance) -> Told | None:
    """None where no words can be cited."""
    sentence = event_sentence(event, material)
    if sentence is None:
        return None
    veil = clearance.veil
    title = veil.text(event_title(event, material.sides))
    return Told(event=event, title=title, sentence=veil.words(sentence), area=veil.text(area(event, gazetteer)))


def by_area(told: Sequence[Told]) -> list[tuple[str, list[Told]]]:
    """The area with the gravest event first."""
    groups: dict[str, list[Told]] = {}
    for one in told:
        groups.setdefault(one.area, []).append(one)
    last = groups.pop(NOWHERE, None)
    return [*groups.items(), *([(NOWHERE, last)] if last else [])]
