"""Numbers of killed, wounded, captured, missing, displaced, destroyed, each with its victim and its speaker.

A number belongs to whoever holds the narrowest statement around it, and to the deed that is told nearest to it. Never
merged: two sides' counts of one loss stay two figures.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from vedette.fuse.sides import Sides
from vedette.fuse.tolls import Toll, tolls
from vedette.fuse.voices import Holder
from vedette.model.analysis import Analysis
from vedette.model.event import Figure
from vedette.model.ids import MentionId, StatementId
from vedette.model.mention import Mention
from vedette.model.span import Span
from vedette.model.statement import Statement

_NOT_TOLD = frozenset({"threat", "intent", "prediction", "call", "question", "denial"})
_HARM = frozenset({"ASSAULT", "COERCE", "RETREAT"})
_MILITARY = re.compile(
    r"\b(?:soldier|troop|servicem|personnel|fighter|officer|guard|mercenar|tank|armou?red|aircraft|warship|солдат|военн|"
    r"військов|боец|бойц|бійц)",
    re.IGNORECASE,
)
_NEAR = 400
_SENTENCE = re.compile(r"[.!?](?=\s)|\n")


def figures(
    analysis: Analysis, text: str, voices: Mapping[StatementId, Holder], sides: Sides
) -> dict[MentionId, tuple[Figure, ...]]:
    """What each mention's deed cost, by whose account."""
    found: dict[MentionId, list[Figure]] = {}
    for toll in tolls(analysis.quantities, text, sides):
        statement = _narrowest(toll.quantity.span, analysis.statements)
        if statement is None or statement.kind in _NOT_TOLD or statement.certainty == "denied":
            continue
        mention = _deed(toll.quantity.span, statement, analysis.mentions, text)
        if mention is not None:
            found.setdefault(mention.id, []).append(_figure(toll, statement, voices[statement.id], mention, sides))
    return {mention: tuple(told) for mention, told in found.items()}


def _narrowest(span: Span, statements: Iterable[Statement]) -> Statement | None:
    around = [one for one in statements if one.content.contains(span)]
    return min(around, key=lambda one: (one.content.end - one.content.start, one.id), default=None)


def _deed(span: Span, statement: Statement, mentions: Sequence[Mention], text: str) -> Mention | None:
    """The nearest of the statement, else of the sentence, else the one told last before it in its paragraph."""
    harm = [one for one in mentions if one.plover in _HARM]
    for group in (_within(statement.content, harm), _within(_sentence(span, text), harm)):
        if group:
            return min(group, key=lambda one: (_gap(one.trigger, span), one.id))
    before = [one for one in harm if one.trigger.end <= span.start and span.start - one.trigger.end <= _NEAR]
    last = max(before, key=lambda one: (one.trigger.end, one.id), default=None)
    return last if last is not None and "\n" not in text[last.trigger.end : span.start] else None


def _within(around: Span, mentions: Iterable[Mention]) -> list[Mention]:
    return [one for one in mentions if around.contains(one.trigger)]


def _sentence(span: Span, text: str) -> Span:
    start = max((found.end() for found in _SENTENCE.finditer(text, max(0, span.start - _NEAR), span.start)), default=0)
    end = _SENTENCE.search(text, span.end)
    return Span(document=span.document, start=max(start, span.start - _NEAR, 0), end=end.start() if end else len(text))


def _gap(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _figure(toll: Toll, statement: Statement, holder: Holder, mention: Mention, sides: Sides) -> Figure:
    quantity = toll.quantity
    bounded = quantity.low is not None or quantity.high is not None
    return Figure(
        what=toll.what,
        victim=_victim(toll, mention, sides),
        low=quantity.low if bounded else quantity.value,
        high=quantity.high if bounded else quantity.value,
        speaker=holder.name,
        side=holder.side,
        statement=statement.id,
        span=quantity.span,
    )


def _victim(toll: Toll, mention: Mention, sides: Sides) -> str | None:
    """A side's id, "civilians", or what was counted; None where the words do not say."""
    if toll.civilians:
        return "civilians"
    if toll.side:
        return toll.side
    targets = {side for actor in mention.actors if actor.role == "target" and (side := sides.of_actor(actor))}
    return targets.pop() if len(targets) == 1 else toll.counted


def admits_losses(told: Iterable[Figure], text: str) -> bool:
    """Whether a speaker counts military losses of his own side."""
    return any(
        figure.side is not None and figure.victim == figure.side and _MILITARY.search(_around(figure.span, text))
        for figure in told
    )


def _around(span: Span, text: str) -> str:
    return text[span.start : span.end + 40]
