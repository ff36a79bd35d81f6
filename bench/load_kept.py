"""A run of many reports that can be stopped and gone on with: what each go cost stands in a file beside the workspace,
and the line of the whole is the sum of them.

A go ends by SIGTERM, with the batch in hand, or where its phase ends. Understanding and fusing are goes of their own,
so that the memory of each is its own.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

GOES = "segments.jsonl"
ROOT = Path(__file__).resolve().parent.parent


class Ended(BaseException):
    """The go ends here; what is recorded stands."""


def until_fusing(progress: Callable[[str, int, int], None]) -> Callable[[str, int, int], None]:
    """Progress that ends the go where fusing would begin, or when it is told to end."""
    asked: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: asked.append(number))

    def told(stage: str, done: int, total: int) -> None:
        progress(stage, done, total)
        if asked or stage == "fuse":
            raise Ended

    return told


def note(folder: Path, told: dict[str, Any]) -> None:
    with (folder / GOES).open("a") as handle:
        handle.write(json.dumps(told | {"code": code()}) + "\n")


def code() -> str:
    asked = ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()


def kept(folder: Path, workers: int, child: Callable[..., dict[str, Any]]) -> dict[str, Any] | None:
    """The sum of all goes, after those that are still needed; None where one was ended before its time."""
    if not _understood(folder):
        note(folder, {**child(folder / "watch", workers, "understand"), "phase": "understand"})
    if not _understood(folder):
        print("ended before all was understood: go on with --go-on", file=sys.stderr)
        return None
    note(folder, {**child(folder / "watch", workers, "fuse"), "phase": "fuse"})
    return summed(_goes(folder))


def _goes(folder: Path) -> list[dict[str, Any]]:
    path = folder / GOES
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def _understood(folder: Path) -> bool:
    """Whether some go came to where fusing begins."""
    return any("fuse" in one["stages"] for one in _goes(folder))


def summed(goes: list[dict[str, Any]]) -> dict[str, Any]:
    """Times add up, memory is that of the largest. Only the last fusing counts."""
    fused = [one for one in goes if one.get("phase") == "fuse"][-1]
    goes = [*(one for one in goes if one.get("phase") != "fuse"), fused]
    stages: dict[str, dict[str, float]] = {}
    for one in goes:
        for stage, spent in one["stages"].items():
            if stage == "fuse" and one is not fused:
                continue
            whole = stages.setdefault(stage, {"wall": 0.0, "processor_here": 0.0})
            for what, seconds in spent.items():
                whole[what] = round(whole[what] + seconds, 2)
    added = {what: round(sum(one[what] for one in goes), 1) for what in ("wall", "processor", "processor_workers")}
    largest = {what: max(one[what] for one in goes) for what in ("memory", "memory_worker")}
    codes = list(dict.fromkeys(one["code"] for one in goes if one.get("code")))
    return {**added, **largest, "stages": stages, "goes": len(goes), "code": codes, "counts": fused["counts"],
            "failed": sum(one.get("failed", 0) for one in goes),
            "load": [round(max(one["load"][0] for one in goes), 1), round(os.getloadavg()[0], 1)]}  # fmt: skip
