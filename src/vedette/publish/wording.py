"""Neutral English for events, speakers and numbers: noun phrases that somebody claims, reports or denies."""

from collections.abc import Mapping, Sequence
from datetime import date

from vedette.model.event import Event, Figure, Tie
from vedette.model.interval import Interval, Precision
from vedette.model.link import Judgement
from vedette.model.mention import Change
from vedette.reference.english import SUBTYPES, day, join, noun_of
from vedette.reference.parties import names_somebody

_SPOTS = frozenset({"near", "outside", "around", "towards", "toward"})
JUDGED: dict[Judgement, tuple[str, str]] = {
    Judgement.SAME: ("judged that", "tell of one event"),
    Judgement.DIFFERENT: ("judged that", "do not tell of one event"),
    Judgement.UNSURE: ("could not tell whether", "tell of one event"),
    Judgement.WITHDRAWN: ("took back the judgement on", ""),
}
"""What stands between a person's name, what was judged, and the end of the sentence."""
TIES: dict[Tie, str] = {
    "forwarded": "forwarded from there",
    "same-text": "the same text",
    "near-text": "nearly the same text",
    "same-speaker": "quotes the same speaker",
    "same-words": "in the same words",
    "same-source": "the same source once more",
    "same-side": "a voice of the same side, which tells what its institution tells",
    "hearsay": "passed on without saying whose words they are",
}
"""Why an account is held to go back to the one above it in the tree."""
_MOST_PARTIES = 3
# A whole province is not captured, left or fought for because something in it is.
_CHANGES_WITHIN: dict[Change, str] = {
    "captured": "captures",
    "liberated": "captures",
    "withdrew": "withdrawals",
    "contested": "fighting for control",
}
_TOWARDS = {"CONSULT": "with", "AGREE": "with", "COOPERATE": "with", "AID": "to", "SUPPORT": "for", "REQUEST": "to"}


def event_phrase(event: Event, sides: Mapping[str, str], where: str | None = None) -> str:
    """ "the capture of Krasne by Russian troops on 12 May 2024": what is said to have happened, told by nobody yet.

    `where` stands in place of the name of the event's own place.
    """
    noun, preposition = _noun(event)
    words = [_of_attackers(noun, event, sides)]
    if event.place is not None:
        words.append(_at(preposition, event.place.id, where or event.place.name))
    words += _parties(event, sides)
    if event.when is not None and event.when.precision is Precision.RANGE:
        return f"{' '.join(words)}, as told {days(event.when)},"
    if event.when is not None:
        words.append(days(event.when))
    return " ".join(words)


def _at(preposition: str, place: str, name: str) -> str:
    """ "at A", and of a spot that is only told of from A "north of A", "in the northern part of A"."""
    _, _, spot = place.partition("~")
    if not spot:
        return f"{preposition} {name}"
    if spot == "direction":
        return f"in the {name} direction"
    if spot.split()[0].endswith("ern"):
        return f"in {'the ' if spot.endswith(' of') else ''}{spot} {name}"
    free = spot.endswith(" of") or spot in _SPOTS
    return f"{spot} {name}" if free else f"{preposition} {name}"


def event_title(event: Event, sides: Mapping[str, str]) -> str:
    """The phrase as a heading or a line of a list."""
    return sentence(event_phrase(event, sides)).rstrip(".")


def _of_attackers(noun: str, event: Event, sides: Mapping[str, str]) -> str:
    """Of attacks that were repelled the target is who attacked."""
    attackers = _named(event, "target", sides) if event.change == "repelled" else []
    return f"the repelling of attacks by {join(attackers)}" if attackers else noun


def _noun(event: Event) -> tuple[str, str]:
    """A village is captured; of no known place ground is taken, in a whole province there are captures."""
    noun, preposition = noun_of(event.change, event.subtype, event.plover)
    if event.place is None:
        return ("a gain of ground", "in") if event.change in ("captured", "liberated") else (noun, preposition)
    if event.place.kind in ("settlement", "site"):
        return noun, preposition
    if event.plover == "RETREAT" and event.change is None:
        return _CHANGES_WITHIN["withdrew"], "in"
    if event.change in _CHANGES_WITHIN:
        return _CHANGES_WITHIN[event.change], "in"
    return (noun, "in") if preposition in ("at", "on", "of", "from") else (noun, preposition)


def _parties(event: Event, sides: Mapping[str, str]) -> list[str]:
    """Who did it to whom; a side by its name, since names of units differ from paper to paper."""
    actors = _named(event, "actor", sides)
    targets = [name for name in _named(event, "target", sides) if name not in actors]
    words = []
    if actors:
        words += ["by" if event.subtype != "armed-clash" or event.change else "involving", join(actors)]
    if targets and not _says_enough(event):
        words += [_TOWARDS.get(event.plover, "against"), join(targets)]
    return words


def _says_enough(event: Event) -> bool:
    """Ground is taken from whoever held it, and what is struck lies at the place."""
    struck = event.place is not None and SUBTYPES.get(event.subtype or "", ("", ""))[1] == "on"
    return event.change in ("captured", "liberated", "repelled") or struck


def _named(event: Event, role: str, sides: Mapping[str, str]) -> list[str]:
    """Sides where any is known, else names: "five" and "the first of them" name nobody."""
    parties = [party for party in event.parties if party.role == role]
    known = [sides.get(party.side, party.name) for party in parties if party.side]
    place = event.place.name.casefold() if event.place else ""
    proper = [party.name for party in parties if names_somebody(party.name) and party.name.casefold() not in place]
    return list(dict.fromkeys(known or proper))[:_MOST_PARTIES]


def sentence(text: str) -> str:
    """A capital at the start, one full stop at the end."""
    text = " ".join(text.split())
    return f"{text[0].upper()}{text[1:].rstrip('.,')}."


def days(when: Interval) -> str:
    """ "on 12 May 2024", "between 10 and 12 May 2024"."""
    first, last = when.first_day, when.last_day
    if first == last:
        return f"on {day(first)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"between {first.day} and {day(last)}"
    return f"between {day(first)} and {day(last)}"


def period(first: date, last: date) -> str:
    """ "12 May 2024", "9 to 17 May 2024", "29 April 2024 to 3 May 2024"."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def amount(figure: Figure) -> str:
    """Bounds as words: "at least 100", "up to 135", "2,000 to 3,000"."""
    low, high = figure.low, figure.high
    if low is not None and high is not None:
        return _number(low) if low == high else f"{_number(low)} to {_number(high)}"
    return f"at least {_number(low)}" if low is not None else f"up to {_number(high or 0)}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) else f"{value:,}"


def quote(text: str, longest: int = 240) -> str:
    """The source's own words on one line, cut at a word."""
    words = " ".join(text.split())
    if len(words) <= longest:
        return f"“{words}”"
    return f"“{words[:longest].rsplit(' ', 1)[0]} …”"


def count_of(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def judged_words(judgement: Judgement, left: str, right: str) -> str:
    """ "judged that account 1 and account 2 tell of one event", after the name of who did."""
    verb, rest = JUDGED[judgement]
    return f"{verb} {left} and {right} {rest}".rstrip()


def accounts_named(numbers: Sequence[int], reports: Sequence[str]) -> str:
    """ "account 2", "accounts 1, 3 and 4", "the report “…”": of an event's page, and of other events."""
    here = _listed("account", [str(number) for number in numbers])
    there = _listed("the report", [quote(report, 80) for report in reports])
    return " and ".join(filter(None, (here, there))) or "another event"


def _listed(noun: str, names: Sequence[str]) -> str:
    return f"{noun}{'' if len(names) == 1 else 's'} {join(names)}" if names else ""
