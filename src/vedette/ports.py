"""What the loop needs from the outside: a store, a view of it, stages and an engine."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from vedette.model.analysis import Analysis
from vedette.model.annotation import Annotation
from vedette.model.capture import Capture
from vedette.model.correction import Correction
from vedette.model.document import Document
from vedette.model.event import Control, Event, Picture, PictureChange, Status, Threat
from vedette.model.failure import Failure
from vedette.model.ids import CaptureId, DocumentId, EventId, ObservationId, SideId, SourceId, StatementId
from vedette.model.link import Link
from vedette.model.observation import Observation, ObservationQuery
from vedette.model.query import Lane, Query, Spot, StatementRow
from vedette.model.retraction import Retraction
from vedette.model.source import Source
from vedette.ports_of_words import Words
from vedette.ports_of_work import Engine as Engine
from vedette.ports_of_work import ItemKind as ItemKind
from vedette.ports_of_work import Outcome as Outcome
from vedette.ports_of_work import Stage as Stage
from vedette.ports_of_work import StageKey as StageKey

Fact = Source | Capture | Document | Analysis | Observation | Link | Retraction | Correction | Annotation


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """By which recipe the picture was made, and up to which facts: `seen` is a watermark of the view."""

    recipe: str
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Facts that came after a watermark, up to the watermark `until`.

    `shown` are current documents that are new, analysed anew, corrected, or that may have been taken back (`withdrawn`:
    there are new retractions); `hidden` are versions that are current no more, or were never.
    `unheard`: none of the shown was understood before.
    """

    until: str
    shown: tuple[DocumentId, ...] = ()
    hidden: tuple[DocumentId, ...] = ()
    judgements: tuple[Link, ...] = ()
    withdrawn: bool = False
    sources: bool = False
    observations: bool = False
    unheard: bool = True


class Archive(Protocol):
    """Bytes by SHA-256. Never changes or removes what it holds."""

    def read(self, sha256: str) -> bytes: ...

    def write(self, payload: bytes) -> str: ...

    def place(self, sha256: str) -> Path:
        """The file that holds the bytes, for what is too large for memory."""
        ...

    def holds(self, sha256: str) -> bool:
        """Whether there is a file of that name; what it holds is not looked at."""
        ...


class View(Words, Protocol):
    """Reading. All lists are in a stable order; ids not found are left out."""

    def pending(self, stage: StageKey) -> Sequence[str]:
        """Ids not yet done at this version, oldest first. For documents: current versions only."""
        ...

    def sources(self) -> Sequence[Source]: ...

    def captures(self, ids: Sequence[CaptureId] | None = None) -> Sequence[Capture]:
        """In the order they were taken; all of them for None."""
        ...

    def chain(self) -> Iterator[tuple[Capture, str, str]]:
        """Every capture with the chain hash before it and its own, in order."""
        ...

    def documents(self, ids: Sequence[DocumentId] | None = None) -> Sequence[Document]:
        """For None, the current version of every document."""
        ...

    def current(self, ids: Sequence[DocumentId]) -> frozenset[DocumentId]:
        """Those of them that are current versions."""
        ...

    def newest_documents(self, query: Query) -> Sequence[Document]:
        """Current ones of the query's source and days of publication, the latest first, those without a date last."""
        ...

    def count_documents(self, query: Query) -> int: ...

    def documents_by_source(self) -> dict[SourceId, int]: ...

    def documents_known(self, moment: datetime) -> Sequence[Document]:
        """The version of every document that its source showed at that moment. Undated documents are among them."""
        ...

    def document(self, key: str) -> Document | None:
        """By id, or by label where only one current document has it."""
        ...

    def versions(self, origin: str) -> Sequence[Document]:
        """Every version of one thing, oldest first."""
        ...

    def sightings(self) -> Iterator[Document]:
        """Each time a source was seen to show a text, in the order in which they came: the same document again where a
        source went back to it, `modified` then."""
        ...

    def find_documents(self, text: str, limit: int = 100) -> Sequence[Document]:
        """Current documents with all these words in title or text, oldest first."""
        ...

    def analyses(self, ids: Sequence[DocumentId] | None = None) -> Iterator[Analysis]:
        """The newest analysis of each document; for None, of every current document."""
        ...

    def annotations(self, ids: Sequence[DocumentId] | None = None) -> Iterator[Annotation]:
        """The newest of each document and maker, as they came; for None, of every current document."""
        ...

    def statements(self, query: Query) -> Sequence[StatementRow]: ...

    def count_statements(self, query: Query) -> int: ...

    def statements_by_day(self, query: Query) -> Sequence[tuple[date | None, SideId | None, int]]:
        """How many the query finds, by first day of publication and side; its limit and offset do not count."""
        ...

    def statements_by_source(self) -> dict[SourceId, int]: ...

    def statement(self, statement: StatementId) -> StatementRow | None: ...

    def statements_told(self, ids: Sequence[StatementId]) -> dict[StatementId, StatementRow]:
        """Of these, those that are known: asked for together."""
        ...

    def events(self, query: Query) -> Sequence[Event]: ...

    def count_events(self, query: Query) -> int: ...

    def events_by_day(self, query: Query) -> Sequence[tuple[date | None, Status, int]]:
        """How many the query finds, by their first day and status; its limit and offset do not count."""
        ...

    def events_by_place(self, query: Query) -> Sequence[Spot]:
        """Where the events that the query finds lie; its limit and offset do not count."""
        ...

    def events_in_lanes(self, query: Query, lane: Lane, most: int = 8) -> Sequence[tuple[date | None, str, int]]:
        """How many the query finds, by their first day and status, kind, side or place; `none` is no known side. An
        event that several sides tell of counts for each. Of places the `most` told of."""
        ...

    def events_by_place_and_day(self, query: Query) -> Sequence[tuple[str, Status, date | None, int]]:
        """How many the query finds, by place, status and first day."""
        ...

    def most_counted(self, query: Query) -> Sequence[Event]:
        """The events that give figures of the matters counted most often among those the query finds: its limit and
        offset count matters. Of each of these matters every event."""
        ...

    def count_matters(self, query: Query) -> int: ...

    def event(self, event: EventId) -> Event | None: ...

    def events_of(self, document: DocumentId) -> Sequence[Event]: ...

    def control(self) -> Sequence[Control]: ...

    def control_of(self, place: str) -> Sequence[Control]:
        """Of one place, by its id or its name as reports write it."""
        ...

    def threats(self) -> Sequence[Threat]: ...

    def newest_threats(self, limit: int, offset: int = 0) -> Sequence[Threat]:
        """The last said first, those without a date last."""
        ...

    def observations(self, query: ObservationQuery) -> Sequence[Observation]:
        """By the start of their interval, those without one last."""
        ...

    def observation(self, observation: ObservationId) -> Observation | None: ...

    def retractions(self) -> Sequence[Retraction]:
        """All of them, oldest first."""
        ...

    def failures(self) -> Sequence[Failure]: ...

    def counts(self) -> dict[str, int]:
        """Rows by fact: sources, captures, documents, statements, mentions, observations, links, failures, events, …"""
        ...

    def totals(self) -> dict[str, int]:
        """Of these rows those that every page shows, at no cost that grows with them."""
        ...

    def stale(self, recipe: str) -> bool:
        """Whether facts have come since the picture was last brought up to date, or it was made by another recipe."""
        ...

    def stamp(self) -> Stamp | None:
        """That of the picture; None where there is none yet."""
        ...

    def watermark(self) -> str:
        """How far the facts go that a picture is made of."""
        ...

    def news(self, since: str) -> News: ...


class Recorder(Protocol):
    """What the loop asks of a store."""

    def view(self) -> View: ...

    def record(self, stage: StageKey, outcomes: Sequence[Outcome[Any]]) -> None: ...


class Store(Protocol):
    """Writing. Every call is one transaction; appending what is there already changes nothing."""

    def view(self) -> View: ...

    def append(self, facts: Iterable[Fact]) -> int:
        """How many were new. Captures are chained in the order given; documents get their `version_of`."""
        ...

    def record(self, stage: StageKey, outcomes: Sequence[Outcome[Any]]) -> None:
        """Append all results and failures and mark the items done, together."""
        ...

    def fail(self, failure: Failure) -> None:
        """Note what never became an item, such as an address that did not answer."""
        ...

    def replace_picture(self, picture: Picture, links: Iterable[Link], recipe: str, seen: str | None = None) -> None:
        """Append the links and put `picture` in the place of the one before, stamped with the watermark up to which its
        facts were `seen`; with that of now for None."""
        ...

    def update_picture(self, change: PictureChange, links: Iterable[Link], recipe: str, seen: str) -> None:
        """Append the links and carry the change into the picture, stamped as above."""
        ...

    def exclusive(self) -> AbstractContextManager[None]:
        """Nobody else is at work; a second gets a WorkspaceError."""
        ...

    def working(self) -> AbstractContextManager[None]:
        """Held while a run goes on. A store that parts work among runs lets others work too; else it is exclusive."""
        ...

    def alone(self, at: str) -> AbstractContextManager[None]:
        """While `working`: what one run does at a time. Others wait for it."""
        ...

    def claim(self, stage: StageKey, ids: Sequence[str]) -> Sequence[str]:
        """While `working`: those of the pending items that no other run has. They are this one's until they are
        recorded, or it ends in any way."""
        ...

    @property
    def place(self) -> str:
        """Where it lies, as a user may be shown it."""
        ...

    def close(self) -> None: ...


Progress = Callable[[str, int, int], None]
"""Called with the stage's name, items done, items in all."""
