"""Which numbers of a text belong to which mention, where the analysis leaves it open."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping

from vedette.model.analysis import Analysis
from vedette.model.ids import MentionId
from vedette.model.mention import Mention, Quantity
from vedette.model.span import Span

_REACH = 80
_BREAK = re.compile(r"[,;:.!?\n]")


def counted(analysis: Analysis, text: str) -> Mapping[MentionId, tuple[Quantity, ...]]:
    """Each mention's own numbers, and what else its statement counts in the same breath as its trigger."""
    given = {mention.id: dict.fromkeys(mention.quantities) for mention in analysis.mentions}
    claimed = {index for indexes in given.values() for index in indexes}
    for index, mentions in _unclaimed(analysis, claimed):
        span = analysis.quantities[index].span
        near = [mention for mention in mentions if _same_breath(_between(mention.trigger, span, text))]
        if near:
            given[min(near, key=lambda mention: len(_between(mention.trigger, span, text))).id][index] = None
    return {mention: tuple(analysis.quantities[index] for index in found) for mention, found in given.items()}


def _unclaimed(analysis: Analysis, claimed: set[int]) -> Iterator[tuple[int, list[Mention]]]:
    """Each number that no mention has, with the mentions of a statement that holds it."""
    telling: dict[str, list[Mention]] = {}
    for mention in analysis.mentions:
        if mention.statement is not None:
            telling.setdefault(mention.statement, []).append(mention)
    order = sorted(
        (quantity.span.start, quantity.span.end, index)
        for index, quantity in enumerate(analysis.quantities)
        if index not in claimed
    )
    for statement in analysis.statements:
        for _, end, index in order[bisect_left(order, (statement.content.start,)) :]:
            if end > statement.content.end:
                break
            if statement.id in telling:
                yield index, telling[statement.id]


def _between(one: Span, other: Span, text: str) -> str:
    return text[min(one.end, other.end) : max(one.start, other.start)]


def _same_breath(between: str) -> bool:
    return len(between) <= _REACH and not _BREAK.search(between)
