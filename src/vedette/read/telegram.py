"""`result.json` of Telegram Desktop ("Export chat history" or "Export Telegram data", machine-readable JSON)."""

import json
from datetime import datetime
from typing import Any

from vedette.model.capture import Capture
from vedette.model.errors import ReadError
from vedette.model.interval import Interval
from vedette.model.source import slug
from vedette.model.telegram import chats, media_paths, message_origin, overfull, whole_number
from vedette.read.charset import decode
from vedette.read.clean import MAX_TEXT, clean, line
from vedette.read.dates import instant, unix_instant
from vedette.read.draft import Draft, Publisher, Reading


def read_telegram(payload: bytes, capture: Capture) -> Reading:
    told = list(chats(_export(payload)))
    if not told:
        raise ReadError("is not a Telegram export: choose Export chat history, format JSON, and add its result.json")
    drafts: list[Draft] = []
    oversized = 0
    for chat in told:
        for message in chat["messages"]:
            draft = _draft(message, chat, capture.fetched)
            if draft and len(draft.text) > MAX_TEXT:
                oversized += 1
            elif draft:
                drafts.append(draft)
    if not drafts and not oversized:
        raise ReadError("is a Telegram export without a message that has text: export the channel with its messages")
    problem = f"{oversized} messages are longer than {MAX_TEXT:,} characters and were left out" if oversized else None
    return Reading(drafts=tuple(drafts), problem=problem)


def _export(payload: bytes) -> object:
    if overfull(payload):
        raise ReadError("holds more lists and values than messages have: export the channel by shorter spans of time")
    try:
        return json.loads(decode(payload))
    except (ValueError, RecursionError) as error:
        where = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "its nesting or numbers"
        raise ReadError(f"is a damaged Telegram export (broken at {where}): export the channel again") from None


def _draft(message: object, chat: dict[str, Any], fetched: datetime) -> Draft | None:
    """None for what tells nothing: joins, pins, stickers, pictures without a caption."""
    if not isinstance(message, dict) or message.get("type", "message") != "message":
        return None
    number, text = whole_number(message.get("id")), clean(_text(message))
    if number is None or not text:
        return None
    channel = line(chat.get("name")) or line(message.get("from")) or "Telegram channel"
    moment = _moment(message, "date", fetched)
    reply = whole_number(message.get("reply_to_message_id"))
    return Draft(
        text=text,
        label=f"{slug(channel)}/{number}",
        origin=message_origin(chat, channel, number),
        publisher=Publisher(names=(channel, slug(channel)), name=channel, kind="channel"),
        author=_author(message, channel),
        published=Interval.of_instant(moment) if moment else None,
        modified=_moment(message, "edited", fetched),
        forwarded_from=line(message.get("forwarded_from")) or line(message.get("saved_from")),
        reply_to=None if reply is None else message_origin(chat, channel, reply),
        media=tuple(map(clean, media_paths(message))),
    )


def _text(message: dict[str, Any]) -> str:
    """`text` is a string, or a list of strings and of objects with a text each (bold, links, mentions)."""
    pieces = message.get("text")
    if not pieces:
        pieces = message.get("text_entities")
    if isinstance(pieces, str):
        return pieces
    return "".join(_piece(piece) for piece in pieces) if isinstance(pieces, list) else ""


def _piece(piece: object) -> str:
    if isinstance(piece, dict):
        piece = piece.get("text")
    return piece if isinstance(piece, str) else ""


def _moment(message: dict[str, Any], name: str, fetched: datetime) -> datetime | None:
    """`…_unixtime` is UTC. The date beside it is the exporter's local time, in old exports all there is."""
    return unix_instant(message.get(f"{name}_unixtime"), fetched) or instant(message.get(name), fetched)


def _author(message: dict[str, Any], channel: str) -> str | None:
    signed = line(message.get("author")) or line(message.get("from"))
    return signed if signed != channel else None
