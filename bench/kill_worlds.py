"""The kinds of work that are killed: a small workspace for each, the command, and what to compare."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from importlib.resources import as_file, files
from importlib.util import find_spec
from pathlib import Path

import replay

from vedette.cli import _COMMANDS
from vedette.collect.archive import FileArchive
from vedette.store.packing import unpack
from vedette.store.queries import migrations
from vedette.store.sqlite import SqliteStore
from vedette.verify import find_problems

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests" / "integration"))

FILES, READ_AT_ONCE, FUSED, MIGRATED = 150, 3, 120, 4_000
OLD_SCHEMA = 5
TEXT_AND_REST = "json_extract(told(body), '$.text'), json_set(told(body), '$.text', '')"
KEPT = ("sources", "captures", "documents", "sightings", "current_documents", "failures", "done")
"""Tables whose rows are the same in the old schema."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """`from_share`: before that part of the usual time the program is still being loaded. `chained`: whether the times
    in the chain are those of the base, so that it must be the same to the letter. `after` makes the `workspace`
    to compare of what the command gave."""

    key: str
    name: str
    command: tuple[str, ...]
    prepare: Callable[[Path], None]
    from_share: float = 0.3
    chained: bool = True
    workspace: str = "war"
    after: tuple[str, ...] = ()
    there: Callable[[], bool] = lambda: True


def content(folder: Path, world: World) -> dict[str, list[str]]:
    from canon import canon

    with closing(SqliteStore(folder / world.workspace / "vedette.db")) as store:
        view = store.view()
        held = canon(view)
        held["chain"] = [f"{before} {own}" for _, before, own in view.chain()] if world.chained else []
    return held


def problems(folder: Path, world: World) -> list[str]:
    path = folder / world.workspace
    with closing(SqliteStore(path / "vedette.db")) as store:
        found = find_problems(store.view(), FileArchive(path / "archive"), path / "reports", lambda *_: None)
        return list(found)


def vedette(folder: Path, *words: str) -> None:
    command = [sys.executable, "-c", "from vedette.cli import main; main()", *words]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def _new(folder: Path) -> None:
    with as_file(files("vedette") / "demo") as demo:
        vedette(folder, "init", "war", "--config", str(demo / "watch.toml"))


def _texts(folder: Path, count: int) -> None:
    """A text file a report."""
    (folder / "texts").mkdir()
    for one in replay.replayed(count):
        head = f"{one['title'] or 'Report'}\nPublished: {one['published']}\n\n"
        (folder / "texts" / f"{one['id']}.txt").write_text(head + str(one["text"]), "utf-8")


def to_add(folder: Path) -> None:
    _new(folder)
    _texts(folder, FILES)


def to_run(folder: Path) -> None:
    _new(folder)
    _texts(folder, READ_AT_ONCE)
    vedette(folder, "add", "war", "texts", "--quiet")


def to_fuse(folder: Path) -> None:
    """Understood and fused, and then the watch is another: everything is fused anew."""
    _new(folder)
    replay.write_reports(folder / "texts", FUSED)
    vedette(folder, "add", "war", "texts", "--quiet")
    vedette(folder, "run", "war", "--quiet")
    watch = folder / "war" / "watch.toml"
    text = watch.read_text("utf-8")
    assert 'kind = "' in text
    watch.write_text(text.replace('name = "', 'name = "Other ', 1), "utf-8")


def to_migrate(folder: Path) -> None:
    """A store of an older schema: what was captured and read is there, what is new since must be worked out of it."""
    _new(folder)
    replay.write_reports(folder / "texts", MIGRATED)
    vedette(folder, "add", "war", "texts", "--quiet")
    _read_only(folder / "war")
    path = folder / "war" / "vedette.db"
    today = path.with_suffix(".today")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path.rename(today)
    with closing(sqlite3.connect(path, isolation_level=None)) as older:
        older.execute("PRAGMA journal_mode=WAL")
        older.executescript("".join(script for number, script in migrations() if number <= OLD_SCHEMA))
        older.execute("CREATE TABLE schema_version (version INTEGER PRIMARY KEY) STRICT")
        older.executemany("INSERT INTO schema_version VALUES (?)", [(n + 1,) for n in range(OLD_SCHEMA)])
        older.execute("ATTACH ? AS today", (str(today),))
        older.create_function("told", 1, lambda body: unpack(body).decode("utf-8"))
        older.execute("BEGIN")
        for table in KEPT:
            columns = ", ".join(row[1] for row in older.execute(f"PRAGMA main.table_info({table})"))
            told = columns.replace("text, body", TEXT_AND_REST) if table == "documents" else columns
            older.execute(f"INSERT INTO main.{table} ({columns}) SELECT {told} FROM today.{table}")
        older.execute("COMMIT")
    for one in path.parent.glob("vedette.today*"):
        one.unlink()


def _read_only(workspace: Path) -> None:
    """The first stage of a run, and no more."""
    from vedette.app import _read
    from vedette.workspace import open_workspace

    with open_workspace(workspace, 1) as opened:
        opened.store.append(opened.watch.sources)
        _read(opened, lambda *_: None)


def to_back_up(folder: Path) -> None:
    """Worked through, with a file that is not small."""
    to_run(folder)
    vedette(folder, "run", "war", "--quiet")
    # What looks like a text of eight megabytes, and is none to be read.
    (folder / "large.jsonl").write_text('{"text": ""}\n' * 600_000, "utf-8")
    vedette(folder, "add", "war", "large.jsonl", "--quiet")


def _has_backup() -> bool:
    return "backup" in _COMMANDS and find_spec("pyrage") is not None


WORLDS = (
    World(key="add", name=f"add ({FILES} files)", command=("add", "war", "texts", "--quiet"), prepare=to_add,
          chained=False),
    World(key="run", name=f"run ({READ_AT_ONCE} reports, two workers)", command=("run", "war", "--workers", "2"),
          prepare=to_run, from_share=0.1),
    World(key="fuse", name=f"fuse ({FUSED} reports anew)", command=("run", "war", "--workers", "1"), prepare=to_fuse),
    World(key="migrate", name=f"migrate ({MIGRATED:,} reports, schema {OLD_SCHEMA} to {migrations()[-1][0]})",
          command=("status", "war"), prepare=to_migrate),
    World(key="backup", name="backup, restored and compared",
          command=("backup", "war", "--to", "war.backup", "--quiet"), prepare=to_back_up,
          there=_has_backup, workspace="again",
          after=("restore", "war.backup", "--to", "again", "--quiet")),
)  # fmt: skip
