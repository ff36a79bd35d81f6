"""The only place that puts adapters together. Step rooms are imported where they are used: a door opens at once."""

import hashlib
import os
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import msgspec

from vedette.model.capture import Capture
from vedette.model.document import Document
from vedette.model.errors import UsageError, WorkspaceError
from vedette.model.failure import Failure
from vedette.model.ids import CaptureId, DocumentId, SourceId
from vedette.model.watch import Watch
from vedette.pipeline import StageSummary, run_stage
from vedette.ports import Archive, Engine, Progress, StageKey, Store
from vedette.verify import find_problems

_WATCH, _STORE, _ARCHIVE, _REPORTS = "watch.toml", "vedette.db", "archive", "reports"
_CAPTURES_AT_ONCE = 50
_READ_AT_ONCE = 16
_UNDERSTAND_AT_ONCE = 4
# Each worker holds models of some hundred megabytes.
_MOST_WORKERS = 8


def silent(stage: str, done: int, total: int) -> None:
    """Progress nobody watches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A folder that follows one war, opened. Close it, or use it in a `with`."""

    path: Path
    watch: Watch
    store: Store
    archive: Archive
    engine: Engine

    @property
    def reports(self) -> Path:
        return self.path / _REPORTS

    def close(self) -> None:
        self.store.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSummary:
    """`known` were captured before and are not stored again."""

    new: int
    known: int
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """What one run did, and what the store holds after it."""

    stages: tuple[StageSummary, ...]
    rebuilt: bool
    failures: tuple[Failure, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def nothing_new(self) -> bool:
        return not self.rebuilt and not any(stage.done for stage in self.stages)


def create_workspace(path: Path, config: Path | None = None) -> Watch:
    """`config` is checked before anything is made. An unfinished workspace, left by a killed command, is completed."""
    from vedette.reference.watchfile import blank_watch, parse_watch, watch_text
    from vedette.store.sqlite import SqliteStore

    if _is_workspace(path):
        raise UsageError(f"{path}: is a workspace already; add to it with `vedette add`, or name another folder")
    text = watch_text(config) if config else blank_watch(path.resolve().name)
    watch = parse_watch(text, str(config or _WATCH))
    try:
        for folder in (path, path / _ARCHIVE, path / _REPORTS):
            folder.mkdir(parents=True, exist_ok=True)
        SqliteStore(path / _STORE, create=True).close()
        _write_whole(path / _WATCH, text)
    except OSError as error:
        raise WorkspaceError(f"{path}: cannot be made ({error.strerror}); check the path and permissions") from error
    return watch


def _is_workspace(path: Path) -> bool:
    try:
        return (path / _WATCH).is_file()
    except OSError as error:
        raise WorkspaceError(f"{path}: cannot be opened ({error.strerror}); check the name and permissions") from error


def _write_whole(path: Path, text: str) -> None:
    """The watch file is written last and at once: where it is, the workspace is complete."""
    part = path.with_suffix(".part")
    part.write_text(text, "utf-8")
    part.replace(path)


@contextmanager
def open_workspace(path: Path, workers: int | None = None) -> Iterator[Workspace]:
    """`workers` None takes as many as this process may use processors, up to eight."""
    from vedette.collect.archive import FileArchive
    from vedette.engine.local import LocalEngine
    from vedette.reference.watchfile import read_watch
    from vedette.store.sqlite import SqliteStore

    if not _is_workspace(path):
        raise WorkspaceError(
            f"{path}: there is no workspace here; make one with `vedette init {shlex.quote(str(path))}`"
        )
    watch = read_watch(path / _WATCH)
    store = SqliteStore(path / _STORE)
    try:
        yield Workspace(
            path=path,
            watch=watch,
            store=store,
            archive=FileArchive(path / _ARCHIVE),
            engine=LocalEngine(workers or _processors()),
        )
    finally:
        store.close()


def _processors() -> int:
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, _MOST_WORKERS)


def add(
    workspace: Workspace,
    targets: Sequence[str],
    *,
    source: SourceId | None = None,
    kind: Literal["auto", "jsonl"] = "auto",
    progress: Progress = silent,
) -> AddSummary:
    """Captures files, folders and addresses. What was taken before an interruption stays."""
    from vedette.collect.archive import FileArchive
    from vedette.collect.gather import gather

    gathered = gather(
        targets,
        archive=FileArchive(workspace.path / _ARCHIVE),
        watch=workspace.watch,
        clock=lambda: datetime.now(UTC),
        source=source,
        kind=kind,
    )
    taken = _Taken(store=workspace.store)
    try:
        for item in gathered:
            taken.note(item)
            progress("collect", taken.seen + len(taken.failures), 0)
    finally:
        # Whatever ended the gathering, what it gave is kept.
        taken.flush()
    return AddSummary(new=taken.new, known=taken.seen - taken.new, failures=tuple(taken.failures))


@dataclass(slots=True, kw_only=True)
class _Taken:
    """Captures on their way into the store, some at a time."""

    store: Store
    new: int = 0
    seen: int = 0
    waiting: list[Capture] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def note(self, item: Capture | Failure) -> None:
        if isinstance(item, Failure):
            self.store.fail(item)
            self.failures.append(item)
            return
        self.waiting.append(item)
        self.seen += 1
        if len(self.waiting) >= _CAPTURES_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        batch, self.waiting = self.waiting, []
        self.new += self.store.append(batch)


def run(workspace: Workspace, progress: Progress = silent) -> RunSummary:
    """Read, understand, fuse: whatever is pending, and nothing else."""
    view = workspace.store.view()
    with workspace.store.exclusive():
        former = len(view.failures())
        workspace.store.append(workspace.watch.sources)
        stages = (_read(workspace, progress), _understand(workspace, progress))
        rebuilt = _fuse(workspace, progress)
        failures = failures_of(workspace, former)
    return RunSummary(stages=stages, rebuilt=rebuilt, failures=failures, counts=view.counts())


def failures_of(workspace: Workspace, former: int = 0) -> tuple[Failure, ...]:
    """All after the first `former`. A reason that does not name its document is told with its label."""
    view = workspace.store.view()
    failures = view.failures()[former:]
    labels = {one.id: one.label for one in view.documents([DocumentId(failure.item) for failure in failures])}
    return tuple(_named(failure, labels.get(DocumentId(failure.item), "")) for failure in failures)


def _named(failure: Failure, label: str) -> Failure:
    return failure if label in failure.reason else replace(failure, reason=f"{label}: {failure.reason}")


def pending(workspace: Workspace) -> dict[str, int]:
    """Items waiting, by stage. Documents of captures that are not read yet are not known."""
    view = workspace.store.view()
    return {key.name: len(view.pending(key)) for key in (_read_key(workspace), _understand_key(workspace))}


def _read(workspace: Workspace, progress: Progress) -> StageSummary:
    from vedette.read.stage import ReadStage

    stage = ReadStage(archive=workspace.archive, watch=workspace.watch)
    view = workspace.store.view()

    def load(ids: Sequence[str]) -> Sequence[Capture]:
        return view.captures([CaptureId(one) for one in ids])

    key = _read_key(workspace)
    return run_stage(workspace.store, workspace.engine, stage, key, load, _READ_AT_ONCE, progress)


def _read_key(workspace: Workspace) -> StageKey:
    from vedette.read.stage import ReadStage

    stage = ReadStage(archive=workspace.archive, watch=workspace.watch)
    return StageKey(name=stage.name, version=stage.version, takes="capture")


def _understand(workspace: Workspace, progress: Progress) -> StageSummary:
    from vedette.reference.gazetteer import gazetteer_path
    from vedette.understand.stage import UnderstandStage

    key = _understand_key(workspace)
    view = workspace.store.view()
    # The gazetteer takes seconds to build the first time: not for nothing.
    if not view.pending(key):
        return StageSummary(name=key.name)
    gazetteer = gazetteer_path(lambda: progress("gazetteer", 0, 1))
    stage = UnderstandStage(gazetteer=gazetteer, watch=workspace.watch)

    def load(ids: Sequence[str]) -> Sequence[Document]:
        return view.documents([DocumentId(one) for one in ids])

    return run_stage(workspace.store, workspace.engine, stage, key, load, _UNDERSTAND_AT_ONCE, progress)


def _understand_key(workspace: Workspace) -> StageKey:
    from vedette.understand.stage import UnderstandStage

    stage = UnderstandStage(gazetteer=Path(), watch=workspace.watch)
    return StageKey(name=stage.name, version=stage.version, takes="document")


def _fuse(workspace: Workspace, progress: Progress) -> bool:
    """Whether the picture was built anew."""
    from vedette.fuse.picture import RECIPE, build_picture

    view = workspace.store.view()
    recipe = f"{RECIPE}/{_digest(workspace.watch)}"
    if not view.stale(recipe):
        return False
    progress("fuse", 0, 1)
    picture, links = build_picture(
        documents=view.documents(),
        sources=view.sources(),
        analyses=view.analyses(),
        links=view.links(),
        watch=workspace.watch,
    )
    workspace.store.replace_picture(picture, links, recipe)
    progress("fuse", 1, 1)
    return True


def _digest(watch: Watch) -> str:
    """Sides and sources are part of the recipe: an edited watch gives another picture."""
    return hashlib.sha256(msgspec.json.encode(watch)).hexdigest()[:16]


def verify(workspace: Workspace, progress: Progress = silent) -> list[str]:
    """One line a problem; an empty list is the proof."""
    return list(find_problems(workspace.store.view(), workspace.archive, workspace.reports, progress))
