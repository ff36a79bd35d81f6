"""The anatomy of Telegram Desktop's `result.json`, for who captures its media and who reads its messages."""

from collections.abc import Iterator
from typing import Any

from vedette.model.source import slug

# In the export of a whole account, talk between private persons is no public source. Who wants one exports that chat.
_PRIVATE = frozenset({"personal_chat", "bot_chat", "saved_messages", "private_group", "verify_codes", "replies"})
_MEDIA_KEYS = ("photo", "file")
_LONGEST_PATH = 500
# A full export of the largest file taken has half of these; parsed, this many take half a gigabyte.
_MOST_BRACKETS, _MOST_COMMAS = 2_000_000, 10_000_000


def overfull(payload: bytes) -> bool:
    """Whether it holds more lists, objects and values than messages need: parsed, they take many times as much."""
    return payload.count(b"{") + payload.count(b"[") > _MOST_BRACKETS or payload.count(b",") > _MOST_COMMAS


def chats(export: object) -> Iterator[dict[str, Any]]:
    """Chats that hold a list of messages, but no private ones."""
    if not isinstance(export, dict):
        return
    if isinstance(export.get("messages"), list):
        yield export
    for group in ("chats", "left_chats"):
        inner = export.get(group)
        listed = inner.get("list") if isinstance(inner, dict) else None
        for chat in listed if isinstance(listed, list) else ():
            if isinstance(chat, dict) and isinstance(chat.get("messages"), list) and not _private(chat.get("type")):
                yield chat


def _private(kind: object) -> bool:
    return isinstance(kind, str) and kind in _PRIVATE


def message_origin(chat: dict[str, Any], channel: str, number: int) -> str:
    """The number of a channel stays when it is renamed."""
    identity = whole_number(chat.get("id"))
    return f"telegram:{slug(channel) if identity is None else identity}/{number}"


def media_paths(message: dict[str, Any]) -> Iterator[str]:
    """Paths inside the export. "(File not included. …)" is no path."""
    for key in _MEDIA_KEYS:
        path = message.get(key)
        if isinstance(path, str) and path and not path.startswith("("):
            yield path[:_LONGEST_PATH]


def whole_number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63 else None
