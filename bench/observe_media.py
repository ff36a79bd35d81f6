"""Footage seen before, measured by the scorer of the packs, and how fast it is looked for.

python bench/observe_media.py [--shared PATH]     only this, on standard output

The packs' clips need ffmpeg; without it the pictures alone are measured. Speed is measured on footage drawn here: 720p
indexed in a processor second, and pictures looked up in an index of 100,000 frames (`footage_size.py`, which also takes
a million).
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from footage_size import ASKED, measured
from observed import Observed, scored
from outputs import VEDETTE
from packs import Figure

_PEER = "ORB with RANSAC"
QUALITY = (
    Figure(key="image_recall", label="pictures in 18 ways, found (must .95, aim .99)", peer=f"{_PEER} .981"),
    Figure(key="video_recall", label="five-second clips in 9 ways, found (must .93, aim .99)", peer=f"{_PEER} .978"),
    Figure(
        key="false_match_rate",
        label="matched though not in the index (must .010, aim .001)",
        smaller_is_better=True,
        peer=f"{_PEER} .116",
    ),
    Figure(
        key="false_match_by_kind.negative_template",
        label="of these, under a shared mark (must .03)",
        smaller_is_better=True,
        peer=f"{_PEER} .260",
    ),
    Figure(key="wrong_match_rate", label="matched with other footage", smaller_is_better=True, peer=f"{_PEER} .014"),
    Figure(key="offset_within_2s", label="clips found within 2 s of their place", peer="—"),
)
SPEED = (
    Figure(key="indexed", label="seconds of 720p indexed in a processor second (must 8, aim 20)", peer="—"),
    Figure(key="queries", label="pictures a second against 100,000 frames (must 20, aim 100)", peer=f"{_PEER} 7"),
)
_FRAMES = 100_000


def quality(shared: Path, folder: Path) -> dict[str, float]:
    gold, index, written = folder / "footage", folder / "media.index", folder / "matches.jsonl"
    pack = shared / "bench/observe/media"
    silent = [] if shutil.which("ffmpeg") else ["--no-video"]
    make = [sys.executable, str(pack / "make_queries.py"), str(gold), *silent]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
    observe = [*VEDETTE, "observe", "media"]
    subprocess.run([*observe, "index", str(pack / "reference"), "--index", str(index), "--quiet"], check=True)
    asked = ["match", str(gold / "queries"), "--index", str(index), "--output", str(written), "--quiet"]
    subprocess.run([*observe, *asked], check=True)
    found = scored(shared, "media", written, gold)
    return {each.key: found[each.key] for each in QUALITY if found.get(each.key) is not None}


def speed(shared: Path, folder: Path) -> dict[str, float]:
    """Nothing of the packs is used."""
    return {"indexed": _indexed(folder), "queries": _queries(folder)}


def _indexed(folder: Path, seconds: int = 60) -> float:
    import av
    import cv2
    from train_marks import drawn

    (folder / "film").mkdir()
    rng = np.random.default_rng(3)
    whole = cv2.resize(drawn(rng), (2600, 1500), interpolation=cv2.INTER_CUBIC)
    with av.open(str(folder / "film/pan.mp4"), "w") as container:
        stream = container.add_stream("libx264", 30)
        stream.width, stream.height, stream.pix_fmt = 1280, 720, "yuv420p"
        for step in range(30 * seconds):
            left, top = int(600 + 500 * np.sin(step / 210)), int(300 + 250 * np.cos(step / 270))
            pixels = np.repeat(whole[top : top + 720, left : left + 1280, None], 3, axis=2)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")))
        container.mux(stream.encode(None))
    before = _children()
    words = ["observe", "media", "index", str(folder / "film"), "--index", str(folder / "film.index"), "--quiet"]
    subprocess.run([*VEDETTE, *words], check=True, env=os.environ | {"OMP_NUM_THREADS": "1"})
    return seconds / (_children() - before)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _queries(folder: Path) -> float:
    found = measured(folder / "large.index", _FRAMES)
    print(f"observe: {found['right']:.0f} of {ASKED} drawn pictures answered rightly", file=sys.stderr)
    return found["queries"]


OBSERVED = (
    Observed(name="observe: footage seen before", figures=QUALITY, measure=quality),
    Observed(name="observe: speed of footage", figures=SPEED, measure=speed),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    root = Path(__file__).resolve().parent.parent
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("VEDETTE_SHARED", root.parent / "shared")))
    args = parser.parse_args()
    for each in OBSERVED:
        if each.figures is QUALITY and not (args.shared / "bench/observe").is_dir():
            print(f"observe: SKIPPED, no evaluation packs at {args.shared} (set VEDETTE_SHARED)", file=sys.stderr)
            continue
        with tempfile.TemporaryDirectory() as name:
            found = each.measure(args.shared, Path(name))
        for figure in each.figures:
            if figure.key in found:
                print(f"  {figure.label}: {found[figure.key]:.3f}  ({figure.peer})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
