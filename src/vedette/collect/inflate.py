"""Undoing a content encoding without trusting how much comes out."""

import zlib
from collections.abc import Iterator

from vedette.model.errors import CaptureError

_ANY_ZLIB_OR_GZIP_HEADER = 47
_PLAIN = frozenset({"", "identity"})
_ZIPPED = frozenset({"gzip", "x-gzip", "deflate"})


class Inflater:
    """Bytes come out in pieces of at most `PIECE`, so that whoever counts them can stop a bomb."""

    PIECE = 256 * 1024

    def __init__(self, encoding: str) -> None:
        encoding = encoding.strip().lower()
        if encoding not in _PLAIN | _ZIPPED:
            raise CaptureError(
                f"came in the encoding {encoding[:40]!r}, which was not asked for: save the page, add that"
            )
        self._fed = False
        self._zipped = zlib.decompressobj(_ANY_ZLIB_OR_GZIP_HEADER) if encoding in _ZIPPED else None

    def feed(self, raw: bytes) -> Iterator[bytes]:
        if self._zipped is None:
            yield raw
            return
        self._fed = self._fed or bool(raw)
        try:
            while raw and not self._zipped.eof:
                yield self._zipped.decompress(raw, self.PIECE)
                raw = self._zipped.unconsumed_tail
        except zlib.error as error:
            raise CaptureError("came damaged (bad compression): try again later") from error

    def close(self) -> None:
        """Raises CaptureError where the compression did not come to its end: half an answer is none."""
        if self._zipped is not None and self._fed and not self._zipped.eof:
            raise CaptureError("was cut off before its end: try again later")
