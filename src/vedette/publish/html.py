"""A report as a folder of pages that open offline: index.html, one page a cited document, citations.json."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from vedette.model.document import Document
from vedette.model.ids import DocumentId, content_id
from vedette.model.observation import Observation
from vedette.model.watch import A_PERSON, A_SOURCE, Watch
from vedette.publish.by_machine import by_machine
from vedette.publish.citation import Citation, Report, numbers
from vedette.publish.mapping import draw
from vedette.publish.notices import notices
from vedette.publish.seeing import SEEN
from vedette.publish.unread import public_name
from vedette.publish.veil import veil_of
from vedette.publish.wording import period
from vedette.reference.basemap import CREDIT
from vedette.reference.english import day

_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,80}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a document's text; all pieces together are the text. `anchors` stand before it."""

    text: str
    marked: bool
    anchors: tuple[str, ...] = ()


def write_html(report: Report, folder: Path, watch: Watch | None = None) -> Path:
    """Writes into `folder`, which must exist; gives the page to open."""
    by_document: dict[DocumentId, list[Citation]] = {}
    for citation in report.citations:
        by_document.setdefault(citation.span.document, []).append(citation)
    (folder / "documents").mkdir(exist_ok=True)
    for document_id, citations in by_document.items():
        page = _document_page(report.documents[document_id], citations, report)
        (folder / "documents" / file_name(document_id)).write_text(page, "utf-8", "xmlcharrefreplace")
    index = folder / "index.html"
    index.write_text(_index(report, list(by_document), watch), "utf-8", "xmlcharrefreplace")
    _write_citations(report, folder / "citations.json")
    if report.observations:
        _write_observations(report, folder / "observations.json")
    return index


def file_name(document: str) -> str:
    """Never leaves the folder, whatever the id."""
    return f"{document if _PLAIN.fullmatch(document) else content_id('doc', document)}.html"


def address(citation: Citation) -> str:
    """Relative to the report: the document's page at the cited words."""
    return f"documents/{file_name(citation.span.document)}#{citation.anchor}"


def published(document: Document) -> str:
    return day(document.published.first_day) if document.published else "not known"


def pieces(text: str, citations: Iterable[Citation]) -> list[Piece]:
    """Cuts the text at every bound of a citation; what any citation covers is marked."""
    spans = sorted({(citation.span.start, citation.span.end) for citation in citations})
    bounds = sorted({0, len(text), *(bound for span in spans for bound in span)})
    found = []
    for start, end in pairwise(bounds):
        anchors = tuple(f"s{a}-{b}" for a, b in spans if a == start)
        marked = any(a <= start and end <= b for a, b in spans)
        found.append(Piece(text=text[start:end], marked=marked, anchors=anchors))
    return found


def seen_when(one: Observation) -> str:
    return period(one.when.first_day, one.when.last_day) if one.when else "no date"


def _write_observations(report: Report, path: Path) -> None:
    """So that `vedette verify` can hold the report to what was observed."""
    rows = [{"observation": one.id, "note": one.note} for one in report.observations]
    path.write_text(json.dumps(rows, indent=1), "utf-8")


def _write_citations(report: Report, path: Path) -> None:
    veiled = {key for key, one in report.documents.items() if A_PERSON in one.text or A_SOURCE in one.text}
    rows = [
        {
            "document": one.span.document,
            "start": one.span.start,
            "end": one.span.end,
            "text": one.text,
            **({"redacted": True} if one.span.document in veiled else {}),
        }
        for one in report.citations
    ]
    # ASCII with escapes: a lone surrogate in a captured text has no UTF-8.
    path.write_text(json.dumps(rows, indent=1), "utf-8")


def _index(report: Report, cited: Sequence[DocumentId], watch: Watch | None) -> str:
    drawn = drawing(report, watch)
    return (
        templates()
        .get_template("report.html")
        .render(
            report=report,
            style=style(),
            map=Markup(drawn) if drawn else None,  # noqa: S704 - every name in it is escaped where it is drawn
            credit=CREDIT,
            notices=list(notices(report)),
            numbers=numbers(report.citations),
            seen_names=SEEN,
            seen_when=seen_when,
            cited=[report.documents[document] for document in cited],
            address=address,
            file_name=file_name,
            published=published,
            origin=lambda citation: origin(citation, report),
            source_name=lambda document: source_name(document, report),
        )
    )


def drawing(report: Report, watch: Watch | None) -> str | None:
    if watch is None:
        return draw(report.events, None)
    return draw(report.events, watch.bbox, watch.borders, veil_of(watch.policy.redact, ()))


def origin(citation: Citation, report: Report) -> str:
    """Source and day of the cited document."""
    document = report.documents[citation.span.document]
    return f"{source_name(document, report)}, {published(document)}{by_machine(document, citation.span)}"


def source_name(document: Document, report: Report) -> str:
    known = report.sources.get(document.source)
    return known.name if known else document.source


def _document_page(document: Document, citations: Sequence[Citation], report: Report) -> str:
    return (
        templates()
        .get_template("document.html")
        .render(
            document=document,
            address=public_address(document),
            style=style(),
            source=source_name(document, report),
            published=published(document),
            pieces=pieces(document.text, citations),
        )
    )


def public_address(document: Document) -> str | None:
    """An address of the web whole; of a file on this machine no more than its name."""
    if document.address is None or document.address.startswith(("http://", "https://")):
        return document.address
    return public_name(document.address)


@lru_cache(maxsize=1)
def templates() -> Environment:
    return Environment(
        loader=PackageLoader("vedette.publish", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )


@lru_cache(maxsize=1)
def style() -> Markup:
    """Ours, from the package: nothing of a captured text is in it."""
    loader = templates().loader
    assert loader is not None
    return Markup(loader.get_source(templates(), "style.css")[0])  # noqa: S704
