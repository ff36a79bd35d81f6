"""What a file of facts holds, one after another: a head, the facts, an end that counts them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from vedette.model.analysis import Analysis
from vedette.model.annotation import Annotation
from vedette.model.capture import Capture
from vedette.model.correction import Correction
from vedette.model.document import Document
from vedette.model.errors import IntegrityError
from vedette.model.failure import Failure
from vedette.model.link import Link
from vedette.model.observation import Observation
from vedette.model.retraction import Retraction
from vedette.model.source import Source
from vedette.ports_of_work import ItemKind

FORMAT, NEWEST = "vedette-facts", 1
LARGEST_BYTES = 64 * 1024 * 1024
"""Of one capture inside a file; a crate holds larger ones."""
LONGEST_LINE = LARGEST_BYTES // 3 * 4 + 64 * 1024
MOST = 100_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """`chain` is the last chain hash of the workspace it came from, `withheld` how many captures and documents its
    policy kept back; None where the policy was set aside."""

    format: str
    number: int
    watch: str
    made: datetime
    by: str
    software: str
    chain: str
    withheld: int | None = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A stage has worked through these items at this version."""

    stage: str
    version: str
    takes: ItemKind
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bytes:
    """What lies in the archive under `sha256`."""

    sha256: str
    payload: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """How many there were of each kind: a file that was cut off has none."""

    counts: dict[str, int] = field(default_factory=dict)


Fact = Source | Capture | Document | Analysis | Annotation | Observation | Link | Retraction | Correction | Failure
Load = Head | Fact | Done | Bytes | End
KINDS: dict[str, type[Load]] = {
    "head": Head,
    "source": Source,
    "capture": Capture,
    "document": Document,
    "analysis": Analysis,
    "annotation": Annotation,
    "observation": Observation,
    "link": Link,
    "retraction": Retraction,
    "correction": Correction,
    "failure": Failure,
    "done": Done,
    "bytes": Bytes,
    "end": End,
}
_NAMES = {kind: name for name, kind in KINDS.items()}
_DECODERS = {name: msgspec.json.Decoder(kind) for name, kind in KINDS.items()}


def kind_of(load: Load) -> str:
    return _NAMES[type(load)]


def unpack(kind: str, body: bytes | str, number: int) -> Load:
    """Raises IntegrityError for what is none of these."""
    if kind not in _DECODERS:
        raise IntegrityError(f"line {number}: {kind[:40]!r} is no kind of fact; was it made by a newer Vedette?")
    try:
        return _DECODERS[kind].decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise IntegrityError(f"line {number}: this {kind} cannot be read ({str(error)[:200]})") from error


def held_together(loads: Iterator[Load]) -> Iterator[Load]:
    """All but the end. Raises IntegrityError where head or end is missing, or the end counts otherwise."""
    head = next(loads, None)
    if not isinstance(head, Head) or head.format != FORMAT:
        raise IntegrityError("this is no file of facts; make one with `vedette export WORKSPACE facts`")
    if head.number > NEWEST:
        raise IntegrityError("it was made by a newer Vedette; upgrade this one")
    yield head
    counts: dict[str, int] = {}
    for load in loads:
        if isinstance(load, End):
            if load.counts != counts or next(loads, None) is not None:
                raise IntegrityError("it does not hold what its end counts: it was changed or cut; export it again")
            return
        counts[kind_of(load)] = counts.get(kind_of(load), 0) + 1
        if sum(counts.values()) > MOST:
            raise IntegrityError("it holds more facts than any workspace; export it again")
        yield load
    raise IntegrityError("it has no end: it was cut off; export it again")


def counted(loads: Iterator[Load]) -> Iterator[Load]:
    """With an end that counts them, but for the head."""
    counts: dict[str, int] = {}
    for load in loads:
        if not isinstance(load, Head):
            counts[kind_of(load)] = counts.get(kind_of(load), 0) + 1
        yield load
    yield End(counts=counts)
