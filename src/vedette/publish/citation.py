"""Sentences of a report, and the words they stand on. A sentence without a citation cannot be made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from vedette.model.document import Document
from vedette.model.event import Event
from vedette.model.failure import Failure
from vedette.model.ids import DocumentId, ObservationId, SourceId
from vedette.model.observation import Observation
from vedette.model.source import Source
from vedette.model.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """`text` is the slice of the document; a marker numbers citations in the order of the report."""

    span: Span
    text: str

    @classmethod
    def of(cls, span: Span, document: Document) -> "Citation":
        return cls(span=span, text=span.of(document.text))

    @property
    def anchor(self) -> str:
        return f"s{self.span.start}-{self.span.end}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """`status` is the word shown beside it, of an event, a change of holder or a threat. `also` are further events
    that the same words tell, `seen` the observations it tells."""

    text: str
    citations: tuple[Citation, ...]
    status: str | None = None
    event: Event | None = None
    also: tuple[Event, ...] = ()
    seen: tuple[ObservationId, ...] = ()

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError(f"a sentence without a citation: {self.text!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Sentences under a heading; `title` None for those directly under the section's."""

    title: str | None
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """`empty` is what stands there if nothing is to be told: a remark on the report, not on the war."""

    title: str
    anchor: str
    groups: tuple[Group, ...]
    empty: str

    @classmethod
    def of(
        cls, title: str, anchor: str, groups: Iterable[tuple[str | None, Sequence[Sentence]]], empty: str
    ) -> "Section":
        """Without the groups in which nothing is told."""
        kept = tuple(Group(title=name, sentences=tuple(told)) for name, told in groups if told)
        return cls(title=title, anchor=anchor, groups=kept, empty=empty)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(sentence for group in self.groups for sentence in group.sentences)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`documents` are those cited. `counts` and `failures` are about the workspace, not about the war.

    `held` is how many events of these days the policy holds back; with a policy, `unread` counts what `failures` may
    not name. `is_empty`: nothing is told of these days, though threats of earlier ones may still stand;
    `nearby` are days then that hold something. `observations` are those beside its events.
    """

    title: str
    period: str
    sections: tuple[Section, ...]
    documents: Mapping[DocumentId, Document]
    sources: Mapping[SourceId, Source]
    events: tuple[Event, ...]
    counts: tuple[tuple[str, int], ...]
    failures: tuple[Failure, ...] = ()
    unread: int = 0
    held: int = 0
    is_empty: bool = False
    nearby: tuple[date, ...] = ()
    notice: str = ""
    sides: Mapping[str, str] = field(default_factory=dict)
    observations: tuple[Observation, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Each once, in the order of the report: number 1 is the first."""
        return tuple(
            dict.fromkeys(
                citation
                for section in self.sections
                for sentence in section.sentences
                for citation in sentence.citations
            )
        )


def numbers(citations: Sequence[Citation]) -> dict[Citation, int]:
    return {citation: number for number, citation in enumerate(citations, start=1)}
