"""Who holds which settlement, rebuilt from events: one row a change of holder, each with its statements."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from vedette.fuse.holding import Sign, path
from vedette.model.event import Control, ControlStatus
from vedette.model.ids import PlaceId, SideId
from vedette.model.interval import Precision

_STATUS: dict[str, ControlStatus] = {
    "observed": "confirmed",
    "corroborated": "confirmed",
    "conceded": "conceded",
    "contested": "contested",
    "one-sided": "claimed",
}
_STRENGTH: tuple[ControlStatus, ...] = ("contested", "claimed", "conceded", "confirmed")


def control(signs: Iterable[Sign]) -> tuple[Control, ...]:
    """Ordered by day and place."""
    by_place: dict[PlaceId, list[Sign]] = {}
    for sign in signs:
        if sign.event.place is not None:
            by_place.setdefault(sign.event.place.id, []).append(sign)
    rows = [row for there in by_place.values() if any(sign.gain for sign in there) for row in _history(there)]
    return tuple(sorted(rows, key=lambda row: (row.day, row.place.name, row.place.id)))


def _history(signs: Sequence[Sign]) -> list[Control]:
    """A row where a holder first gains the place; what else tells of that gain only adds statements to it.

    A claim that the rest of what is told speaks against makes no row: its event stands, with its status.
    """
    ordered = sorted(signs, key=_order)
    home = ordered[0].home
    rows: list[Control] = []
    before: SideId | None = None
    holder, told = home, False
    for sign, held in zip(ordered, path(ordered, home), strict=True):
        if held != holder:
            before, holder, told = holder, held, False
        if not sign.gain or sign.holder != held:
            continue
        row = _row(sign, before)
        if told:
            rows[-1] = _strengthened(rows[-1], row)
        else:
            rows.append(row)
            told = True
    return rows


def _order(sign: Sign) -> tuple[object, ...]:
    when = sign.event.when
    return (sign.day, when.start if when else None, sign.event.id)


def _row(sign: Sign, before: SideId | None) -> Control:
    event = sign.event
    if event.place is None or event.when is None:
        raise ValueError("a gain has a place and a time")
    return Control(
        place=event.place,
        day=sign.day,
        when=event.when,
        holder=sign.holder,
        previous=before or sign.loser,
        status=_STATUS[event.assessment.status],
        statements=event.statements,
    )


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
