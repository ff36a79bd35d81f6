"""The loop: pending → stage → one transaction of results and done marks."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from vedette.ports import Engine, Outcome, Progress, Stage, StageKey, Store

In = TypeVar("In")


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSummary:
    """Items worked through in this run, and how many of them failed."""

    name: str
    done: int = 0
    failed: int = 0


def run_stage(
    store: Store,
    engine: Engine,
    stage: Stage[In, Any],
    key: StageKey,
    load: Callable[[Sequence[str]], Sequence[In]],
    batch_size: int,
    progress: Progress,
) -> StageSummary:
    """Works through what is pending. A batch is recorded whole or not at all, so a killed run loses at most those in
    flight. What a stage raises is a bug and ends the run; bad items come back as outcomes with a failure.
    """
    pending = store.view().pending(key)
    if not pending:
        return StageSummary(name=key.name)
    done = failed = 0
    progress(key.name, done, len(pending))
    inputs = (load(ids) for ids in _batches(pending, batch_size))
    for ids, outcomes in zip(_batches(pending, batch_size), engine.map(stage, inputs), strict=True):
        _check(stage, ids, outcomes)
        store.record(key, outcomes)
        done += len(outcomes)
        failed += sum(outcome.failure is not None for outcome in outcomes)
        progress(key.name, done, len(pending))
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
