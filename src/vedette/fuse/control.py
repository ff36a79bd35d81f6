"""Who holds which settlement, rebuilt from events: one row a change of holder, each with its statements."""

from collections.abc import Iterable, Sequence

from vedette.fuse.holding import Sign, faded, path
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
        by_place.setdefault(sign.place.id, []).append(sign)
    rows = [row for there in by_place.values() if any(sign.gain for sign in there) for row in _history(there)]
    return tuple(sorted(rows, key=lambda row: (row.day, row.place.name, row.place.id)))


def _history(signs: Sequence[Sign]) -> list[Control]:
    """A row for each time somebody gains the place; a gain that the rest of what is told speaks against makes none."""
    ordered = faded(sorted(signs, key=_order))
    holder = home = ordered[0].home
    before: SideId | None = None
    turns: list[tuple[SideId | None, list[Sign]]] = []
    fresh = True
    for sign, held in zip(ordered, path(ordered, home), strict=True):
        if held != holder:
            before, holder, fresh = holder, held, True
        if not sign.gain or sign.holder != held:
            continue
        if fresh:
            turns.append((before, []))
            fresh = False
        turns[-1][1].append(sign)
    return [_row(gains, former) for former, gains in turns]


def _order(sign: Sign) -> tuple[object, ...]:
    return (sign.day, sign.when.start, sign.key)


def _row(gains: Sequence[Sign], before: SideId | None) -> Control:
    """All gains of one turn. It is dated by the one that most independent sources tell, of equals the first stated
    by whoever does not tell such things early: a claim that comes too early is told by few."""
    dated = min(gains, key=lambda sign: (-sign.independent, sign.early, _is_bound(sign), _order(sign)))
    loser = next((sign.loser for sign in gains if sign.loser), None)
    return Control(
        place=dated.place,
        day=dated.day,
        when=dated.when,
        holder=dated.holder,
        previous=before or loser,
        status=max((_STATUS[sign.status or "one-sided"] for sign in gains), key=_STRENGTH.index),
        statements=tuple(dict.fromkeys(statement for sign in gains for statement in sign.statements)),
    )


def _is_bound(sign: Sign) -> bool:
    """No account gives the day."""
    return sign.when.precision is Precision.RANGE
