"""The video of a page, fetched by yt-dlp in a child of its own: bounded in time, bytes and reach."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import msgspec

from vedette.collect.file import file_item
from vedette.collect.item import MIB, Item
from vedette.collect.video_child import Answer, Asked, Trouble, Video
from vedette.model.capture import CHANNEL, MESSAGE, PUBLISHED
from vedette.model.errors import CaptureError
from vedette.model.ids import SourceId

_LONGEST_ANSWER = 4 * MIB
_KEPT = ("PATH", "LANG", "LC_ALL", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "SYSTEMROOT")
_ADVICE: dict[Trouble, str] = {
    "missing": "needs yt-dlp: pip install 'vedette[links]'",
    "unsupported": "shows no video that yt-dlp finds: check the address, or save the video and add the file",
    "private": "leads to a private address: Vedette only fetches public ones; --private allows all",
    "offline": "did not answer: check the address and your connection",
    "live": "is a live broadcast: add it when it is over",
    "list": "is a list of videos: name one of them, or ask for the first N with --list N",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoFetcher:
    """`most` videos of a list; `limit` bytes each. `allow_private`: the user wants private addresses too. Of a longer
    list the first ones where only the `newest` are asked for, without those whose identity is `known`. `allow` are
    ranges that count as public."""

    timeout_s: float = 1800.0
    limit: int = 2048 * MIB
    height: int = 720
    most: int = 1
    allow_private: bool = False
    folder: Path | None = None
    newest: bool = False
    known: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()

    @contextmanager
    def fetch(self, address: str) -> "Iterator[Sequence[Fetched]]":
        """The files lie in `folder`, and are gone afterwards. Raises CaptureError with what to do."""
        if find_spec("yt_dlp") is None:
            raise CaptureError(_ADVICE["missing"])
        _refuse_secrets(address)
        with TemporaryDirectory(prefix="video-", dir=self.folder) as held:
            yield [Fetched(path=Path(held) / video.file, video=video) for video in self._ask(address, held)]

    def _ask(self, address: str, folder: str) -> Sequence[Video]:
        asked = Asked(
            address=address,
            folder=folder,
            most=self.most,
            limit=self.limit,
            height=self.height,
            seconds=self.timeout_s,
            allow_private=self.allow_private,
            newest=self.newest,
            known=self.known,
            allow=self.allow,
        )
        told = self._run(msgspec.json.encode(asked), folder)
        if told.trouble is not None:
            raise CaptureError(self._advice(told))
        if not told.videos and not self.newest:
            raise CaptureError(_ADVICE["live"] if not told.reason else self._advice(told))
        return told.videos

    def _advice(self, told: Answer) -> str:
        if told.trouble == "large":
            return f"is larger than {self.limit // MIB} MB: save the part you need and add that"
        known = _ADVICE.get(told.trouble) if told.trouble else None
        return known or f"cannot be had ({told.reason or 'no reason given'}): save the video and add the file"

    def _run(self, asked: bytes, folder: str) -> Answer:
        child = subprocess.Popen(
            [sys.executable, "-m", "vedette.collect.video_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(folder),
            cwd=folder,
            start_new_session=True,
        )
        try:
            said, _ = child.communicate(asked, self.timeout_s)
        except subprocess.TimeoutExpired:
            minutes = self.timeout_s / 60
            raise CaptureError(f"took more than {minutes:g} minutes: save the video and add the file") from None
        finally:
            _end(child)
        try:
            return msgspec.json.decode(said[:_LONGEST_ANSWER], type=Answer)
        except (msgspec.DecodeError, ValueError) as error:
            raise CaptureError("brought yt-dlp down: update it, or save the video and add the file") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One video: its file, for as long as it is there, and what its page says of it."""

    path: Path
    video: Video

    def items(self, source: SourceId | None) -> Iterator[Item]:
        """The page's words as one line of JSONL, then the video as a message's media has it."""
        video = self.video
        words = {
            "id": video.identity,
            "text": "\n\n".join(filter(None, (video.title, video.text.strip()))) or video.address,
            "title": video.title,
            "author": video.channel,
            "published": video.published,
            "url": video.address,
        }
        told = self.path.with_suffix(".jsonl")
        told.write_text(json.dumps({name: value for name, value in words.items() if value}) + "\n", "utf-8")
        message = f"{source}:{video.identity}" if source else f"{video.address}#{video.identity}"
        named = ((CHANNEL, video.channel),) if video.channel else ()
        yield self._item(told, named, source)
        headers = ((MESSAGE, message), *named, *(((PUBLISHED, video.published),) if video.published else ()))
        yield self._item(self.path, headers, source)

    def _item(self, path: Path, headers: tuple[tuple[str, str], ...], source: SourceId | None) -> Item:
        return replace(file_item(path), address=self.video.address, headers=headers, source=source)


def _refuse_secrets(address: str) -> None:
    try:
        parts = urlsplit(address)
    except ValueError:
        raise CaptureError("is not a web address: check the spelling") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise CaptureError("is not a web address: --video takes http and https")
    if parts.username is not None or parts.password is not None:
        raise CaptureError("holds a user name or password: take it out, it would be stored with the capture")


def _environment(folder: str) -> dict[str, str]:
    """No proxy, which would resolve names unchecked; no settings, cookies, passwords or plugins of the user."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    # Told here again where Vedette lies: the parent may have found it by a path of its own.
    paths = os.pathsep.join(filter(None, [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]))
    homes = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "TMPDIR"), folder)
    return {**kept, **homes, "PYTHONPATH": paths, "YTDLP_NO_PLUGINS": "1"}


def _end(child: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()
