"""Whatever way the store takes to what is asked for, it finds the same."""

import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import Any
from unittest.mock import patch

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_facts import a_capture, a_document, a_statement, an_analysis

from vedette.model.errors import WorkspaceError
from vedette.model.event import Picture
from vedette.model.ids import SideId
from vedette.model.query import Query, StatementRow
from vedette.model.statement import Certainty, Kind
from vedette.store import packing, search
from vedette.store.packing import pack, pack_document, repack, unpack
from vedette.store.rows import Told, decode
from vedette.store.sqlite import SqliteStore

KINDS: tuple[Kind, ...] = ("claim", "claim", "denial")
SURE: tuple[Certainty, ...] = ("asserted", "asserted", "asserted", "denied")
BOX = (36.0, 50.0, 37.0, 51.0)


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    path = tmp_path_factory.mktemp("listed") / "vedette.db"
    with closing(SqliteStore(path, create=True)) as store:
        facts: list[Any] = [a_capture()]
        sides = []
        for at in range(40):
            source = "wire" if at % 5 == 0 else "paper"
            text = f"Troops {at} entered Vovchansk. Nobody entered it."
            paper = a_document(text, origin=f"{source}/{at}", day=10 + at * 7 % 5 if at % 6 else None, source=source)
            first = a_statement(paper, "entered Vovchansk", speaker="Ministry" if at % 2 else None, kind=KINDS[at % 3])
            second = a_statement(paper, "Nobody entered it", certainty=SURE[at % 4])
            facts += [paper, an_analysis(paper, second, first, place="Vovchansk")]
            sides += [(first.id, SideId("east"))] if at % 3 else []
        store.append(facts)
        store.replace_picture(Picture(sides=tuple(sides)), (), "recipe")
        yield store


def is_found(row: StatementRow, query: Query) -> bool:
    when = row.document.published
    words = row.content.lower().replace(".", "").split()
    speaker = row.statement.speaker.name.lower() if row.statement.speaker else ""
    return all(
        (
            query.side is None or (row.side or "none") == query.side,
            query.kind in (None, row.statement.kind),
            query.certainty in (None, row.statement.certainty),
            query.source in (None, row.document.source),
            query.speaker in (None, speaker),
            not query.text or all(word in words for word in query.text.split()),
            query.bbox is None or row.places != (),
            query.first_day is None or (when is not None and when.last_day >= query.first_day),
            query.last_day is None or (when is not None and when.first_day <= query.last_day),
        )
    )


@settings(max_examples=60, deadline=None)
@given(
    asked=st.fixed_dictionaries(
        {
            "side": st.sampled_from([None, None, "east", "none"]),
            "kind": st.sampled_from([None, None, "claim", "denial"]),
            "certainty": st.sampled_from([None, None, "asserted", "denied"]),
            "text": st.sampled_from([None, "entered", "nobody entered", "xyz"]),
            "speaker": st.sampled_from([None, None, "ministry"]),
            "source": st.sampled_from([None, None, "paper", "wire"]),
            "bbox": st.sampled_from([None, BOX]),
            "first_day": st.sampled_from([None, None, date(2024, 5, 11), date(2024, 5, 13)]),
            "last_day": st.sampled_from([None, None, date(2024, 5, 11), date(2024, 5, 13)]),
            "newest": st.booleans(),
        }
    ),
    limit=st.integers(0, 5),
    offset=st.integers(0, 5),
    common=st.sampled_from([0, 3, 1_000]),
)
def test_how_common_something_is_changes_no_answer(
    listed: SqliteStore, asked: dict[str, Any], limit: int, offset: int, common: int
) -> None:
    """Picked by an index or met on a walk: the same statements in the same order, as many as are counted."""
    view, query = listed.view(), Query(**asked)
    every = view.statements(Query(newest=query.newest))
    expected = [row for row in every if is_found(row, query)]
    with patch.object(search, "_COMMON", common):
        assert view.statements(query) == expected
        assert view.statements(replace(query, limit=limit, offset=offset)) == expected[offset : offset + limit]
        assert view.count_statements(query) == len(expected)
        assert sum(found for _, _, found in view.statements_by_day(query)) == len(expected)


def test_the_list_is_in_the_order_of_publication(listed: SqliteStore) -> None:
    """Those without a date first, then by moment, report and place in the text; the newest are the other way round."""
    rows = listed.view().statements(Query())
    assert len(rows) == 80
    when = [row.document.published.start.isoformat() if row.document.published else "" for row in rows]
    assert when == sorted(when)
    for first, second in zip(rows[::2], rows[1::2], strict=True):
        assert first.document == second.document
        assert first.statement.content.start < second.statement.content.start
    assert listed.view().statements(Query(newest=True)) == rows[::-1]


@given(st.text())
def test_what_is_packed_is_what_is_read(body: str) -> None:
    """Of any letters, and of bodies of older stores, packed by themselves or not at all."""
    whole = ("{" + body).encode("utf-8")
    assert unpack(pack(whole)) == unpack(whole) == unpack(repack(whole)) == whole
    assert unpack(repack(zlib.compress(whole))) == whole
    assert unpack(pack(body)) == body.encode("utf-8")


@given(st.text(), st.text())
def test_a_text_joins_the_rest_of_its_document(text: str, title: str) -> None:
    """As if it had been written so."""
    paper = replace(a_document(text), title=title)
    rest, whole = (msgspec.json.encode(one) for one in (replace(paper, text=""), paper))
    assert unpack(pack_document(text.encode("utf-8"), rest)) == whole


def test_the_words_that_bodies_are_packed_against_never_change() -> None:
    """No store could be read by other ones."""
    assert zlib.adler32(packing._words()) == 534_691_945


@pytest.mark.parametrize("damage", [b"", b"rubbish", pack("{}")[:-3], b"{"])
def test_a_damaged_body_is_told(damage: bytes) -> None:
    """In a line that says what to do."""
    with pytest.raises(WorkspaceError, match="cannot be read"):
        decode(damage, Told)
