"""Train the weights with which factuality is read (`src/vedette/understand/weights/factuality.bin`).

    python bench/train_factuality.py PACK_FOLDER [--output FILE]

PACK_FOLDER holds `docs.jsonl` and `gold.jsonl` of an event factuality pack. Weights learnt from its `*-train` sets
alone tell on the `*-dev` sets how well it goes, and are those that are written, so that what is measured is what is
shipped. AdaGrad on an ordinal model over hashed signs, whose median is read.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vedette.understand.certainty_signs import signs_of
from vedette.understand.english import pipeline
from vedette.understand.factuality_model import BUCKETS, CUTS, STEP, bucket, median

# MEANTIME is small and strict where UW is large and graded: its examples count more. CB is far from news.
WORTH = {"uw": 1.0, "meantime": 5.0, "cb": 0.2}
PASSES, EPOCHS, RATE, DECAY = 3, 12, 0.4, 0.0005
# Of each step, so that some thirty signs together make it.
SHARE = 30**-0.5
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
    """The mean of passes in several orders."""
    total = np.zeros((BUCKETS, len(CUTS)))
    for seed in range(PASSES):
        total += _pass(known, seed)
    return total / PASSES


def _pass(known: list[Example], seed: int) -> NDArray[np.float64]:
    """Logistic regression for each cut, all at once; the mean of the weights of the later epochs."""
    random = np.random.default_rng(seed)
    above = np.array([[score > cut for cut in CUTS] for _, _, score in known], dtype=float)
    shape = (BUCKETS, len(CUTS))
    weights, seen, summed = np.zeros(shape), np.full(shape, 1e-2), np.zeros(shape)
    always, drawn = log_odds(above.mean(axis=0)), np.ones(len(CUTS))
    summed_always = np.zeros(len(CUTS))
    for epoch in range(EPOCHS):
        for number in random.permutation(len(known)):
            name, at, _ = known[number]
            logits = weights[at].sum(axis=0) * SHARE + always
            slope = WORTH[name.split("-")[0]] * (1 / (1 + np.exp(-logits)) - above[number])
            step = slope * SHARE + DECAY * weights[at]
            seen[at] += step * step
            weights[at] -= RATE * step / np.sqrt(seen[at])
            drawn += slope * slope
            always = always - RATE * slope / np.sqrt(drawn)
        if epoch >= EPOCHS // 2:
            summed += weights
            summed_always += always
    learnt = summed * SHARE / (EPOCHS - EPOCHS // 2)
    learnt[bucket("always")] += summed_always / (EPOCHS - EPOCHS // 2)
    return learnt


def log_odds(share: NDArray[np.float64]) -> NDArray[np.float64]:
    held = share.clip(0.01, 0.99)
    odds: NDArray[np.float64] = np.log(held / (1 - held))
    return odds


def report(weights: NDArray[np.float64], known: list[Example]) -> None:
    for name in sorted({name for name, _, _ in known}):
        held = [(median(list(weights[at].sum(axis=0))), score) for each, at, score in known if each == name]
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
    stored = np.clip(np.rint(weights / STEP), -127, 127).astype(np.int8)
    options.output.write_bytes(stored.tobytes())


if __name__ == "__main__":
    main()
