"""Who holds which settlement, rebuilt from events: one row a change of holder, each with its statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from vedette.model.event import Control, ControlStatus, Event
from vedette.model.ids import SideId, StatementId
from vedette.model.interval import Precision

_STATUS: dict[str, ControlStatus] = {
    "observed": "confirmed",
    "corroborated": "confirmed",
    "conceded": "conceded",
    "contested": "contested",
    "one-sided": "claimed",
}
_STRENGTH: tuple[ControlStatus, ...] = ("contested", "claimed", "conceded", "confirmed")
_HELD = frozenset({"settlement", "site"})
_TAKEN = frozenset({"captured", "liberated", "withdrew"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """An event by which a side gained, or is said to have gained, a place. `loser` only where the accounts name one."""

    event: Event
    holder: SideId
    loser: SideId | None


def control(gains: Iterable[Gain]) -> tuple[Control, ...]:
    """Ordered by day and place. A claim that was denied, or is told only with doubt, changes nothing."""
    by_place: dict[str, list[Gain]] = {}
    for gain in gains:
        if _counts(gain.event) and gain.event.place is not None:
            by_place.setdefault(gain.event.place.id, []).append(gain)
    rows = [row for gains_there in by_place.values() for row in _history(gains_there)]
    return tuple(sorted(rows, key=lambda row: (row.day, row.place.name, row.place.id)))


def _counts(event: Event) -> bool:
    return (
        event.change in _TAKEN
        and event.place is not None
        and event.place.kind in _HELD
        and event.when is not None
        and event.assessment.status in _STATUS
    )


def _history(gains: Sequence[Gain]) -> list[Control]:
    """A holder who gains the place again only adds statements to the row; a contested claim moves nobody."""
    rows: list[Control] = []
    holder: SideId | None = None
    for gain in sorted(gains, key=_order):
        row = _row(gain, holder)
        same = next((at for at, old in enumerate(rows) if old.holder == row.holder and _current(at, rows)), None)
        if same is not None:
            rows[same] = _strengthened(rows[same], row)
        else:
            rows.append(row)
        if row.status != "contested":
            holder = row.holder
    return rows


def _order(gain: Gain) -> tuple[object, ...]:
    when = gain.event.when
    return (when.last_day if when else None, when.start if when else None, gain.event.id)


def _current(at: int, rows: Sequence[Control]) -> bool:
    """No other side has taken the place since."""
    return all(later.status == "contested" or later.holder == rows[at].holder for later in rows[at + 1 :])


def _row(gain: Gain, holder: SideId | None) -> Control:
    event = gain.event
    if event.place is None or event.when is None:
        raise ValueError("a gain has a place and a time")
    previous = holder if holder != gain.holder else None
    return Control(
        place=event.place,
        day=event.when.last_day,
        when=event.when,
        holder=gain.holder,
        previous=previous or gain.loser,
        status=_STATUS[event.assessment.status],
        statements=_statements(event),
    )


def _statements(event: Event) -> tuple[StatementId, ...]:
    return event.statements


def _strengthened(row: Control, later: Control) -> Control:
    """The stronger status holds; a stated day takes the place of one that is only a bound."""
    better = max(row.status, later.status, key=_STRENGTH.index)
    vague = row.when.precision is Precision.RANGE and later.when.precision is not Precision.RANGE
    dated = later if vague and later.day < row.day else row
    return replace(
        row,
        day=dated.day,
        when=dated.when,
        status=better,
        statements=tuple(dict.fromkeys((*row.statements, *later.statements))),
    )
