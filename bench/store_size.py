"""How large a store of a million statements is, and how fast it answers: the file and the PostgreSQL server.

    python bench/store_size.py [--statements 1000000] [--events 100000] [--keep FOLDER] [--server URL] [--write]

The invented war of bench/pages_world.py goes into a file, and from there by `move` into a cluster of the bench's own,
where PostgreSQL is installed. Each question is asked over and over with other words, places and days. `--keep` keeps
the file and takes it up again; one of an older schema is brought up to date first. `--server` names a database instead
of a cluster of the bench's own, and takes up what it holds. `--write` puts the table into docs/reliability.md.
"""

import argparse
import os
import platform
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pages_world
import written

from vedette.model.query import Query
from vedette.ports import View
from vedette.store.sqlite import SqliteStore

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))

ASKED = 100
SEED = 20240513
MOST_MS, MOST_BYTES = 50, 1_200
Ask = Callable[[View, random.Random], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """Milliseconds. `worked` are those that this process's processor took for it, 95 in 100."""

    question: str
    median: float
    p95: float
    worked: float


Server = tuple[int, list[Timed], float | None]
"""Bytes, answers, and how long the move took, if it was not moved before."""


def day(chance: random.Random) -> date:
    return chance.choice(TOLD_OF)


def words(view: View, chance: random.Random) -> object:
    return view.statements(Query(text=" ".join(chance.choice(PAIRS)), newest=True, limit=50))


def word(view: View, chance: random.Random) -> object:
    return view.statements(Query(text=chance.choice(WORDS), newest=True, limit=50))


def common(view: View, chance: random.Random) -> object:
    return view.statements(Query(text=chance.choice(COMMON), newest=True, limit=50))


def box_and_dates(view: View, chance: random.Random) -> object:
    first = day(chance)
    return view.events(Query(bbox=box(chance), first_day=first, last_day=first + timedelta(days=30), limit=50))


def statements_in_box(view: View, chance: random.Random) -> object:
    first = day(chance)
    return view.statements(Query(bbox=box(chance), first_day=first, last_day=first + timedelta(days=30), limit=50))


def box(chance: random.Random) -> tuple[float, float, float, float]:
    """A degree wide and high, round a place that is told of."""
    lat, lon = chance.choice(POINTS)
    return (lon - 0.5, lat - 0.5, lon + 0.5, lat + 0.5)


def control_as_of(view: View, chance: random.Random) -> object:
    """Who held a place on a day: the last change up to it."""
    asked = day(chance)
    return [change for change in view.control_of(chance.choice(HELD)) if change.day <= asked][-1:]


QUESTIONS: dict[str, Ask] = {
    "text, a word, the newest page": word,
    "text, two words, the newest page": words,
    "text, a word of most statements, the newest page": common,
    "events in a box of a degree in a month": box_and_dates,
    "statements in a box of a degree in a month": statements_in_box,
    "control of a place as of a day": control_as_of,
}
TOLD_OF: list[date] = []
WORDS: list[str] = []
COMMON: list[str] = []
PAIRS: list[tuple[str, str]] = []
"""Two words of one statement, not side by side."""
POINTS: list[tuple[float, float]] = []
HELD: list[str] = []


def learn(view: View) -> None:
    """What can be asked for, from a sample of what is there."""
    TOLD_OF[:] = sorted({first for first, _, _ in view.events_by_day(Query()) if first})
    chance = random.Random(SEED)
    told: dict[str, int] = {}
    for _ in range(40):
        first = day(chance)
        for row in view.statements(Query(first_day=first, last_day=first, limit=100)):
            said = [one.strip(".,").lower() for one in row.content.split() if len(one) > 2]
            for each in set(said):
                told[each] = told.get(each, 0) + 1
            if len(said) > 2:
                PAIRS.append((said[0], said[-1]))
    ranked = sorted(told, key=lambda each: -told[each])
    COMMON[:], WORDS[:] = ranked[:5], ranked[5:205]
    places = [event.place for event in view.events(Query(limit=5_000)) if event.place]
    POINTS[:] = sorted({(place.lat, place.lon) for place in places})
    HELD[:] = sorted({change.place.id for change in view.control()})


def ask(view: View) -> Iterator[Timed]:
    for question, asked in QUESTIONS.items():
        chance = random.Random(SEED)
        for _ in range(5):
            asked(view, chance)
        spent, worked = [], []
        for _ in range(ASKED):
            began, busy = time.perf_counter(), time.thread_time()
            asked(view, chance)
            spent.append((time.perf_counter() - began) * 1000)
            worked.append((time.thread_time() - busy) * 1000)
        yield Timed(question=question, median=statistics.median(spent), p95=_p95(spent), worked=_p95(worked))


def _p95(spent: list[float]) -> float:
    return sorted(spent)[round(0.95 * len(spent)) - 1]


def made(folder: Path, statements: int, events: int) -> Path:
    path = folder / "vedette.db"
    if not path.exists():
        pages_world.build(path, statements, events).close()
    SqliteStore(path).close()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def freed(path: Path) -> int:
    """Bytes of the file that hold nothing now, and are used for what comes."""
    with closing(sqlite3.connect(path)) as raw:
        free, size = (raw.execute(f"PRAGMA {what}").fetchone()[0] for what in ("freelist_count", "page_size"))
    return int(free * size)


def served(path: Path, url: str | None) -> Server | None:
    """The same on a server; None without PostgreSQL."""
    import postgres_cluster
    import psycopg

    from vedette.store.moving import move
    from vedette.store.postgres import PostgresStore

    if url is None:
        if postgres_cluster.binaries() is None:
            return None
        url = postgres_cluster.make_database(postgres_cluster.cluster(), "bench")
    began = time.perf_counter()
    PostgresStore(url, create=True).close()
    moved = move(path, url, lambda *_: None)
    spent = time.perf_counter() - began if moved else None
    with closing(psycopg.connect(url, autocommit=True)) as raw:
        raw.execute("VACUUM ANALYZE")
        (size,) = raw.execute("SELECT pg_database_size(current_database())").fetchone() or (0,)
        largest = raw.execute(
            "SELECT relname, pg_relation_size(oid) FROM pg_class WHERE relkind IN ('r', 'i', 't')"
            " ORDER BY 2 DESC LIMIT 30"
        ).fetchall()
    for name, many in largest:
        print(f"{name:40} {many / 1e6:8.1f} MB")
    with closing(PostgresStore(url)) as store:
        return size, list(ask(store.view())), spent


def table(
    statements: int,
    file: tuple[int, int, list[Timed]],
    server: Server | None,
    load: float,
) -> str:
    size, free, asked = file
    rows = [
        f"{statements:,} statements, {os.cpu_count()} processors, Python {platform.python_version()}, SQLite "
        f"{sqlite3.sqlite_version}, load {load:.1f} before it began and {os.getloadavg()[0]:.1f} at its end, "
        f"{datetime.now(UTC):%Y-%m-%d}: `python bench/store_size.py --write`",
        "",
        "| | file: median | p95 | processor, p95 | server: median | p95 | p95 must be under |",
        "|---|---|---|---|---|---|---|",
    ]
    for number, one in enumerate(asked):
        there = f"{server[1][number].median:.1f} ms | {server[1][number].p95:.1f} ms" if server else "– | –"
        here = f"{one.median:.1f} ms | {one.p95:.1f} ms | {one.worked:.1f} ms"
        rows.append(f"| {one.question} | {here} | {there} | {MOST_MS} ms |")
    there = f"{server[0] / statements:,.0f} bytes" if server else "–"
    here = f"{size / statements:,.0f} bytes"
    rows.append(f"| size a statement, everything | {here} | | | {there} | | {MOST_BYTES:,} bytes |")
    rows += ["", f"Of the file {free / statements:,.0f} bytes a statement are free and used for what comes."]
    if server and server[2] is not None:
        rows[-1] += f" The move from the file to the server took {server[2]:,.0f} s."
    return "\n".join(rows)


def measured(folder: Path, statements: int, events: int, *, server: bool = True, url: str | None = None) -> str:
    load = os.getloadavg()[0]
    path = made(folder, statements, events)
    with closing(SqliteStore(path)) as store:
        view = store.view()
        count = view.count_statements(Query())
        learn(view)
        file = (path.stat().st_size, freed(path), list(ask(view)))
    return table(count, file, served(path, url) if server else None, load)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--server", metavar="URL", help="a database of one's own, empty or filled by an earlier run")
    parser.add_argument("--file-only", action="store_true")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        text = measured(
            args.keep or Path(scratch), args.statements, args.events, server=not args.file_only, url=args.server
        )
    print(text)
    if args.write:
        written.write("store", text)


if __name__ == "__main__":
    main()
