"""How many, of what, and how sure the words are of the number."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from vedette.model.ids import DocumentId
from vedette.model.mention import Quantity, TimeMention
from vedette.model.span import Span
from vedette.understand.quantities.amounts import Amount, find_amounts
from vedette.understand.quantities.bounds import find_bound
from vedette.understand.quantities.units import Unit, find_unit, words

_JOINED = re.compile(r"[-‑,\s]*(?:\bor\b|\band\b|\bto\b)?[\s,]*", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?;]\s|\n\s*\n")
_NEAR = 60


def find_quantities(doc: Doc, document: DocumentId, times: Sequence[TimeMention]) -> tuple[Quantity, ...]:
    """Every amount in order, none overlapping, with the words that bound it in its span.

    Offsets are those of `doc.text`, and `times` are taken to be, too. Dates, clock times, ordinals, "one" as a pronoun
    and numbers that are part of a name are none; lengths of time are.
    """
    taken = sorted((t.span.start, t.span.end) for t in times if t.type in ("DATE", "TIME", "SET"))
    starts = [token.idx for token in doc]
    found: list[Quantity] = []
    text = doc.text
    for amount in find_amounts(text, taken):
        first = max(0, bisect_left(starts, amount.start + 1) - 1)
        last = bisect_left(starts, amount.end)
        quantity = _quantity(doc, document, amount, first, last)
        if quantity is not None and (not found or found[-1].span.end <= quantity.span.start):
            found.append(quantity)
    return tuple(_shared(found, text))


def _shared(found: list[Quantity], text: str) -> list[Quantity]:
    """A number without a unit takes that of the next one it is joined to, or of the one before it in its sentence."""
    for at in range(len(found) - 2, -1, -1):
        gap = text[found[at].span.end : found[at + 1].span.start]
        if found[at].unit is None and _JOINED.fullmatch(gap):
            found[at] = replace(found[at], unit=found[at + 1].unit)
    for at in range(1, len(found)):
        gap = text[found[at - 1].span.end : found[at].span.start]
        if found[at].unit is None and found[at].of is None and len(gap) < _NEAR and not _SENTENCE_END.search(gap):
            found[at] = replace(found[at], unit=found[at - 1].unit)
    return found


def _quantity(doc: Doc, document: DocumentId, amount: Amount, first: int, last: int) -> Quantity | None:
    if _is_pronoun(doc, amount, first, last):
        return None
    unit = _age(doc, amount, first, last) or find_unit(doc, amount, first, last)
    if _is_label(doc, amount, unit, first):
        return None
    bound = find_bound(doc, first, last, unit)
    low, high = amount.low, amount.high
    if amount.value is not None and bound.change == ">":
        high = None
    elif amount.value is not None and bound.change == "<":
        low = None
    return Quantity(
        span=Span(document=document, start=min(doc[bound.first].idx, amount.start), end=_end(amount, unit)),
        value=amount.value,
        low=low,
        high=high,
        unit=unit.name,
        of=unit.of,
        change=bound.change,
    )


def _end(amount: Amount, unit: Unit) -> int:
    """A sign of the unit belongs to the expression ("68 percent"), a noun that is counted does not."""
    table = words("en")
    if unit.name is None or not unit.name.startswith(table["percent"]["unit"]):
        return amount.end
    tail = amount.tail.lower()
    rest = tail.lstrip()
    signs = (*table["percent"]["two_words"], *sorted(table["percent"]["words"], key=len, reverse=True))
    length = next((len(sign) for sign in signs if rest.startswith(sign)), None)
    return amount.end if length is None else amount.end + len(tail) - len(rest) + length


def _is_pronoun(doc: Doc, amount: Amount, first: int, last: int) -> bool:
    """ "One" counts only what follows it."""
    if amount.written.lower() != words("en")["one"]:
        return False
    table = words("en")
    if last >= len(doc) or doc[last].lower_ in table["one_of"] or not doc[last].is_alpha:
        return True
    if first and doc[first - 1].lower_ in table["not_one_after"]:
        return True
    if doc[last : last + 2].text.lower() in table["two_words"]:
        return False
    return doc[last].pos_ not in ("NOUN", "ADJ", "PROPN") and doc[last].lower_ not in table["percent_words"]


def _is_label(doc: Doc, amount: Amount, unit: Unit, first: int) -> bool:
    """A number after the name of a thing, with nothing counted behind it: "Section 427", "Boeing 737"."""
    if amount.money is not None or amount.vague or first == 0:
        return False
    before = doc[first - 1]
    if before.lower_ in words("en")["firm"] and amount.written[0].isdigit():
        return True
    if before.lower_ in words("en")["labels"]:
        return unit.name is None or before.pos_ == "PROPN" or before.text[0].isupper()
    return unit.name is None and before.pos_ == "PROPN" and not before.is_sent_start


def _age(doc: Doc, amount: Amount, first: int, last: int) -> Unit | None:
    """ "Jamie Armstrong, 25, said"."""
    if first < 2 or doc[first - 1].text != "," or doc[first - 2].pos_ != "PROPN":
        return None
    ends = last == len(doc) or doc[last].text in (",", ".", ")", ";")
    whole = amount.value is not None and amount.value == int(amount.value) and 0 < amount.value < 120
    return Unit(name=words("en")["age"]["unit"], of=doc[first - 2].text, end=last) if ends and whole else None
