"""Events and statements per day."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vedette.model.event import Event
from vedette.model.query import Query
from vedette.ports import View

NO_SIDE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Statements by side on the day their document was published, events by status on the first day they may have
    happened. What has no date is counted apart."""

    day: date | None
    statements: tuple[tuple[str, int], ...]
    events: tuple[tuple[str, int], ...]

    @property
    def statement_count(self) -> int:
        return sum(count for _, count in self.statements)

    @property
    def event_count(self) -> int:
        return sum(count for _, count in self.events)


def tallies(view: View, query: Query, found: Sequence[Event]) -> list[Tally]:
    """Of the statements that fit `query` and of the events `found` by it; by day, the undated last."""
    statements = Counter({(day, side or NO_SIDE): count for day, side, count in view.statements_by_day(query)})
    events: Counter[tuple[date | None, str]] = Counter(
        (event.when.first_day if event.when else None, event.assessment.status) for event in found
    )
    days = {day for day, _ in (*statements, *events)}
    ordered = sorted(days, key=lambda day: (day is None, day or date.min))
    return [Tally(day=day, statements=_of(day, statements), events=_of(day, events)) for day in ordered]


def _of(day: date | None, counts: Mapping[tuple[date | None, str], int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((key, count) for (when, key), count in counts.items() if when == day))
