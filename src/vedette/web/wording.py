"""How facts are worded on a page. Nothing here may sound surer than its source."""

from datetime import UTC, date, datetime

from vedette.model.event import Event, Figure, Party, Sight
from vedette.model.interval import Interval, Precision
from vedette.model.link import is_rule, person_name
from vedette.model.observation import Observation
from vedette.model.record import Record
from vedette.publish.seeing import SEEN
from vedette.publish.wording import JUDGED
from vedette.reference.english import join
from vedette.reference.parties import names_somebody

_MEASURED = frozenset({"heat", "heat-sustained"})

__all__ = ["JUDGED", "is_rule", "join", "person_name"]

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip

STATUS = {
    "corroborated": "two or more independent sources tell it and nobody denies it",
    "conceded": "the side it hurts admits it",
    "observed": "a sensor or a lens saw, in that place and time, what is told",
    "one-sided": "only one side, or one source, tells it",
    "contested": "told by some and denied by others",
    "denied": "claimed by one side and denied; nobody else supports it",
    "unconfirmed": "told only with doubt",
}
CONTROL = {
    "claimed": "one side says so",
    "conceded": "the losing side has admitted it",
    "contested": "the sides disagree",
    "confirmed": "independent sources agree",
}
CHANGE = {
    "captured": "Capture",
    "liberated": "Liberation",
    "advanced": "Advance",
    "pushed-back": "Pushed back",
    "withdrew": "Withdrawal",
    "repelled": "Attack repelled",
    "contested": "Fighting for control",
}
PLOVER = {
    "AGREE": "Agreement",
    "CONSULT": "Meeting",
    "SUPPORT": "Support",
    "CONCEDE": "Concession",
    "COOPERATE": "Cooperation",
    "AID": "Aid",
    "RETREAT": "Retreat",
    "REQUEST": "Request",
    "ACCUSE": "Accusation",
    "REJECT": "Rejection",
    "THREATEN": "Threat",
    "PROTEST": "Protest",
    "SANCTION": "Sanction",
    "MOBILIZE": "Mobilisation",
    "COERCE": "Coercion",
    "ASSAULT": "Attack",
}
SUBTYPE = {
    "armed-clash": "Armed clash",
    "government-regains-territory": "Territory regained",
    "non-state-overtakes-territory": "Territory overtaken",
    "non-violent-transfer": "Transfer without fighting",
    "air-drone-strike": "Air or drone strike",
    "shelling-artillery-missile": "Shelling or missile strike",
    "suicide-bomb": "Suicide bombing",
    "ied-mine": "Mine or improvised bomb",
    "chemical": "Chemical weapon",
    "attack-on-civilians": "Attack on civilians",
    "protest-with-intervention": "Protest with intervention",
    "force-against-protesters": "Force against protesters",
    "disrupted-weapons-use": "Weapons use disrupted",
    "evacuation": "Evacuation",
    "change-to-group": "Change of command or unit",
    "other-strategic": "Strategic development",
}
REACH = {
    "event": "of one event",
    "period": "in a day or another stretch of time",
    "total": "running count",
}
DOUBT = {
    "falls": "lower than the same voice counted before: a running count cannot fall",
    "disputed": "contradicts another voice’s number",
}
OBSERVED = {kind: f"{name[:1].upper()}{name[1:]}" for kind, name in SEEN.items()}
FOUND = {
    "consistent": "agrees with what is claimed, or changed as claimed",
    "inconsistent": "does not agree with what is claimed",
    "cannot-tell": "cannot tell",
}
BEARING = {
    "agrees": "agrees with what is told",
    "against": "speaks against it",
    "context": "tells of the war around it",
    "open": "leaves it open",
}
STANCE = {"supports": "says it happened", "concedes": "admits it", "denies": "denies it"}


def could_observe(one: Observation) -> str:
    """That something could not be seen is told as plainly as what was."""
    match one.could_observe:
        case True:
            return "yes"
        case False:
            return "could not be observed"
    return "not known"


def weight(sight: Sight) -> str:
    if sight.ratio is None:
        return "It weighs nothing."
    return f"Likelihood ratio {sight.ratio:g}{', measured' if sight.kind in _MEASURED else ', assumed'}."


def doer(event: Event) -> str | None:
    """The first actor who is somebody: one of a side, or named."""
    return next((party.name for party in named_parties(event, "actor")), None)


def named_parties(event: Event, role: str) -> list[Party]:
    return [each for each in event.parties if each.role == role and (each.side or names_somebody(each.name))]


def record(one: Record) -> str:
    """ "3 of 5 claims borne out, median 2 days before; 1 denied; 1 open": counts, never a share alone."""
    early = f", median {number(one.lead_days)} day{'' if one.lead_days == 1 else 's'} before" if one.lead_days else ""
    noun = "claim" if one.claims == 1 else "claims"
    told = [f"{number(one.borne_out)} of {number(one.claims)} {noun} borne out{early}"]
    told += [f"{number(one.denied)} denied"] if one.denied else []
    return "; ".join([*told, *([f"{number(one.open)} open"] if one.open else [])])


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
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    value = value.astimezone(UTC)
    return f"{day(value)}, {value:%H:%M} UTC"


def when(interval: Interval | None) -> str:
    """As finely as the source gave it."""
    if interval is None:
        return "no date"
    first, last = interval.first_day, interval.last_day
    match interval.precision:
        case Precision.YEAR:
            return str(first.year)
        case Precision.MONTH if (first.year, first.month) == (last.year, last.month):
            return f"{MONTHS[first.month - 1]} {first.year}"
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
        return f"{first.day} {MONTHS[first.month - 1]} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def number(value: float) -> str:
    """Thousands set apart by a narrow space."""
    text = f"{int(value):,}" if value == int(value) else f"{value:,.1f}"
    return text.replace(",", "\u202f")


def amount(figure: Figure) -> str:
    """Bounds as given: `50`, `50 to 70`, `at least 50`, `at most 50`."""
    match figure.low, figure.high:
        case None, None:
            return "a number not given"
        case None, float() | int() as high:
            return f"at most {number(high)}"
        case float() | int() as low, None:
            return f"at least {number(low)}"
        case float() | int() as low, float() | int() as high if low != high:
            return f"{number(low)} to {number(high)}"
    return number(figure.low or 0)


def distance(metres: int) -> str:
    return f"{metres} m" if metres < 1_000 else f"{number(round(metres / 1_000, 1 if metres < 10_000 else 0))} km"


def shortened(text: str, most: int = 600) -> str:
    """One paragraph of at most `most` characters; the whole stands in the document."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
