"""Where in a document something stands."""

from dataclasses import dataclass

from vedette.model.ids import DocumentId


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """Offsets are code points into `Document.text`, end exclusive."""

    document: DocumentId
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        return self.document == other.document and self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        return self.document == other.document and self.start <= other.start and other.end <= self.end
