"""Events and statements per day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from vedette.model.query import Query
from vedette.ports import View

NO_SIDE = "none"
Tallied = Mapping[tuple[date | None, str], int]


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


def tallies(view: View, query: Query) -> list[Tally]:
    """Of the statements and events that fit `query`; by day, the undated last."""
    statements = {(day, str(side or NO_SIDE)): count for day, side, count in view.statements_by_day(query)}
    events = {(day, str(status)): count for day, status, count in view.events_by_day(query)}
    return [
        Tally(day=day, statements=tuple(sorted(said)), events=tuple(sorted(happened)))
        for day, (said, happened) in _by_day(statements, events)
    ]


Counted = list[tuple[str, int]]


def _by_day(statements: Tallied, events: Tallied) -> Iterator[tuple[date | None, tuple[Counted, Counted]]]:
    days: dict[date | None, tuple[Counted, Counted]] = {}
    for at, counts in enumerate((statements, events)):
        for (day, key), count in counts.items():
            days.setdefault(day, ([], []))[at].append((key, count))
    yield from sorted(days.items(), key=lambda item: (item[0] is None, item[0] or date.min))
