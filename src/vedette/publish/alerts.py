"""What of all that is different a rule asks for."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from vedette.model.alert import Alert, Occasion
from vedette.model.changes import Changes, Difference
from vedette.model.event import Control, Event, Location, Threat
from vedette.publish.consequence import consequence, of_the_war, worth_telling

Matter = Difference | Control | Threat


def asked_for(rule: Alert, changes: Changes) -> Iterator[tuple[Occasion, Matter]]:
    """The gravest first within each occasion."""
    for occasion in rule.on:
        match occasion:
            case "new":
                yield from (("new", one) for one in _events(rule, [x for x in changes.events if x.turn == "new"]))
            case "status":
                yield from (("status", one) for one in _events(rule, [x for x in changes.events if _turned(x)]))
            case "holder":
                again = {(row.place.id, row.holder) for row in changes.control_gone}
                rows = (row for row in changes.control_new if (row.place.id, row.holder) not in again)
                yield from (("holder", row) for row in rows if _of_control(rule, row))
            case "threat":
                told = (*changes.threats_new, *changes.threats_turned)
                yield from (("threat", one) for one in told if _of_threat(rule, one))
            case "source":
                continue  # nobody's account: told apart
            case _:
                assert_never(occasion)


def _events(rule: Alert, differences: Sequence[Difference]) -> list[Difference]:
    wanted = [one for one in differences if any(_of_event(rule, event) for event in one.after)]
    return sorted(wanted, key=lambda one: consequence(one.shown))


def _turned(one: Difference) -> bool:
    """What was less sure or surer alone keeps its word."""
    before = {event.assessment.status for event in one.before}
    return bool(one.before) and any(event.assessment.status not in before for event in one.after)


def _of_event(rule: Alert, event: Event) -> bool:
    if rule.kinds:
        kind = not set(rule.kinds).isdisjoint({event.plover, event.subtype, event.change})
    else:
        kind = of_the_war(event) and worth_telling(event)
    sides = {one.side for one in event.accounts} | {one.side for one in event.parties}
    names = (*(one.name for one in event.parties), *(one.speaker for one in event.accounts))
    return (
        kind
        and (not rule.statuses or event.assessment.status in rule.statuses)
        and (not rule.sides or not sides.isdisjoint(rule.sides))
        and _of_actors(rule, names)
        and _within(rule, event.place)
    )


def _of_control(rule: Alert, row: Control) -> bool:
    return (not rule.sides or not {row.holder, row.previous}.isdisjoint(rule.sides)) and _within(rule, row.place)


def _of_threat(rule: Alert, threat: Threat) -> bool:
    return (
        threat.severity >= rule.severity
        and (not rule.sides or threat.side in rule.sides)
        and _of_actors(rule, (threat.speaker, threat.target))
    )


def _of_actors(rule: Alert, names: Sequence[str | None]) -> bool:
    known = [name.casefold() for name in names if name]
    return not rule.actors or any(actor.casefold() in name for actor in rule.actors for name in known)


def _within(rule: Alert, place: Location | None) -> bool:
    """In the box or one of the places: either is enough. What has no place is in no area."""
    if rule.bbox is None and not rule.places:
        return True
    if place is None:
        return False
    asked = {one.casefold() for one in rule.places}
    named = {place.id.casefold(), place.id.partition("~")[0].casefold(), place.name.casefold()}
    return not named.isdisjoint(asked) or (rule.bbox is not None and _in_box(rule.bbox, place))


def _in_box(box: tuple[float, float, float, float], place: Location) -> bool:
    """A box whose west lies east of its east spans the day line."""
    west, south, east, north = box
    across = west <= place.lon <= east if west <= east else place.lon >= west or place.lon <= east
    return across and south <= place.lat <= north
