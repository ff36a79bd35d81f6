"""A workspace: the folder that follows one war, made and opened with the adapters it runs on."""

import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vedette.model.errors import UsageError, WorkspaceError
from vedette.model.machines import Machines
from vedette.model.watch import Watch
from vedette.ports import Archive, Engine, Store

if TYPE_CHECKING:
    from vedette.store.postgres import PostgresStore

WATCH, STORE, ARCHIVE, REPORTS = "watch.toml", "vedette.db", "archive", "reports"
# Each worker holds models of some hundred megabytes.
_MOST_WORKERS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A folder that follows one war, opened. Close it, or use it in a `with`. `engine` is for what needs the archive;
    `far`, where it is given, for what carries all that it needs."""

    path: Path
    watch: Watch
    store: Store
    archive: Archive
    engine: Engine
    far: Engine | None = None

    @property
    def reports(self) -> Path:
        return self.path / REPORTS

    def close(self) -> None:
        self.store.close()


def create_workspace(path: Path, config: Path | None = None) -> Watch:
    """`config` is checked before anything is made. An unfinished workspace, left by a killed command, is completed."""
    from vedette.reference.watchfile import blank_watch, parse_watch, store_url, watch_text

    if _is_workspace(path):
        raise UsageError(f"{path}: is a workspace already; add to it with `vedette add`, or name another folder")
    text = watch_text(config) if config else blank_watch(path.resolve().name)
    watch = parse_watch(text, str(config or WATCH))
    try:
        for folder in (path, path / ARCHIVE, path / REPORTS):
            folder.mkdir(parents=True, exist_ok=True)
        _open_store(path, store_url(text, str(config or WATCH)), create=True).close()
        write_whole(path / WATCH, text)
    except OSError as error:
        raise WorkspaceError(f"{path}: cannot be made ({error.strerror}); check the path and permissions") from error
    return watch


def _is_workspace(path: Path) -> bool:
    try:
        return (path / WATCH).is_file()
    except OSError as error:
        raise WorkspaceError(f"{path}: cannot be opened ({error.strerror}); check the name and permissions") from error


def write_whole(path: Path, text: str) -> None:
    """The watch file is written last and at once: where it is, the workspace is complete."""
    part = path.with_suffix(".part")
    part.write_text(text, "utf-8")
    part.replace(path)


def require_workspace(path: Path) -> None:
    if not _is_workspace(path):
        raise WorkspaceError(
            f"{path}: there is no workspace here; make one with `vedette init {shlex.quote(str(path))}`"
        )


@contextmanager
def open_workspace(path: Path, workers: int | None = None, machines: Machines | None = None) -> Iterator[Workspace]:
    """`workers` None takes as many as this process may use processors, up to eight; `machines` None those that the
    watch file names."""
    from vedette.collect.archive import FileArchive
    from vedette.reference.watchfile import read_machines, read_watch, store_url, watch_text

    require_workspace(path)
    watch = read_watch(path / WATCH)
    machines = machines or read_machines(path / WATCH)
    near, far = _engines(machines, workers)
    # Other machines work in other folders.
    archive = (path / ARCHIVE).absolute() if machines.shared else path / ARCHIVE
    store = _open_store(path, store_url(watch_text(path / WATCH), WATCH))
    try:
        yield Workspace(
            path=path,
            watch=watch,
            store=store,
            archive=FileArchive(archive),
            engine=near,
            far=far,
        )
    finally:
        store.close()


def _engines(machines: Machines, workers: int | None) -> tuple[Engine, Engine | None]:
    """The second is for what needs nothing of this machine's folders. A cluster is joined when the first work comes."""
    from vedette.engine.local import LocalEngine

    here = LocalEngine(workers or _processors())
    if machines.kind == "local":
        return here, None
    from vedette.engine.ray import RayEngine

    cluster = RayEngine(machines.address, workers)
    return (cluster if machines.shared else here), cluster


def _open_store(path: Path, url: str, *, create: bool = False) -> Store:
    """`url` is of a server; empty for a file in the workspace."""
    if not url:
        from vedette.store.sqlite import SqliteStore

        return SqliteStore(path / STORE, create=create)
    return open_server(url, create=create)


def open_server(url: str, *, create: bool = False) -> "PostgresStore":
    try:
        from vedette.store.postgres import PostgresStore
    except ModuleNotFoundError as error:
        raise WorkspaceError("a store on a server needs more: pip install 'vedette[postgres]'") from error
    return PostgresStore(url, create=create)


def _processors() -> int:
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, _MOST_WORKERS)
