"""What tells an event, and what the other finders saw where one is looked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from vedette.model.mention import Change, PlaceMention, Plover, Quantity, TimeMention
from vedette.model.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class EventKind:
    """`objects` narrows it to clauses that hold one of these words; `needs` names a further test."""

    plover: Plover
    subtype: str | None = None
    change: Change | None = None
    objects: frozenset[str] = frozenset()
    needs: str | None = None


def event_kinds(rows: list[dict[str, Any]], part: str) -> dict[str, tuple[EventKind, ...]]:
    found: dict[str, tuple[EventKind, ...]] = {}
    for row in rows:
        kind = EventKind(
            plover=cast(Plover, row["plover"]),
            subtype=row.get("subtype"),
            change=cast("Change | None", row.get("change")),
            objects=frozenset(row.get("objects", ())),
            needs=row.get("needs"),
        )
        for lemma in row.get(part, ()):
            found[lemma] = (*found.get(lemma, ()), kind)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the other finders saw in the same stretch."""

    statements: Sequence[Statement]
    places: Sequence[PlaceMention]
    times: Sequence[TimeMention]
    quantities: Sequence[Quantity]
