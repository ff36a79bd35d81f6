"""A page of Telegram Desktop's HTML export: one document a message."""

import re
from datetime import datetime
from typing import Any

from vedette.model.capture import CHANNEL_NUMBER, Capture
from vedette.model.errors import ReadError
from vedette.model.interval import Interval
from vedette.model.source import slug
from vedette.model.telegram_page import LARGEST_PAGE, PageMessage, page_messages
from vedette.read.charset import decode
from vedette.read.clean import MAX_TEXT, clean, line
from vedette.read.dates import published
from vedette.read.draft import Draft, Publisher, Reading
from vedette.read.markup import parse, tree_text

_NUMBER = re.compile(r"-?\d{1,18}")


def read_telegram_page(payload: bytes, capture: Capture) -> Reading:
    if len(payload) > LARGEST_PAGE:
        raise ReadError("is larger than any page of a Telegram export: export the channel again")
    parsed = parse(decode(payload))
    messages = page_messages(parsed.tree, _identity(capture)) if parsed else ()
    drafts = [_draft(one, capture.fetched) for one in messages]
    kept = tuple(draft for draft in drafts if draft and len(draft.text) <= MAX_TEXT)
    if not kept:
        raise ReadError("is a Telegram export without a message that has text: export the channel with its messages")
    cut = "this page is nested deeper than 256 elements; what stands above that was read"
    return Reading(drafts=kept, problem=cut if parsed and parsed.cut else None)


def _identity(capture: Capture) -> int | None:
    told = capture.header(CHANNEL_NUMBER) or ""
    return int(told) if _NUMBER.fullmatch(told) else None


def _draft(message: PageMessage, fetched: datetime) -> Draft | None:
    # The same message as in JSON must be the same letters, or it would count as edited.
    shown = tree_text if message.identity is None else _as_written
    text = clean("\n\n".join(filter(None, map(shown, message.texts))))
    if not text:
        return None
    channel = line(message.channel) or message.channel
    return Draft(
        text=text,
        label=f"{slug(channel)}/{message.number}",
        origin=message.origin,
        publisher=Publisher(names=(channel, slug(channel)), name=channel, kind="channel"),
        author=line(message.author),
        published=_published(message, fetched),
        forwarded_from=line(message.forwarded_from),
        reply_to=message.answered,
        media=tuple(map(clean, message.media)),
    )


def _as_written(node: Any) -> str:
    """Telegram writes every line end of a message as `<br>`, and leaves its blanks as they are."""
    from lxml import etree

    pieces: list[str] = []
    for event, each in etree.iterwalk(node, events=("start", "end", "comment", "pi")):
        if event == "start":
            pieces.append("\n" if each.tag == "br" else each.text or "")
        elif each is not node:
            pieces.append(each.tail or "")
    return "".join(pieces).strip()


def _published(message: PageMessage, fetched: datetime) -> Interval | None:
    told = message.moment or message.day
    return published(told.isoformat(), fetched) if told else None
