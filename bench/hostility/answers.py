# ruff: noqa: E501
"""What a reader answers, and what must hold of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import msgspec

from hostility.sandbox import Sandbox
from vedette.model.capture import Capture, capture_id
from vedette.model.document import Document
from vedette.model.source import Side, Source
from vedette.model.watch import Watch
from vedette.ports import Outcome
from vedette.read.clean import MAX_TEXT
from vedette.read.stage import ReadStage

FETCHED = datetime(2024, 5, 18, 9, tzinfo=UTC)
WATCH = Watch(
    name="w",
    sides=(Side(id="north", name="North"),),
    sources=(Source(id="courier", name="The Courier", match=("courier.example", "courier")),),
)
LONGEST_LINE = 4_000


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
    return len(text) <= LONGEST_LINE and len(text.splitlines()) <= 1 and "\x00" not in text


def reader(media: str) -> Callable[[bytes, Sandbox], None]:
    return lambda payload, sandbox: check(outcome_of(sandbox.named(payload), media), sandbox)
