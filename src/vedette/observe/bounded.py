"""The parent's side of `child.py`: one sense over one capture, ended when its time is up."""

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from vedette.model.capture import Capture
from vedette.model.errors import ReadError
from vedette.model.watch import Watch
from vedette.observe.child import LONGEST_ANSWER, Answer, Request, send
from vedette.observe.sense import Findings, Sense

_PIECE = 1024 * 1024
_GRACE_S = 2.0


class GoneError(Exception):
    """The child ended, or said what nothing can be made of."""


class LateError(Exception):
    """The time was up."""


@dataclass(slots=True)
class Bounded:
    """Keeps one child for as long as it behaves, so that models are loaded once. Close it, or let the process end."""

    _child: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    def look(self, sense: Sense, path: Path, capture: Capture, watch: Watch) -> Findings:
        """Raises ReadError, whose message follows the capture's address, where nothing came of it."""
        asked = Request(sense.function, str(path), capture, watch, sense.megabytes)
        try:
            answer = self._ask(asked, sense.seconds)
        except LateError:
            self.close()
            raise ReadError(f"took the {sense.name} more than {sense.seconds:g} s: add a shorter cut of it") from None
        except (GoneError, BrokenPipeError) as error:
            ended = self.close(_GRACE_S)
            raise ReadError(
                f"brought the {sense.name} down ({str(error) or ended}): it is damaged, or too large"
            ) from None
        if answer.missing is not None:
            raise ReadError(_advice(sense, answer.missing))
        if answer.findings is None:
            raise ReadError(answer.trouble or "gave no answer")
        return answer.findings

    def close(self, grace: float = 0) -> str:
        """How the child ended, in words; in `grace` seconds it may still end by itself."""
        child, self._child = self._child, None
        if child is None:
            return "it did not start"
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(grace)
        # With whatever it started itself.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        status = child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()
        return f"signal {signal.Signals(-status).name}" if status < 0 else f"status {status}"

    def _ask(self, asked: Request, seconds: float) -> Answer:
        child = self._child = self._child or start("vedette.observe.child")
        assert child.stdin is not None
        deadline = time.monotonic() + seconds
        send(cast(BinaryIO, child.stdin), asked)
        size = int.from_bytes(read(child, 8, deadline), "big")
        if size > LONGEST_ANSWER:
            raise GoneError("its answer was too long")
        try:
            return msgspec.msgpack.decode(read(child, size, deadline), type=Answer)
        except (msgspec.DecodeError, ValueError) as error:
            raise GoneError("its answer made no sense") from error


def _advice(sense: Sense, module: str) -> str:
    if sense.extra:
        return f"was not looked at for {sense.name}: install {module} with pip install 'vedette[{sense.extra}]'"
    return f"was not looked at for {sense.name}: {module} is missing; install Vedette again"


def start(module: str) -> "subprocess.Popen[bytes]":
    """A module of ours in a process of its own, in a group of its own, that talks through its pipes."""
    command = [sys.executable, "-m", module]
    # Told here again where Vedette lies: the parent may have found it by a path of its own.
    paths = os.pathsep.join(filter(None, [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]))
    return subprocess.Popen(  # noqa: S603 - this Python with our own module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": paths},
        bufsize=0,
        start_new_session=True,
    )


def read(child: "subprocess.Popen[bytes]", size: int, deadline: float) -> bytes:
    """Raises LateError or GoneError."""
    assert child.stdout is not None
    got = bytearray()
    while len(got) < size:
        ready, _, _ = select.select([child.stdout], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise LateError
        piece = os.read(child.stdout.fileno(), min(_PIECE, size - len(got)))
        if not piece:
            raise GoneError
        got += piece
    return bytes(got)
