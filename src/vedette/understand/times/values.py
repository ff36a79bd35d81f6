"""TIMEX3 values (ISO 8601 as ISO-TimeML uses it) and the intervals they mean."""

import re
from datetime import UTC, date, datetime, timedelta

from vedette.model.interval import Interval, Precision
from vedette.model.mention import TimeType

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(T.*)?")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_NAMED = re.compile(r"(\d{4})-(SP|SU|FA|WI|Q[1-4]|H[12])")
_FIRST_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12, "Q1": 1, "Q2": 4, "Q3": 7, "Q4": 10, "H1": 1, "H2": 7}
_CLOCK = re.compile(r"T(\d\d):(\d\d)(?::(\d\d))?")


def days_in_month(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def valid_day(year: int, month: int, day: int) -> bool:
    return 1 <= year <= 9998 and 1 <= month <= 12 and 1 <= day <= days_in_month(year, month)


def add_months(year: int, month: int, count: int) -> tuple[int, int]:
    index = year * 12 + month - 1 + count
    return index // 12, index % 12 + 1


def week_value(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def type_of(value: str) -> TimeType:
    """What kind of expression a value that is not of a set stands for."""
    if re.match(r"P[T\dX]", value):
        return "DURATION"
    return "TIME" if "T" in value and "_REF" not in value else "DATE"


def interval_of(value: str, zone: float | None = None) -> Interval | None:
    """The UTC interval of a calendar value; None where part of it is unknown or it is none.

    `zone` is the offset in hours of a clock time; without one, a clock time means its whole day.
    Seasons are those of the north, in whole months; a winter has the year of its December.
    """
    if match := _DAY.fullmatch(value):
        return _day(match, zone)
    if match := _MONTH.fullmatch(value):
        return _months(int(match[1]), int(match[2]), 1, Precision.MONTH)
    if match := _WEEK.fullmatch(value):
        return _week(int(match[1]), int(match[2]), weekend=match[3] is not None)
    if match := _NAMED.fullmatch(value):
        count = 6 if match[2][0] == "H" else 3
        precision = Precision.SEASON if match[2].isalpha() else Precision.RANGE
        return _months(int(match[1]), _FIRST_MONTH[match[2]], count, precision)
    if re.fullmatch(r"\d{2,4}", value):
        span = 10 ** (4 - len(value))
        return _months(int(value) * span, 1, 12 * span, Precision.YEAR if span == 1 else Precision.RANGE)
    return None


def _day(match: re.Match[str], zone: float | None) -> Interval | None:
    year, month, day = int(match[1]), int(match[2]), int(match[3])
    if not valid_day(year, month, day):
        return None
    clock = _CLOCK.fullmatch(match[4] or "")
    if clock is None or zone is None:
        whole = date(year, month, day)
        return Interval.of_days(whole, whole)
    if year == 1:
        return None  # A zone may move the first day of the calendar out of it.
    start = datetime(year, month, day, tzinfo=UTC) + timedelta(hours=int(clock[1]) - zone, minutes=int(clock[2]))
    return Interval(start=start, end=start + timedelta(minutes=1), precision=Precision.HOUR)


def _months(year: int, month: int, count: int, precision: Precision) -> Interval | None:
    end_year, end_month = add_months(year, month, count - 1)
    if year < 1 or end_year > 9998 or not 1 <= month <= 12:
        return None
    return Interval.of_days(
        date(year, month, 1), date(end_year, end_month, days_in_month(end_year, end_month)), precision
    )


def _week(year: int, week: int, *, weekend: bool) -> Interval | None:
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    if year > 9998:
        return None
    if weekend:
        return Interval.of_days(monday + timedelta(days=5), monday + timedelta(days=6), Precision.WEEKEND)
    return Interval.of_days(monday, monday + timedelta(days=6), Precision.WEEK)
