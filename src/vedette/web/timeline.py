"""Events and statements per day."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from vedette.model.query import Query
from vedette.ports import View

NO_SIDE = "none"
_MOST = 100_000


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
    """By day, the undated last."""
    whole = replace(query, limit=_MOST, offset=0)
    statements: Counter[tuple[date | None, str]] = Counter()
    for row in view.statements(whole):
        published = row.document.published
        statements[published.first_day if published else None, row.side or NO_SIDE] += 1
    events: Counter[tuple[date | None, str]] = Counter()
    for event in view.events(whole):
        events[event.when.first_day if event.when else None, event.assessment.status] += 1
    days = {day for day, _ in (*statements, *events)}
    ordered = sorted(days, key=lambda day: (day is None, day or date.min))
    return [Tally(day=day, statements=_of(day, statements), events=_of(day, events)) for day in ordered]


def _of(day: date | None, counts: Counter[tuple[date | None, str]]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((key, count) for (when, key), count in counts.items() if when == day))
