"""Captures as a WARC/1.1 file (ISO 28500:2017), one gzip member a record, as other tools read them."""

import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, BinaryIO
from urllib.parse import quote

from vedette.model.capture import CHANNEL, KIND, MESSAGE, PUBLISHED, SOURCE, TAKEN_FROM, Capture
from vedette.model.errors import UsageError
from vedette.ports import Archive

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+")
_OWN = (MESSAGE, CHANNEL, PUBLISHED, TAKEN_FROM)
# The bytes lie here as a browser saw them: what told how they were packed is true of them no more.
_OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection", "trailer"})
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9a-z-]{1,100}")
_NAMES = uuid.UUID("6f1c1c52-5f0e-4a86-9a0f-0f8f7f6c2a11")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Where in the file a capture lies."""

    capture: Capture
    target: str
    moment: datetime
    offset: int
    length: int
    digest: str
    mime: str


def write_warc(out: BinaryIO, captures: Iterable[Capture], archive: Archive, name: str) -> Iterator[Entry]:
    """An entry as each is written. The same captures give the same bytes. Raises UsageError without the extra `warc`,
    IntegrityError where the archive has not what the store says."""
    try:
        from warcio.warcwriter import WARCWriter
    except ImportError as error:
        raise UsageError("web archives are written with warcio: pip install 'vedette[warc]'") from error
    writer: Any = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
    captures = list(captures)
    writer.write_record(_opening(writer, name, captures))
    for capture in captures:
        start = out.tell()
        with archive.place(capture.sha256).open("rb") as payload:
            record = _record(writer, capture, payload)
            writer.write_record(record)
        yield Entry(
            capture=capture,
            target=target(capture),
            moment=capture.fetched,
            offset=start,
            length=out.tell() - start,
            digest=record.rec_headers.get_header("WARC-Payload-Digest"),
            mime=capture.media_type,
        )


def _opening(writer: Any, name: str, captures: list[Capture]) -> Any:
    last = max((one.fetched for one in captures), default=datetime(2000, 1, 1, tzinfo=UTC))
    record = writer.create_warcinfo_record(
        name, {"software": f"Vedette {version('vedette')}", "format": "WARC File Format 1.1"}
    )
    record.rec_headers.replace_header("WARC-Date", iso(last))
    record.rec_headers.replace_header("WARC-Record-ID", _identity(f"warcinfo {name} {len(captures)}"))
    return record


def _record(writer: Any, capture: Capture, payload: BinaryIO) -> Any:
    """What a server answered, with its headers; what was a file, or came with a message, as a resource."""
    own = {name: _plain(value) for name, value in capture.headers if name in _OWN}
    headers = {
        "WARC-Record-ID": _identity(capture.id),
        "WARC-Date": iso(capture.fetched),
        KIND: capture.media_type,
        **({SOURCE: _plain(capture.source)} if capture.source else {}),
        **own,
    }
    answered = [pair for pair in capture.headers if pair[0] not in _OWN]
    if not answered or not target(capture).startswith("http"):
        headers["Content-Type"] = capture.media_type
        return writer.create_warc_record(
            target(capture), "resource", payload=payload, length=capture.size, warc_headers_dict=headers
        )
    return writer.create_warc_record(
        target(capture),
        "response",
        payload=payload,
        length=capture.size,
        warc_headers_dict=headers,
        http_headers=_answer(answered, capture),
    )


def _answer(headers: list[tuple[str, str]], capture: Capture) -> Any:
    from warcio.statusandheaders import StatusAndHeaders

    told = [(name, _plain(value)) for name, value in headers if _TOKEN.fullmatch(name.lower())]
    kept = [(f"x-archive-orig-{name}" if name.lower() in _OF_THE_WIRE else name, value) for name, value in told]
    return StatusAndHeaders("200 OK", [*kept, ("content-length", str(capture.size))], protocol="HTTP/1.1")


def target(capture: Capture) -> str:
    """An address that a WARC may hold: no spaces, plain letters alone."""
    encoded = quote(capture.address, safe="!#$%&'()*+,/:;=?@[]~-._")
    return encoded if _URI.fullmatch(encoded) else f"urn:sha256:{capture.sha256}"


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _identity(key: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(_NAMES, key)}>"


def _plain(value: str) -> str:
    """One line of a header."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in value).split())
