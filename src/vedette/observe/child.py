"""Senses in a process of their own: what hangs, crashes or eats memory takes only this process along.

Requests and answers are MessagePack with a length before it, on standard input and output: nothing the child says is
executed by the parent, whatever the bytes it decoded have made of it.
"""

import contextlib
import ctypes
import importlib
import os
import resource
import signal
import sys
from pathlib import Path
from typing import BinaryIO

import msgspec

from vedette.model.capture import Capture
from vedette.model.errors import VedetteError
from vedette.model.watch import Watch
from vedette.observe.sense import Findings

LONGEST_ANSWER = 256 * 1024 * 1024
_DIE_WITH_PARENT = 1


class Request(msgspec.Struct, frozen=True):
    """One sense over one capture; `megabytes` bounds the process from then on."""

    function: str
    path: str
    capture: Capture
    watch: Watch
    megabytes: int


class Answer(msgspec.Struct, frozen=True):
    """Exactly one is set. `trouble` follows the capture's address; `missing` names what cannot be imported."""

    findings: Findings | None = None
    trouble: str | None = None
    missing: str | None = None


def send(stream: BinaryIO, message: object) -> None:
    body = msgspec.msgpack.encode(message)
    stream.write(len(body).to_bytes(8, "big"))
    stream.write(body)
    stream.flush()


def main() -> None:
    """Answers until its input ends. What a decoder prints goes nowhere."""
    end_with_parent()
    answers = os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    requests = sys.stdin.buffer
    while len(size := requests.read(8)) == 8:
        body = requests.read(int.from_bytes(size, "big"))
        send(answers, answer(msgspec.msgpack.decode(body, type=Request)))


def answer(request: Request) -> Answer:
    """A MemoryError is an answer; any other defect of a sense ends the child, and its parent says so."""
    bound_memory(request.megabytes)
    module, _, name = request.function.partition(":")
    try:
        sense = getattr(importlib.import_module(module), name)
        found = sense(Path(request.path), request.capture, request.watch)
    except VedetteError as error:
        return Answer(trouble=str(error))
    except ImportError as error:
        return Answer(missing=error.name or str(error))
    except MemoryError:
        return Answer(trouble=f"needs more than {request.megabytes} MB to be looked at: add a smaller copy of it")
    assert isinstance(found, Findings)
    return Answer(findings=found)


def bound_memory(megabytes: int) -> None:
    """Private memory, not address space: decoders map far more than they use."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 1024 * 1024, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def end_with_parent() -> None:
    """Linux alone can promise it; elsewhere the end of the input does it, once the sense at work is done."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


if __name__ == "__main__":
    main()
