"""Capture → what was seen in it: observations, fingerprints, and the words of pictures and speech as documents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import unquote, urlsplit

from vedette.model.capture import CHANNEL, MESSAGE, PUBLISHED, Capture
from vedette.model.document import Document, document_id
from vedette.model.errors import IntegrityError, ReadError
from vedette.model.ids import SourceId
from vedette.model.interval import Interval
from vedette.model.observation import Observation
from vedette.model.prints import Prints
from vedette.model.publisher import host_names, publisher
from vedette.model.source import UNKNOWN, Source, slug
from vedette.model.watch import Watch
from vedette.observe.bounded import Bounded
from vedette.observe.sense import Findings, Sense, Transcript
from vedette.ports import Outcome

Seen = Source | Document | Observation | Prints


def stage_name(sense: Sense) -> str:
    return f"observe-{sense.name}"


class Places(Protocol):
    """The archive, as looking needs it: the file that holds the bytes, so that video need not fit in memory."""

    def place(self, sha256: str) -> Path:
        """Raises IntegrityError where it is not there or was changed."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ObserveStage:
    """One sense over captures: one outcome each. Its child process lives for a batch."""

    archive: Places
    watch: Watch
    sense: Sense
    _bounded: Bounded = field(default_factory=Bounded)

    @property
    def name(self) -> str:
        return stage_name(self.sense)

    @property
    def version(self) -> str:
        return self.sense.version

    def __call__(self, batch: Sequence[Capture]) -> Iterator[Outcome[Seen]]:
        try:
            yield from map(self._observe, batch)
        finally:
            self._bounded.close()

    def _observe(self, capture: Capture) -> Outcome[Seen]:
        try:
            path = self.archive.place(capture.sha256)
            found = self._bounded.look(self.sense, path, capture, self.watch)
        except (IntegrityError, ReadError) as error:
            return Outcome(item=capture.id, failure=f"{capture.address} {error}")
        failure = f"{capture.address} {found.problem}" if found.problem else None
        return Outcome(item=capture.id, results=tuple(dict.fromkeys(self._facts(capture, found))), failure=failure)

    def _facts(self, capture: Capture, found: Findings) -> Iterator[Seen]:
        texts = [one for one in found.transcripts if one.text.strip()]
        if texts:
            source = source_of(capture, self.watch)
            if source.id not in {known.id for known in self.watch.sources}:
                yield source
            yield from (_document(capture, source, text) for text in texts)
        yield from found.observations
        yield from found.prints


def source_of(capture: Capture, watch: Watch) -> Source:
    """Who published a picture: its capture's source, else the channel it came with, else the host it came from."""
    if capture.source:
        known = next((source for source in watch.sources if source.id == capture.source), None)
        return known or Source(id=capture.source, name=capture.header(CHANNEL) or capture.source)
    channel = capture.header(CHANNEL)
    names = (*host_names(capture.address), *((channel, slug(channel)) if channel else ()))
    found = publisher(names, watch.sources)
    if found or not names:
        return found or UNKNOWN
    name = names[0]
    kind = "channel" if channel else "outlet"
    return Source(id=SourceId(slug(name)), name=name, kind=kind, match=tuple(dict.fromkeys((slug(name), name))))


def published(capture: Capture) -> Interval | None:
    """When the message it came with was published: an instant, or a day."""
    given = capture.header(PUBLISHED) or ""
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        return None
    if len(given) == len("2024-05-12"):
        return Interval.of_days(moment.date(), moment.date())
    return Interval.of_instant(moment) if moment.tzinfo else None


def _document(capture: Capture, source: Source, text: Transcript) -> Document:
    origin = f"{capture.id}/{text.kind}"
    message = capture.header(MESSAGE)
    return Document(
        id=document_id(origin, text.text),
        capture=capture.id,
        source=source.id,
        origin=origin,
        label=f"{_name(capture)}#{text.kind}",
        text=text.text,
        published=published(capture),
        language=text.language,
        address=capture.address if capture.address.startswith("http") else None,
        reply_to=message,
        marks=text.marks,
    )


def _name(capture: Capture) -> str:
    """The file's name; of a message's media with the message before it."""
    path = unquote(urlsplit(capture.address).path)
    name = PurePosixPath(path).name or capture.id
    message = capture.header(MESSAGE)
    return f"{message}/{name}" if message else name
