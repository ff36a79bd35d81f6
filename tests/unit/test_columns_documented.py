"""docs/columns.md tells every column of every export, and no other."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from web_world import WATCH, build_store

from vedette.contracts import a_document
from vedette.knowledge import counted, recorded
from vedette.model.annotation import Annotation, Note
from vedette.model.correction import Correction, Matter, Verdict, Voice, correction_id
from vedette.model.ids import DocumentId, LinkId
from vedette.model.link import Judgement, Link
from vedette.model.record import Record
from vedette.model.span import Span
from vedette.ports import View
from vedette.publish.annotations import encode_note
from vedette.publish.exports import TABLES, Table, encode_record, export_rows
from vedette.publish.interchange import parquet
from vedette.publish.interchange.tables import SHAPES, columns
from vedette.publish.judgements import encode_correction, encode_judgement

_PAGE = (Path(__file__).parents[2] / "docs" / "columns.md").read_text("utf-8")
_NOW = datetime(2024, 6, 1, tzinfo=UTC)
_TITLES = {"ucdp": "UCDP", "acled": "ACLED", "ftm": "FollowTheMoney"}


def told(title: str) -> list[str]:
    """The columns in the first cells of a section's table."""
    section = _PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]
    rows = [line.split(" | ")[0] for line in section.splitlines() if line.startswith("| `")]
    return [column for row in rows for column in re.findall(r"`(\w+)`", row)]


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    store = build_store(tmp_path_factory.mktemp("columns") / "vedette.db")
    yield store.view()
    store.close()


def written(table: Table, view: View) -> list[str]:
    """The columns of a row; of what the small war has none of, of a row made for it."""
    match table:
        case "records":
            record = Record(voice=None, side=None, matter="control", borne_out=1, denied=0, open=0, lead_days=None,
                            rung=None)  # fmt: skip
            return list(encode_record(record))
        case "judgements":
            link = Link(id=LinkId("lnk_1"), left="a", right="b", judgement=Judgement.SAME, maker="rule:3")
            return list(encode_judgement(link, "one", "two"))
        case "corrections":
            subject = (Matter.SPEAKER, "sta_1", Verdict.WRONG, "person:A", _NOW)
            correction = Correction(id=correction_id(*subject), matter=Matter.SPEAKER, target="sta_1",
                                    document=DocumentId("doc_1"), verdict=Verdict.WRONG, maker="person:A", made=_NOW,
                                    voice=Voice(name="B"))  # fmt: skip
            return list(encode_correction(correction, "one"))
        case "annotations":
            document = replace(a_document("155 mm"), label="one")
            note = Note(span=Span(document=document.id, start=0, end=6), kind="calibre", value="155 mm")
            made = Annotation(document=document.id, maker="package: stage", version="1")
            return list(encode_note(made, note, document))
        case _:
            rows = export_rows(table, view, WATCH.policy, _NOW, counted(view, WATCH), recorded(view, WATCH))
            return list(next(rows))


@pytest.mark.parametrize("table", TABLES)
def test_every_column_of_a_table_is_told_and_no_other(table: Table, view: View) -> None:
    """As a row has them."""
    assert sorted(told(table)) == sorted(written(table, view))


@pytest.mark.parametrize("shape", SHAPES)
def test_every_column_of_others_tables_is_told_and_no_other(shape: str) -> None:
    """Also those that stay empty."""
    assert sorted(told(_TITLES[shape])) == sorted(columns(shape))


def test_no_table_is_missing() -> None:
    """A new table needs its section."""
    assert set(re.findall(r"^## (\S+)$", _PAGE, re.MULTILINE)) == {*TABLES, *_TITLES.values(), "Parquet"}


def test_the_kinds_of_columns_in_parquet_are_those_of_the_code() -> None:
    """Whole numbers, numbers, truths; every other column is text."""
    section = _PAGE.split("\n## Parquet\n")[1].split("\n## ")[0]
    rows = {row[0]: set(re.findall(r"`(\w+)`", row[1])) for row in (line.strip("| ").split(" | ")
            for line in section.splitlines() if line.startswith("| ")) if len(row) == 2}  # fmt: skip
    assert rows["whole numbers"] == set(parquet._WHOLE)
    assert rows["numbers"] == set(parquet._REAL)
    assert rows["true or false"] == set(parquet._TRUTH)
    assert rows["WKB"] >= {parquet._GEOMETRY}
