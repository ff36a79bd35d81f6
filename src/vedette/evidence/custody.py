"""The log of custody: who was given media that may be graphic, private or withheld; when, how and from where.

A line of JSON each, which names the SHA-256 of the line before it. A line is on the disk before the media are given.
"""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Literal

import msgspec

from vedette.model.capture import Capture
from vedette.model.chain import FIRST
from vedette.model.errors import WorkspaceError
from vedette.model.ids import CaptureId, SourceId
from vedette.model.media import IMAGES, SOUNDS, VIDEOS

CUSTODY = "custody.jsonl"
How = Literal["page", "api", "export", "backup", "restore"]
"""A page showed it; a program was given it; it left with its evidence; all of the archive left, or came back."""
ALL = CaptureId("*")
"""In place of a capture: everything that the archive held."""
_LONGEST_WORD = 300
_LONGEST_LINE = 16 * 1024
_OWNER_ALONE = 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One line. `what` is the address of the page or the place where it went, `address` the machine it was asked from,
    `why` the reasons for which it is restricted, `before` the SHA-256 of the line before, without its end."""

    seq: int
    at: datetime
    who: str
    how: How
    of: CaptureId
    what: str
    address: str
    why: tuple[str, ...]
    before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """How far a log goes: its number of lines, and the SHA-256 of the last."""

    lines: int = 0
    head: str = FIRST


def reasons(capture: Capture, withheld: Sequence[SourceId] = ()) -> tuple[str, ...]:
    """Why a capture's bytes are restricted; empty for what anybody may read. Nobody has looked through the media, so
    each picture, film and recording may be graphic or show a private person."""
    found = ["media not screened"] if capture.media_type in IMAGES | VIDEOS | SOUNDS else []
    return (*found, *(["source withheld"] if capture.source in withheld else []))


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Custody:
    """The file. Several processes may write to it."""

    path: Path
    clock: Callable[[], datetime] = _now

    def note(self, who: str, how: How, of: CaptureId, what: str, address: str = "", why: Sequence[str] = ()) -> Access:
        """Adds a line and waits until it is on the disk. Raises WorkspaceError, so that what cannot be noted is not
        given."""
        try:
            handle = os.open(self.path, os.O_CREAT | os.O_RDWR | os.O_APPEND, _OWNER_ALONE)
            with os.fdopen(handle, "r+b", buffering=0) as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                last = _last_line(file)
                noted = Access(
                    seq=_number(last) + 1,
                    at=self.clock(),
                    who=_word(who),
                    how=how,
                    of=of,
                    what=_word(what),
                    address=_word(address),
                    why=tuple(map(_word, why)),
                    before=hashlib.sha256(last).hexdigest() if last else FIRST,
                )
                _append(file, msgspec.json.encode(noted, order="sorted") + b"\n")
        except OSError as error:
            raise WorkspaceError(f"{self.path}: cannot be written ({error.strerror}); nothing is given") from error
        return noted

    def lines(self) -> Iterator[bytes]:
        """Whole ones, oldest first, each without its end; what a crash cut off is none."""
        try:
            with self.path.open("rb") as file:
                while line := file.readline(_LONGEST_LINE):
                    if line.endswith(b"\n"):
                        yield line[:-1]
                    elif len(line) == _LONGEST_LINE:
                        yield line
        except FileNotFoundError:
            return
        except OSError as error:
            raise WorkspaceError(f"{self.path}: cannot be read ({error.strerror}); check its permissions") from error

    def accesses(self) -> Iterator[Access]:
        """Raises WorkspaceError at a line that is none."""
        for number, line in enumerate(self.lines(), start=1):
            try:
                yield msgspec.json.decode(line, type=Access)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                raise WorkspaceError(f"{self.path}: line {number} was changed; see `vedette verify`") from error

    def end(self) -> End:
        count, last = 0, b""
        for line in self.lines():
            count, last = count + 1, line
        return End(lines=count, head=hashlib.sha256(last).hexdigest()) if count else End()

    def problems(self, anchors: Sequence[End] = ()) -> Iterator[str]:
        """A line each. `anchors` are ends that the log once had, which its lines must still lead through."""
        before, count, wanted = FIRST, 0, {anchor.lines: anchor.head for anchor in anchors if anchor.lines}
        for count, line in enumerate(self.lines(), start=1):
            yield from _line_problems(line, count, before)
            before = hashlib.sha256(line).hexdigest()
            if wanted.pop(count, before) != before:
                yield f"custody line {count}: it is not the one that a daily root vouches for"
        for lines in sorted(wanted):
            yield f"custody: a daily root vouches for {lines} lines, and there are {count}: the last were cut off"


def _line_problems(line: bytes, number: int, before: str) -> Iterator[str]:
    try:
        said = msgspec.json.decode(line, type=Access)
    except (msgspec.DecodeError, UnicodeDecodeError):
        yield f"custody line {number}: it was changed: it cannot be read"
        return
    if said.before != before or said.seq != number:
        yield f"custody line {number}: the chain is broken before it: a line was changed, removed, added or moved"


def _append(file: BinaryIO, line: bytes) -> None:
    """Whole, or the file as it was: a full disk leaves no half of a line."""
    size = file.seek(0, os.SEEK_END)
    try:
        if file.write(line) != len(line):
            raise OSError(28, "the disk is full")
        os.fsync(file.fileno())
    except OSError:
        os.ftruncate(file.fileno(), size)
        raise


def _last_line(file: BinaryIO) -> bytes:
    """Without its end. What a crash cut off is taken away: nothing was given for it yet."""
    size = file.seek(0, os.SEEK_END)
    start = max(0, size - 2 * _LONGEST_LINE)
    file.seek(start)
    tail = file.read(2 * _LONGEST_LINE)
    whole = tail.rfind(b"\n") + 1
    if whole < len(tail):
        os.ftruncate(file.fileno(), start + whole)
    return tail[:whole].rstrip(b"\n").rpartition(b"\n")[2]


def _number(last: bytes) -> int:
    try:
        return msgspec.json.decode(last, type=Access).seq if last else 0
    except (msgspec.DecodeError, UnicodeDecodeError):
        # Somebody changed it; `verify` tells so, and whoever looks now is written down all the same.
        return 0


def _word(text: str) -> str:
    """Bounded, and as UTF-8 can hold it."""
    return text[:_LONGEST_WORD].encode("utf-8", "replace").decode("utf-8")
