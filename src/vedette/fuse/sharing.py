"""One object for many that are equal: what fusing keeps is mostly the same places, days, sides and reasons again."""

from collections.abc import Hashable
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from vedette.model.analysis import Analysis
from vedette.model.ids import DocumentId, StatementId
from vedette.model.mention import Actor, Mention
from vedette.model.span import Span
from vedette.model.statement import Speaker, Statement

T = TypeVar("T", bound=Hashable)


@lru_cache(maxsize=65536, typed=True)
def shared(one: T) -> T:
    """The first of those that are equal and of one type."""
    return one


def slim(analysis: Analysis, document: DocumentId) -> Analysis:
    """Equal to what it was; its statements and mentions name their document, which is this one, and each other in one
    text, not each in a copy of it."""
    if analysis.document != document:
        return analysis
    statements = tuple(_statement(one, document) for one in analysis.statements)
    ids = {one.id: one.id for one in statements}
    mentions = tuple(_mention(one, document, ids) for one in analysis.mentions)
    return replace(analysis, document=document, statements=statements, mentions=mentions)


def _span(span: Span, document: DocumentId) -> Span:
    return Span(document=document, start=span.start, end=span.end) if span.document == document else span


def _statement(one: Statement, document: DocumentId) -> Statement:
    return replace(
        one,
        content=_span(one.content, document),
        cue=_span(one.cue, document) if one.cue else None,
        speaker=_speaker(one.speaker, document) if one.speaker else None,
    )


def _speaker(one: Speaker, document: DocumentId) -> Speaker:
    return replace(one, span=_span(one.span, document)) if one.span else one


def _mention(one: Mention, document: DocumentId, ids: dict[StatementId, StatementId]) -> Mention:
    return replace(
        one,
        trigger=_span(one.trigger, document),
        extent=_span(one.extent, document),
        actors=tuple(_actor(actor, document) for actor in one.actors),
        statement=ids.get(one.statement, one.statement) if one.statement else None,
    )


def _actor(one: Actor, document: DocumentId) -> Actor:
    return replace(one, span=_span(one.span, document))
