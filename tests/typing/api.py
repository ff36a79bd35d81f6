"""The public API as a type checker sees it; read by mypy, never run."""

from pathlib import Path
from typing import assert_type

from vedette.app import AddSummary, RunSummary, add, run, verify
from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.event import Event
from vedette.model.ids import DocumentId, EventId, StatementId
from vedette.model.interval import Interval
from vedette.model.query import Query, StatementRow
from vedette.model.span import Span
from vedette.model.statement import Speaker, Statement
from vedette.oneoff import Analysed, analyse, documents_of
from vedette.workspace import Workspace, open_workspace


def a_workspace(path: Path) -> None:
    with open_workspace(path) as workspace:
        assert_type(workspace, Workspace)
        assert_type(add(workspace, ["reports"]), AddSummary)
        assert_type(run(workspace), RunSummary)
        assert_type(verify(workspace), list[str])
        view = workspace.store.view()
        assert_type(view.event(EventId("evt_1")), Event | None)
        assert_type(view.statement(StatementId("sta_1")), StatementRow | None)
        for row in view.statements(Query(text="bridge")):
            a_statement(row.statement, row.document)


def a_statement(statement: Statement, document: Document) -> None:
    assert_type(statement.content, Span)
    assert_type(statement.content.document, DocumentId)
    assert_type(statement.content.of(document.text), str)
    assert_type(statement.speaker, Speaker | None)
    assert_type(statement.said, Interval | None)


def a_text(path: Path) -> None:
    for each in analyse(documents_of(str(path), None), workers=1, progress=lambda stage, done, total: None):
        assert_type(each, Analysed)
        assert_type(each.analysis, Analysis | None)
