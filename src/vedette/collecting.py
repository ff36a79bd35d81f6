"""Rounds of collecting: what is due is asked, what came is stored before it is noted how far it came."""

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vedette.model.capture import Capture
from vedette.model.errors import AnswerError, BusyError, CaptureError, UsageError, VedetteError, WorkspaceError
from vedette.model.failure import Failure
from vedette.model.ids import SourceId
from vedette.model.retraction import Retraction, retraction_id
from vedette.model.task import Task
from vedette.pipeline import defect
from vedette.workspace import ARCHIVE, WATCH, Workspace

if TYPE_CHECKING:
    from vedette.collect.patience import Pace

COLLECT = "collect"
BY = "vedette collect"
_LONGEST_WAIT = timedelta(days=1)
_LONGEST_REASON = 500
_AT_ONCE = 50
_MOST_GAPS = 20
_JITTER, _MOST_JITTER_S = 0.05, 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a source does: `memory` is its collector's own. `failed` rounds in a row, and why the last one did; `wait_s`
    is how long the source asks to be left alone. `fresh` is when it last gave something new, `gaps` are the
    seconds that it last let pass in between."""

    memory: Mapping[str, Any] = field(default_factory=dict)
    tried: datetime | None = None
    done: datetime | None = None
    failed: int = 0
    reason: str = ""
    taken: int = 0
    wait_s: float = 0.0
    fresh: datetime | None = None
    gaps: tuple[float, ...] = ()

    def due(self, task: Task) -> datetime | None:
        """None for at once. Who fails is asked more and more seldom, at least once a day. A little later than that by
        chance, the same for the same round: not all sources are asked in one second."""
        if self.tried is None:
            return None
        wait = timedelta(seconds=task.every_s)
        wait = max(wait, min(wait * (1 << min(self.failed, 20)), _LONGEST_WAIT))
        late = min(wait.total_seconds() * _JITTER, _MOST_JITTER_S) * _chance(f"{task.id} {self.tried}")
        return self.tried + max(wait + timedelta(seconds=late), timedelta(seconds=self.wait_s))

    def is_due(self, task: Task, now: datetime) -> bool:
        """Also where it was asked at a time that has not come: the clock was set back, and nobody waits for that."""
        due = self.due(task)
        return due is None or due <= now or (self.tried is not None and self.tried > now)


@dataclass(slots=True, kw_only=True)
class Turn:
    """One round of one source. `trouble` is why it ended early; `failures` are single things that could not be had."""

    task: str
    new: int = 0
    known: int = 0
    gone: int = 0
    trouble: str = ""
    failures: list[Failure] = field(default_factory=list)


def tasks_of(workspace: Workspace) -> tuple[Task, ...]:
    from vedette.reference.watchfile import read_tasks

    return read_tasks(workspace.path / WATCH)


def health(workspace: Workspace, task: str) -> Health:
    """As the last round left it; that of a new source where nothing good is written down."""
    try:
        told = json.loads(_place(workspace, task).read_text("utf-8"))
        tried, done = (datetime.fromisoformat(told[key]) if told.get(key) else None for key in ("tried", "done"))
        return Health(
            memory=dict(told["memory"]),
            tried=tried,
            done=done,
            failed=int(told["failed"]),
            reason=str(told["reason"]),
            taken=int(told["taken"]),
            wait_s=float(told.get("wait_s", 0)),
            fresh=datetime.fromisoformat(told["fresh"]) if told.get("fresh") else None,
            gaps=tuple(map(float, told.get("gaps", ()))),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Health()


def collect(
    workspace: Workspace,
    asked: Sequence[str] = (),
    *,
    at_once: bool = False,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    environment: Mapping[str, str] = os.environ,
) -> Iterator[Turn]:
    """A turn for each source that is due, or that was asked for. What breaks one source does not stop the rest. Raises
    BusyError where another is collecting."""
    tasks = tasks_of(workspace)
    unknown = [one for one in asked if one not in {task.id for task in tasks}]
    if unknown:
        raise UsageError(f"no [[collect]] has the id {unknown[0]!r}; known are {', '.join(one.id for one in tasks)}")
    from vedette.collect.patience import Pace

    pace = Pace()
    with _alone(workspace):
        for task in tasks:
            if asked and task.id not in asked:
                continue
            if at_once or health(workspace, task.id).is_due(task, clock()):
                yield _turn(workspace, task, clock, environment, pace)


def _turn(
    workspace: Workspace,
    task: Task,
    clock: Callable[[], datetime],
    environment: Mapping[str, str],
    pace: "Pace",
) -> Turn:
    before = health(workspace, task.id)
    turn = Turn(task=task.id)
    wait_s = 0.0
    keeping = _Keeping(workspace=workspace, task=task, turn=turn, health=before, clock=clock)
    try:
        keeping.follow(environment, pace)
    except CaptureError as error:
        from vedette.collect.archive import StorageError

        if isinstance(error, StorageError):
            raise
        turn.trouble = str(error)[:_LONGEST_REASON]
        wait_s = error.wait_s if isinstance(error, AnswerError) else 0.0
        workspace.store.fail(Failure(stage="collect", version="1", item=task.id, reason=f"{task.id}: {turn.trouble}"))
    except (VedetteError, MemoryError, OSError):
        raise
    except Exception as error:  # noqa: BLE001 - what a stranger's answer breaks is this source's trouble alone
        turn.trouble = defect(error)
        workspace.store.fail(Failure(stage="collect", version="1", item=task.id, reason=f"{task.id}: {turn.trouble}"))
    finally:
        keeping.settle()
    now = clock()
    after = replace(keeping.health, tried=now, taken=before.taken + turn.new, wait_s=wait_s)
    if turn.new:
        gap = [max(0.0, (now - before.fresh).total_seconds())] if before.fresh else []
        after = replace(after, fresh=now, gaps=(*before.gaps, *gap)[-_MOST_GAPS:])
    if turn.trouble:
        after = replace(after, failed=before.failed + 1, reason=turn.trouble)
    else:
        after = replace(after, failed=0, reason="", done=now)
    _write(workspace, task.id, after)
    return turn


@dataclass(slots=True, kw_only=True)
class _Keeping:
    """Captures on their way into the store; a mark is written down after them."""

    workspace: Workspace
    task: Task
    turn: Turn
    health: Health
    clock: Callable[[], datetime]
    waiting: list[Capture] = field(default_factory=list)

    def follow(self, environment: Mapping[str, str], pace: "Pace") -> None:
        from vedette.collect.archive import FileArchive
        from vedette.collect.choose import collector_of
        from vedette.collect.collector import Gone, Mark
        from vedette.collect.foreign import foreign
        from vedette.collect.gather import source_of_channel, taker
        from vedette.collect.item import Item
        from vedette.scenes import scenes_of

        workspace, watch = self.workspace, self.workspace.watch
        archive = FileArchive(workspace.path / ARCHIVE)
        take = taker(archive=archive, watch=watch, clock=self.clock, source=self.task.source)
        source_of = partial(self._source_of, partial(source_of_channel, watch))
        scenes = partial(scenes_of, workspace=workspace.path, clock=self.clock)
        extended = partial(foreign, use=watch.extensions, workspace=workspace.path)
        source = collector_of(self.task, environment, _folder(workspace), source_of, pace, scenes, extended)
        for given in source.collect(self.health.memory):
            match given:
                case Item():
                    self._note(take(given))
                case Gone():
                    self._gone(given.origin, given.seen, given.why)
                case Mark():
                    self.settle()
                    self.health = replace(self.health, memory=given.memory)
                    _write(workspace, self.task.id, self.health)
                case (address, error):
                    self._note(Failure(stage="collect", version="1", item=address, reason=f"{address} {error}"))

    def _source_of(self, usual: Callable[[str, str], SourceId | None], address: str, channel: str) -> SourceId | None:
        return self.task.source or usual(address, channel)

    def _note(self, found: Capture | Failure) -> None:
        if isinstance(found, Failure):
            self.workspace.store.fail(found)
            self.turn.failures.append(found)
            return
        self.waiting.append(found)
        if len(self.waiting) >= _AT_ONCE:
            self.settle()

    def _gone(self, origin: str, seen: datetime, why: str) -> None:
        noted = Retraction(
            id=retraction_id(origin, "deleted", seen), origin=origin, how="deleted", why=why, by=BY, made=seen
        )
        self.turn.gone += self.workspace.store.append([noted])

    def settle(self) -> None:
        batch, self.waiting = self.waiting, []
        new = self.workspace.store.append(batch) if batch else 0
        self.turn.new += new
        self.turn.known += len(batch) - new


def _folder(workspace: Workspace) -> Path:
    return workspace.path / COLLECT


def _place(workspace: Workspace, task: str) -> Path:
    return _folder(workspace) / f"{task}.json"


def _write(workspace: Workspace, task: str, known: Health) -> None:
    told = {
        "memory": dict(known.memory),
        "tried": known.tried.isoformat() if known.tried else None,
        "done": known.done.isoformat() if known.done else None,
        "failed": known.failed,
        "reason": known.reason,
        "taken": known.taken,
        "wait_s": known.wait_s,
        "fresh": known.fresh.isoformat() if known.fresh else None,
        "gaps": [round(one) for one in known.gaps],
    }
    place = _place(workspace, task)
    part = place.with_suffix(".part")
    try:
        with part.open("w", encoding="utf-8") as handle:
            handle.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
            handle.flush()
            os.fsync(handle.fileno())
        part.replace(place)
    except OSError as error:
        raise WorkspaceError(
            f"{place}: cannot be written ({error.strerror}); check the disk and permissions"
        ) from error


def _chance(seed: str) -> float:
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4]) / (1 << 32)


@contextmanager
def _alone(workspace: Workspace) -> Iterator[None]:
    """The lock ends with the process, however that ends."""
    try:
        _folder(workspace).mkdir(exist_ok=True)
        handle = os.open(_folder(workspace) / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise WorkspaceError(f"{_folder(workspace)}: cannot be made ({error.strerror}); check permissions") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BusyError(f"{workspace.path}: another `vedette collect` is at work here; wait for it") from None
        yield
    finally:
        os.close(handle)
