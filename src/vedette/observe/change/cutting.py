"""Pictures of many places, cut in a process of its own: bounded in time and memory, place by place.

`python -m vedette.observe.change.cutting` is the child. What the parent has when the time is up, it keeps.
"""

import importlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from vedette.model.errors import ReadError, VedetteError
from vedette.observe.bounded import GoneError, LateError, read, start
from vedette.observe.change.cut import Box, Cutout, cut
from vedette.observe.change.scenes import Scenes
from vedette.observe.change.sensor import Sensor
from vedette.observe.change.stack import Look, open_stack
from vedette.observe.child import LONGEST_ANSWER, bound_memory, end_with_parent, send

MOST_EARLIER = 10
_MEGABYTES = 3072
_SECONDS = 300.0


class Order(msgspec.Struct, frozen=True):
    """`sensor` is `module:class`; boxes are left, top, right, bottom in pixels of the grid."""

    before: str
    after: str
    change: str
    sensor: str
    boxes: tuple[Box, ...]


class Piece(msgspec.Struct, frozen=True):
    """The answer for one box; `trouble` ends them."""

    cutout: Cutout | None = None
    trouble: str | None = None


def latest(looks: Sequence[Look]) -> list[Look]:
    """Of the earlier images those that are laid over each other."""
    return list(looks[-MOST_EARLIER:])


def cut_all(
    before: Path, after: Path, change: Path, sensor: Sensor, boxes: Sequence[Box], seconds: float = _SECONDS
) -> Iterator[Cutout | None]:
    """One a box, in order. Raises ReadError for what is left when the time is up or the child ends."""
    name = f"{type(sensor).__module__}:{type(sensor).__qualname__}"
    order = Order(str(before), str(after), str(change), name, tuple(boxes))
    child = start("vedette.observe.change.cutting")
    deadline = time.monotonic() + seconds
    try:
        assert child.stdin is not None
        send(cast(BinaryIO, child.stdin), order)
        for _ in boxes:
            yield _piece(child, deadline)
    except LateError:
        raise ReadError(f"the pictures of before and after took more than {seconds:g} s: the rest has none") from None
    except (GoneError, BrokenPipeError) as error:
        raise ReadError("the pictures of before and after could not be cut: the images may be damaged") from error
    finally:
        _end(child)


def _piece(child: "subprocess.Popen[bytes]", deadline: float) -> Cutout | None:
    size = int.from_bytes(read(child, 8, deadline), "big")
    if size > LONGEST_ANSWER:
        raise GoneError("its answer was too long")
    try:
        piece = msgspec.msgpack.decode(read(child, size, deadline), type=Piece)
    except (msgspec.DecodeError, ValueError) as error:
        raise GoneError("its answer made no sense") from error
    if piece.trouble is not None:
        raise ReadError(piece.trouble)
    return piece.cutout


def _end(child: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()


def main() -> None:
    end_with_parent()
    bound_memory(_MEGABYTES)
    answers = os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    requests = sys.stdin.buffer
    order = msgspec.msgpack.decode(requests.read(int.from_bytes(requests.read(8), "big")), type=Order)
    try:
        for cutout in _cutouts(order):
            send(answers, Piece(cutout=cutout))
    except (VedetteError, MemoryError) as error:
        send(answers, Piece(trouble=str(error) or "the pictures of before and after need more memory than is allowed"))


def _cutouts(order: Order) -> Iterator[Cutout | None]:
    from vedette.observe.change.raster import careful

    module, _, name = order.sensor.partition(":")
    sensor = cast(Sensor, getattr(importlib.import_module(module), name)())
    with careful():
        early, late = (open_stack(Path(each), sensor).looks for each in (order.before, order.after))
        grid = early[0].bands[0].raster.grid
        shown = latest(early)
        scenes = Scenes([*shown, *late], len(shown), sensor, grid)
        for box in order.boxes:
            yield cut(scenes, Path(order.change), box)


if __name__ == "__main__":
    main()
