"""The anatomy of Telegram Desktop's HTML export (`messages.html`, `messages2.html` …)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

from vedette.model.telegram import message_origin

_NUMBER = re.compile(r"message(-?\d{1,18})")
_REPLY = re.compile(r"#go_to_message(\d{1,18})$")
_DATE = re.compile(r"(\d{2})\.(\d{2})\.(\d{4}) (\d{2}):(\d{2}):(\d{2})(?: UTC([+-])(\d{2}):?(\d{2}))?")
_FILE = re.compile(r"messages(\d{0,6})\.html")
_HEADER = re.compile(r'class="page_header"[^<]{0,100}>.{0,500}?class="text bold"[^<]{0,100}>([^<]{1,500})<', re.DOTALL)
_LONGEST_NAME, _LONGEST_PATH, _MOST_MEDIA = 200, 500, 50
LARGEST_PAGE = 10_000_000
"""Bytes; Telegram Desktop begins another page after a thousand messages."""
PAGE_MARK = b'class="page_wrap"'
"""Stands near the top of every page of such an export."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMessage:
    """`moment` is UTC, None where the export names no zone; then the exporter's `day` is all that is known. `texts` are
    elements. `author` is None where it is the channel. `identity` is the channel's number, which pages do not tell:
    it is known from elsewhere or not at all."""

    channel: str
    number: int
    moment: datetime | None
    day: date | None
    author: str | None
    forwarded_from: str | None
    answers: int | None
    media: tuple[str, ...]
    texts: tuple[Any, ...]
    identity: int | None = None

    @property
    def origin(self) -> str:
        """Without the channel's number a renamed channel is another."""
        return message_origin({"id": self.identity}, self.channel, self.number)

    @property
    def answered(self) -> str | None:
        return None if self.answers is None else message_origin({"id": self.identity}, self.channel, self.answers)


def page_number(name: str) -> int | None:
    """Which part of an export a file is, by its name; None for other files."""
    found = _FILE.fullmatch(name)
    return int(found[1] or 1) if found else None


def page_channel(head: bytes) -> str | None:
    """The name in the header of a page, by its beginning."""
    found = _HEADER.search(head.decode("utf-8", "replace"))
    return _line(unescape(found[1])) if found else None


def page_messages(tree: Any, identity: int | None = None) -> Iterator[PageMessage]:
    """In the order of the page, without service messages, and without what stands inside another message."""
    # Not for a command that meets no such page.
    from lxml import etree

    channel = _channel(tree)
    before: str | None = None
    walker = etree.iterwalk(tree, events=("start",), tag="div")
    for _, node in walker:
        if not {"message", "default"} <= _classes(node):
            continue
        found = _NUMBER.fullmatch(node.get("id") or "")
        walker.skip_subtree()
        body = next((each for each in node.iterchildren("div") if _classes(each) == {"body"}), None)
        if found is None or body is None:
            continue
        before = _own_name(body) or (before if "joined" in _classes(node) else None)
        yield replace(_message(int(found[1]), body, channel, before), identity=identity)


def _message(number: int, body: Any, channel: str, author: str | None) -> PageMessage:
    forwarded = next((each for each in body.iterdescendants("div") if {"forwarded", "body"} <= _classes(each)), None)
    signature = _named(body, "signature")
    reply = next((each for each in _all(body, "reply_to")), None)
    moment, day = _when(next(iter(_all(body, "date")), None))
    answered = [_REPLY.search(link.get("href") or "") for link in reply.iter("a")] if reply is not None else []
    return PageMessage(
        channel=channel,
        number=number,
        moment=moment,
        day=day,
        author=signature or (author if author != channel else None),
        forwarded_from=_own_name(forwarded) if forwarded is not None else None,
        answers=next((int(one[1]) for one in answered if one), None),
        media=tuple(dict.fromkeys(_media(body)))[:_MOST_MEDIA],
        texts=tuple(_all(body, "text")),
    )


def _channel(tree: Any) -> str:
    header = next((each for each in tree.iter("div") if "page_header" in _classes(each)), None)
    return (_named(header, "text") if header is not None else None) or "Telegram channel"


def _own_name(body: Any) -> str | None:
    """That of this body, not of one inside it; without the date that may stand in it."""
    node = next((each for each in body.iterchildren("div") if "from_name" in _classes(each)), None)
    return _line(node.text) if node is not None else None


def _named(node: Any, name: str) -> str | None:
    found = next(iter(_all(node, name)), None)
    return _line("".join(found.itertext())) if found is not None else None


def _all(node: Any, name: str) -> Iterator[Any]:
    return (each for each in node.iterdescendants("div") if name in _classes(each))


def _media(body: Any) -> Iterator[str]:
    """Paths inside the export, never addresses."""
    for wrap in _all(body, "media_wrap"):
        for link in wrap.iter("a"):
            path = link.get("href") or ""
            if (
                path.isprintable()
                and path
                and ":" not in path
                and not path.startswith(("#", "/", "?"))
                and len(path) <= _LONGEST_PATH
            ):
                yield path


def _classes(node: Any) -> set[str]:
    return set((node.get("class") or "").split()) - {"clearfix"}


def _line(text: str | None) -> str | None:
    shown = "".join(letter if letter.isprintable() else " " for letter in text or "")
    return " ".join(shown.split())[:_LONGEST_NAME] or None


def _when(node: Any) -> tuple[datetime | None, date | None]:
    found = _DATE.fullmatch((node.get("title") or "").strip()) if node is not None else None
    if found is None:
        return None, None
    day, month, year, hour, minute, second = (int(found[n]) for n in range(1, 7))
    try:
        told = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        return (told - _away(found) if found[7] else None), told.date()
    except (ValueError, OverflowError):
        return None, None


def _away(found: re.Match[str]) -> timedelta:
    away = timedelta(hours=int(found[8]), minutes=int(found[9]))
    return away if found[7] == "+" else -away
