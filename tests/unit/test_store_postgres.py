"""What only the PostgreSQL adapter promises: many writers, shared work, roles, a server that goes away."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import postgres_cluster
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from postgres_cluster import cluster, emptied, make_database
from store_facts import READ, UNDERSTAND, a_capture, a_document, a_statement, an_analysis, an_event

from vedette.model.analysis import Analysis
from vedette.model.chain import FIRST, chain_hash
from vedette.model.document import Document
from vedette.model.errors import BusyError, UsageError, WorkspaceError
from vedette.model.event import Picture
from vedette.model.failure import Failure
from vedette.model.query import Query
from vedette.ports import Outcome
from vedette.store.queries import migrations, named, script
from vedette.store.rows import encode
from vedette.store.sqlite import SqliteStore

psycopg = pytest.importorskip("psycopg")
from vedette.store import server  # noqa: E402 - needs psycopg
from vedette.store.moving import move  # noqa: E402
from vedette.store.postgres import PostgresStore  # noqa: E402

pytestmark = pytest.mark.xdist_group("postgres")
NOBODYS = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"


@pytest.fixture
def url() -> str:
    return emptied()


@pytest.fixture
def store(url: str) -> Iterator[PostgresStore]:
    with closing(PostgresStore(url)) as opened:
        yield opened


def no_progress(stage: str, done: int, total: int) -> None:
    """Nobody watches."""


def test_both_databases_hold_the_same(url: str, tmp_path: Path) -> None:
    """Every table and column of a SQLite store is one here too; only words and boxes are kept in another way."""
    SqliteStore(tmp_path / "v.db", create=True).close()
    with closing(sqlite3.connect(tmp_path / "v.db")) as raw, closing(psycopg.connect(url)) as other:
        here = {
            (table, row[1])
            for (table,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%STRICT%'")
            for row in raw.execute(f"PRAGMA table_info({table})")
        }
        there = other.execute("SELECT table_name, column_name FROM information_schema.columns").fetchall()
    assert here - set(there) == set()


def test_migrations_are_numbered_without_a_gap() -> None:
    """Numbers say the order; none is missing or used twice."""
    assert [number for number, _ in migrations("postgres")] == list(range(1, len(migrations("postgres")) + 1))


@pytest.mark.parametrize("room", ["ledger", "documents", "statements", "observations", "picture", "counts"])
def test_nothing_of_sqlite_is_left_in_what_the_server_is_told(room: str) -> None:
    """A statement that only SQLite understands has a translation."""
    for name, sql in named(room, "postgres").items():
        assert "json_" not in sql.lower(), name
        assert " MATCH " not in sql, name
        assert "OR IGNORE" not in sql, name


@pytest.mark.parametrize("table", ["captures", "documents", "statements", "failures", "sources", "analyses"])
def test_facts_can_neither_be_changed_nor_removed(url: str, table: str) -> None:
    """Triggers hold the ledger append-only against any program, its owner's too."""
    with closing(psycopg.connect(url, autocommit=True)) as raw:
        for change in (f"UPDATE {table} SET seq = seq + 1", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
            with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="append-only"):
                raw.execute(change)


def test_many_writers_make_one_chain(url: str) -> None:
    """Four at once: no fork, no gap, and nothing that a watermark leaves out."""

    def write(number: int) -> None:
        with closing(PostgresStore(url)) as store:
            for one in range(10):
                store.append([a_capture(f"{number}-{one}"), a_document(f"text {number} {one}", origin=f"{number}/{one}",
                             capture=a_capture(f"{number}-{one}"))])  # fmt: skip

    with closing(PostgresStore(url)) as reader, ThreadPoolExecutor(4) as pool:
        done = [pool.submit(write, number) for number in range(4)]
        seen, mark = [], reader.view().watermark()
        while True:
            over = all(one.done() for one in done)
            news = reader.view().news(mark)
            seen += news.shown
            mark = news.until
            if over:
                break
        for one in done:
            one.result()
        assert len(set(seen)) == 40
        before = FIRST
        for capture, said, own in reader.view().chain():
            assert (said, own) == (before, chain_hash(before, capture))
            before = own


def test_pending_items_are_shared(url: str) -> None:
    """Two runs never have the same item; what is recorded is nobody's any more."""
    captures = [a_capture(str(number)) for number in range(6)]
    ids = [capture.id for capture in captures]
    with closing(PostgresStore(url)) as one, closing(PostgresStore(url)) as two:
        one.append(captures)
        with one.working(), two.working():
            assert one.claim(READ, ids[:4]) == ids[:4]
            assert two.claim(READ, ids[2:]) == ids[4:]
            one.record(READ, [Outcome(item=item) for item in ids[:4]])
            assert two.claim(READ, ids[:4]) == []
            with pytest.raises(BusyError), one.exclusive():
                pass
        assert one.claim(READ, ids[4:]) == ids[4:]


def test_a_killed_claimants_rows_are_free_again(url: str, store: PostgresStore) -> None:
    """SIGKILL frees what a run had claimed, at once."""
    store.append([a_capture()])
    code = (
        "import sys, time; from vedette.store.postgres import PostgresStore; from vedette.ports import StageKey\n"
        "store = PostgresStore(sys.argv[1]); key = StageKey(name='read', version='1', takes='capture')\n"
        "print(len(store.claim(key, [sys.argv[2]])), flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, url, a_capture().id], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"1\n"
        assert store.claim(READ, [a_capture().id]) == []
        process.kill()
        process.wait()
    freed = threading.Event()
    for _ in range(50):
        if store.claim(READ, [a_capture().id]):
            break
        freed.wait(0.1)
    else:
        pytest.fail("still claimed")


def test_letters_that_the_server_cannot_hold_come_back(store: PostgresStore) -> None:
    """U+0000 is no text to PostgreSQL, and the letter that stands for it is a letter too."""
    document = a_document("No\x00thing \uf8ff1 and \uf8ff0 \uf8ff.", label="a\x00b")
    store.append([a_capture(), document])
    assert store.view().document(document.id) == document
    assert store.view().document("a\x00b") == document


LETTERS = st.sampled_from("abA éÉüйЙїі’ʼ'-_.,1²ⅳ\u0301ßﬁ中 \n\"*:&|!()<>\\")
TEXTS = st.text(LETTERS, min_size=1, max_size=14)


@given(texts=st.lists(TEXTS, min_size=1, max_size=4, unique=True), typed=TEXTS)
@settings(max_examples=25, deadline=None)
def test_a_search_finds_what_sqlite_finds(texts: list[str], typed: str) -> None:
    """Words are told apart, folded and continued in one way."""
    documents = [a_document(text, origin=f"paper/{number}") for number, text in enumerate(texts)]
    facts = [
        a_capture(),
        *documents,
        *(an_analysis(one, a_statement(one, one.text, speaker=one.text)) for one in documents),
    ]
    with TemporaryDirectory() as folder, closing(SqliteStore(Path(folder) / "v.db", create=True)) as file:
        file.append(facts)
        with closing(PostgresStore(emptied())) as other:
            other.append(facts)
            for query in (Query(text=typed), Query(speaker=typed), Query(text=typed, newest=True)):
                assert other.view().statements(query) == file.view().statements(query)
            assert other.view().find_documents(typed) == file.view().find_documents(typed)


def test_a_text_of_any_length_is_kept_and_found(store: PostgresStore) -> None:
    """The server's vectors of words have an end; what comes before it is found."""
    long = a_document("first " + " ".join(f"word{number}" for number in range(120_000)) + " " + "x" * 5_000)
    store.append([a_capture(), long])
    assert [one.id for one in store.view().find_documents('"first word0"')] == [long.id]


@pytest.fixture
def roles(url: str) -> Iterator[None]:
    """Three who log in, each with one of the roles."""
    with closing(psycopg.connect(url, autocommit=True)) as raw:
        raw.execute(script("roles"))
        for name in ("reader", "worker"):
            raw.execute(f"CREATE ROLE {name} LOGIN; GRANT vedette_{name} TO {name}")
        yield
        raw.execute("DROP ROLE reader; DROP ROLE worker")


def test_a_reader_cannot_write_and_a_worker_can_only_append(roles: None, store: PostgresStore) -> None:
    """What a role may do is held by the server, whatever program asks."""
    store.append([a_capture()])
    with closing(PostgresStore(cluster().url(user="reader"))) as reader:
        assert reader.view().counts()["captures"] == 1
        for write in (
            lambda: reader.append([a_capture("b")]),
            lambda: reader.fail(Failure(stage="x", version="1", item="y", reason="z")),
            lambda: reader.replace_picture(Picture(), (), "recipe"),
            lambda: reader.record(READ, [Outcome(item=a_capture().id)]),
            lambda: reader.claim(READ, [a_capture().id]),
        ):
            with pytest.raises(WorkspaceError, match="role"):
                write()
    document = a_document("He said so.")
    claim = a_statement(document, "said")
    with closing(PostgresStore(cluster().url(user="worker"))) as worker:
        assert worker.claim(READ, [a_capture().id]) == [a_capture().id]
        worker.record(READ, [Outcome(item=a_capture().id, results=(document,))])
        worker.record(UNDERSTAND, [Outcome(item=document.id, results=(an_analysis(document, claim),))])
        worker.replace_picture(Picture(events=(an_event("evt_a", document, claim),)), (), "recipe")
        assert worker.view().counts()["events"] == 1
    with closing(psycopg.connect(cluster().url(user="worker"), autocommit=True)) as raw:
        for change in ("DELETE FROM captures", "UPDATE documents SET body = ''", "DROP TABLE captures"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                raw.execute(change)
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="append-only"):
            raw.execute("UPDATE captures SET id = 'x'")


def test_a_restart_of_the_server_is_waited_for(store: PostgresStore) -> None:
    """Reading, writing and claiming go on where they were; nothing is lost."""
    store.append([a_capture()])
    store.claim(READ, [a_capture().id])
    cluster().stop()
    back = threading.Timer(0.5, cluster().start)
    back.start()
    try:
        assert store.append([a_capture("b")]) == 1
        assert store.view().counts()["captures"] == 2
        assert store.claim(READ, [a_capture().id]) == [a_capture().id]
    finally:
        back.join()
        postgres_cluster.forget_connections()


def test_a_server_that_stays_away_is_told(store: PostgresStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to look after, and keeps the password's place to itself."""
    monkeypatch.setattr(server, "PAUSES", (0.01,))
    nowhere = f"postgresql://vedette@/vedette?host={cluster().folder}/nowhere"
    with pytest.raises(WorkspaceError, match="does not answer"):
        PostgresStore(nowhere)
    cluster().stop()
    try:
        with pytest.raises(WorkspaceError, match="does not answer"):
            store.append([a_capture()])
        with pytest.raises(WorkspaceError, match="does not answer"):
            store.view().counts()
    finally:
        cluster().start()
        postgres_cluster.forget_connections()


def test_an_address_with_a_password_is_refused() -> None:
    """Files and lists of processes would show it."""
    with pytest.raises(UsageError, match=r"PGPASSWORD|pgpass"):
        PostgresStore("postgresql://me:secret@host/name")
    with pytest.raises(UsageError, match="not an address"):
        PostgresStore("postgresql://[")


def test_a_database_without_tables_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only `init` makes them; a newer schema is refused."""
    bare = make_database(cluster(), "bare")
    with pytest.raises(WorkspaceError, match="vedette init"):
        PostgresStore(bare)
    PostgresStore(bare, create=True).close()
    with closing(psycopg.connect(bare, autocommit=True)) as raw:
        raw.execute("INSERT INTO schema_version VALUES (999)")
    with pytest.raises(WorkspaceError, match="upgrade Vedette"):
        PostgresStore(bare)


def test_an_older_database_is_brought_up_to_date() -> None:
    """Bodies become bytes with every letter, places are kept apart, and what comes goes on in the new way."""
    older = make_database(cluster(), "older")
    paper = a_document('Troops \x00 entered \uf8ff Vovchansk "text":"".', origin='o"text":""')
    claim = a_statement(paper, "Troops \x00 entered \uf8ff Vovchansk")
    told = an_analysis(paper, claim, place="Vovchansk")
    _fill_older(older, paper, told)
    with closing(PostgresStore(older)) as store:
        view = store.view()
        assert view.documents([paper.id]) == [paper]
        assert list(view.analyses()) == [told]
        for query in (Query(), Query(text="entered"), Query(bbox=(36.0, 50.0, 37.0, 51.0)), Query(place="Vovchansk")):
            assert [row.statement for row in view.statements(query)] == [claim]
        assert view.count_statements(Query()) == 1
        more = a_document("More.", origin="paper/2")
        assert store.append([more, an_analysis(more, a_statement(more, "More"))]) == 2
        assert view.count_statements(Query(kind="claim")) == len(view.statements(Query())) == 2


_OLDER = (
    "INSERT INTO captures (id, media_type, body, chain_before, chain) VALUES (%(capture)s, '', '{}', '', '')",
    "INSERT INTO documents (id, capture, source, origin, label, text, body)"
    " VALUES (%(id)s, %(capture)s, 'paper', %(origin)s, '', %(text)s, %(rest)s)",
    "INSERT INTO document_list VALUES (1, 'paper', 0, 739018, 739018)",
    "INSERT INTO current_documents VALUES (%(origin)s, 1)",
    "INSERT INTO analyses (document, version, body) VALUES (%(id)s, '1', %(told)s)",
    "INSERT INTO current_analyses VALUES (%(id)s, 1)",
    "INSERT INTO statements"
    " VALUES (nextval('statements_seq'), 1, 0, %(statement)s, '[]', 'claim', 'asserted', '''entered'':1', '')",
    "INSERT INTO statement_places VALUES (1, 'p', 'vovchansk', 50.3, 36.9)",
    "INSERT INTO listing VALUES (1, 1, 0, 0, 739018, 739018, 'paper', 'claim', 'asserted', NULL)",
)


def _fill_older(url: str, paper: Document, told: Analysis) -> None:
    rows = {
        "capture": paper.capture,
        "id": paper.id,
        "origin": paper.origin,
        "text": paper.text,
        "rest": encode(replace(paper, text="")),
        "told": encode(told),
        "statement": told.statements[0].id,
    }
    with closing(server.connect(url)) as raw:
        raw.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        raw.execute("CREATE TABLE schema_version (version integer PRIMARY KEY)")
        raw.execute(dict(migrations("postgres"))[1].encode())
        raw.execute("INSERT INTO schema_version VALUES (1)")
        for sql in _OLDER:
            raw.execute(sql.encode(), rows)


def test_a_moved_store_is_the_same(url: str, tmp_path: Path) -> None:
    """Numbers, chain, marks, words and tallies; and it goes on where it was."""
    path = tmp_path / "v.db"
    first, second = a_document("Troops entered Vovchansk.\x00"), a_document("One, corrected.", origin="paper/2")
    claim = a_statement(first, "entered Vovchansk", speaker="Ministry")
    with closing(SqliteStore(path, create=True)) as file:
        file.append([a_capture(), a_capture("b"), first, an_analysis(first, claim, place="Vovchansk")])
        file.record(READ, [Outcome(item=a_capture().id, results=(second,))])
        file.replace_picture(Picture(events=(an_event("evt_a", first, claim),)), (), "recipe")
        move(path, url, no_progress)
        # A move that was killed at its very end is repeated.
        assert move(path, url, no_progress) == 0
        with closing(PostgresStore(url)) as moved:
            here, there = file.view(), moved.view()
            assert list(there.chain()) == list(here.chain())
            assert there.watermark() == here.watermark()
            assert there.stamp() == here.stamp()
            assert (there.counts(), there.totals()) == (here.counts(), here.totals())
            assert there.pending(READ) == here.pending(READ)
            for query in (Query(), Query(text="enter"), Query(speaker="ministry"), Query(place="Vovchansk")):
                assert there.statements(query) == here.statements(query)
                assert there.count_statements(query) == here.count_statements(query)
            for query in (Query(), Query(bbox=(36.0, 50.0, 37.0, 51.0)), Query(text="enter")):
                assert there.events(query) == here.events(query)
            assert moved.append([a_capture("c"), a_document("More.", origin="paper/3")]) == 2
            assert len(list(there.chain())) == 3
            assert moved.view().stale("recipe")
        with pytest.raises(UsageError, match="holds another store"):
            move(path, url, no_progress)
