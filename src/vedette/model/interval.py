"""Time as an interval with a precision; unknown time is `None`, never a guess."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum


class Precision(StrEnum):
    """How finely the source gave the time, not how long the interval is."""

    SECOND = "second"
    HOUR = "hour"
    DAY = "day"
    WEEKEND = "weekend"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    RANGE = "range"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Interval:
    """Aware UTC, start inclusive, end exclusive. A single second has `end - start == 1 s`."""

    start: datetime
    end: datetime
    precision: Precision = Precision.DAY

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("an interval needs aware datetimes")
        if self.end <= self.start:
            raise ValueError("an interval ends after it starts")
        if self.start.year == 1 or self.end.year == 9999:
            _refuse_beyond(self.start, self.end)

    @classmethod
    def of_days(cls, first: date, last: date, precision: Precision = Precision.DAY) -> "Interval":
        """Whole UTC days from `first` to `last`, both included."""
        start = datetime(first.year, first.month, first.day, tzinfo=UTC)
        stop = datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=1)
        return cls(start=start, end=stop, precision=precision)

    @classmethod
    def of_instant(cls, moment: datetime) -> "Interval":
        moment = moment.astimezone(UTC).replace(microsecond=0)
        return cls(start=moment, end=moment + timedelta(seconds=1), precision=Precision.SECOND)

    @property
    def first_day(self) -> date:
        return self.start.astimezone(UTC).date()

    @property
    def last_day(self) -> date:
        return (self.end.astimezone(UTC) - timedelta(microseconds=1)).date()

    def overlaps(self, other: "Interval") -> bool:
        return self.start < other.end and other.start < self.end


def _refuse_beyond(start: datetime, end: datetime) -> None:
    """At the ends of the calendar another zone's day may be none."""
    try:
        start.astimezone(UTC), end.astimezone(UTC)
    except OverflowError:
        raise ValueError("an interval lies within the calendar") from None
