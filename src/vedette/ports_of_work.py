"""What the loop hands out and takes back: stages, outcomes, engines. Part of `ports`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

In_contra = TypeVar("In_contra", contravariant=True)
In = TypeVar("In")
Out_co = TypeVar("Out_co", covariant=True)

ItemKind = Literal["capture", "document"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageKey:
    """A stage at a version, and what kind of item it takes. A new version makes every input pending again. `media`
    narrows captures to those media types; empty takes all."""

    name: str
    version: str
    takes: ItemKind
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[Out_co]):
    """What a stage made of one item: results, or the reason why there are none."""

    item: str
    results: tuple[Out_co, ...] = ()
    failure: str | None = None


class Stage(Protocol[In_contra, Out_co]):
    """A pure callable over batches: no clock, no network, no store. One outcome an input, in order.

    Stages are pickled to worker processes before they have loaded any model; they load on the first call.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def __call__(self, batch: Sequence[In_contra]) -> Iterable[Outcome[Out_co]]: ...


class Engine(Protocol):
    """Runs a stage over batches, keeping their order."""

    def map(self, stage: Stage[In, Out_co], batches: Iterable[Sequence[In]]) -> Iterator[Sequence[Outcome[Out_co]]]: ...
