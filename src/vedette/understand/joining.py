"""Analyses of the parts of a document, put together to one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.mention import Mention, PlaceMention, Quantity, TimeMention
from vedette.model.statement import Statement, Via
from vedette.model.watch import Watch
from vedette.reference.gazetteer import Gazetteer
from vedette.reference.institutions import Institutions

_LONGEST_PASSAGE = 60_000
_PARAGRAPH_END = re.compile(r"\n+")
Located = TypeVar("Located", PlaceMention, TimeMention, Quantity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What every part of a document is read with."""

    document: Document
    version: str
    gazetteer: Gazetteer
    institutions: Institutions
    watch: Watch | None


def passage_bounds(text: str, longest: int = _LONGEST_PASSAGE) -> Iterator[tuple[int, int]]:
    """Stretches of at most `longest` code points that cover the text, cut after a line end where there is one."""
    start = 0
    while len(text) - start > longest:
        cuts = [match.end() for match in _PARAGRAPH_END.finditer(text, start + longest // 2, start + longest)]
        end = cuts[-1] if cuts else start + longest
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)


def moved(each: Located, by: int) -> Located:
    """The same mention with its span moved by so many code points."""
    span = each.span
    return each if by == 0 else replace(each, span=replace(span, start=span.start + by, end=span.end + by))


def in_order(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """By where their contents stand in the text."""
    return tuple(sorted(statements, key=lambda each: (each.content.start, each.content.end)))


def joined(material: Material, language: str | None, parts: Sequence[Analysis]) -> Analysis:
    """One analysis of all parts, in their order; a mention's places and quantities are counted from the document's
    first. Every id is kept once."""
    return Analysis(
        document=material.document.id,
        version=material.version,
        language=language,
        statements=tuple({each.id: _passed_on(each, material) for part in parts for each in part.statements}.values()),
        mentions=tuple({each.id: each for each in _mentions(parts)}.values()),
        places=tuple(each for part in parts for each in part.places),
        times=tuple(each for part in parts for each in part.times),
        quantities=tuple(each for part in parts for each in part.quantities),
        entities=tuple(each for part in parts for each in part.entities),
        loaded=tuple(each for part in parts for each in part.loaded),
        deeds=tuple(each for part in parts for each in part.deeds),
    )


def _passed_on(statement: Statement, material: Material) -> Statement:
    """What is known to be forwarded came through whom it is from, unless the text names another channel."""
    name = material.document.forwarded_from
    return replace(statement, via=Via(name=name)) if name and statement.via is None else statement


def _mentions(parts: Iterable[Analysis]) -> Iterator[Mention]:
    places = quantities = 0
    for part in parts:
        yield from (_counted_from(each, places, quantities) for each in part.mentions)
        places += len(part.places)
        quantities += len(part.quantities)


def _counted_from(mention: Mention, place: int, quantity: int) -> Mention:
    return replace(
        mention,
        places=tuple(number + place for number in mention.places),
        quantities=tuple(number + quantity for number in mention.quantities),
    )
