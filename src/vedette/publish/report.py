"""The situation report of some days: what is said to have happened, by whose account, and who disagrees."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from math import log10

from vedette.model.event import Control, Event, Threat
from vedette.model.query import Query
from vedette.model.watch import Watch
from vedette.ports import View
from vedette.publish.areas import NOWHERE, area
from vedette.publish.citation import Group, Report, Section, Sentence
from vedette.publish.exports import all_events
from vedette.publish.material import Material, gather
from vedette.publish.policy import released
from vedette.publish.telling import (
    control_sentence,
    event_sentence,
    figure_sentences,
    quoted_sentence,
    threat_sentence,
)
from vedette.publish.wording import day

_BRIEF = 7
_MOST_OTHER = 25
_MOST_OLD_THREATS = 20
_WAR = frozenset({"ASSAULT", "RETREAT", "COERCE", "MOBILIZE"})
# Consequence: ground first, then force against people, then the rest.
_WEIGHT_CHANGE = {"captured": 100, "liberated": 100, "withdrew": 90, "advanced": 60, "pushed-back": 55,
                  "contested": 45, "repelled": 35}  # fmt: skip
_WEIGHT_STATUS = {"observed": 30, "conceded": 25, "corroborated": 25, "contested": 20, "denied": 5, "one-sided": 0,
                  "unconfirmed": -20}  # fmt: skip


def build_report(view: View, watch: Watch, first: date, last: date, now: datetime) -> Report:
    """Days are inclusive UTC days. What may not leave at `now` by the watch's policy is not in it."""
    query = Query(first_day=first, last_day=last)
    events = sorted(released(all_events(view, query), watch.policy, now), key=_consequence)
    control = [row for row in released(view.control(), watch.policy, now) if first <= row.day <= last]
    threats = [threat for threat in view.threats() if _stands(threat, first, last)]
    material = gather(view, {side.id: side.name for side in watch.sides}, events, control, threats)
    sections = _sections(events, control, threats, material, watch, first)
    return Report(
        title=watch.name,
        period=day(first) if first == last else f"{day(first)} to {day(last)}",
        sections=sections,
        documents=material.documents,
        sources=material.sources,
        sides=material.sides,
        events=tuple(event for event in events if _shown(event, sections)),
        counts=_counts(view, material, events),
        failures=tuple(view.failures()),
    )


def last_day_with_events(view: View) -> date | None:
    """The last day on which an event begins."""
    return max((event.when.first_day for event in all_events(view) if event.when), default=None)


def _consequence(event: Event) -> tuple[float, str]:
    victims = sum(figure.low or figure.high or 0 for figure in event.figures if figure.what in ("killed", "wounded"))
    weight = float(_WEIGHT_CHANGE.get(event.change or "", 0))
    weight += 40 if event.plover in _WAR and event.change is None else 0
    weight += 20 * log10(1 + victims) + _WEIGHT_STATUS[event.assessment.status]
    return (-weight - 2 * event.assessment.independent_sources, event.id)


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
    return [("Of these days", _all(now, tell)), ("Said before, still standing", _all(before, tell))]


def _shown(event: Event, sections: Iterable[Section]) -> bool:
    return any(sentence.event == event for section in sections for sentence in section.sentences)


def _sections(
    events: Sequence[Event],
    control: Sequence[Control],
    threats: Sequence[Threat],
    material: Material,
    watch: Watch,
    first: date,
) -> tuple[Section, ...]:
    war = [event for event in events if _of_the_war(event) and _worth_telling(event)]
    firm = [event for event in war if event.assessment.status != "unconfirmed"]
    doubtful = [event for event in war if event.assessment.status == "unconfirmed"]
    other = [event for event in events if not _of_the_war(event) and event.plover != "THREATEN"][:_MOST_OTHER]
    tell = _telling(material)
    return (
        _section("In brief", "brief", [(None, _all(firm[:_BRIEF], tell))], "No event is told of these days."),
        _section("What happened, by area", "events", _by_area(firm, material, watch), "Nothing is told."),
        _section("Conceded", "conceded", [(None, _quoted(war, "conceded", material))], "No side conceded anything."),
        _section("In dispute", "disputed", [(None, _disputes(war, material))], "No account contradicts another."),
        _section("Who holds what", "control", [(None, _all(control, _controlling(material)))],
                 "No place is said to have changed hands."),
        _section("Threats and red lines", "threats", _threats(threats, material, first),
                 "No threat was found."),
        _section("Unconfirmed", "unconfirmed", [(None, _all(doubtful, tell))], "Nothing is told with doubt only."),
        _section("Politics and the rear", "other", [(None, _all(other, tell))], "Nothing else is told."),
    )  # fmt: skip


def _of_the_war(event: Event) -> bool:
    return event.change is not None or event.plover in _WAR or bool(event.figures)


def _worth_telling(event: Event) -> bool:
    """Where, how many, or who did it: an event without all of these says nothing to a reader."""
    known = any(party.side for party in event.parties) and event.when is not None
    return event.place is not None or bool(event.figures) or known


def _section(title: str, anchor: str, groups: Iterable[tuple[str | None, Sequence[Sentence]]], empty: str) -> Section:
    kept = tuple(Group(title=name, sentences=tuple(told)) for name, told in groups if told)
    return Section(title=title, anchor=anchor, groups=kept, empty=empty)


def _all(items: Iterable[object], tell: Callable[..., Sentence | None]) -> list[Sentence]:
    found = (tell(item) for item in items)
    return [sentence for sentence in found if sentence is not None]


def _telling(material: Material) -> Callable[[Event], Sentence | None]:
    return lambda event: event_sentence(event, material)


def _controlling(material: Material) -> Callable[[Control], Sentence | None]:
    return lambda row: control_sentence(row, material)


def _threatening(material: Material) -> Callable[[Threat], Sentence | None]:
    return lambda threat: threat_sentence(threat, material)


def _by_area(events: Sequence[Event], material: Material, watch: Watch) -> list[tuple[str, list[Sentence]]]:
    """The area with the gravest event first; each event's figures right after it."""
    groups: dict[str, list[Sentence]] = {}
    for event in events:
        told = event_sentence(event, material)
        if told is not None:
            groups.setdefault(area(event, watch.bbox), []).extend([told, *figure_sentences(event, material)])
    last = groups.pop(NOWHERE, [])
    return [*groups.items(), (NOWHERE, last)]


def _quoted(events: Sequence[Event], status: str, material: Material) -> list[Sentence]:
    chosen = [event for event in events if event.assessment.status == status]
    return _all(chosen, lambda event: quoted_sentence(event, ("concedes",), material))


def _disputes(events: Sequence[Event], material: Material) -> list[Sentence]:
    chosen = [event for event in events if event.assessment.status in ("contested", "denied")]
    return _all(chosen, lambda event: quoted_sentence(event, ("supports", "concedes", "denies"), material))


def _counts(view: View, material: Material, events: Sequence[Event]) -> tuple[tuple[str, int], ...]:
    """About the report, then about the workspace."""
    used = {account.source for event in events for account in event.accounts}
    held = view.counts()
    cited = [("events of these days", len(events)), ("documents that tell them", len(material.documents)),
             ("sources that tell them", len(used))]  # fmt: skip
    names = ("sources", "captures", "documents", "statements", "events", "failures")
    return (*cited, *((f"{name} in the workspace", held[name]) for name in names if name in held))
