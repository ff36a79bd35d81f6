"""Numbers of killed, wounded, captured, missing, displaced, destroyed, each with its victim and its speaker.

A number belongs to whoever holds the narrowest statement around it, and to the deed that is told nearest to it. Never
merged: two sides' counts of one loss stay two figures.
"""

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from vedette.fuse.sides import Sides
from vedette.fuse.tables import row_of
from vedette.fuse.tolls import Toll, tolls
from vedette.fuse.voices import Holder, home_of, local
from vedette.model.analysis import Analysis
from vedette.model.event import Figure
from vedette.model.ids import MentionId, StatementId
from vedette.model.mention import Mention, is_count
from vedette.model.span import Span
from vedette.model.statement import Statement

T = TypeVar("T", bound=Hashable)

_NOT_TOLD = frozenset({"threat", "intent", "prediction", "call", "question", "denial"})
_HARM = frozenset({"ASSAULT", "COERCE", "RETREAT"})
_MILITARY = re.compile(
    r"\b(?:soldier|troop|servicem|personnel|fighter|officer|guard|mercenar|tank|armou?red|aircraft|warship|солдат|военн|"
    r"військов|боец|бойц|бійц)",
    re.IGNORECASE,
)
# Right before the number, with no word of another between.
_CLAIMS = re.compile(
    r"(?P<who>\b[A-ZА-ЯҐЄІЇ]\w+(?: \w+)? (?:claims|estimates|figures|sources|reports))"
    r"(?: (?:of|that|put|at))*(?: \w+){0,2} ?$"
)
_ACCORDING = re.compile(
    r"\baccording to (?:the )?(?P<who>[^,.;()]{3,60}?)(?= (?:reached|was|were|is|are|had|has|have)\b|[,.;()]|$)"
)
_NEAR = 600
_SENTENCE = re.compile(r"[.!?](?=\s)|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """A number of no deed that is told: what is counted may be told without a word on how it came about."""

    figure: Figure
    statement: Statement
    sentence: Span


def figures(
    analysis: Analysis,
    text: str,
    voices: Mapping[StatementId, Holder],
    sides: Sides,
    published: date | None = None,
) -> tuple[dict[MentionId, tuple[Figure, ...]], tuple[Loose, ...]]:
    """What each mention's deed cost, by whose account; and the numbers that no mention's deed explains."""
    found: dict[MentionId, list[Figure]] = {}
    loose: list[Loose] = []
    home = home_of(analysis, sides)
    statements = _Blocks((one, one.content) for one in analysis.statements)
    harm = _Blocks((one, one.trigger) for one in analysis.mentions if one.plover in _HARM)
    for toll in tolls(analysis.quantities, text, sides):
        span = toll.quantity.span
        statement = _narrowest(span, statements.near(span))
        if statement is None or statement.kind in _NOT_TOLD or statement.certainty == "denied":
            continue
        # Whoever fled was not displaced by the shot that is told beside it.
        mention = None if toll.what == "displaced" else _deed(span, statement, harm.near(span), text)
        holder = _counted_by(span, text, sides) or local(voices[statement.id], home, sides)
        if statement.speaker is None:
            holder = _named_beside(span, text, sides) or holder
        figure = _figure(toll, statement, holder, _victim(toll, mention, sides), published)
        if mention is not None:
            found.setdefault(mention.id, []).append(figure)
        else:
            loose.append(Loose(figure=figure, statement=statement, sentence=_sentence(span, text)))
    return {mention: tuple(told) for mention, told in found.items()}, tuple(loose)


class _Blocks(Generic[T]):
    """Things by where they stand, so that a long text is not searched from end to end for every number."""

    def __init__(self, things: Iterable[tuple[T, Span]]) -> None:
        self._blocks: dict[int, list[T]] = {}
        for thing, span in things:
            for block in range(span.start // _NEAR, span.end // _NEAR + 1):
                self._blocks.setdefault(block, []).append(thing)

    def near(self, span: Span) -> list[T]:
        """What stands in the span's block and those beside it, each once."""
        at = span.start // _NEAR
        return list(dict.fromkeys(thing for block in range(at - 1, at + 2) for thing in self._blocks.get(block, ())))


def _counted_by(span: Span, text: str, sides: Sides) -> Holder | None:
    """Whom a table names as the source of its row."""
    row = row_of(text, span.start)
    if row is None or row.source is None:
        return None
    return Holder(name=row.source, side=sides.of_name(row.source), official=False)


def _named_beside(span: Span, text: str, sides: Sides) -> Holder | None:
    """Whose count the words beside the number say it is, if a side's: "by Northland claims of up to 40", "lost 40,
    according to Northland media"."""
    around = _sentence(span, text)
    ahead = _CLAIMS.search(text[around.start : span.start])
    after = _ACCORDING.search(around.of(text))
    for found in (ahead, after):
        if found is not None and (side := sides.of_name(found["who"])) is not None:
            return Holder(name=found["who"].strip(), side=side, official=False)
    return None


def _narrowest(span: Span, statements: Iterable[Statement]) -> Statement | None:
    around = [one for one in statements if one.content.contains(span)]
    return min(around, key=lambda one: (one.content.end - one.content.start, one.id), default=None)


def _deed(span: Span, statement: Statement, harm: Sequence[Mention], text: str) -> Mention | None:
    """The nearest of the statement, else of the sentence, else of the paragraph."""
    for group in (_within(statement.content, harm), _within(_sentence(span, text), harm)):
        if group:
            return min(group, key=lambda one: (_gap(one.trigger, span), one.id))
    return _beside(span, harm, text)


def _beside(span: Span, harm: Sequence[Mention], text: str) -> Mention | None:
    """The one told last before it in its paragraph, else the first behind it."""
    first, last = max(0, span.start - _NEAR), span.end + _NEAR
    start, end = text.rfind("\n", first, span.start) + 1, text.find("\n", span.end, last)
    paragraph = Span(document=span.document, start=max(start, first), end=end if end >= 0 else last)
    # Who counts other victims in another sentence tells no deed.
    near = [one for one in _within(paragraph, harm) if not is_count(one)]
    before = [one for one in near if one.trigger.end <= span.start]
    if before:
        return max(before, key=lambda one: (one.trigger.end, one.id))
    return min(near, key=lambda one: (one.trigger.start, one.id), default=None)


def _within(around: Span, mentions: Iterable[Mention]) -> list[Mention]:
    return [one for one in mentions if around.contains(one.trigger)]


def _sentence(span: Span, text: str) -> Span:
    first, last = max(0, span.start - _NEAR), span.end + _NEAR
    start = max((found.end() for found in _SENTENCE.finditer(text, first, span.start)), default=first)
    end = _SENTENCE.search(text, span.end, last)
    return Span(document=span.document, start=start, end=end.start() if end else last)


def _gap(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _figure(toll: Toll, statement: Statement, holder: Holder, victim: str | None, published: date | None) -> Figure:
    quantity = toll.quantity
    bounded = quantity.low is not None or quantity.high is not None
    return Figure(
        what=toll.what,
        victim=victim,
        low=quantity.low if bounded else quantity.value,
        high=quantity.high if bounded else quantity.value,
        speaker=holder.name,
        side=holder.side,
        statement=statement.id,
        span=quantity.span,
        reach=toll.reach,
        told=statement.said.last_day if statement.said else published,
    )


def _victim(toll: Toll, mention: Mention | None, sides: Sides) -> str | None:
    """A side's id, "civilians", or what was counted; None where the words do not say."""
    if toll.civilians:
        return "civilians"
    if toll.side:
        return toll.side
    if mention is None:
        return toll.counted
    targets = {side for actor in mention.actors if actor.role == "target" and (side := sides.of_actor(actor))}
    return targets.pop() if len(targets) == 1 else toll.counted


def one_each(told: Iterable[tuple[Figure, str]], sides: Sides) -> tuple[Figure, ...]:
    """Without the numbers that one voice repeats: a name that says less than another of its side is the same voice
    ("the ministry"). Each comes with the name of its source, which speaks where nobody else does."""
    found: dict[tuple[object, ...], list[tuple[frozenset[str], Figure]]] = {}
    for figure, source in told:
        key = (figure.what, figure.victim, figure.low, figure.high, figure.reach, figure.side)
        voice = sides.bare(figure.speaker or source, figure.side)
        known = found.setdefault(key, [])
        if not any(_one_voice(voice, other, figure) for other, _ in known):
            known.append((voice, figure))
    return tuple(figure for known in found.values() for _, figure in known)


def _one_voice(voice: frozenset[str], other: frozenset[str], figure: Figure) -> bool:
    return voice == other or bool(figure.side and voice and other and (voice <= other or other <= voice))


def admits_losses(told: Iterable[Figure], text: str) -> bool:
    """Whether a speaker counts military losses of his own side."""
    return any(
        figure.side is not None and figure.victim == figure.side and _MILITARY.search(_around(figure.span, text))
        for figure in told
    )


def _around(span: Span, text: str) -> str:
    return text[span.start : span.end + 40]
