"""WARC files (ISO 28500:2017), record by record, in bounded memory whatever they say of themselves.

Nothing is skipped to find the next record: a page that holds the first line of a record could else pass for one.
"""

import base64
import binascii
import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import BinaryIO

from vedette.collect.item import MIB
from vedette.model.errors import CaptureError

LONGEST_LINE = 16 * 1024
_LONGEST_HEAD = 128 * 1024
_MOST_BLANK = 64
_PIECE = 256 * 1024
_FREE = 512 * MIB
_MOST_RATIO = 300
_GZIP = b"\x1f\x8b"
_VERSION = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n")
_LENGTH = re.compile(r"\d{1,15}")
_DIGESTS = {"sha1": 20, "sha-1": 20, "sha256": 32, "sha-256": 32}


class BrokenError(CaptureError):
    """The file cannot be followed any further; what stands before was taken."""


class Unpacked:
    """The plain bytes of a WARC, gzipped or not. Raises BrokenError for a bomb and for damage."""

    def __init__(self, handle: BinaryIO) -> None:
        # A member of a ZIP is a buffered stream already, but cannot be looked ahead into.
        self._raw = io.BufferedReader(handle)  # type: ignore[type-var]
        zipped = self._raw.peek(2)[:2] == _GZIP
        self._plain: BinaryIO = gzip.GzipFile(fileobj=self._raw) if zipped else self._raw  # type: ignore[assignment]
        self._zipped = zipped
        self._out = 0

    def close(self) -> None:
        """Leaves the handle open: it is its opener's."""
        if self._zipped:
            self._plain.close()
        self._raw.detach()

    def read(self, size: int) -> bytes:
        return self._counted(self._tried(self._plain.read, size))

    def line(self, most: int = LONGEST_LINE) -> bytes:
        """With its end; cut at `most` bytes."""
        return self._counted(self._tried(self._plain.readline, most))

    def _tried(self, ask: Callable[[int], bytes], size: int) -> bytes:
        try:
            return ask(size)
        except (EOFError, zlib.error, OSError) as error:
            raise BrokenError(
                "is damaged (its compression breaks off): what stands before was taken; fetch the file again"
            ) from error

    def _counted(self, piece: bytes) -> bytes:
        self._out += len(piece)
        if self._zipped and self._out > _FREE + _MOST_RATIO * self._raw.tell():
            raise BrokenError("unpacks to more than any web archive does, as a bomb would: leave it out")
        return piece


@dataclass(slots=True, kw_only=True)
class Body:
    """The block of one record, read once, in order."""

    source: Unpacked
    left: int
    digest: "hashlib._Hash | None" = None

    def read(self, size: int = _PIECE) -> bytes:
        return self._took(self.source.read(min(size, self.left))) if self.left else b""

    def line(self, most: int = LONGEST_LINE) -> bytes:
        return self._took(self.source.line(min(most, self.left))) if self.left else b""

    def pieces(self) -> Iterator[bytes]:
        while piece := self.read():
            yield piece

    def _took(self, piece: bytes) -> bytes:
        if not piece:
            raise BrokenError("breaks off in the middle of a record: what stands before was taken; fetch it again")
        self.left -= len(piece)
        if self.digest is not None:
            self.digest.update(piece)
        return piece


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """`headers` by lower-case name."""

    number: int
    headers: dict[str, str]
    body: Body
    stated: bytes | None = field(default=None)

    @property
    def kind(self) -> str:
        return self.headers.get("warc-type", "").lower()

    @property
    def target(self) -> str:
        return self.headers.get("warc-target-uri", "").strip("<> ")

    @property
    def intact(self) -> bool:
        """False where the block, read to its end, does not fit the digest that its record states of it."""
        for _ in self.body.pieces():
            pass
        return self.body.digest is None or self.body.digest.digest() == self.stated


def records(handle: BinaryIO) -> Generator[Record, None, None]:
    """Each is good until the next is asked for. Raises BrokenError where the file cannot be followed any further."""
    source, number = Unpacked(handle), 0
    with closing(source):
        while _at_record(source, number):
            number += 1
            record = _record(source, number)
            yield record
            for _ in record.body.pieces():
                pass


def _record(source: Unpacked, number: int) -> Record:
    headers = _headers(source, number)
    length = headers.get("content-length", "")
    if not _LENGTH.fullmatch(length):
        raise _damaged(number, "states no length")
    stated = digest_of(headers.get("warc-block-digest", ""))
    body = Body(source=source, left=int(length), digest=_hash(stated))
    return Record(number=number, headers=headers, body=body, stated=stated)


def _at_record(source: Unpacked, number: int) -> bool:
    """False at the end of the file. An empty line stands between two records."""
    for blank in range(_MOST_BLANK):
        line = source.line(64)
        if not line:
            return False
        if _VERSION.fullmatch(line) and (blank or not number):
            return True
        if line.strip():
            break
    raise _damaged(number + 1, "does not begin where the one before ends")


def _headers(source: Unpacked, number: int) -> dict[str, str]:
    found: dict[str, str] = {}
    name, size = "", 0
    while line := source.line():
        size += len(line)
        if size > _LONGEST_HEAD or not line.endswith(b"\n"):
            raise _damaged(number, "has a header without end")
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if not text:
            return found
        if text[0] in " \t" and name:
            found[name] += " " + text.strip()
            continue
        name, _, value = text.partition(":")
        name = name.strip().lower()
        found.setdefault(name, value.strip())
    raise _damaged(number, "breaks off in its header")


def digest_of(text: str) -> bytes | None:
    """The bytes of `sha1:BASE32` and its kin, base 16 or 32; None for what is neither SHA-1 nor SHA-256."""
    label, _, value = text.partition(":")
    size = _DIGESTS.get(label.strip().lower())
    value = value.strip()
    if size is None:
        return None
    try:
        if len(value) == 2 * size:
            return bytes.fromhex(value)
        decoded = base64.b32decode(value.upper() + "=" * (-len(value) % 8))
    except (ValueError, binascii.Error):
        return None
    return decoded if len(decoded) == size else None


def _hash(stated: bytes | None) -> "hashlib._Hash | None":
    if stated is None:
        return None
    return hashlib.sha1(usedforsecurity=False) if len(stated) == 20 else hashlib.sha256()


def _damaged(number: int, what: str) -> BrokenError:
    return BrokenError(f"is damaged: record {number} {what}; what stands before was taken")
