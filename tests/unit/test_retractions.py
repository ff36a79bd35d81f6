"""A report that is taken back carries through to the picture and to reports published before."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from desk import Desk
from hypothesis import given
from hypothesis import strategies as st
from test_publish_report import _fill, _report

from vedette.cli import main
from vedette.model.document import Document
from vedette.model.retraction import How, Retraction, retraction_id, standing
from vedette.publish.corrections import correct_reports
from vedette.publish.write import write_report
from vedette.store.sqlite import SqliteStore
from vedette.workspace import create_workspace

NOON = datetime(2024, 5, 14, 12, tzinfo=UTC)


def _note(document: Document, how: How, made: datetime = NOON, why: str = "a mix-up of villages") -> Retraction:
    made_id = retraction_id(document.origin, how, made)
    return Retraction(id=made_id, origin=document.origin, how=how, why=why, by="ann", made=made)


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.report("ministry", "captured Lipova", change="captured", actor="Northland troops", day=date(2024, 5, 12))
    return desk


@pytest.fixture
def store(desk: Desk, tmp_path: Path) -> Iterator[SqliteStore]:
    with closing(SqliteStore(tmp_path / "vedette.db", create=True)) as store:
        _fill(store, desk)
        write_report(_report(store), tmp_path / "reports" / "2024-05-12")
        yield store


def _texts(folder: Path) -> str:
    return "".join(
        (folder / "reports" / "2024-05-12" / name).read_text("utf-8") for name in ("index.html", "report.md")
    )


def test_a_published_report_says_what_no_longer_stands(store: SqliteStore, desk: Desk, tmp_path: Path) -> None:
    """Once in page and text, escaped, and gone again when the report is put up again."""
    before = _texts(tmp_path)
    assert correct_reports(store.view(), tmp_path / "reports") == []
    store.append([_note(desk.documents[0], "retracted", why="<b>a mix-up</b>")])
    assert correct_reports(store.view(), tmp_path / "reports") == ["2024-05-12"]
    assert correct_reports(store.view(), tmp_path / "reports") == []
    told = _texts(tmp_path)
    assert told.count("1 document cited here no longer stands as cited") == 2
    assert "was retracted, noted on 14 May 2024 (&lt;b&gt;a mix-up&lt;/b&gt;)." in told
    assert "<b>a mix-up" not in told
    store.append([_note(desk.documents[0], "restored", NOON + timedelta(days=1))])
    assert correct_reports(store.view(), tmp_path / "reports") == ["2024-05-12"]
    assert _texts(tmp_path) == before


def test_an_edit_after_publication_is_told(store: SqliteStore, desk: Desk, tmp_path: Path) -> None:
    """The words that are cited are no longer those of the source."""
    later = Desk()
    later.report("ministry", "captured nothing", day=date(2024, 5, 12))
    first = store.view().documents()[0]
    store.append([replace(later.documents[0], origin=first.origin, capture=first.capture, modified=NOON)])
    assert correct_reports(store.view(), tmp_path / "reports") == ["2024-05-12"]
    assert "was edited since; cited is the earlier wording." in _texts(tmp_path)


@given(st.lists(st.tuples(st.sampled_from(["retracted", "deleted", "restored"]), st.integers(0, 9)), max_size=6))
def test_the_last_word_counts_whatever_the_order(told: list[tuple[How, int]]) -> None:
    """Of several notes on one report, the latest decides; a version that came after it stands."""
    desk = Desk()
    desk.report("ministry", "captured Lipova", day=date(2024, 5, 12))
    (document,) = desk.documents
    notes = [_note(document, how, NOON + timedelta(days=day)) for how, day in told]
    last = max(notes, key=lambda one: (one.made, one.id), default=None)
    gone = last is not None and last.how != "restored"
    assert standing([document], notes) == standing([document], notes[::-1]) == ([] if gone else [document])
    newer = replace(document, modified=NOON + timedelta(days=99))
    assert standing([newer], notes) == [newer]


def test_the_command_takes_a_report_back(desk: Desk, tmp_path: Path) -> None:
    """By its label, with a reason; a run then leaves no event of it, and says which reports it corrected."""
    folder = tmp_path / "war"
    create_workspace(folder)
    with closing(SqliteStore(folder / "vedette.db")) as store:
        _fill(store, desk)
        write_report(_report(store), folder / "reports" / "2024-05-12")
    label = desk.documents[0].label

    def call(*words: object) -> tuple[int, str]:
        found = CliRunner().invoke(main, [str(word) for word in words])
        return found.exit_code, found.output

    assert call("retract", folder, label) == (2, "vedette: say why with --why, for readers will ask\n")
    assert call("retract", folder, "nobody", "--deleted")[0] == 2
    status, said = call("retract", folder, label, "--why", "It was another village.")
    assert status == 0
    assert "vedette run" in said
    with closing(SqliteStore(folder / "vedette.db")) as store:
        assert [one.why for one in store.view().retractions()] == ["It was another village."]
        assert standing(store.view().documents(), store.view().retractions()) == []
        assert store.view().stale("test")
