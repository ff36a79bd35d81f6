"""Makers for East Slavic languages, where case, ordinals and word order say what English says with small words.

A night carries the date of its morning, as the ministries on both sides date it ("у ніч на 12 травня": 12 May).
"""

from typing import Any

from vedette.understand.times import points, relative, spans
from vedette.understand.times.anchor import Moment, shift, this
from vedette.understand.times.reading import Meaning, Reading

_NOON = 12
_HOURS = 24
_MINUTES = 60
_OLD_DECADE = 50
_MOST_QUARTERS = 8
_HALVES = {"Y": "P6M", "TH": "PT30M", "D": "PT12H", "C": "P50Y", "E": "P5Y", "TM": "PT30S", "M": "P15D"}
_ENDING = (".", ",", ";", ":", ")", "(", "–", "—", "-", "»", "!", "?")


def point(reading: Reading) -> Meaning | None:
    """A day, a clock time, a part of a day, or several of them together."""
    if not _told(reading):
        return None
    if "day" in reading and reading.before and reading.before.text in reading.lexicon["names_before"]:
        return None
    if "dm" in reading and not _dotted_day(reading.captured):
        return None
    return points.point(reading)


def _told(reading: Reading) -> bool:
    """Whether the pieces make a day and a clock; puts them together under the names that `points` reads."""
    captured = reading.captured
    if "d_tens" in captured and "day" in captured:
        captured["day"] += captured["d_tens"]
    captured["shift_year"] = _year_of(reading)
    if captured["shift_year"] is not None:
        captured["year"] = captured["shift_year"]
    clock = _clock(captured)
    if clock == "":
        return False
    if clock is not None:
        for used in ("h_num", "h_ord", "h_half", "fixed_clock"):
            captured.pop(used, None)
        captured["clock"] = clock
        captured.pop("part", None)
    return True


def _year_of(reading: Reading) -> int | None:
    """ "минулого року", "торік" after a month or a season."""
    now = reading.anchor.now
    count = reading.get("yshift") if "yshift" in reading else reading.get("yearwise")
    return now.year + int(count) if count is not None and now else None


def _clock(captured: dict[str, Any]) -> str | None:
    """`HH:MM`; None where no clock time was captured, empty where it is none."""
    minute = int(captured.get("minute") or 0)
    if "fixed_clock" in captured:
        return str(captured["fixed_clock"])
    if "clock" in captured or "clock_dm" in captured:
        hour, _, rest = str(captured.get("clock") or captured["clock_dm"]).replace(".", ":").partition(":")
        hours, minute = int(hour), int(rest[:2])
    elif "h_half" in captured:
        hours, minute = int(captured["h_half"]) - 1, 30
    elif "h_num" in captured or "h_ord" in captured:
        hours = int(captured.get("h_num", captured.get("h_ord", 0)))
    else:
        return None
    half = captured.get("day_half") or captured.get("noon_half")
    if half in ("AF", "EV") and hours < _NOON:
        hours += _NOON
    if half == "NI":
        hours = 0 if hours == _NOON else hours
    return f"{hours:02d}:{minute:02d}" if hours <= _HOURS and minute < _MINUTES else ""


def _dotted_day(captured: dict[str, Any]) -> bool:
    """ "27.01": a day and a month, both written with two digits."""
    day, month = (int(part) for part in str(captured["dm"]).split("."))
    if not (1 <= day <= 31 and 1 <= month <= 12) or len(str(captured["dm"])) != 5:
        return False
    captured["day"], captured["month"] = day, month
    return True


def year(reading: Reading) -> Meaning | None:
    value = _year_of(reading) if "yearwise" in reading else reading.get("year") or reading.get("yearly")
    return Meaning(value=f"{value:04d}", moment=Moment(value)) if value else None


def bare_year(reading: Reading) -> Meaning | None:
    """Four digits are a year without the word for one where nothing follows that they could count."""
    before, after = reading.before, reading.after
    if before is None or "year_prep" not in before.classes:
        return None
    if after is not None and not (after.text in _ENDING or "break" in after.classes):
        return None
    return year(reading)


def day_of_month(reading: Reading) -> Meaning | None:
    """ "пятнадцатого": a genitive without its month, of the month the text has got to."""
    base, after = reading.anchor.then, reading.after
    if not reading.words[-1].endswith("го") or (after is not None and after.text.isalpha()):
        return None
    day = reading.get("day") + (reading.get("d_tens") or 0)
    if base is None or base.month is None or reading.anchor.told is None or not 1 <= day <= 28:
        return None
    moment = Moment(base.year, base.month, day)
    return Meaning(value=f"{moment.year:04d}-{moment.month:02d}-{day:02d}", moment=moment)


def season(reading: Reading) -> Meaning | None:
    told = _year_of(reading)
    if told is not None:
        reading.captured["year"] = told
    return relative.season(reading)


def half(reading: Reading) -> Meaning | None:
    """Half of a year, of a month, or of the day."""
    which = reading.get("nth")
    if which not in (1, 2):
        return None
    if "month" in reading:
        return point(reading)
    if reading.get("period") == "D":
        reading.captured["part"] = "MO" if which == 1 else "AF"
        return points.point(reading)
    now = reading.anchor.now
    told = reading.get("year") or _year_of(reading) or (now.year if now and reading.get("period") == "Y" else None)
    return Meaning(value=f"{told:04d}-H{which}") if told else None


def shifted(reading: Reading) -> Meaning | None:
    """Last week, this month, that day, the end of the year."""
    if "week" in reading:
        return _weekday_of_week(reading)
    if str(reading.get("period")).startswith("T"):
        return None
    captured = reading.captured
    if "weekend" in reading:
        captured["period"] = "WE"
    if "same" in reading or (captured.get("shift") == 1 and captured.get("period") == "D"):
        return _from_told(reading, captured.get("shift") or 0)
    if captured.get("part") == "NI" and captured.get("shift") == -1:
        captured["shift"] = 0
    captured.setdefault("shift", 0)
    return relative.shifted(reading)


def _from_told(reading: Reading, count: int) -> Meaning | None:
    """ "того ж дня", "наступного дня": from the moment mentioned last."""
    base = reading.anchor.then
    value = this(base, reading.get("period") or "D", count) if base else None
    if value is None or "weekday" in reading or "month" in reading:
        return None
    return Meaning(
        value=value + (f"T{reading.get('part')}" if "part" in reading else ""), moment=relative.moment_of(value)
    )


def _weekday_of_week(reading: Reading) -> Meaning | None:
    """ "у понеділок минулого тижня"."""
    now = reading.anchor.now
    day = now.calendar_day if now else None
    if reading.get("week") != "W" or day is None:
        return None
    days = reading.get("weekday") - day.isoweekday() + 7 * int(reading.get("wshift"))
    value = shift(Moment.of(day), "D", days)
    return Meaning(value=value, moment=relative.moment_of(value)) if value else None


def _count(reading: Reading) -> tuple[float | None, str]:
    """How many of which unit; None where the words leave it open."""
    if "half_unit" in reading:
        return 0.5, reading.get("half_unit")
    if "high" in reading or reading.get("vague") == "X":
        return None, reading.get("unit")
    return float(reading.get("number") or reading.get("vague") or 1), reading.get("unit")


def _moved(base: Moment | None, count: float | None, unit: str, unknown: str) -> Meaning:
    if count is None or base is None:
        return Meaning(value=unknown)
    months = {"Y": 12, "M": 1, "C": 1200}.get(unit)
    uneven = months is not None and count != int(count)
    value = shift(base, "M", round(count * (months or 1))) if uneven else shift(base, unit, count)
    return Meaning(value=value, moment=relative.moment_of(value)) if value else Meaning(value=unknown)


def ago(reading: Reading) -> Meaning | None:
    count, unit = _count(reading)
    return _moved(reading.anchor.now, None if count is None else -count, unit, "PAST_REF")


def later(reading: Reading) -> Meaning | None:
    """ "через три дні", "десять дней спустя"; before what it is counted from, or in hours, a length of time."""
    count, unit = _count(reading)
    after = reading.after
    if unit.startswith("T") or (after is not None and "after_what" in after.classes):
        return duration(reading)
    anchor = reading.anchor
    base = anchor.then if "later" in reading or anchor.tense == "past" else anchor.now
    return _moved(base, count, unit, "FUTURE_REF")


def earlier(reading: Reading) -> Meaning | None:
    count, unit = _count(reading)
    return _moved(reading.anchor.then, None if count is None else -count, unit, "PAST_REF")


def duration(reading: Reading) -> Meaning | None:
    captured = reading.captured
    unit = captured.get("half_unit") or captured.get("unit") or captured.get("one") or captured.get("many")
    if "half_unit" in captured:
        return Meaning(value=_HALVES[str(unit)], type="DURATION")
    if "many" in captured:
        return Meaning(value=spans.period("X", str(unit)), type="DURATION")
    if "one" in captured:
        if reading.before is not None and {"ord", "ordinal"} & reading.before.classes.keys():
            return None
        return Meaning(value=spans.period("1", str(unit)), type="DURATION")
    if "nth" in captured:
        nth = captured["nth"] + captured.get("d_tens", 0)
        return Meaning(value=spans.period(str(nth), str(unit)), type="DURATION") if nth > 1 else None
    number = captured.get("number")
    if unit == "Q" and number is not None and number > _MOST_QUARTERS:
        return None
    if number == 0.5:
        return Meaning(value=_HALVES[str(unit)], type="DURATION")
    if unit == "C" and number is not None and number < 1:
        return Meaning(value=f"P{round(number * 100)}Y", type="DURATION")
    if number is None and "vague" not in captured:
        return Meaning(value=spans.period("1", str(unit)), type="DURATION")
    captured["unit"] = unit
    return spans.duration(reading)


def decade(reading: Reading) -> Meaning | None:
    if "decade_word" in reading and "decade_year" not in reading:
        before = reading.before
        if reading.get("decade_word") < _OLD_DECADE or before is None or "prep" not in before.classes:
            return None
    if "cshift" in reading and reading.anchor.now:
        number = reading.get("decade_word") or int("".join(c for c in reading.get("decade") if c.isdigit()))
        century = reading.anchor.now.year // 100 + int(reading.get("cshift"))
        return Meaning(value=f"{century}{number % 100 // 10}")
    return points.decade(reading)


def new_year(reading: Reading) -> Meaning | None:
    told = reading.anchor.year_of(1, 1)
    part = reading.get("part")
    return Meaning(value=f"{told:04d}-01-01T{part}", moment=Moment(told, 1, 1)) if told else None
