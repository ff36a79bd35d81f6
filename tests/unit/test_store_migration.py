"""Stores of older schemas, brought up to date: nothing is lost, whenever it is broken off."""

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from older_store import make_older
from store_facts import READ, VOVCHANSK, a_capture, a_document, a_statement, an_analysis, an_event

from vedette.model.event import Control, Figure, Picture
from vedette.model.ids import SideId
from vedette.model.interval import Interval
from vedette.model.link import Judgement, Link, link_id
from vedette.model.misgiving import Misgiving
from vedette.model.query import Query
from vedette.ports import Outcome
from vedette.store.connection import connect, migrate
from vedette.store.packing import unpack
from vedette.store.sqlite import SqliteStore

_DERIVED_LATER = {"misgivings"}
_QUERIES = (
    Query(),
    Query(newest=True),
    Query(text="entered"),
    Query(place="Vovchansk", newest=True),
    Query(bbox=(36.0, 50.0, 37.0, 51.0), first_day=datetime(2024, 5, 12, tzinfo=UTC).date()),
    Query(speaker="ministry"),
    Query(kind="claim"),
    Query(side=SideId("east")),
)


def fill(path: Path) -> None:
    papers = [
        a_document(f"Troops {at} entered Vovchansk, the ministry said.", origin=f"paper/{at}") for at in range(40)
    ]
    papers.append(a_document("Nobody entered Vovchansk.", origin="b", day=None))
    moment = Interval.of_instant(datetime(2024, 5, 12, 23, 59, 59, tzinfo=UTC))
    papers.append(replace(a_document("At a \x00 second, \uf8ff entered Vovchansk.", origin="c"), published=moment))
    claims = [a_statement(paper, "entered Vovchansk", speaker="Ministry") for paper in papers]
    told = [an_analysis(paper, claim, place="Vovchansk") for paper, claim in zip(papers, claims, strict=True)]
    first = claims[0]
    figure = Figure(
        what="killed", victim=None, low=3, high=3, speaker=None, side=None, statement=first.id, span=first.content
    )
    event = replace(an_event("evt_1", papers[0], first, side="east", place=VOVCHANSK), figures=(figure,))
    when = Interval.of_days(moment.first_day, moment.first_day)
    change = Control(
        place=VOVCHANSK, day=moment.first_day, when=when, holder=SideId("east"), previous=None, status="claimed",
        statements=(first.id,),
    )  # fmt: skip
    link = Link(
        id=link_id("a", "b", Judgement.SAME, "rule:x"), left="a", right="b", judgement=Judgement.SAME, maker="rule:x",
        score=0.5,
    )  # fmt: skip
    unsure = Misgiving(
        matter="place", target="men_1", event=event.id, statement=first.id, document=papers[0].id, place="Vovchansk",
        weight=1.0, reasons=("told as possible",),
    )  # fmt: skip
    with closing(SqliteStore(path, create=True)) as store:
        store.append([a_capture(), *papers, *told])
        store.record(READ, [Outcome(item=a_capture().id, results=())])
        sides = tuple((claim.id, SideId("east")) for claim in claims[::2])
        picture = Picture(events=(event,), control=(change,), sides=sides, unsure=(unsure,))
        store.replace_picture(picture, (link,), "recipe")


@pytest.fixture
def today(tmp_path: Path) -> Path:
    fill(tmp_path / "today.db")
    return tmp_path / "today.db"


def rows(path: Path) -> dict[str, list[str]]:
    """Table by table, bodies as they are read."""
    with closing(sqlite3.connect(path)) as raw:
        tables = raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%\\_text\\_%' ESCAPE '\\'"
        )
        return {
            table: sorted(
                repr(tuple(_read(row))) for row in raw.execute(f"SELECT * FROM {table}") if _counts(table, row)
            )
            for (table,) in tables.fetchall()
            if not table.endswith(("_text", "_node", "_parent", "_rowid"))
        }


def _counts(table: str, row: tuple[object, ...]) -> bool:
    """A tally of none is as good as no tally."""
    return not table.endswith("_tally") or row[-1] != 0


def _read(row: tuple[object, ...]) -> Iterator[object]:
    for value in row:
        yield unpack(value).decode("utf-8") if isinstance(value, bytes) else value


@pytest.mark.parametrize("schema", [5, 8, 10, 12])
def test_an_older_store_becomes_the_one_of_today(today: Path, tmp_path: Path, schema: int) -> None:
    """Every row of every table, and every answer, whichever Vedette made it."""
    older = tmp_path / "older.db"
    make_older(today, older, schema)
    SqliteStore(older).close()
    then, now = rows(older), rows(today)
    for table in _DERIVED_LATER if schema < 10 else ():
        assert (then.pop(table), len(now.pop(table))) == ([], 1)
    assert then == now
    with closing(SqliteStore(older)) as one, closing(SqliteStore(today)) as other:
        for query in _QUERIES:
            assert one.view().statements(query) == other.view().statements(query)
            assert one.view().count_statements(query) == other.view().count_statements(query)
            assert one.view().events(query) == other.view().events(query)
        assert one.view().find_documents("entered") == other.view().find_documents("entered")
        assert one.view().links() == other.view().links()
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            one._connection.execute("DELETE FROM documents")


def test_a_migration_can_be_killed_at_any_moment(today: Path, tmp_path: Path) -> None:
    """What was broken off is as it was before, and is made whole by the next that opens it."""
    older = tmp_path / "older.db"
    make_older(today, older, 12)
    killed = 0
    for steps in (1, 50, 400, 1_500, 4_000, 9_000):
        child = os.fork()
        if not child:
            _migrate_and_die(older, steps)
        killed += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert killed > 3
    SqliteStore(older).close()
    assert rows(older) == rows(today)


def _migrate_and_die(path: Path, steps: int) -> None:
    """After so many steps of SQLite's own."""
    raw = connect(path)
    raw.set_progress_handler(lambda: os.kill(os.getpid(), signal.SIGKILL), steps)
    migrate(raw, path)
    os._exit(0)


def test_a_damaged_body_hinders_no_migration(today: Path, tmp_path: Path) -> None:
    """It is told when it is asked for, as before."""
    older = tmp_path / "older.db"
    make_older(today, older, 12)
    with closing(sqlite3.connect(older)) as raw, raw:
        raw.execute("INSERT INTO links (id, \"left\", \"right\", body) VALUES ('x', 'a', 'b', CAST(x'ff' AS TEXT))")
        raw.execute("DROP TRIGGER documents_are_never_changed")
        raw.execute("UPDATE documents SET body = 'rubbish' WHERE seq = 1")
    with closing(SqliteStore(older)) as store:
        assert store.view().counts()["links"] == 2
        with closing(sqlite3.connect(older)) as raw:
            assert unpack(raw.execute("SELECT body FROM links WHERE id = 'x'").fetchone()[0]) == b"\xff"
            assert unpack(raw.execute("SELECT body FROM documents WHERE seq = 1").fetchone()[0]) == b"rubbish"
