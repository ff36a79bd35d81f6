"""Work on many machines: tasks of a Ray cluster, in the order of the batches. The extra `vedette[ray]`.

A stage is pickled once and put where every machine can fetch it once; a worker process unpickles it for its first batch
and keeps it, models and all. A task whose worker or machine dies is done again elsewhere: nothing is recorded twice,
because only what comes back here is recorded, and in one transaction with its mark in the store.
"""

import hashlib
import os
import pickle
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any, TypeVar

from vedette.engine.local import WorkerError
from vedette.model.errors import UsageError
from vedette.ports import Outcome, Stage

In = TypeVar("In")
Out = TypeVar("Out")

HERE = "local"
"""The address that starts a cluster of this machine alone, for as long as this process lives."""

_IN_FLIGHT_A_PROCESSOR = 2
_TRIES_MORE = 4
_NEEDS_EXTRA = "the engine `ray` needs an extra: pip install 'vedette[ray]', the same release on every machine"
# Read by Ray when it is imported. What the user has set stands.
_SETTINGS = {
    "RAY_AUTH_MODE": "token",
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_DEDUP_LOGS": "0",
}


class RayEngine:
    """`address` is that of a running cluster (`host:port`, or `auto` for the one this machine is part of), or `local`.
    `workers` None takes every processor of the cluster, as it is when the work begins."""

    def __init__(self, address: str, workers: int | None = None) -> None:
        self._address = address
        self._workers = workers

    def map(self, stage: Stage[In, Out], batches: Iterable[Sequence[In]]) -> Iterator[Sequence[Outcome[Out]]]:
        """Batches are taken as they are needed; at most two a processor are in flight."""
        ray = _connected(self._address, self._workers)
        from ray import exceptions

        pickled = pickle.dumps(stage)
        key, held = hashlib.sha256(pickled).hexdigest(), ray.put(pickled)
        task = ray.remote(num_cpus=1, max_retries=_TRIES_MORE, scheduling_strategy="SPREAD")(_work)
        rest, flying = iter(batches), deque[Any]()
        try:
            for batch in rest:
                flying.append(task.remote(key, held, _release(), batch))
                if len(flying) >= self._at_once(ray):
                    yield ray.get(flying.popleft())
            while flying:
                yield ray.get(flying.popleft())
        except exceptions.RayTaskError as error:
            if isinstance(error.cause, ModuleNotFoundError):
                raise WorkerError(_lacking(error.cause.name)) from error
            # What the stage itself raised, as the other engine lets it through.
            raise error.cause from error
        except exceptions.RayError as error:
            raise WorkerError(_lost(self._address, error)) from error
        finally:
            for unfinished in flying:
                ray.cancel(unfinished, force=True)

    def _at_once(self, ray: Any) -> int:
        """A machine that joins is used from the next batch on; one that is lost, no more."""
        processors = int(ray.cluster_resources().get("CPU", 1))
        return _IN_FLIGHT_A_PROCESSOR * max(1, min(processors, self._workers or processors))


def _connected(address: str, workers: int | None) -> Any:
    """The module, connected. Once a process: Ray knows one cluster at a time."""
    ray = import_ray()
    if ray.is_initialized():
        return ray
    here = {"num_cpus": workers, "include_dashboard": False} if address == HERE else {}
    try:
        ray.init(address=address, log_to_driver=False, logging_level="error", **here)
    except (ConnectionError, ValueError, RuntimeError, ray.exceptions.RayError) as error:
        raise WorkerError(_unreachable(address, error)) from error
    return ray


def import_ray() -> Any:
    """The module, with what Vedette asks of it settled before it reads its settings."""
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    try:
        import ray
    except ImportError as error:
        raise UsageError(_NEEDS_EXTRA) from error
    return ray


def _unreachable(address: str, error: Exception) -> str:
    if "token" in str(error).lower() or "authenticat" in str(error).lower():
        return (
            f"the cluster at {address} was not joined: it and this machine need the same token; make one with "
            "`ray get-auth-token --generate` and copy it to every machine (docs/engine.md)"
        )
    return (
        f"the cluster at {address} does not answer: start it with `ray start`, on this machine too (docs/engine.md), "
        f"or leave --engine out ({type(error).__name__})"
    )


def _lacking(module: str | None) -> str:
    return f"a machine of the cluster lacks {module}: install the same release of vedette, and its extras, on all"


def _lost(address: str, error: Exception) -> str:
    return (
        f"the cluster at {address} lost a batch {_TRIES_MORE + 1} times ({type(error).__name__}), perhaps for lack of "
        "memory; what was finished is kept: look at its machines, and run again"
    )


@cache
def _release() -> str:
    try:
        return version("vedette")
    except PackageNotFoundError:
        return "unknown"


# The stage of this worker process, and by which bytes: a process may come to serve another run.
_stage: tuple[str, Stage[Any, Any]] | None = None


def _work(key: str, pickled: bytes, release: str, batch: Sequence[Any]) -> Sequence[Outcome[Any]]:
    global _stage
    if release != _release():
        raise WorkerError(f"a machine of the cluster has vedette {_release()}, this one {release}: install the same")
    if _stage is None or _stage[0] != key:
        _stage = key, pickle.loads(pickled)  # noqa: S301 - from the driver, behind the cluster's token
    return tuple(_stage[1](batch))
