"""Documents and one document with its statements highlighted."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response
from markupsafe import Markup

from vedette.extension.found import taking_part
from vedette.model.analysis import Analysis
from vedette.model.correction import with_states
from vedette.model.document import Document
from vedette.model.ids import DocumentId, MentionId
from vedette.model.language import Level
from vedette.model.query import StatementRow
from vedette.model.retraction import Retraction, is_withdrawn, last_words
from vedette.ports import View
from vedette.reference.language import level_of
from vedette.web.desk import Desk, MissingError, side_class
from vedette.web.highlight import Range, marked_up, pieces
from vedette.web.parameters import BadParameterError
from vedette.web.pictures import capture_of, is_picture, marked
from vedette.web.terms import N_

_WINDOW = 100_000
_LONGEST_NUMBER = 12


def router(desk: Desk) -> APIRouter:
    routes = APIRouter()
    routes.get("/documents")(_documents(desk))
    routes.get("/documents/{document_id}")(_document(desk))
    return routes


def _documents(desk: Desk) -> Callable[[Request], Response]:
    def documents(request: Request) -> Response:
        view, asked = desk.view(), desk.question(request)
        return desk.page(
            request,
            "documents.html",
            asked=asked,
            documents=view.newest_documents(asked.query),
            total=view.count_documents(asked.query),
            sources=desk.sources(view),
        )

    return documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The part of a very long text that one page shows, in code points."""

    first: int
    last: int
    whole: int


def _document(desk: Desk) -> Callable[[Request, str], Response]:
    def document(request: Request, document_id: str) -> Response:
        view = desk.view()
        found = next(iter(view.documents([DocumentId(document_id)])), None) or view.document(document_id)
        if found is None:
            raise MissingError(N_("There is no such document in this workspace. See the list of documents."))
        cited = _cited(request, found)
        analyses = list(view.analyses([found.id]))
        rows = _rows(view, analyses)
        window = _window(cited[0] if cited else 0, len(found.text))
        return desk.page(
            request,
            "document.html",
            document=found,
            text=_text(desk, found, rows, cited, window),
            rows=[row for row in rows if _inside(row, window)],
            window=window,
            cited=cited,
            versions=view.versions(found.origin),
            retraction=_retraction(view, found),
            corrections=with_states(view.corrections([found.id]), desk.watch.persons_needed),
            told=_told(analyses),
            level=_level(desk, analyses),
            events=view.events_of(found.id),
            sources=desk.sources(view),
            capture=capture_of(view, found),
            is_picture=is_picture,
            marked=marked(found, cited),
        )

    return document


def _told(analyses: Iterable[Analysis]) -> dict[str, list[MentionId]]:
    """The mentions of each statement, by its id."""
    found: dict[str, list[MentionId]] = {}
    for analysis in analyses:
        for mention in analysis.mentions:
            found.setdefault(mention.statement or "", []).append(mention.id)
    return found


def _level(desk: Desk, analyses: Iterable[Analysis]) -> Level | None:
    """How far the language that it was read in is understood."""
    also = tuple(one.name for one in taking_part(desk.watch.extensions, "languages"))
    return next((level_of(each.language, also) for each in analyses), None)


def _retraction(view: View, document: Document) -> Retraction | None:
    """The note by which it no longer stands."""
    last = last_words(view.retractions()).get(document.origin)
    return last if is_withdrawn(document, last) else None


def _cited(request: Request, document: Document) -> tuple[int, int] | None:
    given = dict(request.query_params)
    if unknown := sorted(set(given) - {"start", "end"}):
        raise BadParameterError(f"A document takes “start” and “end”, not “{unknown[0][:60]}”.")
    if not given:
        return None
    start, end = (_offset(given.get(name, ""), name) for name in ("start", "end"))
    if not start <= end <= len(document.text):
        raise BadParameterError(f"{start} to {end} is no part of this text of {len(document.text)} characters.")
    return start, end


def _offset(value: str, name: str) -> int:
    if value.isascii() and value.isdigit() and len(value) <= _LONGEST_NUMBER:
        return int(value)
    raise BadParameterError(f"“{name}” wants the number of a character, as in start=120&end=164.")


def _rows(view: View, analyses: Iterable[Analysis]) -> list[StatementRow]:
    """In the order of the text; a statement that the store no longer lists is left out."""
    ids = [statement.id for analysis in analyses for statement in analysis.statements]
    return sorted(view.statements_told(ids).values(), key=lambda row: (row.statement.content, row.statement.id))


def _window(around: int, whole: int) -> Window:
    if whole <= 2 * _WINDOW:
        return Window(first=0, last=whole, whole=whole)
    first = min(max(0, around - _WINDOW), whole - 2 * _WINDOW)
    return Window(first=first, last=first + 2 * _WINDOW, whole=whole)


def _inside(row: StatementRow, window: Window) -> bool:
    span = row.statement.content
    return span.start < window.last and span.end > window.first


def _text(
    desk: Desk, document: Document, rows: Sequence[StatementRow], cited: tuple[int, int] | None, window: Window
) -> Markup:
    ranges = [
        Range(
            start=row.statement.content.start,
            end=row.statement.content.end,
            key=row.statement.id,
            style=f"said {side_class(desk.watch, row.side)}" if row.statement.attributed else "voice",
        )
        for row in rows
    ]
    if cited:
        ranges.append(Range(start=cited[0], end=cited[1], key="cited", style="cited"))
    return marked_up(pieces(document.text, ranges, window.first, window.last))
