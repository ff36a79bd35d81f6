"""What an expression is told from: the day of writing, or the time the text has reached."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from vedette.understand.times.values import add_months, valid_day, week_value

Tense = Literal["past", "future"]

FIRST_YEAR, LAST_YEAR = 100, 9000
_FEW_OLD, _MANY_PAST = 3, 10
_SHARE = 0.6
_OLD_YEARS = 3
_TURN_OF_YEAR = 8
_FAR_YEARS = 10
_NEAR_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in the calendar, as far as it is known."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def calendar_day(self) -> date | None:
        if self.month is None or self.day is None or not valid_day(self.year, self.month, self.day):
            return None
        return date(self.year, self.month, self.day)

    @classmethod
    def of(cls, day: date) -> "Moment":
        return cls(day.year, day.month, day.day)


@dataclass(slots=True)
class Anchor:
    """Changes as the text is read. `told` is the moment mentioned last; `tense` what the words round it say.

    In a narrative, partial and relative expressions hang on `told`; else on `published`. Without both they stay open.
    """

    published: date | None
    narrative: bool
    tense: Tense | None = None
    told: Moment | None = None
    quarter: tuple[int, int] | None = None
    days: dict[tuple[int, int], int] | None = None
    year_bc: int | None = None

    @property
    def now(self) -> Moment | None:
        """Where "this", "last" and "next" start from."""
        if self.narrative:
            return self.told
        return Moment.of(self.published) if self.published else None

    @property
    def then(self) -> Moment | None:
        """Where "later" and "the following" start from."""
        return self.told or (Moment.of(self.published) if self.published and not self.narrative else None)

    def reach(self, moment: Moment) -> None:
        """Go on to a moment; not to one so far off that the calendar ends near it."""
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            return
        if self._is_aside(moment):
            return
        self.told = moment
        if moment.month and moment.day:
            self.days = {**(self.days or {}), (moment.month, moment.day): moment.year}

    def _is_aside(self, moment: Moment) -> bool:
        """A bare year far from the day or month a story has got to is a look aside ("as was found in 1998")."""
        told = self.told
        if not self.narrative or told is None or told.month is None or moment.month is not None:
            return False
        return abs(moment.year - told.year) >= _FAR_YEARS

    def year_of(self, month: int, day: int | None) -> int | None:
        """The year of a month and day given without one."""
        if self.narrative:
            return self._told_year(month) if self.told else None
        if day is not None and self.days and (year := self.days.get((month, day))):
            return year
        return self._nearest_year(month, day, self.published) if self.published else None

    def _told_year(self, month: int) -> int | None:
        """A story goes on: January after November is of the next year."""
        if self.told is None or self.told.month is None or month - self.told.month > -_TURN_OF_YEAR:
            return self.told.year if self.told else None
        return self.told.year + 1

    def _nearest_year(self, month: int, day: int | None, now: date) -> int:
        """A day within three months is the near one; else what the words look back or ahead to."""
        away = {year: _months_away(now, year, month, day) for year in (now.year - 1, now.year, now.year + 1)}
        nearest = min(away, key=lambda year: abs(away[year]))
        if day is not None and abs(away[nearest]) <= _NEAR_MONTHS:
            return nearest
        if self.tense == "past":
            away = {year: months for year, months in away.items() if months <= 0}
        elif self.tense == "future":
            away = {year: months for year, months in away.items() if months >= 0}
        return min(away, key=lambda year: abs(away[year]))

    def weekday(self, weekday: int) -> date | None:
        """The nearest such day on or before the day of writing, or on or after it where the words look ahead."""
        if self.narrative:
            told = self.told.calendar_day if self.told else None
            return told + timedelta(days=(weekday - told.isoweekday()) % 7) if told else None
        if self.published is None:
            return None
        if self.tense == "future":
            return self.published + timedelta(days=(weekday - self.published.isoweekday()) % 7)
        return self.published - timedelta(days=(self.published.isoweekday() - weekday) % 7)


def _months_away(now: date, year: int, month: int, day: int | None) -> float:
    return (year - now.year) * 12 + month - now.month + ((day - now.day) / 31 if day is not None else 0)


def is_narrative(published: date | None, years: list[int], from_today: int) -> bool:
    """Whether a text tells of times long past: the `years` it names are old, and hardly anything in it is told from
    the day of writing ("yesterday", "on Sunday"). A text without a date tells of its own.
    """
    if published is None:
        return True
    past = sum(year < published.year for year in years)
    old = sum(year <= published.year - _OLD_YEARS for year in years)
    told = old >= max(_FEW_OLD, _SHARE * len(years)) or past >= max(_MANY_PAST, _SHARE * len(years))
    return told and from_today * 3 <= past


def shift(moment: Moment, unit: str, count: float) -> str | None:
    """TIMEX3 of `count` units from a moment, as finely as both allow."""
    whole = int(count)
    match unit:
        case "Y" | "E" | "C":
            year = moment.year + whole * {"Y": 1, "E": 10, "C": 100}[unit]
            return f"{year:04d}" if 1 <= year <= 9998 else None
        case "M" | "Q":
            if moment.month is None:
                return f"{moment.year:04d}-XX"
            year, month = add_months(moment.year, moment.month, whole * (3 if unit == "Q" else 1))
            return f"{year:04d}-{month:02d}" if 1 <= year <= 9998 else None
        case "D" | "W" | "2W":
            return _shift_days(moment, unit, count)
    return None


def _shift_days(moment: Moment, unit: str, count: float) -> str | None:
    day = moment.calendar_day
    if day is None:
        return f"{moment.year:04d}-WXX" if unit != "D" else f"{moment.year:04d}-XX-XX"
    try:
        return (day + timedelta(days=count * {"D": 1, "W": 7, "2W": 14}[unit])).isoformat()
    except OverflowError:
        return None


def this(moment: Moment, unit: str, count: int) -> str | None:
    """TIMEX3 of the period `count` after the one that holds the moment: week, month, year …"""
    day = moment.calendar_day
    match unit:
        case "W":
            if day is None:
                return f"{moment.year:04d}-WXX"
            return week_value(day + timedelta(weeks=count)) if 2 <= day.year <= 9997 else None
        case "Q":
            if moment.month is None:
                return None
            year, month = add_months(moment.year, moment.month, 3 * count)
            return f"{year:04d}-Q{(month + 2) // 3}"
        case "E":
            return f"{moment.year // 10 + count:03d}"
        case "C":
            return f"{moment.year // 100 + count:02d}"
    return shift(moment, unit, count)
