"""What a WARC holds of pages, feeds, pictures, video and sound, each with its own address and date."""

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast
from urllib.parse import urlsplit

from vedette.collect.item import MIB, Found, Item, refuse_larger
from vedette.collect.kind import HEAD_BYTES, sniff
from vedette.collect.warc.answer import answer, plain
from vedette.collect.warc.record import BrokenError, Record, digest_of, records
from vedette.model.capture import CHANNEL, KIND, MESSAGE, PUBLISHED, SOURCE, TAKEN_FROM
from vedette.model.errors import CaptureError
from vedette.model.ids import SourceId
from vedette.model.media import MediaType
from vedette.model.source import slug

_IN_MEMORY = 4 * MIB
_LARGEST = 2048 * MIB
_LONGEST_ADDRESS = 2000
_EARLIEST = 1990
_MOST_DIGESTS = 1_000_000
_SCHEMES = frozenset({"http", "https", "file"})
_OWN = (MESSAGE, CHANNEL, PUBLISHED)
# What pages are made of besides what they tell; an archive holds ten of these for each page.
_TOLD = ("text/html", "application/xhtml", "text/plain", "text/xml", "application/xml", "application/rss",
         "application/atom", "image/", "video/", "audio/", "application/ogg")  # fmt: skip
_NOT_TOLD = ("image/svg", "image/x-icon", "image/vnd.microsoft.icon")
_KNOWN = frozenset(MediaType)


@dataclass(slots=True, kw_only=True)
class Archived:
    """The items of one WARC, `address` being its own. Each item can be opened until the next is asked for."""

    address: str
    seen: set[bytes] = field(default_factory=set)
    away: int = 0

    def items(self, handle: BinaryIO) -> Generator[Found, None, None]:
        try:
            with closing(records(handle)) as each:
                for record in each:
                    yield from self._of(record)
        except CaptureError as error:
            yield self.address, error
        if self.away:
            advice = f"names {self.away} pages seen before (revisit) whose bytes lie in another file: add that too"
            yield self.address, CaptureError(advice)

    def _of(self, record: Record) -> Iterator[Found]:
        if record.kind == "revisit":
            self._revisit(record)
        elif record.kind in {"response", "resource"} and "warc-segment-number" not in record.headers:
            try:
                yield from self._taken(record)
            except BrokenError:
                raise
            except CaptureError as error:
                yield plain(record.target[:_LONGEST_ADDRESS]) or self.address, error

    def _revisit(self, record: Record) -> None:
        """The same bytes again are nothing new, where they were met."""
        digest = _payload_digest(record)
        if digest is None or digest not in self.seen:
            self.away += _tells(record)

    def _taken(self, record: Record) -> Iterator[Found]:
        digest = _payload_digest(record)
        if digest and len(self.seen) < _MOST_DIGESTS:
            self.seen.add(digest)
        if not _is_address(record.target):
            return
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as held:
            found = self._held(record, held)
            if found is None:
                return
            if not record.intact:
                raise CaptureError("does not fit its digest: it was changed or damaged in the archive; leave it out")
            yield found

    def _held(self, record: Record, held: IO[bytes]) -> Item | None:
        """None for what tells nothing: redirects, errors, style sheets, scripts, fonts, icons."""
        kind = record.headers.get("content-type", "").lower()
        if record.kind == "resource":
            return self._item(record, held, record.body.pieces(), kind, _own(record))
        if not kind.startswith("application/http"):
            return None
        got = answer(record.body)
        declared = got.header("content-type").lower()
        if not got.whole or not _is_told(declared):
            return None
        return self._item(record, held, got.payload(), declared, got.kept)

    def _item(
        self,
        record: Record,
        held: IO[bytes],
        pieces: Iterable[bytes],
        declared: str,
        headers: tuple[tuple[str, str], ...],
    ) -> Item | None:
        _keep(held, pieces)
        name = PurePosixPath(urlsplit(record.target).path).name
        media = _media(record, name, held, declared)
        if media is None:
            return None
        number = plain(record.headers.get("warc-record-id", "").strip("<>")[:100]) or str(record.number)
        return Item(
            address=record.target,
            name=name,
            open=lambda: _opened(held),
            declared=declared or None,
            headers=(*headers, (TAKEN_FROM, f"{self.address[:800]} {number}")),
            fetched=_moment(record.headers.get("warc-date", "")),
            media=media,
            source=_source(record),
        )


def _payload_digest(record: Record) -> bytes | None:
    return digest_of(record.headers.get("warc-payload-digest", ""))


def _is_told(declared: str) -> bool:
    return not declared or (declared.startswith(_TOLD) and not declared.startswith(_NOT_TOLD))


def _tells(record: Record) -> bool:
    """Whether a page seen before is of a kind that would have been taken, as far as its record says."""
    if not record.body.left:
        return True
    try:
        return _is_told(answer(record.body).header("content-type").lower())
    except BrokenError:
        raise
    except CaptureError:
        return True


def _own(record: Record) -> tuple[tuple[str, str], ...]:
    """What Vedette wrote of a message's media when it made the archive."""
    found = ((name, plain(record.headers.get(name.lower(), "")[:1000])) for name in _OWN)
    return tuple((name, value) for name, value in found if value)


def _source(record: Record) -> SourceId | None:
    """As Vedette wrote it when it made the archive."""
    named = record.headers.get(SOURCE.lower(), "")
    return SourceId(named) if named and slug(named) == named else None


def _keep(held: IO[bytes], pieces: Iterable[bytes]) -> None:
    size = 0
    for piece in pieces:
        size += len(piece)
        refuse_larger(size, _LARGEST)
        held.write(piece)


def _media(record: Record, name: str, held: IO[bytes], declared: str) -> MediaType | None:
    known = record.headers.get(KIND.lower(), "")
    if known in _KNOWN:
        return MediaType(known)
    held.seek(0)
    try:
        return sniff(name, held.read(HEAD_BYTES), declared)
    except CaptureError:
        return None


@contextmanager
def _opened(held: IO[bytes]) -> Iterator[BinaryIO]:
    held.seek(0)
    yield cast(BinaryIO, held)


def _is_address(target: str) -> bool:
    try:
        parts = urlsplit(target)
        named = bool(parts.hostname) or (parts.scheme == "file" and bool(parts.path))
        secret = parts.username is not None or parts.password is not None
    except ValueError:
        return False
    return parts.scheme in _SCHEMES and named and not secret and len(target) <= _LONGEST_ADDRESS and _is_line(target)


def _is_line(target: str) -> bool:
    return target.isprintable() and not any(letter.isspace() for letter in target)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment.year >= _EARLIEST else None


def warc_items(handle: BinaryIO, address: str) -> Generator[Found, None, None]:
    """What cannot be taken comes with the reason instead."""
    return Archived(address=address).items(handle)


def is_warc(head: bytes) -> bool:
    return head.startswith((b"WARC/0.", b"WARC/1."))
