"""How an amount stands to the truth its words claim: at least, at most, about; and whether it is a rise or a fall."""

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc

from vedette.model.mention import QuantityChange
from vedette.understand.lexicon import load
from vedette.understand.quantities.units import Unit

_LONGEST = 4
_REACH = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """`first` and `end` are the tokens of the amount with the words that bound it."""

    change: QuantityChange
    first: int
    end: int


@cache
def _phrases(language: str, where: str) -> dict[str, QuantityChange]:
    return {phrase: sign for sign, phrases in load(language, "quantities")[where].items() for phrase in phrases}


@cache
def _changes(language: str) -> tuple[dict[str, QuantityChange], frozenset[str], frozenset[str], frozenset[str]]:
    table = load(language, "quantities")["change"]
    signs: dict[str, QuantityChange] = dict.fromkeys(table["up"], "up")
    signs |= dict.fromkeys(table["down"], "down")
    return signs, frozenset(table["between"]), frozenset(table["of_measures"]), frozenset(table["measures"])


def find_bound(doc: Doc, first: int, last: int, unit: Unit) -> Bound:
    """ "At least" and "at most" outweigh a rise or a fall, which outweighs "about"."""
    begin, sign = _before(doc, first)
    end = last
    if sign is None:
        end, sign = _after(doc, last, unit.end)
    if sign in (None, "~"):
        moved = _moved(doc, begin, unit.name)
        if moved is not None:
            return Bound(change=moved, first=begin, end=end)
    return Bound(change=sign or "=", first=begin, end=end)


def _before(doc: Doc, first: int) -> tuple[int, QuantityChange | None]:
    phrases = _phrases("en", "before")
    begin = first
    if begin and doc[begin - 1].lower_ in ("a", "an", "just", "the", "only", "exactly"):
        begin -= 1
    for size in range(_LONGEST, 0, -1):
        if begin - size < 0:
            continue
        phrase = " ".join(token.lower_ for token in doc[begin - size : begin])
        if phrase in phrases:
            return begin - size, phrases[phrase]
    return first, None


def _after(doc: Doc, last: int, unit_end: int) -> tuple[int, QuantityChange | None]:
    phrases = _phrases("en", "after")
    for at in {last, unit_end}:
        for size in (2, 1):
            phrase = " ".join(token.lower_ for token in doc[at : at + size])
            if phrase in phrases:
                return last, phrases[phrase]
    return last, None


def _moved(doc: Doc, first: int, unit: str | None) -> QuantityChange | None:
    """A verb of change before the amount with nothing but small words between; "rose to 5" says where, not how much."""
    signs, between, of_measures, measures = _changes("en")
    if first and doc[first - 1].lower_ == "to":
        return None
    measured = unit is None or unit.split()[0] == "percent" or unit.split()[-1] in measures
    by = False
    for token in reversed(doc[max(0, first - _REACH) : first]):
        if token.lower_ in signs:
            carried = token.dep_ == "prt" and token.head.lower_ not in signs
            counted = token.lower_ in of_measures and not measured and not by
            return None if carried or counted else signs[token.lower_]
        if token.lower_ not in between and token.pos_ not in ("ADV", "SYM"):
            return None
        by = by or token.lower_ == "by"
    return None
