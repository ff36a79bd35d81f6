"""What an amount counts: its unit and what it is a part of, from the words round it and the parse."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Doc, Token

from vedette.understand.lexicon import load
from vedette.understand.quantities.amounts import Amount

_NOUN_WORDS = {"NOUN", "PROPN", "ADJ", "ADV", "VERB", "NUM"}
_OF_WORDS = {"NOUN", "PROPN", "ADJ", "NUM", "DET", "PRON"}
_LONGEST_PHRASE = 6
_HYPHENS = ("-", "–", "‑")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """`end` is the token after the unit."""

    name: str | None
    of: str | None
    end: int


@cache
def words(language: str) -> dict[str, Any]:
    """The table of quantities, with its lists as sets."""
    raw = load(language, "quantities")
    return {
        **raw,
        "percent_words": frozenset(raw["percent"]["words"]),
        "two_words": frozenset(raw["percent"]["two_words"]),
        "per": frozenset(raw["rate"]["per"]),
        "per_units": frozenset(raw["rate"]["units"]),
        "currency_nouns": frozenset(raw["currency_word"]["nouns"]),
        "plain_currency": frozenset(raw["currency_word"]["plain"]),
        "old": frozenset(raw["age"]["old"]),
        "measures": frozenset(raw["measure"]["words"]),
        "not_rate": frozenset(raw["measure"]["not_rate"]),
        "firm": frozenset(raw["names"]["firm"]),
        "labels": frozenset(raw["names"]["labels"]),
        "one_of": frozenset(raw["names"]["one_of"]),
        "not_one_after": frozenset(raw["names"]["not_one_after"]),
        "one": raw["names"]["one"],
    }


def singular(token: Token) -> str:
    """The name of a unit as the lexicon has it, else the lemma."""
    names = words("en")["unit_name"]
    known = names.get(token.text) or names.get(token.lower_)
    if known is None and token.tag_ == "NNPS":
        return token.lower_.removesuffix("s")
    return str(known or token.lemma_.lower())


def find_unit(doc: Doc, amount: Amount, first: int, last: int) -> Unit:
    """`first` and `last` are the tokens of the amount, `last` exclusive."""
    table = words("en")
    if amount.money is None and (glued := _glued(doc, amount, last)) is not None:
        return _rated(doc, glued)
    at = last + 1 if last < len(doc) and doc[last].text in _HYPHENS and last + 1 < len(doc) else last
    if amount.money is not None:
        return _rated(doc, Unit(name=amount.money, of=_of(doc, last), end=last))
    if at >= len(doc):
        return _alone(doc, first, last)
    here, pair = doc[at].lower_, doc[at : at + 2].text.lower()
    if pair in table["two_words"] or here in table["percent_words"]:
        end = at + (2 if pair in table["two_words"] else 1)
        return _rated(doc, Unit(name=table["percent"]["unit"], of=_of(doc, end), end=end))
    if pair in table["square"]:
        return _rated(doc, Unit(name=table["square"][pair], of=_of(doc, at + 2), end=at + 2))
    if doc[at].text in table["unit_name"] and doc[at].pos_ != "ADP":
        return _rated(doc, _aged(doc, Unit(name=table["unit_name"][doc[at].text], of=_of(doc, at + 1), end=at + 1)))
    if here in table["toll"] and (at + 1 == len(doc) or doc[at + 1].pos_ not in ("NOUN", "PROPN")):
        return Unit(name=table["toll"][here], of=None, end=at + 1)
    if here == "of":
        return _part(doc, amount, first, last, at)
    return _counted(doc, first, last, at)


def _glued(doc: Doc, amount: Amount, last: int) -> Unit | None:
    """A unit that is written in one token with its number: "5kW", "24pc", "3923sq m"."""
    token = doc[last - 1]
    rest = token.text[max(0, amount.end - token.idx) :].lstrip("-‑")
    if not rest:
        return None
    table = words("en")
    pair = f"{rest} {doc[last].text}".lower() if last < len(doc) else ""
    if pair in table["square"]:
        return Unit(name=table["square"][pair], of=None, end=last + 1)
    if rest.lower() in table["percent_words"]:
        return Unit(name=table["percent"]["unit"], of=_of(doc, last), end=last)
    name = table["unit_name"].get(rest) or table["unit_name"].get(rest.lower())
    return Unit(name=name, of=_of(doc, last), end=last) if name else None


def _part(doc: Doc, amount: Amount, first: int, last: int, at: int) -> Unit:
    """ "dozens of people", "a third of those screened", "70 of them"."""
    if amount.vague or amount.scaled:
        unit = _counted(doc, first, last, at + 1)
        if unit.name is not None:
            return unit
    if amount.fraction:
        return Unit(name=None, of=_of(doc, at), end=last)
    alone = _alone(doc, first, last)
    return Unit(name=alone.name, of=_of(doc, at), end=last)


def _counted(doc: Doc, first: int, last: int, at: int) -> Unit:
    """The head of the noun phrase that follows."""
    end = head = at
    found = False
    while end < len(doc) and end - at < _LONGEST_PHRASE and _in_phrase(doc, end, at, found):
        if doc[end].pos_ in ("NOUN", "PROPN"):
            head, found = end, True
        end += 1
    if not found:
        return _alone(doc, first, last)
    if doc[last].text in _HYPHENS or doc[at].lower_ in words("en")["measures"]:
        return _rated(doc, _aged(doc, Unit(name=singular(doc[at]), of=doc[at + 1 : head + 1].text or None, end=at + 1)))
    head = max(head, _parsed_head(doc, first, last, at))
    noun = doc[head]
    if noun.pos_ == "PROPN" and noun.lower_ not in words("en")["currency_nouns"] and _died(noun):
        return Unit(name="death", of=doc[at : head + 1].text, end=head + 1)
    name = _name(doc, at, head)
    unit = Unit(name=name, of=doc[at : head + 1].text if head > at else _of(doc, head + 1), end=head + 1)
    return _rated(doc, _aged(doc, unit))


def _parsed_head(doc: Doc, first: int, last: int, at: int) -> int:
    """The noun that the parse hangs the number on: "1,600 strike and air defence missiles"."""
    token = doc[last - 1]
    while first <= token.head.i < last and token.head.i != token.i:
        token = token.head
    head = token.head
    near = at <= head.i < at + _LONGEST_PHRASE + 2 and token.dep_ == "nummod"
    return int(head.i) if near and head.pos_ == "NOUN" else -1


def _in_phrase(doc: Doc, end: int, at: int, found: bool) -> bool:
    token = doc[end]
    if token.text in _HYPHENS:
        return end > at and end + 1 < len(doc) and not token.whitespace_ and not doc[end - 1].whitespace_
    if token.pos_ not in _NOUN_WORDS or token.is_punct or (token.pos_ == "NUM" and end == at):
        return False
    if token.pos_ == "VERB" and (found or token.tag_ not in ("VBN", "VBG")):
        return False
    if found and token.pos_ in ("ADJ", "ADV", "NUM"):
        return end + 1 < len(doc) and token.pos_ == "ADJ" and token.text == "old"
    return not (token.pos_ == "ADV" and end + 1 < len(doc) and doc[end + 1].pos_ not in ("ADJ", "NOUN", "VERB"))


def _name(doc: Doc, at: int, head: int) -> str:
    table = words("en")
    noun = doc[head]
    name = singular(noun)
    before = doc[head - 1] if head > at else None
    if noun.lower_ in table["currency_nouns"] and before is not None:
        kind = doc[at:head].text.lower()
        return name if before.lower_ in table["plain_currency"] else f"{kind} {name}"
    compounds = [token.lemma_.lower() for token in doc[at:head] if token.pos_ == "NOUN" and token.dep_ == "compound"]
    return " ".join([*compounds, name])


def _died(noun: Token) -> bool:
    return noun.head.lower_ in words("en")["toll"] and noun.dep_.startswith("nsubj")


def _aged(doc: Doc, unit: Unit) -> Unit:
    """ "50-year-old", "30 years old", "18 years of age"."""
    end = unit.end + 1 if unit.end < len(doc) and doc[unit.end].text in _HYPHENS else unit.end
    tail = doc[end : end + 2].text.lower()
    if unit.name and end < len(doc) and (doc[end].lower_ in words("en")["old"] or tail == "of age"):
        return Unit(name=f"{unit.name} of age", of=unit.of, end=end + 1)
    return unit


def _rated(doc: Doc, unit: Unit) -> Unit:
    """ "per month", "a day", "barrel-a-day"."""
    table = words("en")
    at = unit.end + 1 if unit.end < len(doc) and doc[unit.end].text in _HYPHENS else unit.end
    if at + 1 >= len(doc) or doc[at].lower_ not in table["per"]:
        return unit
    then = at + 2 if doc[at + 1].text in _HYPHENS and at + 2 < len(doc) else at + 1
    name = singular(doc[then])
    later = then + 1 < len(doc) and doc[then + 1].lower_ in table["not_rate"]
    if name not in table["per_units"] or later:
        return unit
    return Unit(name=f"{unit.name} per {name}", of=unit.of, end=then + 1)


def _of(doc: Doc, at: int) -> str | None:
    """The noun phrase after "of" or "in", as it is written."""
    if at + 1 >= len(doc) or doc[at].lower_ != "of":
        return None
    end = at + 1
    while end < len(doc) and end - at <= _LONGEST_PHRASE and doc[end].pos_ in _OF_WORDS:
        end += 1
        if doc[end - 1].pos_ == "PRON":
            break
    while end > at + 1 and doc[end - 1].pos_ not in ("NOUN", "PROPN", "PRON"):
        end -= 1
    return doc[at + 1 : end].text or None


def _alone(doc: Doc, first: int, last: int) -> Unit:
    """No noun follows: a toll where a verb of harm stands beside, else nothing."""
    table = words("en")
    for token in reversed(doc[max(0, first - 4) : first]):
        if token.is_punct:
            break
        if token.lower_ in table["toll_verb"]:
            return Unit(name=table["toll_verb"][token.lower_], of=None, end=last)
    for token in doc[last : last + 3]:
        if token.lower_ in table["toll"]:
            return Unit(name=table["toll"][token.lower_], of=None, end=last)
        if token.pos_ not in ("AUX", "ADV", "PRON"):
            break
    return Unit(name=None, of=None, end=last)
