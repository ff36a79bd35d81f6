"""The outside world, one capture at a time: archived first, read later."""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Literal, Protocol
from urllib.parse import unquote

from vedette.collect.address import Fetcher
from vedette.collect.archive import StorageError, Stored
from vedette.collect.attached import attached
from vedette.collect.attached_page import attached_page
from vedette.collect.channels import Channels
from vedette.collect.container import unpacker
from vedette.collect.file import file_address, file_item, missing
from vedette.collect.folder import is_folder, walk
from vedette.collect.foreign import recogniser
from vedette.collect.item import MIB, Found, Item, refuse_larger, stream
from vedette.collect.kind import HEAD_BYTES, READABLE, sniff
from vedette.collect.video import VideoFetcher
from vedette.collect.web_item import web_item
from vedette.model.capture import CHANNEL_NUMBER, MESSAGE, Capture, capture_id
from vedette.model.errors import CaptureError
from vedette.model.failure import Failure
from vedette.model.ids import SourceId
from vedette.model.media import IMAGES, OBSERVED, MediaType
from vedette.model.publisher import host_names, publisher
from vedette.model.source import slug
from vedette.model.watch import Watch

STAGE = "collect"
VERSION = "1"

Kind = Literal["auto", "jsonl", "video"]


class StreamArchive(Protocol):
    """The archive as collecting needs it: bytes may be larger than memory."""

    def write_stream(self, chunks: Iterable[bytes]) -> Stored: ...

    def read(self, sha256: str) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bytes a file may have. Of JSONL many reports lie in one file; fires are read by the
    line, video by the frame: they may be larger."""

    file: int = 64 * MIB
    x: int = 256 * MIB
    jsonl: int = 256 * MIB
    stream: int = 2048 * MIB

    def of(self, media: str) -> int:
        if media in {MediaType.JSONL, MediaType.X_LINES}:
            return self.jsonl
        if media is MediaType.X_ARCHIVE:
            return self.x
        return self.stream if media in OBSERVED - IMAGES else self.file


@dataclass(frozen=True, slots=True, kw_only=True)
class _Collecting:
    archive: StreamArchive
    watch: Watch
    clock: Callable[[], datetime]
    source: SourceId | None
    kind: Kind
    fetcher: Fetcher
    video: VideoFetcher
    limits: Limits = field(default_factory=Limits)
    channels: Channels = field(default_factory=Channels)
    foreign: Callable[[str, bytes], str | None] = lambda name, head: None

    def capture(self, item: Item) -> Capture:
        with item.open() as handle:
            head = _read(handle, HEAD_BYTES)
            jsonl = MediaType.JSONL if self.kind == "jsonl" and head.strip() else None
            media = jsonl or item.media or self.foreign(item.name, head) or sniff(item.name, head, item.declared)
            limit = self.limits.of(media)
            refuse_larger(_size(handle), limit)
            stored = self.archive.write_stream(_readable(stream(head, handle, limit)))
        source = self.source or item.source or self._publisher(item.address, *item.names)
        return Capture(
            id=capture_id(stored.sha256, source, dict(item.headers).get(MESSAGE)),
            sha256=stored.sha256,
            size=stored.size,
            address=item.address,
            fetched=self._moment(item),
            media_type=str(media),
            source=source,
            headers=(*item.headers, *self._channel(media, head)),
        )

    def _channel(self, media: str, head: bytes) -> tuple[tuple[str, str], ...]:
        if media is MediaType.TELEGRAM:
            self.channels.note(head)
        number = self.channels.number(head) if media is MediaType.TELEGRAM_PAGE else None
        return () if number is None else ((CHANNEL_NUMBER, str(number)),)

    def _moment(self, item: Item) -> datetime:
        """Nobody took anything in the future."""
        now = self.clock()
        return min(item.fetched or now, now)

    def _publisher(self, address: str, *names: str) -> SourceId | None:
        found = publisher((*host_names(address), *names), self.watch.sources)
        return found.id if found else None

    def one(self, item: Item) -> Capture | Failure:
        try:
            return self.capture(item)
        except StorageError:
            raise
        except CaptureError as error:
            return _failure(item.address, error)

    def target(self, target: str) -> Iterator[Capture | Failure]:
        if self.kind == "video":
            yield from self._video(target)
            return
        if target.lower().startswith(("http://", "https://")):
            yield self._web(target)
            return
        try:
            path = _path(target)
        except CaptureError as error:
            yield _failure(target, error)
            return
        if is_folder(path):
            yield from self._folder(path)
        else:
            yield from self._file(path)

    def _file(self, path: Path) -> Iterator[Capture | Failure]:
        """What it holds, where it is an archive or mail; with the media of its messages where it exports a channel."""
        unpack = unpacker(path) if self.kind == "auto" else None
        if unpack is not None:
            yield from self._all(unpack())
            return
        found = self.one(file_item(path))
        yield found
        if isinstance(found, Capture) and found.media_type == MediaType.TELEGRAM:
            yield from self._all(attached(path, self.archive.read(found.sha256)))
        elif isinstance(found, Capture) and found.media_type == MediaType.TELEGRAM_PAGE:
            number = found.header(CHANNEL_NUMBER)
            payload = self.archive.read(found.sha256)
            yield from self._all(attached_page(path, payload, int(number) if number else None))

    def _all(self, items: Iterable[Found]) -> Iterator[Capture | Failure]:
        for item in items:
            yield self.one(item) if isinstance(item, Item) else _failure(*item)

    def _web(self, address: str) -> Capture | Failure:
        try:
            fetched = self.fetcher.fetch(address)
        except CaptureError as error:
            return _failure(address, error)
        return self.one(web_item(fetched))

    def _video(self, address: str) -> Iterator[Capture | Failure]:
        """The page's words and its video, each a capture."""
        try:
            with self.video.fetch(address) as found:
                for each in found:
                    source = self.source or source_of_channel(self.watch, each.video.address, each.video.channel)
                    for item in each.items(source):
                        yield self.one(item)
        except StorageError:
            raise
        except CaptureError as error:
            yield _failure(address, error)

    def _folder(self, folder: Path) -> Iterator[Capture | Failure]:
        empty = True
        for found in walk(folder):
            empty = False
            if isinstance(found, Path):
                yield from self._file(found)
            else:
                yield _failure(file_address(found[0]), found[1])
        if empty:
            yield _failure(file_address(folder), CaptureError(f"holds no files: add a folder with {READABLE}"))


def gather(
    targets: Sequence[str],
    *,
    archive: StreamArchive,
    watch: Watch,
    clock: Callable[[], datetime],
    source: SourceId | None = None,
    kind: Kind = "auto",
    fetcher: Fetcher | None = None,
    video: VideoFetcher | None = None,
    limits: Limits | None = None,
    channels: Channels | None = None,
) -> Iterator[Capture | Failure]:
    """Captures of files, folders and web addresses, in order; for each that cannot be had, a Failure saying what to do.

    Every capture lies in the archive when it is yielded. Only StorageError stops: no later target would fare better.
    `kind` "jsonl" takes every target for JSONL, "video" for a page that shows one. `clock` gives aware UTC; `channels`
    knows numbers of Telegram's channels.
    """
    collecting = _Collecting(
        archive=archive,
        watch=watch,
        clock=clock,
        source=source,
        kind=kind,
        fetcher=fetcher or Fetcher(),
        video=video or VideoFetcher(),
        limits=limits or Limits(),
        channels=channels or Channels(),
        foreign=recogniser(watch.extensions),
    )
    for target in targets:
        yield from collecting.target(target)


def taker(
    *, archive: StreamArchive, watch: Watch, clock: Callable[[], datetime], source: SourceId | None = None
) -> Callable[[Item], Capture | Failure]:
    """Archives one item after another, as `gather` does with what it finds."""
    return _Collecting(
        archive=archive,
        watch=watch,
        clock=clock,
        source=source,
        kind="auto",
        fetcher=Fetcher(),
        video=VideoFetcher(),
    ).one


def source_of_channel(watch: Watch, address: str, channel: str) -> SourceId | None:
    """On a site of many channels the channel is the publisher, not the site."""
    found = publisher((channel, slug(channel), *host_names(address)) if channel else (), watch.sources)
    if found or channel:
        return found.id if found else SourceId(slug(channel))
    site = publisher(host_names(address), watch.sources)
    return site.id if site else None


def _path(target: str) -> Path:
    if "://" in target and not target.startswith("file://"):
        scheme = target.partition("://")[0]
        raise CaptureError(f"is a {scheme[:20]} address: Vedette takes files, folders, http and https")
    text = unquote(target.removeprefix("file://").removeprefix("localhost")) if "://" in target else target
    if "\0" in text or not text.strip():
        raise CaptureError("names no file: give a file, a folder or a web address")
    path = Path(text)
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        raise missing(path) from None
    except OSError:
        # Opening it will say why.
        return path
    return path


def _read(handle: BinaryIO, size: int) -> bytes:
    try:
        return handle.read(size)
    except OSError as error:
        raise _unreadable(error) from error


def _readable(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """A disk that fails while reading is the item's trouble, not the archive's."""
    try:
        yield from chunks
    except OSError as error:
        raise _unreadable(error) from error


def _unreadable(error: OSError) -> CaptureError:
    return CaptureError(f"cannot be read to its end ({error.strerror or error}): check the disk, then add it again")


def _size(handle: BinaryIO) -> int:
    here = handle.tell()
    size = handle.seek(0, io.SEEK_END)
    handle.seek(here)
    return size


def _failure(address: str, error: CaptureError) -> Failure:
    return Failure(stage=STAGE, version=VERSION, item=address, reason=f"{address} {error}")
