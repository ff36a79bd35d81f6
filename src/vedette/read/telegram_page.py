"""A page of Telegram Desktop's HTML export: one document a message."""

from datetime import datetime

from vedette.model.capture import Capture
from vedette.model.errors import ReadError
from vedette.model.interval import Interval
from vedette.model.source import slug
from vedette.model.telegram_page import LARGEST_PAGE, PageMessage, page_messages
from vedette.read.charset import decode
from vedette.read.clean import MAX_TEXT, clean, line
from vedette.read.dates import published
from vedette.read.draft import Draft, Publisher, Reading
from vedette.read.markup import parse, tree_text


def read_telegram_page(payload: bytes, capture: Capture) -> Reading:
    if len(payload) > LARGEST_PAGE:
        raise ReadError("is larger than any page of a Telegram export: export the channel again")
    parsed = parse(decode(payload))
    drafts = [_draft(one, capture.fetched) for one in page_messages(parsed.tree)] if parsed else []
    kept = tuple(draft for draft in drafts if draft and len(draft.text) <= MAX_TEXT)
    if not kept:
        raise ReadError("is a Telegram export without a message that has text: export the channel with its messages")
    cut = "this page is nested deeper than 256 elements; what stands above that was read"
    return Reading(drafts=kept, problem=cut if parsed and parsed.cut else None)


def _draft(message: PageMessage, fetched: datetime) -> Draft | None:
    text = clean("\n\n".join(filter(None, map(tree_text, message.texts))))
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


def _published(message: PageMessage, fetched: datetime) -> Interval | None:
    told = message.moment or message.day
    return published(told.isoformat(), fetched) if told else None
