"""Makers for how long and how often, and for words that only point."""

from vedette.understand.times.reading import Meaning, Reading

_MOST = 10_000
_CODES = {"C": "CE", "E": "DE", "2W": "W"}


def _amount(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:g}"


def period(count: str, unit: str) -> str:
    if unit == "2W" and count.isdigit():
        count = str(int(count) * 2)
    code = _CODES.get(unit, unit)
    return f"PT{count}{code[1:]}" if code.startswith("T") else f"P{count}{code}"


def _is_year_of(reading: Reading) -> bool:
    """ "the 1988 quarter"."""
    return (
        "year" in reading.tokens[reading.last - 2].classes and "units" not in reading.tokens[reading.last - 1].classes
    )


def _is_age(reading: Reading) -> bool:
    """ "a 6-year-old boy", "18 years old": an age, no length of time."""
    rest = [token.text for token in reading.tokens[reading.last : reading.last + 2]]
    return rest[:1] == ["old"] or (len(rest) == 2 and rest[0] in "-‑–" and rest[1] in ("old", "olds"))


def duration(reading: Reading) -> Meaning | None:
    unit = reading.get("unit") or reading.get("units")
    if "number" in reading:
        value = reading.get("number")
        if value > _MOST or _is_year_of(reading) or _is_age(reading):
            return None
        count = "X" if "high" in reading else _amount(value)
    elif "vague" in reading and not (unit == "Q" and "some" in reading.words):
        count = str(reading.get("vague"))
    elif "half" in reading.words:
        return Meaning(value={"TH": "PT30M", "Y": "P6M", "TM": "PT30S", "E": "P5Y"}.get(unit, period("0.5", unit)))
    elif "one" in reading or "another" in reading or "which" in reading or reading.words[-1] == "long":
        count = "X" if "units" in (reading.tokens[reading.first].classes) else "1"
    else:
        count = "X"
    return Meaning(value=period(count, unit), type="DURATION")


def every(reading: Reading) -> Meaning | None:
    """ "daily" is P1D; a set of named days keeps the name ("every Sunday": XXXX-WXX-7)."""
    if "frequency" in reading:
        return Meaning(value=reading.get("frequency"), type="SET")
    if "weekday" in reading:
        return Meaning(value=f"XXXX-WXX-{reading.get('weekday')}", type="SET")
    if "month" in reading:
        return Meaning(value=f"XXXX-{reading.get('month'):02d}", type="SET")
    if "season" in reading:
        return Meaning(value=f"XXXX-{reading.get('season')}", type="SET")
    if "part" in reading:
        return Meaning(value=f"XXXX-XX-XXT{reading.get('part').removeprefix('T')}", type="SET")
    if "unit" not in reading:
        return Meaning(value="XXXX-WXX-WE", type="SET")
    count = 2 if "other" in reading else reading.get("nth") or reading.get("number") or 1
    return Meaning(value=period(_amount(count), reading.get("unit")), type="SET")


def reference(reading: Reading) -> Meaning | None:
    value = reading.value or reading.get("value")
    return Meaning(value=value, type="DATE") if value else None
