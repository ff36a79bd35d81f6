"""When something was published, as its source wrote it: a day or an instant, or nothing rather than a guess."""

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from vedette.model.interval import Interval

_EARLIEST_YEAR = 1900
_AHEAD = timedelta(days=366)
_LONGEST = 80

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan января янв січня січ",
            "february feb февраля фев лютого лют",
            "march mar марта мар березня бер",
            "april apr апреля апр квітня кві",
            "may мая травня тра",
            "june jun июня июн червня чер",
            "july jul июля июл липня лип",
            "august aug августа авг серпня сер",
            "september sep sept сентября сен вересня вер",
            "october oct октября окт жовтня жов",
            "november nov ноября ноя листопада лис",
            "december dec декабря дек грудня гру",
        ),
        start=1,
    )
    for name in names.split()
}
_WRITTEN = re.compile(
    r"(?P<iso>\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?: ?(?:Z|UTC|[+-]\d{2}:?\d{2}))?)?)"
    r"|\b(?P<d1>\d{1,2})(?:st|nd|rd|th)? (?P<m1>[^\W\d_]{3,12})\.?,? (?P<y1>\d{4})\b"
    r"|\b(?P<m2>[^\W\d_]{3,12})\.? (?P<d2>\d{1,2})(?:st|nd|rd|th)?,? (?P<y2>\d{4})\b"
    r"|\b(?P<d3>\d{1,2})\.(?P<m3>\d{1,2})\.(?P<y3>\d{4})\b"
)


def published(value: object, fetched: datetime) -> Interval | None:
    """ISO 8601, RFC 822, "10 May 2024", "May 10, 2024", "10.05.2024". A time without a zone is UTC.

    None for what is no date, and for one before 1900 or more than a year after the capture.
    """
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    text = " ".join(value.split())
    found = _iso(text) or _mail(text) or _written(_WRITTEN.fullmatch(text))
    return _plausible(found, fetched)


def unix_instant(value: object, fetched: datetime) -> datetime | None:
    """Seconds since 1970, as a number or its digits."""
    if isinstance(value, bool) or not isinstance(value, int | str) or len(str(value)[:20]) > 12:
        return None
    try:
        moment = datetime.fromtimestamp(int(value), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if _plausible(moment, fetched) else None


def instant(value: object, fetched: datetime) -> datetime | None:
    """The moment of a full date and time; None for a mere day."""
    found = published(value, fetched)
    return found.start if found and found.end - found.start == timedelta(seconds=1) else None


def dateline(line: str, fetched: datetime) -> Interval | None:
    """The full date that a heading line begins or ends with ("Kyiv, 10 May 2024"); sentences are not datelines."""
    line = line.strip()
    if len(line) > 2 * _LONGEST or line.endswith((".", "?", "!", ":")):
        return None
    for match in _WRITTEN.finditer(line):
        if match.start() == 0 or not line[match.end() :].strip(" )]|-–—*_"):
            return _plausible(_written(match), fetched)
    return None


def _iso(text: str) -> date | datetime | None:
    text = text.removesuffix(" UTC")
    if not re.match(r"\d{4}-\d{2}-\d{2}", text):
        return None
    try:
        return date.fromisoformat(text) if len(text) == len("2024-05-13") else datetime.fromisoformat(text)
    except ValueError:
        return None


def _mail(text: str) -> date | datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if ":" in text else moment.date()


def _written(match: re.Match[str] | None) -> date | datetime | None:
    if not match:
        return None
    if match["iso"]:
        return _iso(match["iso"])
    for n in ("1", "2", "3"):
        if match["y" + n]:
            month = match["m" + n].lower()
            return _day(match["y" + n], _MONTHS.get(month) or (int(month) if month.isdecimal() else 0), match["d" + n])
    return None


def _day(year: str, month: int, day: str) -> date | None:
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None


def _plausible(found: date | datetime | None, fetched: datetime) -> Interval | None:
    if found is None or not _EARLIEST_YEAR <= found.year <= (fetched + _AHEAD).year:
        return None
    if isinstance(found, datetime):
        interval = Interval.of_instant(found if found.tzinfo else found.replace(tzinfo=UTC))
    else:
        interval = Interval.of_days(found, found)
    return interval if interval.start <= fetched + _AHEAD else None
