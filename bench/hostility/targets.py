# ruff: noqa: E501
"""The readers that strangers' bytes reach, each with what makes its cases and what must hold of its answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import trafilatura  # here, so that what it does once is done before the watch begins

from hostility import bombs, documents, words
from hostility.sandbox import Sandbox
from vedette.collect.inflate import Inflater
from vedette.collect.kind import HEAD_BYTES, sniff
from vedette.model.capture import Capture, capture_id
from vedette.model.document import Document
from vedette.model.errors import CaptureError, ReadError, UsageError
from vedette.model.media import MediaType
from vedette.model.publisher import host_names
from vedette.model.source import UNKNOWN, Side, Source
from vedette.model.watch import Watch
from vedette.ports import Outcome
from vedette.read import dates
from vedette.read.charset import declared_charset, decode
from vedette.read.clean import MAX_TEXT
from vedette.read.stage import READERS, ReadStage

_ = trafilatura
FETCHED = datetime(2024, 5, 18, 9, tzinfo=UTC)
WATCH = Watch(
    name="w",
    sides=(Side(id="north", name="North"),),
    sources=(Source(id="courier", name="The Courier", match=("courier.example", "courier")),),
)
_CAPTURE = Capture(
    id="any", sha256="0" * 64, size=1, address="file:///in/item", fetched=FETCHED, media_type="text/plain"
)
_LONGEST_LINE = 4_000
_MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Target:
    """`share` of a million cases. `make` is pure: the same Random gives the same case. `take` raises where what must
    hold does not. `children`: it may start processes; `warm` are harmless cases before the watch begins."""

    name: str
    share: int
    make: Callable[[Random], Any]
    take: Callable[[Any, Sandbox], None]
    children: bool = False
    warm: int = 5
    quick: bool = True
    reading: tuple[str, ...] = ()


class BrokenError(AssertionError):
    """An answer that must not be."""


def must(holds: bool, what: str) -> None:
    if not holds:
        raise BrokenError(what)


@dataclass
class _Held:
    payload: bytes

    def read(self, _: str) -> bytes:
        return self.payload


def outcome_of(payload: bytes, media: str, address: str = "file:///in/item") -> Outcome[Any]:
    digest = sha256(payload).hexdigest()
    headers = (("content-type", "text/html; charset=utf-7"),) if len(payload) % 7 == 0 else ()
    capture = Capture(
        id=capture_id(digest, None), sha256=digest, size=len(payload), address=address, fetched=FETCHED, media_type=media, headers=headers
    )  # fmt: skip
    [outcome] = ReadStage(archive=_Held(payload), watch=WATCH)([capture])
    return outcome


def check(outcome: Outcome[Any], sandbox: Sandbox) -> None:
    """Storable, bounded, on one line where lines are asked for, and without the canary's secret."""
    told = msgspec.json.encode(outcome)
    must(sandbox.secret not in told, "the canary was read")
    must(outcome.failure is None or one_line(outcome.failure), "a failure of several lines, or endless")
    must(bool(outcome.results or outcome.failure), "neither results nor a reason")
    for fact in outcome.results:
        if isinstance(fact, Document):
            _check_document(fact)
        elif isinstance(fact, Source):
            must(one_line(fact.id) and one_line(fact.name), "a source of several lines")


def _check_document(found: Document) -> None:
    must(bool(found.text.strip()), "a document without a text")
    must(len(found.text) <= MAX_TEXT, "a text that is too long")
    for name in ("label", "title", "author", "language", "address", "forwarded_from", "origin"):
        told = getattr(found, name)
        must(told is None or one_line(told), f"{name} of several lines, or endless")
    must(found.published is None or found.published.start < found.published.end, "a time that ends before it begins")


def one_line(text: str) -> bool:
    return len(text) <= _LONGEST_LINE and len(text.splitlines()) <= 1 and "\x00" not in text


def reader(media: str) -> Callable[[bytes, Sandbox], None]:
    return lambda payload, sandbox: check(outcome_of(sandbox.named(payload), media), sandbox)


def _any_reader(payload: bytes, sandbox: Sandbox) -> None:
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


def _sniff(case: tuple[bytes, str, str], sandbox: Sandbox) -> None:
    _sniffed(*case)


def _charset(case: tuple[bytes, str], sandbox: Sandbox) -> None:
    payload, stated = case
    text = decode(payload, declared_charset(stated, payload))
    must(len(text) <= 4 * len(payload) + 4, "a text longer than its bytes")
    text.encode("utf-8")


def _moments(case: tuple[str, object, str], sandbox: Sandbox) -> None:
    stated, seconds, address = case
    found = dates.published(stated, FETCHED)
    must(found is None or 1900 <= found.start.year <= 2025, "a day out of all times")
    moment = dates.unix_instant(seconds, FETCHED)
    must(moment is None or moment.tzinfo is not None, "a moment without a zone")
    dates.dateline(stated, FETCHED)
    dates.instant(stated, FETCHED)
    host_names(address)


def _inflated(case: tuple[str, list[bytes]], sandbox: Sandbox) -> None:
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


def _watch(text: str, sandbox: Sandbox) -> None:
    from vedette.reference.watchfile import parse_watch

    try:
        msgspec.json.encode(parse_watch(text))
    except UsageError as error:
        must(one_line(str(error)), "an error of several lines")


def _parameters(given: dict[str, str], sandbox: Sandbox) -> None:
    from vedette.web.parameters import BadParameterError, parse

    try:
        question = parse(given, WATCH)
    except BadParameterError as error:
        must(len(str(error)) <= _LONGEST_LINE, "an endless error")
        return
    must(0 <= question.query.limit <= 5_000 and question.query.offset >= 0, "a page out of all bounds")
    question.address("/x").encode("utf-8")


def _fires(payload: bytes, sandbox: Sandbox) -> None:
    from vedette.observe.detections import Tally, read_detections

    tally = Tally()
    try:
        for found in read_detections(sandbox.file(payload), tally, sizes=True):
            must(-90 <= found.lat <= 90 and -180 <= found.lon <= 180, "a fire on no Earth")
            must(found.across >= 0 and found.along >= 0, "a pixel without a size")
    except ReadError:
        return


@cache
def _store(folder: Path) -> Any:
    from vedette.store.sqlite import SqliteStore

    return SqliteStore(folder / "hostile.db", create=True)


def _kept(case: tuple[str, bytes], sandbox: Sandbox) -> None:
    """What a reader made is stored, and comes back as it was."""
    from dataclasses import replace

    media, payload = case
    outcome = outcome_of(sandbox.named(payload), media)
    store = _store(sandbox.workspace)
    capture = replace(_CAPTURE, id=outcome.item)
    store.append((capture, *WATCH.sources, UNKNOWN, *outcome.results))
    kept = {one.id: (one.origin, one.text) for one in outcome.results if isinstance(one, Document)}
    found = {one.id: (one.origin, one.text) for one in store.view().documents(sorted(kept))}
    must(found == kept, "a document that came back as another")


def _asked(case: tuple[str, str], sandbox: Sandbox) -> None:
    """Any text in the search boxes of a store: no error, and nothing is changed."""
    from vedette.model.query import Query

    typed, other = case
    store, query = _store(sandbox.workspace), Query(text=typed, speaker=other, place=other, source=typed, side=other)
    view = store.view()
    before = view.totals()
    for asked in (query, Query(text=typed), Query(place=typed), Query(speaker=typed), Query(side=typed, status=other)):
        view.statements(asked)
        view.count_statements(asked)
        view.events(asked)
    view.find_documents(typed)
    view.document(typed)
    view.versions(typed)
    view.control_of(typed)
    must(view.totals() == before, "a question that changed the store")


def _file_case(rng: Random) -> tuple[bytes, str, str]:
    make = rng.choice((documents.polyglot, documents.page, documents.feed, documents.telegram, documents.plain))
    names = ("a.html", "a.jsonl", "result.json", "a.xml", "a.md", "a", "a.csv", words.nasty(rng, 2))
    return make(rng), rng.choice(names), rng.choice(("text/html", "", words.nasty(rng, 1)))


def _charset_case(rng: Random) -> tuple[bytes, str]:
    names = (
        "utf-7",
        "utf-16",
        "koi8-r",
        "hex",
        "zip",
        "idna",
        "unicode_escape",
        "cp1251",
        "iso2022_jp",
        "shift_jis",
        "big5",
        "punycode",
        "rot13",
        "utf-8",
    )
    return documents.plain(rng), f"text/html; charset={rng.choice(names)}{words.nasty(rng, 1)}"


def _searched(rng: Random) -> tuple[str, str]:
    operators = (
        '"',
        "*",
        "^",
        "NEAR",
        "AND",
        "NOT",
        "content:",
        "{",
        "}",
        "(",
        ")",
        "-",
        "+",
        "'",
        "%",
        "_",
        "\x00",
        ";--",
        "/*",
        "x" * 50,
    )
    made = [
        rng.choice((rng.choice(operators), words.text(rng, 1), words.nasty(rng, 2))) for _ in range(rng.randint(1, 5))
    ]
    return rng.choice((" ", "")).join(made), words.nasty(rng, 2)


_KEPT: dict[str, Callable[[Random], bytes]] = {
    MediaType.JSONL: documents.jsonl,
    MediaType.TELEGRAM: documents.telegram,
    MediaType.RSS: documents.feed,
    MediaType.TEXT: documents.plain,
}


def _kept_case(rng: Random) -> tuple[str, bytes]:
    media = rng.choice(tuple(_KEPT))
    return media, _KEPT[media](rng)


READING = (
    Target(name="kind of bytes", share=180_000, make=_file_case, take=_sniff),
    Target(name="encodings", share=160_000, make=_charset_case, take=_charset),
    Target(
        name="dates, addresses",
        share=180_000,
        make=lambda rng: (words.date(rng), words.number(rng), words.address(rng)),
        take=_moments,
    ),
    Target(name="plain text", share=70_000, make=documents.plain, take=reader(MediaType.TEXT)),
    Target(name="Markdown", share=40_000, make=documents.plain, take=reader(MediaType.MARKDOWN)),
    Target(name="JSONL", share=90_000, make=documents.jsonl, take=reader(MediaType.JSONL)),
    Target(name="Telegram export", share=90_000, make=documents.telegram, take=reader(MediaType.TELEGRAM)),
    Target(name="RSS", share=60_000, make=documents.feed, take=reader(MediaType.RSS)),
    Target(name="Atom", share=20_000, make=documents.feed, take=reader(MediaType.ATOM)),
    Target(name="web page", share=12_000, make=documents.page, take=reader(MediaType.HTML)),
    Target(name="polyglots, every reader", share=6_000, make=documents.polyglot, take=_any_reader),
    Target(name="compressed answers", share=20_000, make=bombs.packed, take=_inflated),
    Target(name="watch.toml", share=40_000, make=documents.watchfile, take=_watch),
    Target(name="addresses of pages", share=60_000, make=documents.parameters, take=_parameters),
    Target(name="tables of fires", share=20_000, make=documents.fires, take=_fires),
    Target(name="store: kept and given back", share=8_000, make=_kept_case, take=_kept),
    Target(name="store: searches", share=8_000, make=_searched, take=_asked),
    Target(
        name="bombs and endless runs",
        share=300,
        warm=0,
        quick=False,
        make=bombs.large,
        take=lambda case, sandbox: check(outcome_of(sandbox.named(case[1]), case[0]), sandbox),
    ),
)
