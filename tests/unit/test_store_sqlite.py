"""What only the SQLite adapter promises: its file, its schema, its errors."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import pytest
from store_facts import READ, a_capture, a_document, a_statement, an_analysis

from vedette.model.errors import WorkspaceError
from vedette.model.event import Location
from vedette.model.failure import Failure
from vedette.model.ids import PlaceId, SideId
from vedette.model.link import Judgement, Link, link_id
from vedette.model.observation import Observation, observation_id
from vedette.model.query import Query
from vedette.model.source import Source
from vedette.ports import Outcome
from vedette.store.connection import split
from vedette.store.queries import migrations, named
from vedette.store.rows import box_row
from vedette.store.search import statement_search
from vedette.store.sqlite import SqliteStore

FACTS = (
    "sources", "captures", "documents", "sightings", "analyses", "statements", "mentions", "links", "failures",
    "observations",
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with closing(SqliteStore(tmp_path / "vedette.db", create=True)) as opened:
        yield opened


@pytest.fixture
def raw(store: SqliteStore, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "vedette.db", isolation_level=None)) as connection:
        yield connection


def schema(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    query = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name != 'schema_version' ORDER BY 1, 2"
    return connection.execute(query).fetchall()


def test_migrations_make_the_declared_schema(raw: sqlite3.Connection) -> None:
    """What a workspace has after every migration is what `schema.sql` shows a reader."""
    declared = (files("vedette.store") / "sql" / "schema.sql").read_text("utf-8")
    with closing(sqlite3.connect(":memory:")) as fresh:
        fresh.executescript(declared)
        assert schema(fresh) == schema(raw)


def test_migrations_are_numbered_without_a_gap() -> None:
    """Numbers say the order; none is missing or used twice."""
    assert [number for number, _ in migrations()] == list(range(1, len(migrations()) + 1))


@pytest.mark.parametrize("room", ["ledger", "documents", "statements", "observations", "picture"])
def test_every_named_query_has_a_body(room: str) -> None:
    """A name without SQL, or a name used twice, would hide a query."""
    text = (files("vedette.store") / "sql" / f"{room}.sql").read_text("utf-8")
    assert len(named(room)) == text.count("-- name: ")
    assert all(named(room).values())


def test_split_keeps_triggers_whole() -> None:
    """A semicolon inside a trigger ends no statement."""
    script = "CREATE TABLE t (a);\nCREATE TRIGGER x BEFORE DELETE ON t\nBEGIN SELECT 1; SELECT 2; END;\n"
    assert len(list(split(script))) == 2


@pytest.mark.parametrize("table", FACTS)
def test_facts_can_neither_be_changed_nor_removed(store: SqliteStore, raw: sqlite3.Connection, table: str) -> None:
    """Triggers hold the ledger append-only against any program."""
    document = a_document("He said so.")
    link = Link(id=link_id("a", "b", Judgement.SAME, "x"), left="a", right="b", judgement=Judgement.SAME, maker="x")
    analysis = an_analysis(document, a_statement(document, "He said so"))
    seen = Observation(id=observation_id("metadata", 1), kind="metadata")
    store.append([Source(id=document.source, name="Paper"), a_capture(), document, analysis, link, seen])
    store.fail(Failure(stage="collect", version="1", item="x", reason="y"))
    before = raw.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert before == (1,)
    for change in (f"UPDATE {table} SET seq = seq + 1", f"DELETE FROM {table}"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            raw.execute(change)


def test_a_fact_cannot_be_replaced(store: SqliteStore) -> None:
    """REPLACE is a removal in disguise."""
    store.append([a_capture()])
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        store._connection.execute("REPLACE INTO captures SELECT seq, id, '{}', chain_before, chain FROM captures")


@pytest.mark.parametrize(
    ("query", "common", "index"),
    [
        (Query(), (), "d USING COVERING INDEX document_list_moment"),
        (Query(source="x"), (), "d USING COVERING INDEX document_list_source"),
        (Query(kind="claim"), ("by_kind",), "d USING COVERING INDEX document_list_moment"),
        (Query(text="x", kind="claim"), ("by_text", "by_kind"), "d USING COVERING INDEX document_list_moment"),
        (Query(kind="claim"), (), "l USING COVERING INDEX listing_kind|l USING INDEX listing_kind"),
        (Query(side=SideId("none")), (), "l USING INDEX listing_side"),
        (Query(certainty="denied", kind="claim"), ("by_kind",), "l USING INDEX listing_certainty"),
        (Query(text="x", kind="claim"), (), "l USING INTEGER PRIMARY KEY"),
        (Query(bbox=(1, 2, 3, 4)), (), "l USING INTEGER PRIMARY KEY"),
    ],
)
def test_search_and_filters_use_indexes(
    raw: sqlite3.Connection, query: Query, common: tuple[str, ...], index: str
) -> None:
    """What is rare is found by its index; of what is common a page is filled in the order of the list, unsorted."""
    for page in ("page", "newest_page"):
        sought = statement_search("sqlite", query, page=True, common=common)
        sql = named("statements")[page].replace("{from}", sought.told).replace("{where}", sought.where)
        plan = " / ".join(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {sql}", sought.parameters))
        assert any(one in plan for one in index.split("|")), plan
        # The page itself is put in order once more after its rows are fetched.
        assert plan.count("TEMP B-TREE") == (1 if index.startswith("d ") else 2), plan


def test_a_missing_workspace_is_named(tmp_path: Path) -> None:
    """The message says how to make one."""
    with pytest.raises(WorkspaceError, match="vedette init"):
        SqliteStore(tmp_path / "vedette.db")


def test_a_newer_schema_is_refused(store: SqliteStore, raw: sqlite3.Connection, tmp_path: Path) -> None:
    """An older program does not write into what it does not know."""
    raw.execute("INSERT INTO schema_version (version) VALUES (999)")
    with pytest.raises(WorkspaceError, match="upgrade Vedette"):
        SqliteStore(tmp_path / "vedette.db")


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """Rubbish in its place is told apart from a workspace."""
    (tmp_path / "vedette.db").write_bytes(b"not a database at all" * 300)
    with pytest.raises(WorkspaceError, match="not a Vedette database"):
        SqliteStore(tmp_path / "vedette.db")


def test_a_damaged_database_is_told(tmp_path: Path) -> None:
    """A page overwritten by something else is met with advice, not a traceback."""
    path = tmp_path / "vedette.db"
    with closing(SqliteStore(path, create=True)) as store:
        store.append([a_capture(str(number)) for number in range(300)])
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(WorkspaceError, match="damaged"), closing(SqliteStore(path)) as store:
        store.view().captures()


@pytest.mark.parametrize("content", [b"", b"another"], ids=["emptied", "another program's"])
def test_a_database_without_its_tables_is_refused(tmp_path: Path, content: bytes) -> None:
    """It is not quietly taken for a new workspace: what it held is lost, or it is none."""
    path = tmp_path / "vedette.db"
    path.touch()
    if content:
        with closing(sqlite3.connect(path)) as other:
            other.execute("CREATE TABLE theirs (x)")
    before = path.read_bytes()
    with pytest.raises(WorkspaceError, match="not a Vedette database"):
        SqliteStore(path)
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT count(*) FROM sqlite_master").fetchone() == (1 if before else 0,)


@pytest.mark.parametrize("body", ['{"sha256": 5}', "rubbish", "CAST(x'ff' AS TEXT)"])
def test_damaged_rows_are_told(tmp_path: Path, body: str) -> None:
    """A row that was never written so is damage with advice, not a traceback."""
    path = tmp_path / "vedette.db"
    SqliteStore(path, create=True).close()
    value = body if body.startswith("CAST") else f"'{body}'"
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(f"INSERT INTO captures (id, body, chain_before, chain) VALUES ('x', {value}, 'y', 'z')")
    with pytest.raises(WorkspaceError, match="damaged"), closing(SqliteStore(path)) as store:
        store.view().captures()


def test_another_writer_is_waited_for_and_then_told(store: SqliteStore, raw: sqlite3.Connection) -> None:
    """When the wait is over the user hears who has the lock."""
    store._connection.execute("PRAGMA busy_timeout = 0")
    raw.execute("BEGIN IMMEDIATE")
    with pytest.raises(WorkspaceError, match="another process is writing"):
        store.append([a_capture()])
    raw.execute("ROLLBACK")
    assert store.append([a_capture()]) == 1


def test_a_full_disk_keeps_what_was_finished(store: SqliteStore) -> None:
    """The batch that met the end of the disk is not half there, and the store goes on once there is room."""
    store.append([a_capture()])
    (pages,) = store._connection.execute("PRAGMA page_count").fetchone()
    store._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    long = a_document("word " * 50_000)
    with pytest.raises(WorkspaceError, match="the disk is full"):
        store.record(READ, [Outcome(item=a_capture().id, results=(long,))])
    assert list(store.view().pending(READ)) == [a_capture().id]
    store._connection.execute("PRAGMA max_page_count = 1000000")
    store.record(READ, [Outcome(item=a_capture().id, results=(long,))])
    assert list(store.view().pending(READ)) == []


def test_a_killed_process_frees_the_lock(store: SqliteStore, tmp_path: Path) -> None:
    """SIGKILL leaves no lock behind."""
    code = (
        "import sys, time; from pathlib import Path; from vedette.store.lock import held\n"
        "with held(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "vedette.lock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(WorkspaceError, match="another run"), store.exclusive():
            pass
        process.kill()
    with store.exclusive():
        pass


@pytest.mark.parametrize(
    ("lat", "lon", "radius"), [(90.0, 0.0, 5_000), (0.0, 180.0, 9), (-89.9, -180.0, 10**9), (0, 0, -4)]
)
def test_a_box_is_never_inside_out(lat: float, lon: float, radius: int) -> None:
    """Poles, the date line and absurd radii still give a box within the globe."""
    place = Location(id=PlaceId("x"), name="x", kind="site", lat=lat, lon=lon, radius_m=radius)
    box = box_row(place, None)
    assert -180 <= box["west"] <= box["east"] <= 180
    assert -90 <= box["south"] <= box["north"] <= 90


@pytest.mark.parametrize(
    ("room", "query"),
    [("documents", "current"), ("statements", "analyses_current"), ("ledger", "captures_after")],
)
def test_a_chunk_costs_the_same_in_a_store_of_any_size(tmp_path: Path, room: str, query: str) -> None:
    """Nothing is sorted or listed whole for each chunk: a hundred thousand reports were read in quadratic time once."""
    path = tmp_path / "vedette.db"
    SqliteStore(path, create=True).close()
    with closing(sqlite3.connect(path)) as connection:
        asked = {"after": 0, "limit": 50}
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {named(room)[query]}", asked)]
    assert not [step for step in plan if "TEMP B-TREE" in step or step.startswith("SCAN")]
    assert not [step for step in plan if "FOR IN-OPERATOR" in step]


def test_a_short_question_does_not_wait_for_a_long_one(store: SqliteStore) -> None:
    """A view has several connections."""
    store.append([a_capture()])
    view, begun, go_on, told = store.view(), threading.Event(), threading.Event(), []

    class Slow(dict[str, object]):
        def __missing__(self, name: str) -> int:
            begun.set()
            assert go_on.wait(5)
            return 1

    asker = threading.Thread(target=lambda: told.append(view._ask("SELECT :it AS it", Slow(more=1))))
    asker.start()
    assert begun.wait(5)
    assert view.counts()["captures"] == 1
    assert not told
    go_on.set()
    asker.join(5)
    assert [row["it"] for row in told[0]] == [1]
