"""The situation report of some days: what is said to have happened, by whose account, and who disagrees."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar

from vedette.model.changes import Changes
from vedette.model.event import Control, Event, Stance, Threat
from vedette.model.query import Query
from vedette.model.series import Series
from vedette.model.watch import Policy, Watch
from vedette.ports import View
from vedette.publish.areas import NOWHERE, area
from vedette.publish.citation import Report, Section, Sentence
from vedette.publish.consequence import consequence, of_the_war, worth_telling
from vedette.publish.differences import cleared, events_of, section
from vedette.publish.grouping import disputes, every, quoted, said, together, with_figures
from vedette.publish.material import Material, all_events, gather
from vedette.publish.policy import Clearance, clear
from vedette.publish.public import public_view
from vedette.publish.seeing import observations_beside
from vedette.publish.telling import (
    control_sentence,
    event_sentence,
    threat_sentence,
)
from vedette.publish.tolls import matters, toll_sentence
from vedette.publish.unread import public_failures
from vedette.publish.wording import period
from vedette.reference.gazetteer import Gazetteer
from vedette.reference.parties import names_somebody

_BRIEF = 7
_SEEN_FOR_BRIEF = 40
_MOST_NEARBY = 5
_STANCES: tuple[Stance, ...] = ("supports", "concedes", "denies")
T = TypeVar("T")
_MOST_OTHER = 25
_MOST_OLD_THREATS = 20


def build_report(
    view: View,
    watch: Watch,
    first: date,
    last: date,
    now: datetime,
    gazetteer: Gazetteer | None = None,
    counted: Callable[[Iterable[Event]], Iterable[Series]] | None = None,
    changed: tuple[str, Changes] | None = None,
) -> Report:
    """Days are inclusive UTC days. What may not leave at `now` by the watch's policy is not in it.

    With a gazetteer what happened stands under the first-level unit of its place, without one under its country.
    `counted` gives the figures over time of some events; `changed` is since when something changed, and what.
    """
    clearance = clear(view, watch.policy, now)
    view = public_view(view, watch.policy, clearance.veil)
    asked = tuple(all_events(view, Query(first_day=first, last_day=last)))
    events = sorted(_kept(map(clearance.tell, asked)), key=consequence)
    control = [row for row in _kept(map(clearance.tell_control, view.control())) if first <= row.day <= last]
    threats = [threat for threat in _kept(map(clearance.threat, view.threats())) if _stands(threat, first, last)]
    known = _kept(map(clearance.tell, all_events(view, Query(last_day=last)))) if counted else ()
    tolls = matters(map(clearance.veil.words, counted(known)), first, last) if counted else []
    sides: dict[str, str] = {side.id: clearance.veil.text(side.name) for side in watch.sides}
    since = (changed[0], cleared(changed[1], clearance)) if changed else None
    material = _material(view, sides, events, control, threats, tolls, since)
    sections = _sections(events, control, threats, tolls, material, gazetteer, first, since)
    failures = public_failures(view)
    guarded = watch.policy.holds_back
    told = _told(sections, events)
    silent = not told and not control and not any(threat.said and threat.said.last_day >= first for threat in threats)
    return Report(
        title=clearance.veil.text(watch.name),
        notice=clearance.veil.text(watch.notice),
        period=period(first, last),
        sections=clearance.veil.words(sections),
        documents=material.documents,
        sources=material.sources,
        sides=material.sides,
        events=told,
        counts=_counts(view, material, events),
        failures=() if guarded else failures,
        unread=len(failures) if guarded else 0,
        held=sum(map(clearance.waits, asked)),
        is_empty=silent,
        nearby=_nearby(view, clearance, first) if silent else (),
        observations=observations_beside(view, told),
    )


def _material(
    view: View,
    sides: Mapping[str, str],
    events: Sequence[Event],
    control: Sequence[Control],
    threats: Sequence[Threat],
    tolls: Iterable[Sequence[Series]],
    since: tuple[str, Changes] | None,
) -> Material:
    new = since[1] if since else None
    return gather(
        view,
        sides,
        (*events, *events_of(new)) if new else events,
        (*control, *new.control_new) if new else control,
        (*threats, *new.threats_new) if new else threats,
        (one for group in tolls for one in group),
    )


def last_day_told(view: View, policy: Policy, now: datetime) -> date | None:
    """The last day of which a report has something to tell."""
    return max(days_told(view, clear(view, policy, now)), default=None)


def days_told(view: View, clearance: Clearance) -> frozenset[date]:
    """The days on which something begins that a report would tell."""
    events = _kept(map(clearance.tell, all_events(view)))
    return frozenset(event.when.first_day for event in events if event.when and is_tellable(event))


def _nearby(view: View, clearance: Clearance, first: date) -> tuple[date, ...]:
    nearest = sorted(days_told(view, clearance), key=lambda one: (abs((one - first).days), one))
    return tuple(sorted(nearest[:_MOST_NEARBY]))


def is_tellable(event: Event) -> bool:
    """Threats have their own section; of other politics somebody who is somebody must be part."""
    if of_the_war(event):
        return worth_telling(event)
    return event.plover != "THREATEN" and any(each.side or names_somebody(each.name) for each in event.parties)


def _kept(items: Iterable[T | None]) -> Iterator[T]:
    return (item for item in items if item is not None)


def _stands(threat: Threat, first: date, last: date) -> bool:
    """Said in these days, or earlier and not withdrawn."""
    if threat.said is None or threat.said.first_day > last:
        return False
    return threat.said.last_day >= first or threat.status != "withdrawn"


def _threats(threats: Sequence[Threat], material: Material, first: date) -> list[tuple[str | None, list[Sentence]]]:
    """The latest first."""
    newest = sorted(threats, key=lambda one: one.said.start.timestamp() if one.said else 0.0, reverse=True)
    now = [one for one in newest if one.said and one.said.last_day >= first]
    before = [one for one in newest if one not in now][:_MOST_OLD_THREATS]
    tell = _threatening(material)
    return [("Of these days", every(now, tell)), ("Said before, still standing", every(before, tell))]


def _told(sections: Iterable[Section], events: Iterable[Event]) -> tuple[Event, ...]:
    """Those of the events that a sentence tells."""
    sentences = [sentence for section in sections for sentence in section.sentences]
    told = {event.id for sentence in sentences for event in (sentence.event, *sentence.also) if event}
    return tuple(event for event in events if event.id in told)


def _sections(
    events: Sequence[Event],
    control: Sequence[Control],
    threats: Sequence[Threat],
    tolls: Iterable[Sequence[Series]],
    material: Material,
    gazetteer: Gazetteer | None,
    first: date,
    since: tuple[str, Changes] | None,
) -> tuple[Section, ...]:
    war = [event for event in events if of_the_war(event) and worth_telling(event)]
    firm = [event for event in war if event.assessment.status != "unconfirmed"]
    doubtful = [event for event in war if event.assessment.status == "unconfirmed"]
    other = [event for event in events if not of_the_war(event) and is_tellable(event)][:_MOST_OTHER]
    telling = _telling(material)
    brief = together(firm[:_SEEN_FOR_BRIEF], telling)[:_BRIEF]
    return (
        Section.of("In brief", "brief", [(None, brief)], "No event is told of these days."),
        *([section(*since, material)] if since else []),
        Section.of("What happened, by area", "events", _by_area(firm, material, gazetteer), "Nothing is told."),
        Section.of("Conceded", "conceded", [(None, quoted(war, "conceded", material))], "No side conceded anything."),
        Section.of("In dispute", "disputed", [(None, disputes(war, material))], "No account contradicts another."),
        Section.of("Who holds what", "control", [(None, _held(control, material))],
                 "No place is said to have changed hands."),
        Section.of("Tolls side by side", "tolls", [(None, every(tolls, _counting(material)))],
                 "Nothing was counted more than once."),
        Section.of("Threats and red lines", "threats", _threats(threats, material, first),
                 "No threat was found."),
        Section.of("Unconfirmed", "unconfirmed", [(None, together(doubtful, telling))],
                 "Nothing is told with doubt only."),
        Section.of("Politics and the rear", "other", [(None, said(other, material))], "Nothing else is told."),
    )  # fmt: skip


def _telling(material: Material) -> Callable[[Event, str | None], Sentence | None]:
    return lambda event, where: event_sentence(event, material, where, silence=True)


def _held(rows: Iterable[Control], material: Material) -> list[Sentence]:
    """Places of which the same is told, by the same words, are one sentence."""
    groups: dict[tuple[object, ...], list[Control]] = {}
    for row in rows:
        key = (row.day, row.holder, row.previous, row.status, frozenset(row.statements))
        groups.setdefault(key, []).append(row)
    return every(groups.values(), lambda group: control_sentence(group[0], material, _names(group)))


def _names(rows: Iterable[Control]) -> Sequence[str]:
    return sorted({row.place.name for row in rows})


def _counting(material: Material) -> Callable[[Sequence[Series]], Sentence | None]:
    return lambda group: toll_sentence(group, material)


def _threatening(material: Material) -> Callable[[Threat], Sentence | None]:
    return lambda threat: threat_sentence(threat, material)


def _by_area(
    events: Sequence[Event], material: Material, gazetteer: Gazetteer | None
) -> list[tuple[str, list[Sentence]]]:
    """The area with the gravest event first; each event's figures right after it."""
    groups: dict[str, list[Event]] = {}
    for event in events:
        groups.setdefault(area(event, gazetteer), []).append(event)
    last = groups.pop(NOWHERE, [])
    telling = _telling(material)
    return [(name, list(with_figures(together(group, telling), material))) for name, group in
            (*groups.items(), (NOWHERE, last))]  # fmt: skip


def _counts(view: View, material: Material, events: Sequence[Event]) -> tuple[tuple[str, int], ...]:
    """About the report, then about the workspace."""
    used = {account.source for event in events for account in event.accounts}
    held = view.counts()
    cited = [("events of these days", len(events)), ("documents that tell them", len(material.documents)),
             ("sources that tell them", len(used))]  # fmt: skip
    names = ("sources", "captures", "documents", "statements", "events", "failures")
    return (*cited, *((f"{name} in the workspace", held[name]) for name in names if name in held))
