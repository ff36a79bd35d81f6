"""Exact bytes at a time."""

from dataclasses import dataclass
from datetime import datetime

from vedette.model.ids import CaptureId, SourceId, content_id

MESSAGE, CHANNEL, PUBLISHED = "Vedette-Message", "Vedette-Channel", "Vedette-Published"
"""Headers of media that came with a message: the message's origin, its channel, and the moment as ISO 8601."""

CHANNEL_NUMBER = "Vedette-Channel-Number"
"""Header of an export as pages, which do not tell it: the number of the channel, where it was known by then."""

TAKEN_FROM = "Vedette-Taken-From"
"""Header of what others captured: the address of their archive and what it calls the record. Its time is theirs too."""

SOURCE, KIND = "Vedette-Source", "Vedette-Kind"
"""Headers of a web archive's record that Vedette wrote: source and media type of the capture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """Bytes as they were fetched; never changed. The bytes lie in the archive under `sha256`.

    `address` is where they came from (a web address or a file address), `fetched` is aware UTC.
    `headers` are name-value pairs as the server gave them, or empty; those of media that came with a message are
    Vedette's own (`MESSAGE` and the rest below). `source` is None where the watch does not know the publisher before
    the bytes are read.
    """

    id: CaptureId
    sha256: str
    size: int
    address: str
    fetched: datetime
    media_type: str
    source: SourceId | None = None
    headers: tuple[tuple[str, str], ...] = ()

    def header(self, name: str) -> str | None:
        return next((value for known, value in self.headers if known.lower() == name.lower()), None)


def capture_id(sha256: str, source: SourceId | None, message: str | None = None) -> CaptureId:
    """The same bytes from the same source are one capture, wherever and whenever they are met again; the same footage
    under another `message` is another, for there it is shown with other words."""
    return CaptureId(content_id("cap", sha256, source or "", *([message] if message else [])))
