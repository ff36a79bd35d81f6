# ruff: noqa: E501
"""What stands around the readers: kinds of bytes, encodings, moments, answers of servers, settings, questions, tables."""

import msgspec

from hostility.answers import FETCHED, LONGEST_LINE, WATCH, check, must, one_line, outcome_of
from hostility.sandbox import Sandbox
from vedette.collect.inflate import Inflater
from vedette.collect.kind import HEAD_BYTES, sniff
from vedette.model.errors import CaptureError, ReadError, UsageError
from vedette.model.media import MediaType
from vedette.model.publisher import host_names
from vedette.read import dates
from vedette.read.charset import declared_charset, decode
from vedette.read.stage import READERS

_MOST_BYTES = 64 * 1024 * 1024


def any_reader(payload: bytes, sandbox: Sandbox) -> None:
    """Whatever it is, told by its beginning, then read by every reader, for sniffing may be fooled."""
    payload = sandbox.named(payload)
    for name in ("item", "item.html", "item.jsonl", "result.json", "item.xml"):
        _sniffed(payload, name)
    for media in READERS:
        check(outcome_of(payload, media), sandbox)


def _sniffed(payload: bytes, name: str, declared: str | None = None) -> None:
    try:
        must(isinstance(sniff(name, payload[:HEAD_BYTES], declared), MediaType), "no media type")
    except CaptureError as error:
        must(one_line(str(error)), "an error of several lines")


def kind(case: tuple[bytes, str, str], sandbox: Sandbox) -> None:
    _sniffed(*case)


def charset(case: tuple[bytes, str], sandbox: Sandbox) -> None:
    payload, stated = case
    text = decode(payload, declared_charset(stated, payload))
    must(len(text) <= 4 * len(payload) + 4, "a text longer than its bytes")
    text.encode("utf-8")


def moments(case: tuple[str, object, str], sandbox: Sandbox) -> None:
    stated, seconds, address = case
    found = dates.published(stated, FETCHED)
    must(found is None or 1900 <= found.start.year <= 2025, "a day out of all times")
    moment = dates.unix_instant(seconds, FETCHED)
    must(moment is None or moment.tzinfo is not None, "a moment without a zone")
    dates.dateline(stated, FETCHED)
    dates.instant(stated, FETCHED)
    host_names(address)


def inflated(case: tuple[str, list[bytes]], sandbox: Sandbox) -> None:
    encoding, pieces = case
    try:
        inflater, size = Inflater(encoding), 0
        for raw in pieces:
            for piece in inflater.feed(raw):
                must(len(piece) <= max(Inflater.PIECE, len(raw)), "a piece that is too large")
                size += len(piece)
                if size > _MOST_BYTES:
                    return
    except CaptureError as error:
        must(one_line(str(error)), "an error of several lines")


def watch(text: str, sandbox: Sandbox) -> None:
    from vedette.reference.watchfile import parse_watch

    try:
        msgspec.json.encode(parse_watch(text))
    except UsageError as error:
        must(one_line(str(error)), "an error of several lines")


def parameters(given: dict[str, str], sandbox: Sandbox) -> None:
    from vedette.web.parameters import BadParameterError, parse

    try:
        question = parse(given, WATCH)
    except BadParameterError as error:
        must(len(str(error)) <= LONGEST_LINE, "an endless error")
        return
    must(0 <= question.query.limit <= 5_000 and question.query.offset >= 0, "a page out of all bounds")
    question.address("/x").encode("utf-8")


def fires(payload: bytes, sandbox: Sandbox) -> None:
    from vedette.observe.detections import Tally, read_detections

    tally = Tally()
    try:
        for found in read_detections(sandbox.file(payload), tally, sizes=True):
            must(-90 <= found.lat <= 90 and -180 <= found.lon <= 180, "a fire on no Earth")
            must(found.across >= 0 and found.along >= 0, "a pixel without a size")
    except ReadError:
        return
