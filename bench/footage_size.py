"""How large an index of footage may grow: room, memory, the time to append and to look up.

python bench/footage_size.py --frames 1000000 [--keep FOLDER] [--write]
                                            --write puts the row into bench/README.md; --keep uses the index again

Most frames are invented: their words are a third as common as in drawn pictures and the rest chance, their signatures
chance, their small pictures drawn ones. They come in appends of 6,400, and are put together as in a watch. Looking up
and appending are measured in new processes.
"""

import argparse
import json
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from vedette.observe.media.decode import Frame
    from vedette.observe.media.segment import Segment

README = Path(__file__).resolve().parent / "README.md"
START, END = "<!-- footage: written by bench/footage_size.py -->", "<!-- /footage -->"
ASKED = 60
_AT_ONCE, _FEATURES, _OF_ONE = 6_400, 240, 40
_APPENDS = 64


def pictures(seed: int, count: int) -> "list[Frame]":
    from train_marks import drawn

    from vedette.observe.media.decode import Frame

    rng = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        pixels = np.repeat(drawn(rng)[..., None], 3, axis=2)
        found.append(Frame(seconds=0, pixels=pixels, shot=True, width=pixels.shape[1], height=pixels.shape[0]))
    return found


def _real(frames: "list[Frame]") -> "Segment":
    from vedette.observe.media.marks import mark
    from vedette.observe.media.segment import Builder, Origin

    builder = Builder()
    for number, frame in enumerate(frames):
        builder.begin(Origin(name=f"picture {number}"))
        builder.add(mark(frame))
    return builder.segment()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventor:
    """Makes frames up. `shown` lends its small pictures and sizes, `common` the words that pictures often have."""

    rng: np.random.Generator
    shown: "Segment"
    common: Any

    def segment(self, number: int, frames: int) -> "Segment":
        from vedette.observe.media.segment import Origin, Segment, inverted, named

        count = frames * _FEATURES
        # A third of the words of drawn pictures, the rest spread: a book of their own would be too small.
        chance = self.rng.integers(0, 1 << 18, count)
        words = np.where(self.rng.random(count) < 0.33, self.rng.choice(self.common, count), chance)
        rows = inverted(
            words.astype(np.uint32),
            self.rng.integers(0, 1 << 64, count, dtype=np.uint64),
            np.repeat(np.arange(frames, dtype=np.uint32), _FEATURES),
            self.rng.integers(0, 256, (count, 4), dtype=np.uint8),
        )
        picked = self.rng.integers(0, self.shown.frames, frames)
        greys = [self.shown.grey(int(each)).ravel() for each in picked]
        held = {name: self.shown.arrays[name][picked] for name in ("detail", "grey_size", "size")}
        hashes = self.rng.integers(0, 1 << 64, (frames, 4), dtype=np.uint64)
        seconds = (np.arange(frames) % _OF_ONE / 2).astype(np.float32)
        held |= {
            "greys": np.concatenate(greys),
            "grey_at": np.cumsum([0, *(len(grey) for grey in greys[:-1])]).astype(np.uint64),
            "origin": (np.arange(frames) // _OF_ONE).astype(np.uint32),
            "hashes": hashes,
            "first": hashes[:, 0].copy(),
            "seconds": seconds,
            "until": seconds,
        }
        origins = [Origin(name=f"invented {number}/{at}") for at in range(-(-frames // _OF_ONE))]
        return Segment(arrays=held | rows | named(origins))


def build(path: Path, frames: int) -> dict[str, float]:
    """Half of the pictures that will be asked for, among so many invented frames."""
    from vedette.observe.media.index import opened
    from vedette.observe.media.marks import mark
    from vedette.observe.media.words import words_of

    asked, index = pictures(5, ASKED), opened(path)
    common = np.concatenate([words_of(mark(frame).descriptors)[:, 0] for frame in asked])
    inventor = Inventor(rng=np.random.default_rng(7), shown=_real(pictures(11, 40)), common=common)
    took = [_timed(lambda: index.add(_real(asked[::2])))]
    while index.frames < frames:
        fresh = inventor.segment(len(took), min(_AT_ONCE, frames - index.frames))
        took.append(_timed(lambda: index.add(fresh)))  # noqa: B023 - called at once
        print(f"{index.frames:,} frames, {len(index.segments)} segments", file=sys.stderr, end="\r")
    return {"built_s": sum(took), "longest_s": max(took)} | _memory("built")


def ask(path: Path) -> dict[str, float]:
    """From decoded pixels to the answer, one after the other; half of the pictures are in the index. The index is read
    from disk the first time, and from what the system holds of it the second."""
    from vedette.observe.media.index import opened
    from vedette.observe.media.marks import mark
    from vedette.observe.media.match import seen_before

    frames = pictures(5, ASKED)
    mark(frames[0])
    index = opened(path)
    found: dict[str, float] = {}
    for name in ("first", "queries"):
        started, used = time.perf_counter(), time.process_time()
        hits = [seen_before(index, [mark(frame)]) for frame in frames]
        found[name] = len(frames) / (time.perf_counter() - started)
        found[f"{name}_processor"] = len(frames) / (time.process_time() - used)
        found["right"] = sum(
            [hit.origin.name for hit in each] == ([f"picture {number // 2}"] if number % 2 == 0 else [])
            for number, each in enumerate(hits)
        )
    return found | _memory("asking")


def append(path: Path) -> dict[str, float]:
    """One picture more, sixty-four times, each by itself."""
    from vedette.observe.media.index import opened
    from vedette.observe.media.marks import mark
    from vedette.observe.media.segment import Origin

    index = opened(path)
    each = [(Origin(name=f"{time.time_ns()}"), [mark(frame)]) for frame in pictures(13, _APPENDS)]
    took = [_timed(lambda: index.append([one])) for one in each]  # noqa: B023 - called at once
    return {"append_ms": 1000 * float(np.median(took)), "slowest_ms": 1000 * max(took)} | _memory("appending")


def _timed(work: Any) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _memory(name: str) -> dict[str, float]:
    return {f"{name}_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def measured(path: Path, frames: int) -> dict[str, float]:
    found: dict[str, float] = {"frames": frames}
    for step in ("build", "ask", "append"):
        if step == "build" and path.exists():
            continue
        words = [sys.executable, __file__, "--step", step, "--frames", str(frames), "--keep", str(path)]
        found |= json.loads(subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout)
    sizes = [each.stat().st_size for each in path.iterdir()]
    return found | {"disk_gb": sum(sizes) / 1e9, "segments": len(sizes) - 1}


_HEADER = (
    "| frames | on disk | segments | appended, a second | one picture more, median | slowest | pictures a second | "
    "a processor second | the first time | answered rightly | largest process: asking | appending | building |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|---|---|"
)


def row(one: dict[str, float]) -> str:
    built = f"{one['frames'] / one['built_s']:,.0f}" if "built_s" in one else "—"
    cells = (
        f"{one['frames']:,.0f}",
        f"{one['disk_gb']:.2f} GB",
        f"{one['segments']:.0f}",
        built,
        f"{one['append_ms']:.0f} ms",
        f"{one['slowest_ms']:,.0f} ms",
        f"**{one['queries']:.1f}**",
        f"{one['queries_processor']:.1f}",
        f"{one['first']:.1f}",
        f"{one['right']:.0f} of {ASKED}",
        f"**{one['asking_mb']:,.0f} MB**",
        f"{one['appending_mb']:,.0f} MB",
        f"{one['built_mb']:,.0f} MB" if "built_mb" in one else "—",
    )
    return "| " + " | ".join(cells) + " |"


def written(text: str, line: str, frames: int) -> str:
    """The row of so many frames is replaced, those of other sizes stay."""
    before, rest = text.split(START)
    held, after = rest.split(END)
    rows = [each for each in held.splitlines() if re.match(r"\| [\d,]+ \|", each)]
    rows = [each for each in rows if not each.startswith(f"| {frames:,} |")] + [line]
    rows.sort(key=lambda each: int(each.split("|")[1].replace(",", "")))
    told = (
        f"{os.cpu_count()} processors, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}, "
        f"{datetime.now(UTC):%Y-%m-%d}: `python bench/footage_size.py --frames N --write`"
    )
    return f"{before}{START}\n{told}\n\n{_HEADER}\n" + "\n".join(rows) + f"\n{END}{after}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frames", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="where the index is kept and found again")
    parser.add_argument("--write", action="store_true", help="put the row into bench/README.md")
    parser.add_argument("--step", choices=("build", "ask", "append"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    steps = {"build": lambda: build(args.keep, args.frames), "ask": lambda: ask(args.keep)}
    steps["append"] = lambda: append(args.keep)
    if args.step:
        print(json.dumps(steps[args.step]()))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        line = row(measured(args.keep or Path(folder) / "index", args.frames))
    print(f"{_HEADER}\n{line}")
    if args.write:
        README.write_text(written(README.read_text("utf-8"), line, args.frames), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
