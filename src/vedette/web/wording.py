"""How facts are worded on a page. Nothing here may sound surer than its source."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

from markupsafe import Markup

from vedette.model.event import Event, Figure, Party, Sight
from vedette.model.interval import Interval, Precision
from vedette.model.link import Judgement, is_rule, person_name
from vedette.model.observation import Observation
from vedette.model.record import Record
from vedette.reference.parties import names_somebody
from vedette.web.terms import (
    BEARING,
    CHANGE,
    CONTROL,
    DOUBT,
    FOUND,
    NAMES,
    OBSERVED,
    OCCASIONS,
    PLATES,
    PLOVER,
    QUESTIONS,
    REACH,
    RUNGS,
    STANCE,
    STATUS,
    SUBTYPE,
    TIES,
    TURNS,
)
from vedette.web.texts import DEFAULT, gettext, language, ngettext

_QUESTION = re.compile(r"(https?://[^\s?]*)\?\S+")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip

__all__ = [
    "BEARING",
    "CHANGE",
    "CONTROL",
    "DOUBT",
    "FOUND",
    "NAMES",
    "OBSERVED",
    "OCCASIONS",
    "PLATES",
    "PLOVER",
    "QUESTIONS",
    "REACH",
    "RUNGS",
    "STANCE",
    "STATUS",
    "SUBTYPE",
    "TIES",
    "TURNS",
    "is_rule",
    "join",
    "person_name",
]


def could_observe(one: Observation) -> str:
    """That something could not be seen is told as plainly as what was."""
    match one.could_observe:
        case True:
            return gettext("yes")
        case False:
            return gettext("could not be observed")
    return gettext("not known")


def weight(sight: Sight) -> str:
    if sight.ratio is None:
        return gettext("It weighs nothing.")
    told = (
        gettext("Likelihood ratio %(ratio)s, measured.")
        if sight.known == "measured"
        else gettext("Likelihood ratio %(ratio)s, assumed.")
    )
    return told % {"ratio": f"{sight.ratio:g}"}


def told_by(event: Event) -> str:
    """ "5 accounts, 3 independent · grade F4"."""
    assessed, accounts = event.assessment, len(event.accounts)
    parts = (
        ngettext("%(count)s account", "%(count)s accounts", accounts) % {"count": accounts},
        ngettext("%(count)s independent", "%(count)s independent", assessed.independent_sources)
        % {"count": assessed.independent_sources},
    )
    grade = gettext("grade %(grade)s") % {"grade": f"{assessed.source_grade}{assessed.information_grade}"}
    return f"{', '.join(parts)} · {grade}"


def judged(judgement: Judgement, left: Markup, right: Markup) -> Markup:
    """ "judged that account 1 and account 2 tell of one event", after the name of who did."""
    match judgement:
        case Judgement.SAME:
            told = gettext("judged that %(left)s and %(right)s tell of one event")
        case Judgement.DIFFERENT:
            told = gettext("judged that %(left)s and %(right)s do not tell of one event")
        case Judgement.UNSURE:
            told = gettext("could not tell whether %(left)s and %(right)s tell of one event")
        case Judgement.WITHDRAWN:
            told = gettext("took back the judgement on %(left)s and %(right)s")
    return Markup(told) % {"left": left, "right": right}  # noqa: S704 - the catalogues are ours


def doer(event: Event) -> str | None:
    """The first actor who is somebody: one of a side, or named."""
    return next((party.name for party in named_parties(event, "actor")), None)


def named_parties(event: Event, role: str) -> list[Party]:
    return [each for each in event.parties if each.role == role and (each.side or names_somebody(each.name))]


def record(one: Record) -> str:
    """ "3 of 5 claims borne out, median 2 days before; 1 denied; 1 open": counts, never a share alone."""
    told = ngettext(
        "%(borne_out)s of %(claims)s claim borne out", "%(borne_out)s of %(claims)s claims borne out", one.claims
    )
    parts = [told % {"borne_out": number(one.borne_out), "claims": number(one.claims)}]
    if one.lead_days:
        early = ngettext("median %(days)s day before", "median %(days)s days before", int(one.lead_days))
        parts[0] += ", " + early % {"days": number(one.lead_days)}
    parts += [gettext("%(count)s denied") % {"count": number(one.denied)}] if one.denied else []
    parts += [gettext("%(count)s open") % {"count": number(one.open)}] if one.open else []
    return "; ".join(parts)


def join(names: Sequence[object]) -> str:
    """ "A", "A and B", "1, 2 and 3"."""
    *first, last = map(str, names)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def code(value: str) -> str:
    """What a status, kind or certainty is called; one that has no name here stands as it is."""
    return NAMES.get(value, value)


def words(code: str) -> str:
    """`shelling-artillery-missile` → Shelling artillery missile."""
    text = code.replace("-", " ").replace("_", " ")
    return text[:1].upper() + text[1:]


def headline(event: Event) -> str:
    """What is said to have happened; the status beside it tells by whose account."""
    if event.change:
        return CHANGE[event.change]
    return subtype(event.subtype) if event.subtype else PLOVER[event.plover]


def subtype(code: str) -> str:
    return SUBTYPE.get(code) or words(code)


def day(value: date) -> str:
    return f"{_day_of_month(value)} {value.year}"


def _day_of_month(value: date) -> str:
    if language() == DEFAULT:
        return f"{value.day} {_MONTHS[value.month - 1]}"
    from babel.dates import format_date

    return format_date(value, "d MMMM", locale=language())


def _month(value: date) -> str:
    if language() == DEFAULT:
        return f"{_MONTHS[value.month - 1]} {value.year}"
    from babel.dates import format_date

    return format_date(value, "LLLL y", locale=language())


def moment(value: datetime) -> str:
    value = value.astimezone(UTC)
    return f"{day(value)}, {value:%H:%M} UTC"


def when(interval: Interval | None) -> str:
    """As finely as the source gave it."""
    if interval is None:
        return gettext("no date")
    first, last = interval.first_day, interval.last_day
    match interval.precision:
        case Precision.YEAR:
            return str(first.year)
        case Precision.MONTH if (first.year, first.month) == (last.year, last.month):
            return _month(first)
        case Precision.SECOND | Precision.HOUR:
            return moment(interval.start)
        case _:
            return days(first, last)


def days(first: date, last: date) -> str:
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{_day_of_month(first)} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def number(value: float) -> str:
    """Thousands set apart by a narrow space."""
    text = f"{int(value):,}" if value == int(value) else f"{value:,.1f}"
    return text.replace(",", "\u202f")


def amount(figure: Figure) -> str:
    """Bounds as given: `50`, `50 to 70`, `at least 50`, `at most 50`."""
    match figure.low, figure.high:
        case None, None:
            return gettext("a number not given")
        case None, float() | int() as high:
            return gettext("at most %(number)s") % {"number": number(high)}
        case float() | int() as low, None:
            return gettext("at least %(number)s") % {"number": number(low)}
        case float() | int() as low, float() | int() as high if low != high:
            return gettext("%(low)s to %(high)s") % {"low": number(low), "high": number(high)}
    return number(figure.low or 0)


def distance(metres: int) -> str:
    if metres < 1_000:
        return gettext("%(metres)s m") % {"metres": metres}
    return gettext("%(kilometres)s km") % {"kilometres": number(round(metres / 1_000, 1 if metres < 10_000 else 0))}


def size(octets: int) -> str:
    if octets < 1_000_000:
        return f"{number(max(1, round(octets / 1_000)))} KB"
    return f"{number(round(octets / 1_000_000, 1))} MB"


def unquestioned(text: str) -> str:
    """Addresses without what stands behind their question mark: it may be a key."""
    return _QUESTION.sub(r"\1?…", text)


def shortened(text: str, most: int = 600) -> str:
    """One paragraph of at most `most` characters; the whole stands in the document."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
