"""The report as a PDF: every sentence in it, and nothing in it evaluated."""

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2
import pytest
from desk import WATCH, Desk
from store_facts import a_capture

from vedette.model.errors import UsageError
from vedette.model.retraction import How, Retraction, retraction_id
from vedette.publish.citation import Report
from vedette.publish.corrections import correct_reports
from vedette.publish.pdf import write_pdf
from vedette.publish.report import build_report
from vedette.publish.write import write_report
from vedette.store.sqlite import SqliteStore

_DAY = date(2024, 5, 12)


@pytest.fixture
def report(tmp_path: Path) -> Iterator[Report]:
    desk = Desk()
    taken = {"change": "captured", "actor": "Northland troops", "when": _DAY}
    desk.report("ministry", "captured Lipova on Sunday", **taken)
    desk.report("staff", "captured Lipova? That is false.", kind="denial", factuality=-3.0, **taken)
    desk.report("ministry", 'captured Brod #panic("x") <script> [link](javascript:alert(1))', **taken)
    store = SqliteStore(tmp_path / "vedette.db", create=True)
    capture = a_capture()
    papers = [replace(document, capture=capture.id) for document in desk.documents]
    store.append([*WATCH.sources, capture, *papers, *desk.analyses])
    store.replace_picture(*desk.picture(), "test")
    yield build_report(store.view(), WATCH, _DAY, _DAY, datetime(2024, 6, 1, tzinfo=UTC))
    store.close()


def _words(pdf: bytes) -> str:
    """Without the breaks of lines and pages."""
    pages = pypdfium2.PdfDocument(pdf)
    return re.sub(r"\s+", " ", " ".join(page.get_textpage().get_text_range() for page in pages))


def test_every_sentence_and_every_word_it_stands_on_is_in_it(report: Report) -> None:
    """A PDF alone lets its reader go from a sentence to the words."""
    words = set(re.findall(r"\w+", _words(write_pdf(report, WATCH))))
    sentences = [sentence.text for section in report.sections for sentence in section.sentences]
    assert sentences
    for text in (*sentences, *(citation.text for citation in report.citations)):
        assert set(re.findall(r"\w+", text)) <= words


def test_nothing_in_it_is_evaluated(report: Report) -> None:
    """Mark-up of the typesetter in a name or a text is printed, and a lone surrogate ends nothing."""
    hostile = replace(report, title='#panic("x") $a$ *b* @r \ud83d')
    assert '#panic("x") $a$ *b* @r ?' in _words(write_pdf(hostile, WATCH))


def test_it_stands_beside_the_pages(report: Report, tmp_path: Path) -> None:
    """Only where it is asked for."""
    assert (write_report(report, tmp_path / "with", WATCH, pdf=True).parent / "report.pdf").is_file()
    assert not (write_report(report, tmp_path / "without", WATCH).parent / "report.pdf").exists()


def test_a_missing_typesetter_is_named(report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And an earlier report stays as it was."""
    write_report(report, tmp_path / "report", WATCH)
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(UsageError, match=r"vedette\[pdf\]"):
        write_report(report, tmp_path / "report", WATCH, pdf=True)
    assert (tmp_path / "report" / "index.html").is_file()


def test_a_pdf_that_was_not_corrected_says_so_by_its_name(report: Report, tmp_path: Path) -> None:
    """Once a cited document no longer stands; and is called as before when it stands again."""
    folder = write_report(report, tmp_path / "reports" / "day", WATCH, pdf=True).parent
    store = SqliteStore(tmp_path / "vedette.db")
    cited = report.citations[0].span.document
    origin = report.documents[cited].origin
    steps: list[tuple[How, str]] = [("retracted", "report-uncorrected.pdf"), ("restored", "report.pdf")]
    for how, name in steps:
        made = datetime.now(UTC)
        noted = Retraction(id=retraction_id(origin, how, made), origin=origin, how=how, why="", by="", made=made)
        store.append([noted])
        assert correct_reports(store.view(), tmp_path / "reports") == ["day"]
        assert [path.name for path in folder.glob("*.pdf")] == [name]
    store.close()
