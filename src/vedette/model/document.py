"""Text of a capture, or of one message in it."""

from dataclasses import dataclass
from datetime import datetime

from vedette.model.ids import CaptureId, DocumentId, SourceId, content_id
from vedette.model.interval import Interval

_UNSURE_BELOW = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where in a picture or a recording the characters `start` to `end` (exclusive) of a document were seen or heard.

    `seconds` and `until` are time codes, None in a still picture; `box` is left, top, right, bottom as fractions of the
    frame, None for speech. `confidence` runs from 0 to 1, None where the method gives none;
    `doubtful` where the method itself says not to rely on it.
    """

    start: int
    end: int
    seconds: float | None = None
    until: float | None = None
    box: tuple[float, float, float, float] | None = None
    confidence: float | None = None
    doubtful: bool = False

    @property
    def unsure(self) -> bool:
        """Not to be relied on without looking or listening oneself."""
        return self.doubtful or (self.confidence is not None and self.confidence < _UNSURE_BELOW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """`origin` names the thing across its versions (an address, channel/message, source:id); `label` is the id its
    source gave it, used in exports. `modified` is when the source last edited it. `version_of` is the version before
    this one, set by the store when it appends. `text` is what every span points into. `marks`, in the order of the
    text, stand in place of pages where it was read from a picture or heard.
    """

    id: DocumentId
    capture: CaptureId
    source: SourceId
    origin: str
    label: str
    text: str
    title: str | None = None
    author: str | None = None
    published: Interval | None = None
    modified: datetime | None = None
    language: str | None = None
    address: str | None = None
    forwarded_from: str | None = None
    reply_to: str | None = None
    media: tuple[str, ...] = ()
    version_of: DocumentId | None = None
    marks: tuple[Mark, ...] = ()


def document_id(origin: str, text: str) -> DocumentId:
    """An edited text is another document with the same origin."""
    return DocumentId(content_id("doc", origin, text))
