"""Proof: what is tampered with is found and named."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from store_facts import NOON, a_capture, a_document, a_statement, an_analysis, an_event

from vedette.collect.archive import FileArchive
from vedette.model.capture import Capture, capture_id
from vedette.model.document import Document
from vedette.model.event import Picture
from vedette.model.ids import CaptureId, ObservationId, StatementId
from vedette.model.observation import Observation, observation_id
from vedette.model.span import Span
from vedette.store.sqlite import SqliteStore
from vedette.verify import Citation, find_problems


class Proven:
    """A small workspace in which everything stands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.archive = FileArchive(path / "archive")
        self.store = SqliteStore(path / "vedette.db", create=True)
        self.captures = [self.capture(f"bytes {number}".encode()) for number in range(3)]
        self.document = a_document("Troops entered Vovchansk.", capture=self.captures[0])
        self.statement = a_statement(self.document, "Troops entered Vovchansk")
        self.store.append([*self.captures, self.document, an_analysis(self.document, self.statement)])
        self.store.replace_picture(Picture(events=(an_event("evt_a", self.document, self.statement),)), (), "recipe")
        self.cite(Citation(document=self.document.id, start=7, end=14, text="entered"))

    def capture(self, payload: bytes) -> Capture:
        sha256 = self.archive.write(payload)
        return replace(a_capture(), id=capture_id(sha256, None), sha256=sha256, size=len(payload), fetched=NOON)

    def cite(self, *citations: Citation) -> None:
        folder = self.path / "reports" / "2024-05-12"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "citations.json").write_bytes(msgspec.json.encode(citations))

    def problems(self) -> list[str]:
        return list(find_problems(self.store.view(), self.archive, self.path / "reports", lambda *_: None))

    def tamper(self, table: str, sql: str, *values: object) -> None:
        """As somebody with the file and without the triggers would."""
        with closing(sqlite3.connect(self.path / "vedette.db", isolation_level=None)) as raw:
            raw.execute(f"DROP TRIGGER {table}_are_never_changed")
            raw.execute(f"DROP TRIGGER {table}_are_never_removed")
            raw.execute(sql, values)


@pytest.fixture
def proven(tmp_path: Path) -> Iterator[Proven]:
    made = Proven(tmp_path)
    yield made
    made.store.close()


def only(problems: list[str]) -> str:
    (problem,) = problems
    assert "\n" not in problem
    return problem


def test_what_stands_has_no_problems(proven: Proven) -> None:
    """The proof of an untouched workspace is an empty list."""
    assert proven.problems() == []


def test_changed_and_missing_bytes_are_found(proven: Proven) -> None:
    """Every capture is hashed again."""
    changed, missing, _ = (proven.path / "archive" / one.sha256[:2] / one.sha256[2:] for one in proven.captures)
    changed.chmod(0o644)
    changed.write_bytes(b"other bytes")
    missing.unlink()
    first, second = proven.problems()
    assert proven.captures[0].id in first
    assert "changed" in first
    assert proven.captures[1].id in second
    assert "not in the archive" in second


def test_a_changed_capture_breaks_its_link(proven: Proven) -> None:
    """An address or a time cannot be rewritten afterwards."""
    proven.tamper("captures", "UPDATE captures SET body = replace(body, 'T12:00', 'T13:00') WHERE seq = 2")
    assert "the capture was changed" in only(proven.problems())


def test_a_removed_capture_breaks_the_chain(proven: Proven) -> None:
    """What is taken out leaves a gap between its neighbours."""
    proven.tamper("captures", "DELETE FROM captures WHERE seq = 2")
    assert "chain is broken" in only(proven.problems())


def test_a_changed_text_is_found(proven: Proven) -> None:
    """A document's id is made from its text."""
    body = msgspec.json.encode(replace(proven.document, text=proven.document.text.replace("entered", "fled to")))
    proven.tamper("documents", "UPDATE documents SET body = ?", body)
    assert any("its text was changed" in problem for problem in proven.problems())


@pytest.mark.parametrize("document", ["other", None])
def test_a_span_outside_its_document_is_found(proven: Proven, document: str | None) -> None:
    """Every span of every kind lies inside the text it names."""
    other = a_document("Short.", origin="paper/2", capture=proven.captures[1])
    wrong = replace(a_statement(other, "Short"), cue=_outside(other, document))
    proven.store.append([other, an_analysis(other, wrong)])
    assert wrong.id in only(proven.problems())


def _outside(document: Document, named: str | None) -> Span:
    if named:
        return Span(document=a_document(named).id, start=0, end=1)
    return Span(document=document.id, start=0, end=len(document.text) + 1)


def test_an_event_without_its_statement_is_found(proven: Proven) -> None:
    """No event stands on a statement that is not there."""
    lost = replace(proven.statement, id=StatementId("sta_lost"))
    proven.store.replace_picture(Picture(events=(an_event("evt_b", proven.document, lost),)), (), "recipe")
    assert "sta_lost" in only(proven.problems())


def test_a_citation_that_does_not_quote_is_found(proven: Proven) -> None:
    """A report's words are those of the document, at the very place."""
    cited = proven.document.id
    proven.cite(
        Citation(document=cited, start=7, end=14, text="Entered"),
        Citation(document=cited, start=-7, end=14, text=""),
        Citation(document="doc_none", start=0, end=1, text="x"),
    )
    first, second, third = proven.problems()
    assert "does not quote" in first
    assert "does not quote" in second
    assert "not in the store" in third


def test_an_unreadable_list_of_citations_is_found(proven: Proven) -> None:
    """A report without its citations proves nothing."""
    (proven.path / "reports" / "2024-05-12" / "citations.json").write_text('[{"document": 3}]')
    assert "cannot be read" in only(proven.problems())
    (proven.path / "reports" / "2024-05-12" / "citations.json").unlink()
    assert "cannot be read" in only(proven.problems())


def test_an_observation_leads_to_its_capture_and_can_be_drawn(proven: Proven) -> None:
    """A capture that is not there and an area that is none are told, each in a line."""
    good = Observation(id=observation_id("heat", 1), kind="heat", capture=proven.captures[0].id)
    proven.store.append([good])
    assert proven.problems() == []
    proven.store.append([replace(good, id=observation_id("heat", 2), capture=CaptureId("cap_gone"))])
    proven.tamper(
        "observations",
        "INSERT INTO observations (id, kind, subject, body) VALUES ('obs_x', 'burn', 'x', ?)",
        msgspec.json.encode(replace(good, id=ObservationId("obs_x"), kind="burn", footprint="nowhere")).decode(),
    )
    told = proven.problems()
    assert any("cap_gone is not in the store" in line for line in told)
    assert any("obs_x: a footprint is a WKT" in line for line in told)
