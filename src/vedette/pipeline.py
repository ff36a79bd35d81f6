"""The loop: pending → stage → one transaction of results and done marks."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from traceback import extract_tb
from typing import Any, TypeVar

from vedette.model.capture import Capture
from vedette.model.document import Document
from vedette.model.errors import VedetteError
from vedette.ports import Engine, Outcome, Progress, Recorder, Stage, StageKey

In = TypeVar("In")
Claim = Callable[[StageKey, Sequence[str]], Sequence[str]]
"""Which of some items are this run's to work through."""


def _all(_: StageKey, ids: Sequence[str]) -> Sequence[str]:
    return ids


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSummary:
    """Items worked through in this run, and how many of them failed."""

    name: str
    done: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """A stage whose defects become failures of the items they struck: one hostile text must not end every run of its
    workspace. What Vedette raises on purpose, and want of memory, still ends the run."""

    stage: Stage[Any, Any]

    @property
    def name(self) -> str:
        return self.stage.name

    @property
    def version(self) -> str:
        return self.stage.version

    def __call__(self, batch: Sequence[Any]) -> Sequence[Outcome[Any]]:
        try:
            return list(self.stage(batch))
        except (VedetteError, MemoryError):
            raise
        except Exception:  # noqa: BLE001 - found again below, alone with its item
            return [self._alone(item) for item in batch]

    def _alone(self, item: Capture | Document) -> Outcome[Any]:
        try:
            (outcome,) = self.stage([item])
        except (VedetteError, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 - told in the failure, with its place
            return Outcome(item=item.id, failure=defect(error))
        return outcome


def defect(error: Exception) -> str:
    """In one line, with its place."""
    frame = extract_tb(error.__traceback__)[-1]
    place = f"{Path(frame.filename).name}:{frame.lineno}"
    return f"a defect in Vedette stopped at it ({type(error).__name__} at {place}): it is kept; please report it"


def run_stage(
    store: Recorder,
    engine: Engine,
    stage: Stage[In, Any],
    key: StageKey,
    load: Callable[[Sequence[str]], Sequence[In]],
    batch_size: int,
    progress: Progress,
    pending: Sequence[str] | None = None,
    claim: Claim = _all,
) -> StageSummary:
    """Works through what is pending; whoever asked that already gives it. A batch is recorded whole or not at all, so a
    killed run loses at most those in flight. Bad items come back as outcomes with a failure; so does an item at which
    the stage breaks down. Of what other runs have claimed, that is worked through which they leave.
    """
    summary = StageSummary(name=key.name)
    pending = store.view().pending(key) if pending is None else pending
    while pending:
        once = _once(store, engine, stage, key, load, batch_size, progress, pending, claim)
        summary = StageSummary(name=key.name, done=summary.done + once.done, failed=summary.failed + once.failed)
        # Whoever claimed the rest may have been killed since; but where nothing was left to take, they are at it.
        pending = store.view().pending(key) if 0 < once.done < len(pending) else ()
    return summary


def _once(
    store: Recorder,
    engine: Engine,
    stage: Stage[In, Any],
    key: StageKey,
    load: Callable[[Sequence[str]], Sequence[In]],
    batch_size: int,
    progress: Progress,
    pending: Sequence[str],
    claim: Claim,
) -> StageSummary:
    done = failed = 0
    progress(key.name, done, len(pending))
    taken: deque[Sequence[str]] = deque()

    def inputs() -> Iterator[Sequence[In]]:
        for ids in _batches(pending, batch_size):
            if mine := claim(key, ids):
                taken.append(mine)
                yield load(mine)

    for outcomes in engine.map(Guarded(stage=stage), inputs()):
        _check(stage, taken.popleft() if taken else (), outcomes)
        store.record(key, outcomes)
        done += len(outcomes)
        failed += sum(outcome.failure is not None for outcome in outcomes)
        progress(key.name, done, len(pending))
    _check(stage, [one for ids in taken for one in ids], ())
    return StageSummary(name=key.name, done=done, failed=failed)


def _batches(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    rest = iter(ids)
    while batch := list(islice(rest, size)):
        yield batch


def _check(stage: Stage[Any, Any], ids: Sequence[str], outcomes: Sequence[Outcome[Any]]) -> None:
    """An item without an outcome would stay pending for ever."""
    answered = [outcome.item for outcome in outcomes]
    if answered != list(ids):
        raise RuntimeError(f"stage {stage.name} answered {len(answered)} outcomes that are not its {len(ids)} inputs")
