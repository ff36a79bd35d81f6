"""Media files of a Telegram export, each with the message it came with."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from vedette.collect.file import file_item
from vedette.collect.item import Item
from vedette.collect.signature import media_of
from vedette.model.capture import CHANNEL, MESSAGE, PUBLISHED
from vedette.model.errors import CaptureError
from vedette.model.telegram import chats, media_paths, message_origin, overfull, whole_number

_STICKER = "sticker"
_LONGEST_NAME = 200
_HEAD_BYTES = 4096


def attached(export: Path, payload: bytes) -> Iterator[Item]:
    """In the order of the messages. What is not there, or lies outside the export's folder, is passed over; so is an
    export that cannot be understood, of which reading tells."""
    if overfull(payload):
        return
    try:
        content = json.loads(payload)
    except (ValueError, RecursionError):
        return
    folder = export.absolute().parent
    for chat in chats(content):
        for message in chat["messages"]:
            if isinstance(message, dict) and message.get("media_type") != _STICKER:
                yield from _items(message, chat, folder)


def _items(message: dict[str, Any], chat: dict[str, Any], folder: Path) -> Iterator[Item]:
    number = whole_number(message.get("id"))
    if number is None:
        return
    channel = _channel(message, chat)
    moment = _moment(message)
    headers = ((MESSAGE, message_origin(chat, channel, number)), (CHANNEL, channel))
    headers = (*headers, *(((PUBLISHED, moment),) if moment else ()))
    for name in media_paths(message):
        path = inside(folder, name)
        if path is not None and is_media(path):
            found = file_item(path)
            yield Item(address=found.address, name=found.name, open=found.open, headers=headers)


def _channel(message: dict[str, Any], chat: dict[str, Any]) -> str:
    for name in (chat.get("name"), message.get("from")):
        if isinstance(name, str) and name.strip():
            return " ".join(name.split())[:_LONGEST_NAME]
    return "Telegram channel"


def _moment(message: dict[str, Any]) -> str | None:
    """UTC. Older exports give only the exporter's local time, which is none."""
    given = message.get("date_unixtime")
    try:
        return datetime.fromtimestamp(int(given), UTC).isoformat() if isinstance(given, int | str) else None
    except (ValueError, OverflowError, OSError):
        return None


def is_media(path: Path) -> bool:
    """What else hangs on messages (a PDF, an archive) is no trouble of the export."""
    try:
        with path.open("rb") as handle:
            return media_of(handle.read(_HEAD_BYTES)) is not None
    except (OSError, CaptureError):
        # Capturing it will say why.
        return True


def inside(folder: Path, name: str) -> Path | None:
    """Neither a path nor a link leads out of the export."""
    path = folder / name
    try:
        real = path.resolve(strict=True)
        return path if real.is_relative_to(folder.resolve()) and real.is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None
