"""Train the weights with which factuality is read (`src/vedette/understand/weights/factuality.bin`).

    python bench/train_factuality.py PACK_FOLDER [--output FILE]

PACK_FOLDER holds `docs.jsonl` and `gold.jsonl` of an event factuality pack. Weights learnt from its `*-train` sets
alone tell on the `*-dev` sets how well it goes, and are those that are written, so that what is measured is what is
shipped. Absolute error is made small by AdaGrad on a linear model over hashed signs.
"""

import argparse
import json
import sys
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vedette.understand.certainty_signs import signs_of
from vedette.understand.english import pipeline
from vedette.understand.factuality_model import BUCKETS, STEP, bucket

# MEANTIME is small and strict where UW is large and graded: its examples count more.
REPEATED = {"uw": 1, "meantime": 12, "cb": 1}
EPOCHS, RATE, SOFT = 8, 0.05, 0.3
DEFAULT = Path(__file__).parents[1] / "src/vedette/understand/weights/factuality.bin"
Example = tuple[str, NDArray[np.int64], float]


def examples(pack: Path) -> Iterator[Example]:
    """Set, buckets and score of every gold event."""
    gold = {line["id"]: line for line in _lines(pack / "gold.jsonl")}
    documents = [line for line in _lines(pack / "docs.jsonl") if line["id"] in gold]
    parsed = pipeline().pipe((line["text"] for line in documents), batch_size=64)
    for document, doc in zip(documents, parsed, strict=True):
        line = gold[document["id"]]
        for event in line["events"]:
            span = doc.char_span(event["trigger"]["start"], event["trigger"]["end"], alignment_mode="expand")
            if span is not None:
                signs = {bucket(sign) for sign in signs_of(span.root)}
                yield line["set"], np.array(sorted(signs)), float(event["factuality"])


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, path.read_text("utf-8").splitlines())


def train(known: list[Example]) -> NDArray[np.float64]:
    """The mean of the weights of the later epochs."""
    order = [number for number, (name, _, _) in enumerate(known) for _ in range(REPEATED[name.split("-")[0]])]
    random = np.random.default_rng(0)
    weights, seen, summed = np.zeros(BUCKETS), np.full(BUCKETS, 1e-2), np.zeros(BUCKETS)
    weights[bucket("always")] = 2.5
    for epoch in range(EPOCHS):
        for number in random.permutation(order):
            _, at, score = known[number]
            step = _slope(float(weights[at].sum()), score)
            if step:
                seen[at] += step * step
                weights[at] -= RATE * step / np.sqrt(seen[at]) / np.sqrt(len(at) / 30)
        if epoch >= EPOCHS // 2:
            summed += weights
    return summed / (EPOCHS - EPOCHS // 2)


def _slope(value: float, score: float) -> float:
    """Of the absolute error, rounded at the bottom; values are clipped, so beyond the ends there is none."""
    if (score >= 3 and value > 3) or (score <= -3 and value < -3):
        return 0.0
    return float(np.clip((value - score) / SOFT, -1, 1))


def report(weights: NDArray[np.float64], known: list[Example]) -> None:
    for name in sorted({name for name, _, _ in known}):
        held = [(float(np.clip(weights[at].sum(), -3, 3)), score) for each, at, score in known if each == name]
        values, scores = np.array(held).T
        print(f"{name}: error {np.abs(values - scores).mean():.3f}, r {np.corrcoef(values, scores)[0, 1]:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack", type=Path)
    parser.add_argument("--output", type=Path, default=DEFAULT)
    options = parser.parse_args()
    if not (options.pack / "gold.jsonl").is_file():
        sys.exit(f"{options.pack}: no gold.jsonl there: give the folder of an event factuality pack")
    known = list(examples(options.pack))
    weights = train([one for one in known if one[0].endswith("-train")])
    report(weights, [one for one in known if one[0].endswith("-dev")])
    stored = array("h", (int(value) for value in np.clip(np.rint(weights / STEP), -32768, 32767)))
    if sys.byteorder == "big":
        stored.byteswap()
    options.output.write_bytes(stored.tobytes())


if __name__ == "__main__":
    main()
