"""Work on this machine: in this process, or in worker processes beside it."""

import multiprocessing
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from vedette.model.errors import VedetteError
from vedette.ports import Outcome, Stage

In = TypeVar("In")
Out = TypeVar("Out")

_IN_FLIGHT_A_WORKER = 2
_BROKEN = (
    "a worker process died, perhaps for lack of memory; what was finished is kept: run again, with fewer --workers"
)


class WorkerError(VedetteError):
    """A worker process was killed."""


class LocalEngine:
    """`workers` 1 works in this process. Workers are spawned, so they share no state, and end with their parent."""

    def __init__(self, workers: int = 1) -> None:
        if workers < 1:
            raise ValueError(f"an engine needs at least one worker, not {workers}")
        self._workers = workers

    def map(self, stage: Stage[In, Out], batches: Iterable[Sequence[In]]) -> Iterator[Sequence[Outcome[Out]]]:
        """Batches are taken as they are needed; at most two a worker are in flight."""
        rest = iter(batches)
        first = list(islice(rest, 2))
        # One batch is done here sooner than a process starts.
        if self._workers == 1 or len(first) < 2:
            for batch in chain(first, rest):
                yield tuple(stage(batch))
            return
        try:
            yield from self._spread(stage, chain(first, rest))
        except BrokenProcessPool as error:
            raise WorkerError(_BROKEN) from error

    def _spread(self, stage: Stage[In, Out], batches: Iterator[Sequence[In]]) -> Iterator[Sequence[Outcome[Out]]]:
        context = multiprocessing.get_context("spawn")
        theirs, ours = context.Pipe(duplex=False)
        pool = ProcessPoolExecutor(
            max_workers=self._workers,
            mp_context=context,
            initializer=_take_up,
            initargs=(pickle.dumps(stage), theirs),
        )
        flying: deque[Future[Sequence[Outcome[Out]]]] = deque()
        try:
            for batch in batches:
                flying.append(pool.submit(_work, batch))
                if len(flying) >= self._workers * _IN_FLIGHT_A_WORKER:
                    yield flying.popleft().result()
            while flying:
                yield flying.popleft().result()
        except BaseException:
            # Whoever presses Ctrl-C does not wait for work that nobody will take, nor for models that still load.
            ours.close()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            ours.close()
            theirs.close()


# The stage of this worker process. A pool can hand state to its workers in no other way.
_stage: Stage[Any, Any] | None = None


def _take_up(pickled: bytes, lifeline: Connection) -> None:
    global _stage
    # Ctrl-C reaches the whole group; the parent decides what ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()
    _stage = pickle.loads(pickled)  # noqa: S301 - made by our own parent process a moment ago


def _end_with(lifeline: Connection) -> None:
    """The other end closes when the work is given up, or when the parent is killed: a worker that outlived it would
    wait for work for ever."""
    wait([lifeline])
    os._exit(1)


def _work(batch: Sequence[Any]) -> Sequence[Outcome[Any]]:
    assert _stage is not None
    return tuple(_stage(batch))
