"""What a run is doing, for whoever looks from another process: a small file beside the store while the run goes on."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from vedette.model.progress import Doing
from vedette.ports import Progress

NAME = "progress.json"
_EVERY_S = 0.5
_STALE_S = 600.0
_LARGEST = 4_096


def silent(stage: str, done: int, total: int) -> None:
    """Progress nobody watches."""


@contextmanager
def shown(folder: Path, progress: Progress) -> Iterator[Progress]:
    """Tells `progress`, and now and then the file. A folder that cannot be written stops no run."""
    path, last = folder / NAME, [0.0]

    def told(stage: str, done: int, total: int) -> None:
        progress(stage, done, total)
        now = time.monotonic()
        if now - last[0] >= _EVERY_S or done == total:
            last[0] = now
            _write(path, Doing(stage=stage, done=done, total=total))

    try:
        yield told
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _write(path: Path, doing: Doing) -> None:
    part = path.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        part.write_text(json.dumps({"stage": doing.stage, "done": doing.done, "total": doing.total}), "utf-8")
        part.replace(path)


def doing(folder: Path) -> Doing | None:
    """None where no run is at work, or one was killed long ago."""
    path = folder / NAME
    try:
        if time.time() - path.stat().st_mtime > _STALE_S:
            return None
        with path.open("rb") as file:
            found = json.loads(file.read(_LARGEST))
        return Doing(stage=str(found["stage"])[:80], done=int(found["done"]), total=int(found["total"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
