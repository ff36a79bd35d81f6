"""The tables of other projects, made from the events that the policy lets out."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from vedette.model.event import Event
from vedette.model.watch import Watch
from vedette.ports import View
from vedette.publish.interchange import acled, ftm, ucdp
from vedette.publish.interchange.telling import know
from vedette.publish.material import all_events
from vedette.publish.policy import clear
from vedette.publish.public import public_view
from vedette.reference.gazetteer import Gazetteer

Row = dict[str, Any]
SHAPES = ("ucdp", "acled", "ftm")


def columns(shape: str) -> tuple[str, ...]:
    return {"ucdp": ucdp.COLUMNS, "acled": acled.COLUMNS, "ftm": ftm.COLUMNS}[shape]


def shaped_rows(shape: str, view: View, watch: Watch, now: datetime, gazetteer: Gazetteer | None) -> Iterator[Row]:
    """`shape` is one of SHAPES."""
    clearance = clear(view, watch.policy, now)
    shown = public_view(view, watch.policy, clearance.veil)
    known = know(shown, watch, gazetteer)
    events = (event for event in map(clearance.show, all_events(shown)) if event is not None)
    makers: dict[str, Callable[[Iterable[Event]], Iterable[Row]]] = {
        "ucdp": lambda told: (ucdp.ucdp_row(known, one) for one in told if ucdp.is_violent(one)),
        "acled": lambda told: (acled.acled_row(known, one, now) for one in told if acled.is_coded(one)),
        "ftm": lambda told: _statements(ftm.Statements(known, watch.name, now), told),
    }
    yield from map(clearance.veil.words, makers[shape](events))


def _statements(made: ftm.Statements, events: Iterable[Event]) -> Iterator[Row]:
    for event in events:
        yield from made.of(event)
