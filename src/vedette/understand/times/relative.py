"""Makers for what is told from somewhere: last week, two days later, that year, the third quarter."""

from datetime import timedelta

from vedette.understand.times.anchor import Moment, shift, this
from vedette.understand.times.points import holiday, point
from vedette.understand.times.reading import Meaning, Reading
from vedette.understand.times.spans import duration
from vedette.understand.times.values import week_value

_UNKNOWN = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Y": "XXXX", "WE": "XXXX-WXX-WE", "Q": "XXXX-QX"}
_SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_MONDAY_TO_TUESDAY = 2


def moment_of(value: str) -> Moment | None:
    """The moment a value with numbers says, as far as it says it."""
    parts = value.split("T")[0].split("-")
    if not parts[0].isdigit() or len(parts[0]) != 4:
        return None
    month = int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else None
    day = int(parts[2]) if len(parts) > 2 and parts[2].isdigit() and month else None
    return Moment(int(parts[0]), month, day)


def _meant(value: str | None, unknown: str = "XXXX") -> Meaning:
    return Meaning(value=value or unknown, moment=moment_of(value) if value else None)


def shifted(reading: Reading) -> Meaning | None:
    """ "last week", "next Sunday", "this morning", "the following year", "that day", "the end of the month"."""
    if "day_side" in reading:
        return _day_beside(reading)
    count, base = _count_and_base(reading)
    if "weekend" in reading or reading.get("period") == "WE":
        return _weekend(reading, base, count)
    if "weekday" in reading:
        return _shifted_weekday(reading, base, count)
    if "month" in reading:
        return _shifted_month(reading, base, count)
    if "season" in reading:
        return _shifted_season(reading.get("season"), base, count)
    if "holiday" in reading:
        return _shifted_holiday(reading, base, count)
    if "part" in reading or "same_part" in reading or reading.get("told_next") in _PARTS:
        return _shifted_part(reading, base, count)
    unit = reading.get("period") or reading.get("same_unit") or reading.get("told_next")
    if isinstance(unit, str) and unit in _NAMES:
        unit = _NAMES[unit]
    if unit is None and "same_year_of" in reading:
        unit = "Y"
    if unit == "W" and count < 0 and base and "shift" in reading:
        base = _sunday_belongs_to_next(base)
    return _meant(this(base, unit, count) if base else None, _UNKNOWN.get(unit, "XXXX"))


def _sunday_belongs_to_next(base: Moment) -> Moment:
    """Who writes "last week" on a Sunday means the week that ends that day."""
    day = base.calendar_day
    return Moment.of(day + timedelta(days=1)) if day and day.isoweekday() == 7 and day.year < 9998 else base


_NAMES = {"month": "M", "week": "W", "year": "Y"}
_PARTS = ("MO", "AF", "EV", "NI", "DT", "MI", "T12:00")


def _count_and_base(reading: Reading) -> tuple[int, Moment | None]:
    anchor = reading.anchor
    if "shift" in reading:
        return reading.get("shift"), anchor.now
    if "told" in reading:
        return reading.get("told"), anchor.then
    if "told_next" in reading:
        return 1, anchor.then if anchor.narrative or reading.get("told_next") in ("D", *_PARTS) else anchor.now
    if "same_year_of" in reading or "weekend" in reading or "that" not in reading.words:
        told = "same" in reading.words or "very" in reading.words
        return 0, anchor.then if told else anchor.now
    return 0, anchor.then


def _day_beside(reading: Reading) -> Meaning:
    count = -1 if reading.get("day_side") == "before" else 1
    if "weekday" in reading and reading.anchor.published:
        last = _weekday_from(reading.anchor.now, reading.get("weekday"), -1)
        return _meant(shift(last, "D", count) if last else None, "XXXX-XX-XX")
    base = reading.anchor.now if "deictic" in reading else reading.anchor.then
    days = count + (reading.get("deictic") or 0)
    return _meant(shift(base, "D", days) if base else None, "XXXX-XX-XX")


def _weekend(reading: Reading, base: Moment | None, count: int) -> Meaning:
    """On a Monday or a Tuesday "this weekend" is the one just past, unless the words look ahead."""
    day = base.calendar_day if base else None
    if day is None:
        return _meant(None, _UNKNOWN["WE"])
    if count == 0 and day.isoweekday() <= _MONDAY_TO_TUESDAY and reading.anchor.tense != "future":
        count = -1
    monday = day + timedelta(days=1 - day.isoweekday(), weeks=count)
    return Meaning(value=f"{week_value(monday)}-WE", moment=Moment.of(monday + timedelta(days=5)))


def _weekday_from(base: Moment | None, weekday: int, count: int) -> Moment | None:
    day = base.calendar_day if base else None
    if day is None:
        return None
    ahead = (weekday - day.isoweekday()) % 7
    if count < 0:
        return Moment.of(day + timedelta(days=ahead - 7))
    return Moment.of(day + timedelta(days=ahead or (7 if count else 0)))


def _shifted_weekday(reading: Reading, base: Moment | None, count: int) -> Meaning:
    weekday = reading.get("weekday")
    if count == 0:
        day = reading.anchor.weekday(weekday)
        moment = Moment.of(day) if day else None
    else:
        moment = _weekday_from(base, weekday, count)
    value = shift(moment, "D", 0) if moment else None
    if value and "part" in reading:
        value += f"T{reading.get('part')}"
    return Meaning(value=value or f"XXXX-WXX-{weekday}", moment=moment)


def _shifted_month(reading: Reading, base: Moment | None, count: int) -> Meaning:
    month, day = reading.get("month"), reading.get("day")
    tail = f"-{month:02d}" + (f"-{day:02d}" if day else "")
    if base is None:
        return _meant(None, f"XXXX{tail}")
    year = base.year
    if base.month is not None:
        if count < 0 and month >= base.month:
            year -= 1
        elif count > 0 and month <= base.month:
            year += 1
    return _meant(f"{year:04d}{tail}")


def _shifted_season(season: str, base: Moment | None, count: int) -> Meaning:
    if base is None:
        return _meant(None, f"XXXX-{season}")
    year, begins = base.year, _SEASON_MONTH[season]
    if base.month is not None:
        ends = begins + 2 if season != "WI" else 14
        if count < 0 and base.month <= ends:
            year -= 1
        elif count > 0 and base.month >= begins:
            year += 1
        elif count == 0 and season == "WI" and base.month <= 2:
            year -= 1
    elif count:
        year += count
    return Meaning(value=f"{year:04d}-{season}", moment=Moment(year, begins))


def _shifted_holiday(reading: Reading, base: Moment | None, count: int) -> Meaning | None:
    if base is None:
        return holiday(reading)
    month = reading.get("holiday")[0]
    past = base.month is not None and month >= base.month
    reading.captured["year"] = base.year - (count < 0 and past) + (count > 0 and not past)
    return holiday(reading)


def _shifted_part(reading: Reading, base: Moment | None, count: int) -> Meaning:
    part = reading.get("part") or reading.get("same_part") or reading.get("told_next")
    value = shift(base, "D", count) if base else None
    moment = moment_of(value) if value else None
    return Meaning(value=f"{value or 'XXXX-XX-XX'}T{part.removeprefix('T')}", moment=moment)


def season(reading: Reading) -> Meaning | None:
    name = reading.get("season") or reading.get("plain_season") or reading.get("bare")
    if name is None or ("bare" in reading and reading.after is not None and reading.after.text == "of"):
        return None
    if "year" in reading:
        year = reading.get("year")
        return Meaning(value=f"{year:04d}-{name}", moment=Moment(year, _SEASON_MONTH[name]))
    count, base = _count_and_base(reading)
    if count or "shift" in reading or "same" in reading or base is None:
        return _shifted_season(name, base, count)
    running = base.month is not None and 0 <= (base.month - _SEASON_MONTH[name]) % 12 <= 2
    if running and not reading.anchor.narrative:
        return _shifted_season(name, base, 0)
    year = reading.anchor.year_of(_SEASON_MONTH[name], None)
    return Meaning(value=f"{year or base.year:04d}-{name}", moment=Moment(year or base.year, _SEASON_MONTH[name]))


def quarter(reading: Reading) -> Meaning | None:
    """The latest quarter of that number that has begun, or the next where the words look ahead."""
    which, anchor = int(reading.get("nth")), reading.anchor
    year, now = reading.get("year"), anchor.now
    if "whose" in reading and now:
        year = now.year + {"last": -1, "this": 0, "next": 1}[reading.get("whose")]
    if year is None and now is not None:
        year = now.year
        if now.month is not None and not anchor.narrative and which > (now.month + 2) // 3 and anchor.tense != "future":
            year -= 1
    if year is None:
        return Meaning(value=f"XXXX-Q{which}")
    anchor.quarter = (year, which)
    return Meaning(value=f"{year:04d}-Q{which}")


def told_quarter(reading: Reading) -> Meaning | None:
    quarter = reading.anchor.quarter
    return Meaning(value=f"{quarter[0]:04d}-Q{quarter[1]}") if quarter else None


def year_before(reading: Reading) -> Meaning | None:
    """The same period a year before: of a quarter if the text tells of one, else of the year."""
    anchor = reading.anchor
    base = anchor.then if "earlier" in reading.words else anchor.now
    if anchor.quarter is not None and "nth" in reading:
        return Meaning(value=f"{anchor.quarter[0] - 1:04d}-Q{reading.get('nth')}")
    if anchor.quarter is not None:
        return Meaning(value=f"{anchor.quarter[0] - 1:04d}-Q{anchor.quarter[1]}")
    return _meant(shift(base, "Y", -1) if base else None)


def half_year(reading: Reading) -> Meaning:
    return Meaning(value=f"{reading.get('year'):04d}-H{1 if reading.get('half') == 'first' else 2}")


def week_of(reading: Reading) -> Meaning | None:
    meaning = point(reading)
    day = meaning.moment.calendar_day if meaning and meaning.moment else None
    return Meaning(value=week_value(day), moment=Moment.of(day)) if day else None


def _amount(reading: Reading) -> float | None:
    """None where the words leave it open ("several")."""
    if "high" in reading or reading.get("vague") == "X":
        return None
    return float(reading.get("number") or reading.get("vague") or 1)


def ago(reading: Reading) -> Meaning | None:
    count = _amount(reading)
    sign = -1 if "ago" in reading else 1
    open_value = "PAST_REF" if sign < 0 else "FUTURE_REF"
    base = reading.anchor.now
    if count is None or base is None:
        return Meaning(value=open_value)
    value = shift(base, reading.get("unit"), sign * count)
    return _meant(value, open_value)


def _beside_event(reading: Reading) -> Meaning | None:
    """ "two days after the fall of …": in a story counted from the moment mentioned last, else a length of time."""
    base, count = reading.anchor.then, _amount(reading)
    if not reading.anchor.narrative or reading.get("hence") < 0 or base is None or count is None:
        return duration(reading)
    value = shift(base, reading.get("unit"), count)
    return _meant(value) if value and "X" not in value else duration(reading)


def offset(reading: Reading) -> Meaning | None:
    """ "two years later", "a week earlier": from the moment mentioned last."""
    if reading.get("hence") and reading.words[-1] in ("after", "before", "prior", "previously"):
        after = reading.after
        if after is not None and after.text not in (",", ".", ";", ")"):
            return _beside_event(reading)
    count = _amount(reading) if "later" not in reading else None
    unit = reading.get("unit") or reading.get("units")
    base = reading.anchor.then
    if count is None or base is None:
        return Meaning(value=_UNKNOWN.get(unit, "XXXX-XX-XX"))
    value = shift(base, unit, (reading.get("hence") or 1) * count)
    return _meant(value, _UNKNOWN.get(unit, "XXXX-XX-XX"))
