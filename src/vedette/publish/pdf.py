"""A report as a PDF that stands alone, set by Typst (the extra `pdf`): the same sentences, each with the numbers of the
words it stands on, and the words at its end."""

import json
from collections.abc import Iterator
from importlib import resources
from typing import Any

from vedette.model.document import Document
from vedette.model.errors import UsageError
from vedette.model.watch import Watch
from vedette.publish.citation import Citation, Report, Sentence, numbers
from vedette.publish.html import drawing, origin
from vedette.publish.notices import notices
from vedette.publish.wording import count_of
from vedette.reference.basemap import CREDIT

_LANGUAGE = "en"
_LONGEST = 700
# A picture in a PDF has no style sheet around it.
_MAP_STYLE = """<style>
.sea,.lakes{fill:#dfe9ee}.land{fill:#f4f1ea}.urban{fill:#d9d4c8}
.rivers{fill:none;stroke:#b9cfdb}.units{fill:none;stroke:#cfc8b8;stroke-width:.6}.borders{fill:none;stroke:#8b8371;stroke-width:1.4}
.grid{fill:none;stroke:#c9d3d8;stroke-width:.4}text{fill:#333;font-size:11px}text.degree{fill:#777;font-size:9px}.town{fill:#555}
.event{stroke:#fff;stroke-width:1.2;fill:#8a8a8a}.one-sided{fill:#c88a00}.conceded,.corroborated,.observed{fill:#1f7a54}
.contested,.denied{fill:#b3362a}.unconfirmed{fill:#fff;stroke:#6b7178;stroke-width:2}
</style>"""


def write_pdf(report: Report, watch: Watch | None = None) -> bytes:
    """UsageError where the extra is missing."""
    try:
        import typst
    except ImportError as error:
        raise UsageError("a PDF needs Typst: pip install 'vedette[pdf]'") from error
    template = resources.files("vedette.publish").joinpath("templates/report.typ").read_bytes()
    told = json.dumps(_told(report, watch), ensure_ascii=True)
    made = typst.compile(template, sys_inputs={"report": told}, ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made


def _told(report: Report, watch: Watch | None) -> dict[str, Any]:
    numbered = numbers(report.citations)
    return {
        "language": _LANGUAGE,
        "title": _line(report.title),
        "period": report.period,
        "notices": list(notices(report)),
        "map": _map(report, watch),
        "credit": CREDIT,
        "sections": [
            {
                "title": section.title,
                "empty": section.empty,
                "groups": [
                    {"title": group.title, "sentences": [_sentence(one, numbered) for one in group.sentences]}
                    for group in section.groups
                ],
            }
            for section in report.sections
        ],
        "unread": list(_unread(report)),
        "citations": [_words(citation, number, report) for citation, number in numbered.items()],
    }


def _sentence(sentence: Sentence, numbered: dict[Citation, int]) -> dict[str, Any]:
    event = sentence.event
    return {
        "text": _line(sentence.text),
        "status": sentence.status,
        "grade": f"{event.assessment.source_grade}{event.assessment.information_grade}" if event else None,
        "citations": [numbered[citation] for citation in sentence.citations],
    }


def _words(citation: Citation, number: int, report: Report) -> dict[str, Any]:
    text = _line(citation.text)
    return {
        "number": number,
        "origin": _line(origin(citation, report)),
        "address": _address(report.documents[citation.span.document]),
        "text": text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …",
    }


def _address(document: Document) -> str | None:
    """Only what a reader anywhere may follow."""
    known = document.address or ""
    return known if known.startswith(("http://", "https://")) else None


def _unread(report: Report) -> Iterator[str]:
    if report.unread:
        yield f"{count_of(report.unread, 'item')}, not named here under the publication policy."
    for one in report.failures:
        yield _line(f"{one.stage}: {one.item}: {one.reason}")


def _map(report: Report, watch: Watch | None) -> str | None:
    drawn = drawing(report, watch)
    if drawn is None:
        return None
    opening, rest = drawn.split(">", 1)
    return f"{opening}>{_MAP_STYLE}{rest}"


def _line(text: str) -> str:
    """Lone surrogates, which a PDF cannot hold, become question marks."""
    return " ".join(text.split()).encode("utf-8", "replace").decode("utf-8")
