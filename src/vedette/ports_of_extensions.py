"""What an extension is given and what it gives back. An author imports these from `vedette.extension`."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

from vedette.model.analysis import Analysis
from vedette.model.annotation import Note
from vedette.model.document import Document
from vedette.model.interval import Interval
from vedette.model.mention import PlaceMention
from vedette.model.span import Span
from vedette.model.watch import Watch

Setting = str | int | float | bool | tuple[str, ...]
Exported = Literal["events", "statements", "control", "figures", "threats", "observations"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One round of a source. `settings` are the keys of its `[[collect]]` table that Vedette does not know itself,
    `memory` is what it last asked to be remembered, `workspace` the folder of the watch. `get` fetches a web address as
    Vedette does, bounded and never a private one unless the table says `private = true`; it raises CaptureError."""

    workspace: Path
    get: Callable[[str], bytes]
    address: str = ""
    settings: Mapping[str, Setting] = field(default_factory=dict)
    memory: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """Exact bytes, as they came from `address`; they are archived before they are read."""

    address: str
    payload: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Remember:
    """How far the source was followed: values that JSON can hold, in place of what was remembered before. Whatever was
    given before it is stored when it counts."""

    memory: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A text in the bytes of a source. `label` tells it from the others of its bytes, `by` names who published it."""

    text: str
    label: str
    title: str | None = None
    published: Interval | None = None
    language: str | None = None
    address: str | None = None
    by: str | None = None


class SourceKind(Protocol):
    """Named in `[[collect]] kind`. Raises CaptureError where the source cannot be had now, ReadError for bytes that
    hold nothing, each with a message that says what to do."""

    def recognises(self, name: str, head: bytes) -> bool:
        """Whether a file that somebody adds is of this kind, by its name and its first 64 KiB."""
        ...

    def collect(self, asked: Asked) -> Iterator[Fetched | Remember]: ...

    def read(self, payload: bytes, address: str) -> Iterable[Report]: ...


class Stretch(Protocol):
    """Part of a document, in one language. All offsets are code points into `document.text`, end exclusive."""

    @property
    def document(self) -> Document: ...

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...

    @property
    def watch(self) -> Watch | None: ...

    def span(self, start: int, end: int) -> Span: ...

    def place(self, start: int, end: int, name: str = "") -> PlaceMention | None:
        """The place that the words there name, if one is known; `name` is their basic form, where that is another."""
        ...


class LanguageReader(Protocol):
    """Named by the ISO 639-1 code of its language. Pure: the same stretch, the same analysis."""

    def __call__(self, stretch: Stretch) -> Analysis: ...


class ExportForm(Protocol):
    """Named in `vedette export --format`. It is given rows as `--format jsonl` writes them, after the watch's policy:
    what may not leave it never sees."""

    @property
    def table(self) -> Exported: ...

    def __call__(self, rows: Iterable[Mapping[str, Any]], watch: str) -> Iterator[str]: ...


class NoteStage(Protocol):
    """Looks at every document that was understood, and notes what it finds. Pure."""

    def __call__(self, document: Document, analysis: Analysis) -> Iterable[Note]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What an observer saw; the fields are those of an `Observation`. `could_observe` False is an answer: there was
    nothing to see it with. `note` is a whole sentence on what was seen, never a verdict."""

    when: Interval | None
    footprint: str | None
    note: str
    could_observe: bool | None = True
    measure: float | None = None
    unit: str | None = None
    quality: float | None = None
    p: float | None = None


class Observer(Protocol):
    """Named by the kind of what it sees. It looks in a process of its own, bounded in time and memory; `path` is
    read-only. Raises ReadError for bytes nothing can be made of. Pure."""

    def recognises(self, name: str, head: bytes) -> bool: ...

    def look(self, path: Path, watch: Watch) -> Iterable[Seen]: ...
