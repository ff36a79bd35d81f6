"""Makers for points in the calendar: dates, years, clock times, seasons, quarters, decades, centuries."""

import re
from datetime import date, timedelta

from vedette.understand.times.anchor import Moment
from vedette.understand.times.reading import Meaning, Reading
from vedette.understand.times.values import valid_day

_LEAST_BC, _NEAR_BC = 30, 60
_OFFSET = re.compile(r"Z$|(?<=:\d\d)([+-])(\d\d):?(\d\d)$")
_PRESENT = "PRESENT_REF"
_WHOLE_DAY = re.compile(r"[X\d]{4}-[X\d]{2}-[X\d]{2}")


def point(reading: Reading) -> Meaning | None:
    """Any of year, month, day, weekday, today, clock and part of the day, together or alone."""
    day = _day_value(reading)
    if day is None:
        return None
    value, moment = day
    clock = _clock(reading)
    if clock is not None:
        value = f"{value if _WHOLE_DAY.fullmatch(value) else 'XXXX-XX-XX'}T{clock}"
    elif "part" in reading or "overnight" in reading:
        part = (reading.get("part") or "NI").removeprefix("T")
        value = f"{value if _WHOLE_DAY.fullmatch(value) else 'XXXX-XX-XX'}T{part}"
    return Meaning(value=value, moment=moment, zone=_zone(reading))


def _zone(reading: Reading) -> float | None:
    """Hours east of Greenwich, from a zone's name or an ISO time stamp."""
    stamp = _OFFSET.search(reading.get("iso") or "")
    if stamp is None:
        return float(reading.get("zone")) if "zone" in reading else None
    if stamp[0] == "Z":
        return 0.0
    return (int(stamp[2]) + int(stamp[3]) / 60) * (1 if stamp[1] == "+" else -1)


def _day_value(reading: Reading) -> tuple[str, Moment | None] | None:
    anchor = reading.anchor
    if "iso" in reading:
        return _iso(reading.get("iso"))
    if "slash" in reading:
        return _slash(reading.get("slash"), reading.lexicon["slash_order"])
    if "month" in reading:
        return _calendar(reading)
    if "weekday" in reading:
        return _dated(anchor.weekday(reading.get("weekday")), f"XXXX-WXX-{reading.get('weekday')}")
    if "deictic" in reading:
        return _deictic(reading)
    if "year" in reading:
        year = reading.get("year")
        return f"{year:04d}", Moment(year)
    if "day" in reading:
        return None
    told = anchor.told.calendar_day if anchor.told else None
    return _dated(told or (None if anchor.narrative else anchor.published), "XXXX-XX-XX")


def _dated(day: date | None, unknown: str) -> tuple[str, Moment | None]:
    return (day.isoformat(), Moment.of(day)) if day else (unknown, None)


def _deictic(reading: Reading) -> tuple[str, Moment | None]:
    anchor, days = reading.anchor, reading.get("deictic")
    if anchor.published is None or anchor.narrative:
        return (_PRESENT if days == 0 else "XXXX-XX-XX"), None
    if reading.words[-1] == "tonight":
        reading.captured["part"] = "NI"
    return _dated(anchor.published + timedelta(days=days), "")


def _iso(text: str) -> tuple[str, Moment | None] | None:
    year, month, day = int(text[:4]), int(text[5:7]), int(text[8:10])
    if not valid_day(year, month, day):
        return None
    return text[:16], Moment(year, month, day)


def _slash(text: str, order: str) -> tuple[str, Moment | None] | None:
    """Month first or day first as the language has it; the other where only that makes a date."""
    first, second, year = (int(part) for part in re.split(r"[/.]", text))
    month, day = (first, second) if order == "month" and "/" in text else (second, first)
    if not 1 <= month <= 12:
        month, day = day, month
    if year < 100:
        year += 2000 if year < 70 else 1900
    if not valid_day(year, month, day):
        return None
    return f"{year:04d}-{month:02d}-{day:02d}", Moment(year, month, day)


def _calendar(reading: Reading) -> tuple[str, Moment | None] | None:
    month, day, year = reading.get("month"), reading.get("day"), reading.get("year")
    if year is None and "same_year" in reading and reading.anchor.told:
        year = reading.anchor.told.year
    if year is None and "whose" in reading and reading.anchor.now:
        year = reading.anchor.now.year + {"last": -1, "this": 0, "next": 1}[reading.get("whose")]
    if year is None:
        year = reading.anchor.year_of(month, day)
    if day is not None and not valid_day(year or 2000, month, day):
        return None
    tail = f"-{month:02d}" + (f"-{day:02d}" if day is not None else "")
    return (f"{year:04d}{tail}", Moment(year, month, day)) if year else (f"XXXX{tail}", None)


def _clock(reading: Reading) -> str | None:
    if "fixed_clock" in reading:
        return str(reading.get("fixed_clock"))
    if "military" in reading:
        digits = reading.get("military")
        return f"{digits[:2]}:{digits[2:]}"
    if "clock" in reading:
        hour, _, rest = reading.get("clock").partition(":")
    elif "hour" in reading:
        hour, rest = str(reading.get("hour")), "00"
    else:
        return None
    hours = int(hour)
    if "half_day" in reading:
        hours = hours % 12 + reading.get("half_day")
    elif reading.get("part") in ("AF", "EV") and hours < 12:
        hours += 12
    if hours > 24 or int(rest[:2]) > 59:
        return None
    return f"{hours:02d}:{rest}"


def bare_month(reading: Reading) -> Meaning | None:
    """A month alone; "May" and "March" only where something says that it is one."""
    before = reading.before.text if reading.before else ""
    name = reading.words[-1]
    if (
        name in reading.lexicon["shy_months"]
        and "start" not in reading
        and before not in reading.lexicon["month_before"]
    ):
        return None
    return point(reading)


def shy_year(reading: Reading) -> Meaning | None:
    """Four digits alone are a year unless they count something or name it."""
    if "start" in reading:
        return point(reading)
    before, after = reading.before, reading.after
    if before is not None and before.text in reading.lexicon["not_before_year"]:
        return None
    if after is not None and (
        {"unit", "era"} & after.classes.keys() or after.text in reading.lexicon["not_after_year"]
    ):
        return None
    told = before is not None and before.text in reading.lexicon["year_before"]
    if after is not None and "plural" in after.classes and not told:
        return None
    return point(reading)


def spelt_year(reading: Reading) -> Meaning | None:
    """ "nineteen ninety-six", "the year two thousand"."""
    if "whole" in reading:
        year = int(reading.get("whole"))
    else:
        century, rest = reading.get("century"), reading.get("rest")
        if century not in (17, 18, 19, 20) or not 10 <= rest < 100:
            return None
        year = int(century * 100 + rest)
    return Meaning(value=f"{year:04d}", moment=Moment(year)) if 1000 <= year <= 2199 else None


def second_year(reading: Reading) -> Meaning | None:
    """The "18" of "1914-18"."""
    before = reading.tokens[reading.first - 2].classes.get("year")
    short = reading.get("yy")
    if not isinstance(before, int) or short <= before % 100:
        return None
    year = before // 100 * 100 + short
    return Meaning(value=f"{year:04d}", moment=Moment(year))


def short_year(reading: Reading) -> Meaning | None:
    """ "'89": of the century the text tells of."""
    now = reading.anchor.told if reading.anchor.narrative else reading.anchor.now
    if now is None:
        return None
    short = int(reading.get("shortyear")[1:])
    year = now.year // 100 * 100 + short
    if year > now.year + 20:
        year -= 100
    return Meaning(value=f"{year:04d}", moment=Moment(year))


def same_month(reading: Reading) -> Meaning | None:
    """The "17" of "May 9-17"."""
    month, day = reading.get("month"), reading.get("day")
    year = reading.anchor.year_of(month, day)
    if day <= reading.get("from") or not valid_day(year or 2000, month, day):
        return None
    if year is None:
        return Meaning(value=f"XXXX-{month:02d}-{day:02d}")
    return Meaning(value=f"{year:04d}-{month:02d}-{day:02d}", moment=Moment(year, month, day))


def day_of_month(reading: Reading) -> Meaning | None:
    """ "on the 20th", of the month the text has got to; not "on the 38th parallel"."""
    after, base = reading.after, reading.anchor.then
    if after is not None and after.text.isalpha() and after.text not in reading.lexicon["after_day"]:
        return None
    if base is None or base.month is None or not valid_day(base.year, base.month, reading.get("day")):
        return None
    moment = Moment(base.year, base.month, reading.get("day"))
    return Meaning(value=f"{moment.year:04d}-{moment.month:02d}-{moment.day:02d}", moment=moment)


def part_alone(reading: Reading) -> Meaning:
    """ "at night": of no day."""
    part = reading.get("part") or "DT"
    return Meaning(value=f"XXXX-XX-XXT{part.removeprefix('T')}")


def decade(reading: Reading) -> Meaning | None:
    number = reading.get("decade_word") or int(re.sub(r"\D", "", reading.get("decade")))
    if number < 100:
        if number == 20 and "decade_word" not in reading:
            return None
        now = reading.anchor.now
        century = now.year // 100 * 100 if now else 1900
        number += century if not now or century + number <= now.year else century - 100
    return Meaning(value=f"{number // 10:03d}")


def century(reading: Reading) -> Meaning | None:
    which = int(reading.get("which"))
    if not 1 <= which <= 99:
        return None
    return Meaning(value=f"{'BC' if 'era' in reading else ''}{which - 1:02d}")


def told_year_bc(reading: Reading) -> Meaning | None:
    """A bare number of two or three digits near the last year before Christ that was named."""
    year, last, after = int(reading.get("digits")), reading.anchor.year_bc, reading.after
    if last is None or not _LEAST_BC <= year < 1000 or abs(year - last) > _NEAR_BC:
        return None
    if after is not None and (
        {"unit", "number", "plural"} & after.classes.keys() or after.text in reading.lexicon["not_after_year"]
    ):
        return None
    return Meaning(value=f"BC{year:04d}")


def year_bc(reading: Reading) -> Meaning:
    """Years before Christ are only named, never counted from."""
    reading.anchor.year_bc, reading.anchor.told = int(reading.get("digits")), None
    tail = (
        f"-{reading.get('month'):02d}"
        if "month" in reading
        else f"-{reading.get('season')}"
        if "season" in reading
        else ""
    )
    return Meaning(value=f"BC{int(reading.get('digits')):04d}{tail}")


def holiday(reading: Reading) -> Meaning | None:
    month, *rest = reading.get("holiday")
    year = reading.get("year") or reading.anchor.year_of(month, rest[0] if len(rest) == 1 else None)
    if year is None:
        return Meaning(value=f"XXXX-{month:02d}-XX" if len(rest) > 1 else f"XXXX-{month:02d}-{rest[0]:02d}")
    day = date(year, month, rest[0]) if len(rest) == 1 else _nth_weekday(year, month, *rest)
    if "eve" in reading.words:
        day -= timedelta(days=1)
    return Meaning(value=day.isoformat() + ("TNI" if "night" in reading.words else ""), moment=Moment.of(day))


def _nth_weekday(year: int, month: int, weekday: int, which: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (which - 1))
