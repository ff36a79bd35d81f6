"""A Telegram channel followed from its last message on: what is new, what was edited, what is gone.

What is asked of Telegram is the `Channel` below and no more; `collect.telethon` does it with the user's own account.
Messages are captured in the form of Telegram Desktop's `result.json`, some at a time, so they are read as a saved
export is.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

from vedette.collect.collector import Given, Gone, Mark, Memory
from vedette.collect.file import file_item
from vedette.collect.item import Item
from vedette.collect.mail.message import held
from vedette.model.capture import CHANNEL, MESSAGE, PUBLISHED
from vedette.model.errors import CaptureError
from vedette.model.media import MediaType
from vedette.model.telegram import message_origin

_T = TypeVar("_T")

WITHDRAWN = "withdrawn by its source: the channel shows the message no longer"
_AT_ONCE = 100
_LONGEST_WAIT_S = 60
_EXPORTED_KEYS = ("forwarded_from", "reply_to_message_id", "author", "file")


class FloodError(Exception):
    """Telegram asks to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One message. `file` is the name that its media would have, None without any; service messages have no `text` and
    no file. Moments are aware."""

    number: int
    date: datetime
    text: str = ""
    edited: datetime | None = None
    forwarded_from: str | None = None
    answers: int | None = None
    author: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """A channel: `number` stays when it is renamed."""

    number: int
    title: str
    username: str | None = None


class Channel(Protocol):
    """Everything that is asked of Telegram. Each call may raise FloodError, or CaptureError with what to do."""

    def about(self) -> About: ...

    def since(self, last: int, most: int) -> Sequence[Told]:
        """Messages with a higher number, the oldest first."""
        ...

    def latest(self, most: int) -> Sequence[Told]:
        """The newest ones, the oldest of them first."""
        ...

    def these(self, numbers: Sequence[int]) -> Sequence[Told | None]:
        """One for each number; None for a message that is not there."""
        ...

    def fetch(self, number: int, folder: Path) -> Path | None:
        """The media of a message, in a file below `folder`; None where it is too large or gone."""
        ...


Opener = Callable[[], AbstractContextManager[Channel]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramChannel:
    """`name` is the channel's, as in `t.me/NAME`. The last `watched` messages are asked for again each round, to see
    edits and deletions. The first round takes the last `first` messages. `folder` holds media while they are taken."""

    name: str
    open: Opener
    folder: Path
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    pause: Callable[[float], None] = time.sleep
    first: int = 500
    most: int = 2000
    watched: int = 500
    media: bool = True

    @property
    def address(self) -> str:
        return f"https://t.me/{self.name}"

    def collect(self, memory: Memory) -> Iterator[Given]:
        """New messages, then those edited, then those gone; a mark after every hundred."""
        until = _moment(memory.get("not_before"))
        if until is not None and self.clock() < until:
            raise CaptureError(
                f"{self.address}: Telegram asks to wait until {until:%Y-%m-%d %H:%M} UTC: it is asked then"
            )
        known = _Known.of(memory)
        try:
            with self.open() as channel:
                about = self._patient(channel.about)
                before = sorted(known.stamps)
                yield from self._new(channel, about, known)
                yield from self._seen_again(channel, about, known, before)
        except FloodError as error:
            wait = self.clock() + timedelta(seconds=error.seconds)
            yield Mark(memory={**known.memory(), "not_before": wait.isoformat()})
            minutes = max(1, round(error.seconds / 60))
            raise CaptureError(f"{self.address}: Telegram asks to wait {minutes} min: the rest comes then") from None

    def _new(self, channel: Channel, about: About, known: "_Known") -> Iterator[Given]:
        taken = 0
        while taken < self.most:
            size = min(_AT_ONCE, self.most - taken)
            found = self._patient(partial(self._next, channel, known.last, size))
            if not found:
                return
            yield from self._capture(channel, about, found)
            known.note(found, self.watched)
            yield Mark(memory=known.memory())
            taken += len(found)

    def _next(self, channel: Channel, last: int, size: int) -> Sequence[Told]:
        """Of a channel not followed before only the last messages, not those of ten years."""
        if last:
            return channel.since(last, size)
        newest = channel.latest(self.first)
        return newest[:size] if newest else ()

    def _seen_again(self, channel: Channel, about: About, known: "_Known", numbers: Sequence[int]) -> Iterator[Given]:
        for start in range(0, len(numbers), _AT_ONCE):
            part = numbers[start : start + _AT_ONCE]
            now = self._patient(partial(channel.these, part))
            there = dict(zip(part, now, strict=False))
            edited = [told for told in there.values() if told and _stamp(told) != known.stamps.get(told.number)]
            if edited:
                yield from self._capture(channel, about, edited)
            for number in part:
                if there.get(number) is None:
                    yield Gone(origin=_origin(about, number), seen=self.clock(), why=WITHDRAWN)
                    known.stamps.pop(number, None)
            known.note(edited, self.watched)
            yield Mark(memory=known.memory())

    def _capture(self, channel: Channel, about: About, found: Sequence[Told]) -> Iterator[Given]:
        shown = [told for told in found if told.text or told.file]
        if not shown:
            return
        payload = exported(about, shown)
        number = f"{shown[0].number}-{shown[-1].number}"
        yield Item(
            address=f"{self.address}/{number}",
            name="result.json",
            open=lambda: held(payload),
            media=MediaType.TELEGRAM,
            names=self._names(about),
        )
        if self.media:
            for told in shown:
                if told.file:
                    yield from self._media(channel, about, told)

    def _media(self, channel: Channel, about: About, told: Told) -> Iterator[Given]:
        address = f"{self.address}/{told.number}"
        try:
            path = self._patient(lambda: channel.fetch(told.number, self.folder))
        except CaptureError as error:
            yield address, error
            return
        if path is None:
            return
        headers = ((MESSAGE, _origin(about, told.number)), (CHANNEL, about.title), (PUBLISHED, told.date.isoformat()))
        opener = file_item(path).open
        yield Item(address=address, name=path.name, open=opener, headers=headers, names=self._names(about))
        path.unlink(missing_ok=True)

    def _names(self, about: About) -> tuple[str, ...]:
        return tuple(filter(None, (about.username, self.name, about.title)))

    def _patient(self, ask: Callable[[], _T]) -> _T:
        """Waits as long as it is asked to, up to a minute, once."""
        try:
            return ask()
        except FloodError as error:
            if error.seconds > _LONGEST_WAIT_S:
                raise
            self.pause(error.seconds)
            return ask()


@dataclass(slots=True, kw_only=True)
class _Known:
    """The highest number taken, and how each of the last messages looked."""

    last: int
    stamps: dict[int, str]

    @classmethod
    def of(cls, memory: Memory) -> "_Known":
        stamps = memory.get("stamps")
        told = stamps if isinstance(stamps, Mapping) else {}
        return cls(last=int(memory.get("last", 0)), stamps={int(number): str(stamp) for number, stamp in told.items()})

    def note(self, found: Sequence[Told], watched: int) -> None:
        self.last = max((self.last, *(told.number for told in found)))
        self.stamps |= {told.number: _stamp(told) for told in found if told.text or told.file}
        for number in sorted(self.stamps)[: max(0, len(self.stamps) - watched)]:
            del self.stamps[number]

    def memory(self) -> dict[str, Any]:
        return {"last": self.last, "stamps": {str(number): stamp for number, stamp in sorted(self.stamps.items())}}


def exported(about: About, found: Sequence[Told]) -> bytes:
    """As Telegram Desktop writes it; nobody's local time is in it."""
    told = {
        "name": about.title,
        "type": "public_channel",
        "id": about.number,
        "messages": [_message(about, one) for one in found],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _message(about: About, told: Told) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": told.number,
        "type": "message",
        "date": told.date.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        "date_unixtime": str(int(told.date.timestamp())),
        "from": about.title,
        "text": told.text,
    }
    if told.edited:
        fields["edited"] = told.edited.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
        fields["edited_unixtime"] = str(int(told.edited.timestamp()))
    more = (told.forwarded_from, told.answers, told.author, told.file)
    return fields | {key: value for key, value in zip(_EXPORTED_KEYS, more, strict=True) if value is not None}


def _stamp(told: Told) -> str:
    """Telegram dates an edit to the second; the words tell two within one."""
    edited = int(told.edited.timestamp()) if told.edited else 0
    return f"{edited}-{hashlib.sha256(told.text.encode('utf-8', 'replace')).hexdigest()[:12]}"


def _origin(about: About, number: int) -> str:
    return message_origin({"id": about.number}, about.title, number)


def _moment(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
