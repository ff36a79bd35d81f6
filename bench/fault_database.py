"""A database server that is stopped at once and started again, several times, while a command is at work.

The cluster is of our own; what had been done until then is there, and what had been begun is undone. A command that is
at work waits for it.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from fault_cuts import patient
from faulty_site import Fault, serving, watch
from kill_worlds import _texts

ROOT = Path(__file__).resolve().parent.parent
sys.path += [str(ROOT / "tests"), str(ROOT / "tests" / "integration")]

SHARES = (0.45, 0.65, 0.85)
ADDED, READ, ITEMS = 150, 12, 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """`start`: the database that it begins with."""

    key: str
    start: str
    words: tuple[str, ...]


WORKS = (
    Work(key="add", start="empty", words=("add", "war", "many", "--quiet")),
    Work(key="run", start="added", words=("run", "war", "--workers", "1", "--quiet")),
    Work(key="collect", start="empty", words=("collect", "war", "--now", "--quiet")),
)


def rows(works: tuple[Work, ...] = WORKS) -> Iterator[dict[str, Any]]:
    from postgres_cluster import Cluster, binaries

    found = binaries()
    assert found is not None, "PostgreSQL is not installed: scripts/postgres.sh"
    with tempfile.TemporaryDirectory() as place, serving(Fault(), items=ITEMS) as site:
        Path(place).chmod(0o755)
        (Path(place) / "cluster").mkdir()
        cluster = Cluster(Path(place) / "cluster", found)
        try:
            world = World(Path(place), cluster, site.port)
            for work in works:
                yield world.tried(work)
        finally:
            cluster.stop()


class World:
    """Workspaces on databases that are copies of two: one without a report, one with some that wait to be read."""

    def __init__(self, place: Path, cluster: Any, port: int) -> None:
        self.place, self.cluster, self.port = place, cluster, port
        first = self._workspace("first", "empty", new=True)
        _texts(first, ADDED)
        (first / "texts").rename(place / "many")
        _texts(first, READ)
        (first / "texts").rename(place / "few")
        second = self._workspace("second", "added", new=True)
        (second / "few").symlink_to(place / "few")
        _done(second, "add", "war", "few", "--quiet")

    def tried(self, work: Work) -> dict[str, object]:
        calm, hard = self._workspace(f"{work.key}-calm", work.start), self._workspace(f"{work.key}-hard", work.start)
        began = time.monotonic()
        _done(calm, *work.words)
        took = time.monotonic() - began
        status, said, cut = self._troubled(hard, work, took)
        if status:
            again = _done(hard, *work.words, check=False)
            assert again == 0, f"{work}: again {again}"
        one, other = _held(calm), _held(hard)
        same = one[0] == other[0] and not other[1]
        return {
            "told": f"the database stopped at once and started, {len(SHARES)} times ({cut} connections cut)",
            "command": work.key,
            "status": status,
            "said": said,
            "after": "the same, clean" if same else f"other content; {_differing(one[0], other[0])} {other[1][:1]}",
        }

    def _troubled(self, folder: Path, work: Work, took: float) -> tuple[int, str, int]:
        words = [sys.executable, "-c", patient(), *work.words]
        with subprocess.Popen(words, cwd=folder, stderr=subprocess.PIPE, text=True) as child:
            began, cut = time.monotonic(), 0
            for share in SHARES:
                time.sleep(max(0.0, began + took * share - time.monotonic()))
                if child.poll() is not None:
                    break
                cut += self._connections()
                self.cluster.stop()
                self.cluster.start()
                # What is waited for is no progress.
                began += 1.5
            _, errors = child.communicate(timeout=300)
        lines = errors.strip().splitlines() or [""]
        return (
            child.returncode,
            "a traceback" if "Traceback" in errors else lines[-1].replace(str(self.place), "…"),
            cut,
        )

    def _connections(self) -> int:
        import psycopg

        with closing(psycopg.connect(self._url("postgres"))) as connection:
            asked = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'vedette'"
            return int(connection.execute(asked).fetchone()[0])  # type: ignore[index]

    def _url(self, database: str) -> str:
        return str(self.cluster.url(database))

    def _workspace(self, name: str, start: str, *, new: bool = False) -> Path:
        """On a database of its own: a `new` one that others start from, or a copy."""
        import psycopg

        database = start if new else name.replace("-", "_")
        template = "template0" if new and start == "empty" else "empty" if new else start
        with closing(psycopg.connect(self._url("postgres"), autocommit=True)) as connection:
            connection.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        folder = self.place / name
        folder.mkdir()
        demo = (files("vedette") / "demo" / "watch.toml").read_text("utf-8")
        followed = watch(self.port).partition("\n\n")[2]
        (folder / "watch.toml").write_text(f'{demo}\n{followed}\n[store]\nurl = "{self._url(database)}"\n', "utf-8")
        _done(folder, "init", "war", "--config", "watch.toml")
        if not new:
            (folder / "many").symlink_to(self.place / "many")
            if start == "added":
                shutil.copytree(
                    self.place / "second" / "war" / "archive", folder / "war" / "archive", dirs_exist_ok=True
                )
        return folder


def _done(folder: Path, *words: str, check: bool = True) -> int:
    code = patient()
    command = [sys.executable, "-c", code, *words]
    return subprocess.run(command, cwd=folder, check=check, stdout=subprocess.DEVNULL).returncode


def _held(folder: Path) -> tuple[dict[str, list[str]], list[str]]:
    from canon import canon

    from vedette.collect.archive import FileArchive
    from vedette.verify import find_problems
    from vedette.workspace import open_workspace

    with open_workspace(folder / "war", 1) as opened:
        view = opened.store.view()
        found = find_problems(view, FileArchive(opened.path / "archive"), opened.reports, lambda *_: None)
        # What a server said of the hour is another each time.
        told = canon(view) | {"captures": sorted(f"{one.address} {one.sha256}" for one in view.captures())}
        return {room: [one.replace(str(folder), "…") for one in facts] for room, facts in told.items()}, list(found)


def _differing(one: dict[str, list[str]], other: dict[str, list[str]]) -> list[str]:
    return [room for room in one if one[room] != other[room]]


if __name__ == "__main__":
    for each in rows():
        print(each, flush=True)
