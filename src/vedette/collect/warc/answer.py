"""The answer of a web server as a WARC keeps it: status, headers and body, still chunked and compressed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vedette.collect.inflate import Inflater
from vedette.collect.warc.record import Body
from vedette.model.errors import CaptureError

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})\b")
_CHUNK = re.compile(rb"[0-9a-fA-F]{1,12}[ \t]*(?:;[^\r\n]{0,1000})?\r\n")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9a-z-]{1,100}")
_WHOLE = re.compile(r"bytes 0-(\d{1,15})/(\d{1,15})")
_MOST_LINES, _LONGEST_HEAD = 500, 256 * 1024
_MOST_HEADERS, _LONGEST_HEADER = 64, 1000
_SECRET = frozenset({"set-cookie", "set-cookie2", "www-authenticate"})
_PLAIN = frozenset({"", "identity", "none"})
_GZIP, _UNKNOWN = b"\x1f\x8b", "br"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`headers` are in order, names in lower case."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: Body

    def header(self, name: str) -> str:
        return next((value for known, value in self.headers if known == name), "")

    @property
    def whole(self) -> bool:
        """Neither a redirect nor an error nor a part of something."""
        if self.status == 206:
            part = _WHOLE.fullmatch(self.header("content-range").strip())
            return bool(part) and int(part[1]) + 1 == int(part[2])  # type: ignore[index]
        return 200 <= self.status < 300 and self.status != 204

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        """No secrets, and none of Vedette's own names: those only Vedette may use."""
        found = [
            (name, value[:_LONGEST_HEADER])
            for name, value in self.headers
            if name not in _SECRET and not name.startswith("vedette-")
        ]
        return tuple(found[:_MOST_HEADERS])

    def payload(self) -> Iterator[bytes]:
        """As a browser would see it. Who counts the pieces can stop a bomb."""
        pieces = _unchunked(self.body) if "chunked" in self.header("transfer-encoding").lower() else self.body.pieces()
        return _inflated(pieces, self.header("content-encoding").strip().lower())


def plain(text: str) -> str:
    """One line that shows what it holds."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def answer(body: Body) -> Answer:
    """Raises CaptureError for what is no answer of a web server."""
    status = _STATUS.match(body.line())
    if not status:
        raise CaptureError("holds no answer of a web server: leave it out")
    return Answer(status=int(status[1]), headers=tuple(_headers(body)), body=body)


def _headers(body: Body) -> Iterator[tuple[str, str]]:
    size = 0
    for _ in range(_MOST_LINES):
        line = body.line()
        size += len(line)
        if not line.strip():
            return
        if size > _LONGEST_HEAD or not line.endswith(b"\n"):
            break
        name, _, value = line.decode("utf-8", "replace").partition(":")
        name = name.strip().lower()
        if value and _NAME.fullmatch(name):
            yield name, plain(value)
    raise CaptureError("has headers without end: leave it out")


def _unchunked(body: Body) -> Iterator[bytes]:
    """Some archivers undo the chunks and leave the header; then the bytes come as they are."""
    line = body.line(1024)
    if not _CHUNK.fullmatch(line):
        yield line
        yield from body.pieces()
        return
    while size := int(line.partition(b";")[0], 16):
        while size:
            piece = body.read(min(size, 256 * 1024))
            if not piece:
                raise CaptureError("has a body that breaks off: fetch the page again")
            size -= len(piece)
            yield piece
        body.line(2)
        line = body.line(1024)
        if not _CHUNK.fullmatch(line):
            raise CaptureError("has a body in chunks that do not fit: fetch the page again")


def _inflated(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Here too the header may tell of a compression that was undone already."""
    inflater: Inflater | None = None
    for piece in pieces:
        if inflater is None:
            told = encoding not in _PLAIN and not ("gzip" in encoding and not piece.startswith(_GZIP))
            if told and encoding == _UNKNOWN:
                raise CaptureError("is compressed with Brotli, which Vedette cannot undo: save the page, add that")
            inflater = Inflater(encoding if told else "")
        yield from inflater.feed(piece)
