"""The child that fetches a video with yt-dlp: `python -m vedette.collect.video_child`, asked and answering in JSON.

It reaches public addresses alone (`guard.py`), starts no program (no ffmpeg, no JavaScript), writes into the one folder
it is given, and ends with its parent.
"""

import contextlib
import ctypes
import os
import resource
import signal
import socket
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Literal

import msgspec

from vedette.collect.guard import Guard
from vedette.reference.host import Bounds, networks

Trouble = Literal["missing", "unsupported", "private", "offline", "large", "live", "list", "other"]
_DIE_WITH_PARENT = 1
_MEMORY = 2 << 30
_LONGEST_TEXT = 20_000
_LONGEST_LINE = 500
_LONGEST_REASON = 300


class Asked(msgspec.Struct, frozen=True):
    """`most` videos of a list; of a longer one the first, where only the `newest` are asked for. `limit`: bytes of one
    file. `height`: pixels. `known` are identities of videos that are not wanted again."""

    address: str
    folder: str
    most: int
    limit: int
    height: int
    seconds: float
    allow_private: bool
    newest: bool = False
    known: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()


class Video(msgspec.Struct, frozen=True):
    """`published`: an instant or a day, ISO 8601."""

    file: str
    address: str
    identity: str
    title: str = ""
    text: str = ""
    channel: str = ""
    published: str | None = None


class Answer(msgspec.Struct, frozen=True):
    """`reason`: what yt-dlp said."""

    videos: list[Video] = []
    trouble: Trouble | None = None
    reason: str = ""


class _TooLargeError(Exception):
    """More bytes than are allowed."""


def main() -> None:
    asked = msgspec.json.decode(sys.stdin.buffer.read(), type=Asked)
    answers = os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    _bound(asked)
    answers.write(msgspec.json.encode(answer(asked)))
    answers.flush()


def _bound(asked: Asked) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    bounds = ((resource.RLIMIT_FSIZE, asked.limit), (resource.RLIMIT_DATA, _MEMORY), (resource.RLIMIT_CORE, 0))
    for what, most in bounds:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def answer(asked: Asked) -> Answer:
    guard = Guard(bounds=Bounds(private=asked.allow_private, allowed=networks(asked.allow)))
    # libcurl connects by itself, where no guard could see it.
    sys.modules["curl_cffi"] = None  # type: ignore[assignment]
    try:
        from yt_dlp import YoutubeDL  # type: ignore[import-untyped,import-not-found,unused-ignore]
        from yt_dlp.utils import YoutubeDLError  # type: ignore[import-untyped,import-not-found,unused-ignore]
    except ImportError:
        return Answer(trouble="missing")
    guard.install()
    try:
        with YoutubeDL(_options(asked, flat=True)) as first:
            found = first.extract_info(asked.address, download=False) or {}
        if found.get("_type") == "playlist" and len(found.get("entries") or ()) > asked.most and not asked.newest:
            return Answer(trouble="list")
        with YoutubeDL(_options(asked, flat=False)) as loader:
            told = loader.extract_info(asked.address, download=True) or {}
    except _TooLargeError:
        return Answer(trouble="large")
    except (YoutubeDLError, OSError, ValueError) as error:
        return Answer(trouble=_trouble(error, guard), reason=_reason(error))
    return Answer(videos=list(_videos(told, asked)))


def _options(asked: Asked, *, flat: bool) -> dict[str, Any]:
    """One file a video: two streams would need ffmpeg to become one."""
    small = f"[height<=?{asked.height}]"

    def refuse(status: dict[str, Any]) -> None:
        if max(status.get("downloaded_bytes") or 0, status.get("total_bytes") or 0) > asked.limit:
            raise _TooLargeError

    return {
        "format": f"b{small}/bv*{small}/ba/w",
        "noplaylist": True,
        # One more than are wanted tells that there are more.
        "playlist_items": f"1:{asked.most + 1 if flat else asked.most}",
        "extract_flat": "in_playlist" if flat else False,
        "outtmpl": {"default": "%(autonumber)05d.media"},
        "paths": {"home": asked.folder},
        "postprocessors": [],
        "fixup": "never",
        "hls_prefer_native": True,
        "external_downloader": {"default": "native"},
        "ffmpeg_location": asked.folder,
        "js_runtimes": {},
        "proxy": "",
        "cachedir": False,
        "nopart": True,
        "updatetime": False,
        "socket_timeout": min(20.0, asked.seconds),
        "retries": 2,
        "fragment_retries": 2,
        "extractor_retries": 1,
        "match_filter": partial(_refused, {one.rpartition(":")[2] for one in asked.known}),
        "progress_hooks": [refuse],
        "quiet": True,
        "no_warnings": True,
        "noprogress": True,
        "color": "never",
        "logger": _Silent(),
    }


class _Silent:
    """What yt-dlp would print."""

    def debug(self, told: str) -> None: ...

    def info(self, told: str) -> None: ...

    def warning(self, told: str) -> None: ...

    def error(self, told: str) -> None: ...


def _refused(known: set[str], info: dict[str, Any], *, incomplete: bool = False) -> str | None:
    if str(info.get("id")) in known:
        return "known"
    return "live" if info.get("is_live") else None


def _videos(told: dict[str, Any], asked: Asked) -> Iterator[Video]:
    for info in told.get("entries") or [told]:
        for load in (info or {}).get("requested_downloads") or ():
            path = Path(str(load.get("filepath", ""))).resolve()
            if path.is_file() and path.parent == Path(asked.folder).resolve():
                yield _video(info, path, asked)


def _video(info: dict[str, Any], path: Path, asked: Asked) -> Video:
    address = str(info.get("webpage_url") or "")
    return Video(
        file=path.name,
        address=address if address.startswith(("http://", "https://")) else asked.address,
        identity=_line(f"{info.get('extractor') or 'video'}:{info.get('id') or path.stem}"),
        title=_line(info.get("title")),
        text=str(info.get("description") or "")[:_LONGEST_TEXT],
        channel=_line(info.get("channel") or info.get("uploader") or info.get("creator")),
        published=_published(info),
    )


def _published(info: dict[str, Any]) -> str | None:
    from datetime import UTC, datetime

    for key in ("timestamp", "release_timestamp"):
        moment = info.get(key)
        with contextlib.suppress(ValueError, OverflowError, OSError):
            if isinstance(moment, int | float) and moment > 0:
                return datetime.fromtimestamp(int(moment), UTC).isoformat()
    day = str(info.get("upload_date") or "")
    return f"{day[:4]}-{day[4:6]}-{day[6:]}" if len(day) == 8 and day.isascii() and day.isdigit() else None


def _line(told: object) -> str:
    return " ".join(str(told or "").split())[:_LONGEST_LINE]


def _trouble(error: BaseException, guard: Guard) -> Trouble:
    if guard.refused:
        return "private"
    causes = list(_causes(error))
    if any(type(cause).__name__ == "UnsupportedError" for cause in causes):
        return "unsupported"
    said = " ".join(str(cause) for cause in causes)
    if any(isinstance(cause, socket.gaierror | TimeoutError | ConnectionError) for cause in causes):
        return "offline"
    return "offline" if "Failed to resolve" in said or "getaddrinfo" in said else "other"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            yield one
            told = getattr(one, "exc_info", None)
            inner = told[1] if isinstance(told, tuple) and len(told) > 1 else None
            behind = (inner, getattr(one, "cause", None), getattr(one, "reason", None), one.__cause__, one.__context__)
            waiting += [each for each in behind if isinstance(each, BaseException)]


def _reason(error: BaseException) -> str:
    first = (str(error).splitlines() or [""])[0].removeprefix("ERROR: ")
    return " ".join(first.split(";")[0].split())[:_LONGEST_REASON]


if __name__ == "__main__":
    main()
