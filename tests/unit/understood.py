"""Sentences as reports, and what was understood of them in words a test can show."""

from collections.abc import Callable, Iterator
from datetime import date

from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.ids import CaptureId, DocumentId, SourceId
from vedette.model.interval import Interval
from vedette.model.mention import Mention
from vedette.model.span import Span
from vedette.model.statement import Statement

Analyse = Callable[[str], Analysis]
PUBLISHED = date(2024, 5, 13)


def report(text: str, language: str | None = "en") -> Document:
    """Published on a Monday."""
    return Document(
        id=DocumentId("report"),
        capture=CaptureId("capture"),
        source=SourceId("gazette"),
        origin="gazette:1",
        label="1",
        text=text,
        language=language,
        published=Interval.of_days(PUBLISHED, PUBLISHED),
    )


def speaker(statement: Statement) -> str | None:
    return statement.speaker.name if statement.speaker else None


def told(analysis: Analysis, text: str) -> list[tuple[str | None, str]]:
    """Speaker and content of every statement, in the order of the text."""
    return [(speaker(each), each.content.of(text)) for each in analysis.statements]


def attributed(analysis: Analysis) -> list[Statement]:
    return [each for each in analysis.statements if each.attributed]


def one(analysis: Analysis) -> Statement:
    """The only attributed statement."""
    (statement,) = attributed(analysis)
    return statement


def event(analysis: Analysis, text: str, trigger: str) -> Mention:
    """The only mention with that trigger."""
    (mention,) = [each for each in analysis.mentions if each.trigger.of(text) == trigger]
    return mention


def spans(analysis: Analysis) -> Iterator[Span]:
    """Every span of every fact."""
    for statement in analysis.statements:
        named = [each.span for each in (statement.speaker, statement.via) if each]
        yield from filter(None, (statement.content, statement.cue, statement.condition, *named))
    for mention in analysis.mentions:
        yield from (mention.trigger, mention.extent, *(actor.span for actor in mention.actors))
    for family in (analysis.places, analysis.times, analysis.quantities, analysis.entities, analysis.loaded):
        yield from (each.span for each in family)
