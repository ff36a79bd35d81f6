"""Capture → documents and the sources that published them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from vedette.model.capture import Capture
from vedette.model.document import Document, document_id
from vedette.model.errors import IntegrityError, ReadError
from vedette.model.media import OBSERVED, MediaType
from vedette.model.source import Source
from vedette.model.watch import Watch
from vedette.ports import Archive, Outcome
from vedette.read.draft import Draft, Publisher, Reading
from vedette.read.feed import read_feed
from vedette.read.jsonl import read_jsonl
from vedette.read.mail import read_mail
from vedette.read.page import read_page
from vedette.read.sources import source_of
from vedette.read.telegram import read_telegram
from vedette.read.telegram_page import read_telegram_page
from vedette.read.text import read_text
from vedette.read.x import read_x_archive, read_x_lines

Reader = Callable[[bytes, Capture], Reading]
Foreign = Callable[[Capture, bytes], Reading]

READERS: dict[str, Reader] = {
    MediaType.TEXT: read_text,
    MediaType.MARKDOWN: read_text,
    MediaType.HTML: read_page,
    MediaType.JSONL: read_jsonl,
    MediaType.TELEGRAM: read_telegram,
    MediaType.RSS: read_feed,
    MediaType.ATOM: read_feed,
    MediaType.EMAIL: read_mail,
    MediaType.TELEGRAM_PAGE: read_telegram_page,
    MediaType.X_ARCHIVE: read_x_archive,
    MediaType.X_LINES: read_x_lines,
}


MEDIA = tuple(media.value for media in MediaType if media not in OBSERVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadStage:
    """One outcome a capture: its documents, after the sources that the watch does not name; or why there are none.
    `foreign` reads in place of the readers above."""

    archive: Archive
    watch: Watch
    name: str = "read"
    version: str = "1"
    foreign: Foreign | None = None

    def __call__(self, batch: Sequence[Capture]) -> Iterator[Outcome[Source | Document]]:
        return (self._read(capture) for capture in batch)

    def _read(self, capture: Capture) -> Outcome[Source | Document]:
        try:
            reading = (self.foreign or read)(capture, self.archive.read(capture.sha256))
        except (ReadError, IntegrityError) as error:
            return Outcome(item=capture.id, failure=f"{capture.address} {error}")
        facts = self._facts(capture, reading)
        problem = f"{capture.address}: {reading.problem}" if reading.problem else None
        return Outcome(item=capture.id, results=facts, failure=problem)

    def _facts(self, capture: Capture, reading: Reading) -> tuple[Source | Document, ...]:
        declared = {source.id for source in self.watch.sources}
        sources: dict[str, Source] = {}
        publishers: dict[Publisher, Source] = {}
        documents: dict[str, Document] = {}
        for draft in reading.drafts:
            source = publishers.get(draft.publisher) or source_of(capture, draft.publisher, self.watch)
            publishers[draft.publisher] = source
            document = _document(draft, capture, source)
            documents.setdefault(document.id, document)
            if source.id not in declared:
                sources.setdefault(source.id, source)
        return (*sources.values(), *documents.values())


def read(capture: Capture, payload: bytes) -> Reading:
    """Raises ReadError where nothing can be read."""
    reader = READERS.get(capture.media_type)
    if reader is None:
        raise ReadError(
            f"is {capture.media_type}, which holds no text to read: save text as HTML; `vedette add` takes pictures, "
            "video and sound into a workspace and looks at them there"
        )
    return reader(payload, capture)


def _document(draft: Draft, capture: Capture, source: Source) -> Document:
    origin = draft.origin or f"{source.id}:{draft.label}"
    return Document(
        id=document_id(origin, draft.text),
        capture=capture.id,
        source=source.id,
        origin=origin,
        label=draft.label,
        text=draft.text,
        title=draft.title,
        author=draft.author,
        published=draft.published,
        modified=draft.modified,
        language=draft.language,
        address=draft.address,
        forwarded_from=draft.forwarded_from,
        reply_to=draft.reply_to,
        media=draft.media,
    )
