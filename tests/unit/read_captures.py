"""Captures for the tests of reading: bytes with an address and a time."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from vedette.model.capture import Capture, capture_id
from vedette.model.document import Document
from vedette.model.errors import IntegrityError
from vedette.model.ids import SourceId
from vedette.model.media import MediaType
from vedette.model.source import Source
from vedette.model.watch import Watch
from vedette.ports import Outcome
from vedette.read.stage import ReadStage

FETCHED = datetime(2024, 5, 18, 9, tzinfo=UTC)
DATA = Path(__file__).parent.parent / "data" / "read"


@dataclass
class Held:
    """An archive in memory."""

    payloads: dict[str, bytes] = field(default_factory=dict)

    def read(self, sha256: str) -> bytes:
        try:
            return self.payloads[sha256]
        except KeyError:
            raise IntegrityError(f"{sha256} is not in the archive") from None

    def write(self, payload: bytes) -> str:
        sha256 = hashlib.sha256(payload).hexdigest()
        self.payloads[sha256] = payload
        return sha256


def captured(
    payload: bytes,
    media: MediaType,
    *,
    address: str = "file:///reports/item",
    source: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Capture:
    sha256 = hashlib.sha256(payload).hexdigest()
    owner = SourceId(source) if source else None
    return Capture(
        id=capture_id(sha256, owner),
        sha256=sha256,
        size=len(payload),
        address=address,
        fetched=FETCHED,
        media_type=media.value,
        source=owner,
        headers=tuple((headers or {}).items()),
    )


def outcome(payload: bytes, capture: Capture, *sources: Source) -> Outcome[Source | Document]:
    archive = Held()
    archive.write(payload)
    [one] = ReadStage(archive=archive, watch=Watch(name="w", sources=sources))([capture])
    assert one.item == capture.id
    return one


def documents(found: Outcome[Source | Document]) -> list[Document]:
    return [fact for fact in found.results if isinstance(fact, Document)]


def new_sources(found: Outcome[Source | Document]) -> list[Source]:
    return [fact for fact in found.results if isinstance(fact, Source)]


def only(payload: bytes | str, media: MediaType, *sources: Source, **more: str) -> Document:
    """The one document of a capture that reads without trouble."""
    raw = payload.encode() if isinstance(payload, str) else payload
    found = outcome(raw, captured(raw, media, **more), *sources)  # type: ignore[arg-type]
    assert found.failure is None, found.failure
    [document] = documents(found)
    return document


def trouble(payload: bytes | str, media: MediaType) -> str:
    """The failure of a capture that gives nothing: always one line that begins with the address."""
    raw = payload.encode() if isinstance(payload, str) else payload
    found = outcome(raw, captured(raw, media))
    assert found.results == ()
    assert found.failure
    assert "\n" not in found.failure
    assert found.failure.startswith("file:///reports/item")
    return found.failure
