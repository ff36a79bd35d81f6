"""Telegram through Telethon, with the user's own account: reading alone, and nothing kept on disk but what is asked.

Telethon's types go no further than this file.
"""

import asyncio
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from vedette.collect.item import MIB
from vedette.collect.telegram import About, FloodError, Told
from vedette.model.errors import CaptureError

NO_EXTRA = "following Telegram channels needs an extra: pip install 'vedette[telegram]'"
_LARGEST = 512 * MIB
_TIMEOUT_S = 60.0
_MEDIA_TIMEOUT_S = 900.0
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What my.telegram.org gives, and a session made with it (a string session). Never shown."""

    api_id: int
    api_hash: str = field(repr=False)
    session: str = field(repr=False)


@contextmanager
def telethon_channel(account: Account, name: str) -> Iterator["TelethonChannel"]:
    """Raises CaptureError where Telethon is missing, or the session is not or no longer good."""
    try:
        from telethon import TelegramClient
        from telethon.sessions import StringSession
    except ImportError as error:
        raise CaptureError(NO_EXTRA) from error
    with asyncio.Runner() as runner:
        try:
            session = StringSession(account.session)
        except ValueError:
            raise CaptureError(
                f"https://t.me/{name}: the session is none: make a string session with Telethon"
            ) from None
        client = _made(runner, TelegramClient, session, account)
        channel = TelethonChannel(client=client, run=runner.run, name=name)
        try:
            channel.enter()
            yield channel
        finally:
            runner.run(_left(client))


def _made(runner: asyncio.Runner, kind: Any, session: Any, account: Account) -> Any:
    """Inside the loop it will run on. Floods are told, not slept through; updates are not asked for."""

    async def make() -> Any:
        return kind(session, account.api_id, account.api_hash, flood_sleep_threshold=0, receive_updates=False)

    return runner.run(make())


async def _left(client: Any) -> None:
    await client.disconnect()


class TelethonChannel:
    """A `collect.telegram.Channel`."""

    def __init__(self, *, client: Any, run: Any, name: str) -> None:
        self._client, self._run, self._name = client, run, name

    def enter(self) -> None:
        self._ask(self._client.connect())
        if not self._ask(self._client.is_user_authorized()):
            raise CaptureError(f"https://t.me/{self._name}: the session is signed in no longer: make another")

    @cached_property
    def _entity(self) -> Any:
        return self._ask(self._client.get_input_entity(self._name))

    def about(self) -> About:
        found = self._ask(self._client.get_entity(self._name))
        title = getattr(found, "title", None) or self._name
        return About(number=int(found.id), title=_line(title), username=getattr(found, "username", None))

    def since(self, last: int, most: int) -> Sequence[Told]:
        found = self._ask(self._client.get_messages(self._entity, limit=most, min_id=last, reverse=True))
        return [told(one) for one in found if one is not None]

    def latest(self, most: int) -> Sequence[Told]:
        found = self._ask(self._client.get_messages(self._entity, limit=most))
        return [told(one) for one in reversed(found) if one is not None]

    def these(self, numbers: Sequence[int]) -> Sequence[Told | None]:
        found = self._ask(self._client.get_messages(self._entity, ids=list(numbers)))
        return [told(one) if one is not None else None for one in found]

    def fetch(self, number: int, folder: Path) -> Path | None:
        [message] = self._ask(self._client.get_messages(self._entity, ids=[number]))
        held = getattr(message, "file", None)
        if held is None or (held.size or 0) > _LARGEST:
            return None
        target = folder / f"telegram-{number}"
        path = self._ask(self._client.download_media(message, file=str(target)), _MEDIA_TIMEOUT_S)
        return Path(path) if path else None

    def _ask(self, asked: "Coroutine[Any, Any, _T]", seconds: float = _TIMEOUT_S) -> _T:
        from telethon import errors

        try:
            return self._run(asyncio.wait_for(asked, seconds))  # type: ignore[no-any-return]
        except errors.FloodError as error:
            raise FloodError(int(getattr(error, "seconds", 60))) from None
        except (errors.RPCError, ConnectionError, TimeoutError, OSError, ValueError) as error:
            said = " ".join(str(error).split())[:200] or type(error).__name__
            raise CaptureError(
                f"https://t.me/{self._name}: Telegram did not answer as asked ({said}): it is asked again next time"
            ) from None


def told(message: Any) -> Told:
    """A message as Telethon has it; of stickers, polls and service messages the words alone, if any."""
    held = getattr(message, "file", None)
    reply = getattr(message, "reply_to", None)
    return Told(
        number=int(message.id),
        date=_aware(message.date) or datetime(1970, 1, 1, tzinfo=UTC),
        text=message.message or "",
        edited=None if getattr(message, "edit_hide", False) else _aware(getattr(message, "edit_date", None)),
        forwarded_from=_forwarded(getattr(message, "forward", None)),
        answers=getattr(reply, "reply_to_msg_id", None),
        author=getattr(message, "post_author", None) or None,
        file=_name(message, held),
    )


def _name(message: Any, held: Any) -> str | None:
    if (
        held is None
        or getattr(message, "sticker", None) is not None
        or getattr(message, "web_preview", None) is not None
    ):
        return None
    return str(held.name or f"{message.id}{held.ext or ''}")


def _forwarded(forward: Any) -> str | None:
    """The channel, the person, or the name that is left of who hides himself."""
    if forward is None:
        return None
    person = getattr(forward, "sender", None)
    names = (
        getattr(getattr(forward, "chat", None), "title", None),
        getattr(person, "first_name", None),
        getattr(forward, "from_name", None),
    )
    return next((_line(str(name)) for name in names if name), "a source that Telegram does not name")


def _line(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:200]


def _aware(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment if moment.tzinfo else moment.replace(tzinfo=UTC)
