"""Pictures, frames and sound out of hostile files.

Decoding happens in a process of its own (`decoder_process.py`), which has no more memory than `Limits` gives it and is
killed when it hangs, so a picture bomb, a damaged video or an endless loop costs one `ReadError` and no more.

    for frame in frames(path):                    # a picture gives one frame, a video two a second and each new shot
        frame.seconds, frame.pixels, frame.shot

    with Decoder() as decoder:                    # many files: the process is started once
        for path in paths:
            for frame in decoder.frames(path): ...

Everything is streamed: no more than one frame is held. Where a file is damaged after a good beginning, what is good is
given first and `ReadError` is raised after it; its message is one line that names the file.
"""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt

from vedette.model.errors import ReadError, UsageError

Pixels = npt.NDArray[np.uint8]
Samples = npt.NDArray[np.float32]

_NEEDED = ("av", "PIL", "cv2")
_LONGEST_LINE = 1 << 20
_READ_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one file may cost. `stall_s`: silence of the decoder; `wait_s`: all waiting for it, the caller apart."""

    pixels: int = 120_000_000
    memory: int = 6 << 30
    frames: int = 50_000
    stall_s: float = 20.0
    wait_s: float = 1800.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """`pixels`: height × width × 3, RGB, upright (EXIF and container rotation applied), reduced to `longest` if larger.

    `seconds` counts from the beginning of the video, 0 for a picture. `shot`: the first frame of a new shot.
    `width` and `height`: upright, before the reduction.
    """

    seconds: float
    pixels: Pixels
    shot: bool
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A stretch of the first audio track: mono, float32 in −1 … 1; `seconds` is where it begins."""

    seconds: float
    samples: Samples


def frames(
    path: Path, *, per_second: float = 2.0, longest: int = 1280, limits: Limits | None = None
) -> Iterator[Frame]:
    """The frames of one file; for many files use a `Decoder`."""
    with Decoder(limits) as decoder:
        yield from decoder.frames(path, per_second=per_second, longest=longest)


def sound(path: Path, *, rate: int = 16_000, limits: Limits | None = None) -> Iterator[Sound]:
    """The sound of one file, in stretches of some seconds; nothing where it has no audio track."""
    with Decoder(limits) as decoder:
        yield from decoder.sound(path, rate=rate)


@dataclass(slots=True)
class Decoder:
    """A decoding process, started when first needed and started anew after a file that broke it."""

    limits: Limits | None = None
    _process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)
    _pending: bytearray = field(default_factory=bytearray, init=False)

    def __enter__(self) -> "Decoder":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
        self._pending.clear()

    def frames(self, path: Path, *, per_second: float = 2.0, longest: int = 1280) -> Iterator[Frame]:
        """Raises ReadError, where a part could be read after that part."""
        for head, payload in self._ask("frames", path, per_second=per_second, longest=longest):
            pixels = np.frombuffer(payload, np.uint8).reshape(head["shape"])
            yield Frame(
                seconds=head["seconds"], pixels=pixels, shot=head["shot"], width=head["width"], height=head["height"]
            )

    def sound(self, path: Path, *, rate: int = 16_000) -> Iterator[Sound]:
        """`rate`: samples a second. Raises ReadError, where a part could be heard after that part."""
        for head, payload in self._ask("sound", path, rate=rate):
            yield Sound(seconds=head["seconds"], samples=np.frombuffer(payload, np.float32))

    def about(self, path: Path) -> dict[str, Any]:
        """What the container or the picture says of itself; `metadata.py` tells what is in it."""
        told: dict[str, Any] = {}
        for head, _ in self._ask("about", path):
            told = head
        return told

    def _ask(self, question: str, path: Path, **how: float) -> Iterator[tuple[dict[str, Any], bytes]]:
        if not path.is_file():
            raise ReadError(f"{path}: no such file")
        limits = self.limits or Limits()
        request = {"question": question, "path": os.fspath(path.resolve()), "limits": asdict(limits), **how}
        self._send(json.dumps(request).encode() + b"\n")
        ended = False
        clock = _Clock(limits)
        try:
            while (head := self._head(path, clock)).get("more"):
                yield head, self._take(head.get("bytes", 0), path, clock)
            ended = True
        finally:
            if not ended:
                self.close()  # the caller stopped early, or the process did: what is in the pipe belongs to nobody
        if head.get("error"):
            raise ReadError(f"{path}: {head['error']}")

    def _send(self, line: bytes) -> None:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = _start(self.limits or Limits())
        assert self._process.stdin is not None
        self._process.stdin.write(line)
        self._process.stdin.flush()

    def _head(self, path: Path, clock: "_Clock") -> dict[str, Any]:
        while (end := self._pending.find(b"\n")) < 0:
            if len(self._pending) > _LONGEST_LINE:
                raise ReadError(f"{path}: the decoder answered nonsense")
            self._more(path, clock)
        head: dict[str, Any] = json.loads(self._pending[:end])
        del self._pending[: end + 1]
        return head

    def _take(self, size: int, path: Path, clock: "_Clock") -> bytes:
        while len(self._pending) < size:
            self._more(path, clock)
        payload = bytes(self._pending[:size])
        del self._pending[:size]
        return payload

    def _more(self, path: Path, clock: "_Clock") -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        handle = self._process.stdout.fileno()
        began = time.monotonic()
        ready, _, _ = select.select([handle], [], [], clock.patience())
        clock.waited += time.monotonic() - began
        if not ready:
            raise ReadError(f"{path}: left out, decoding it hangs (no answer in {clock.patience():.0f} s)")
        if not (got := os.read(handle, _READ_AT_ONCE)):
            raise ReadError(f"{path}: left out, the decoder broke on it (out of memory, or a damaged file)")
        self._pending += got


@dataclass(slots=True)
class _Clock:
    limits: Limits
    waited: float = 0.0

    def patience(self) -> float:
        return max(0.05, min(self.limits.stall_s, self.limits.wait_s - self.waited))


def _start(limits: Limits) -> "subprocess.Popen[bytes]":
    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        raise UsageError(f"pictures and footage need {', '.join(missing)}: pip install 'vedette[media]'")
    words = [sys.executable, "-m", "vedette.observe.media.decoder_process", str(limits.memory)]
    return subprocess.Popen(  # noqa: S603 - our own interpreter and our own module; the file's name goes in as JSON
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
    )
