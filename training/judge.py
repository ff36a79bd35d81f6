"""Judges the heads of a reader on texts it never saw, by the packs' own scorers, and writes the model card.

python training/judge.py --shared ../shared --reader src/vedette/understand/weights/reader --card docs/model-card.md
"""

import argparse
import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np

from vedette.understand.model.encoder import Encoder, Reading
from vedette.understand.model.names import names

OPENING, CLOSING = "<!-- judge: written by training/judge.py -->", "<!-- /judge -->"


def scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("text_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pack(folder: Path, part: str) -> Iterator[tuple[dict, dict]]:
    """Texts of one set with what is known of them."""
    gold = {row["id"]: row for row in _rows(folder / "gold.jsonl")}
    for row in _rows(folder / "docs.jsonl"):
        if part in gold[row["id"]]["set"]:
            yield row, gold[row["id"]]


def _rows(path: Path) -> Iterator[dict]:
    return (json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip())


def tagged(shared: Path, encoder: Encoder, limits: dict[str, float]) -> dict[str, float]:
    """Token F1 of source, cue and content, tagged word by word without any rule."""
    counts = {name: [0, 0, 0] for name in ("source", "cue", "content")}
    for row, gold in pack(shared / "bench/text/attribution", "dev"):
        reading = encoder.read(row["text"])
        for column, name in enumerate(counts):
            wanted = _inside(reading, gold["tokens"][name])
            said = reading.attribution[:, column] > limits[name]
            for place, values in enumerate((wanted & said, wanted, said)):
                counts[name][place] += int(values.sum())
    return {name: 2 * hit / max(1, one + other) for name, (hit, one, other) in counts.items()}


def _inside(reading: Reading, runs: list[list[int]]) -> np.ndarray:
    starts = np.array([start for start, _ in reading.words])
    found = np.zeros(len(starts), bool)
    for start, end in runs:
        found |= (starts >= start) & (starts < end)
    return found


def factual(shared: Path, encoder: Encoder, part: str) -> dict[str, float]:
    """Given the words that tell an event."""
    told, wanted = [], []
    for row, gold in pack(shared / "bench/text/factuality", part):
        reading = encoder.read(row["text"])
        for event in gold["events"]:
            span = event["trigger"]["start"], event["trigger"]["end"]
            inside = [n for n, (start, end) in enumerate(reading.words) if start < span[1] and span[0] < end]
            if inside:
                told.append(float(np.clip(reading.factuality[inside[-1], 0], -3, 3)))
                wanted.append(event["factuality"])
    return {"mae": float(np.abs(np.array(told) - wanted).mean()), "r": float(np.corrcoef(told, wanted)[0, 1])}


def named(shared: Path, encoder: Encoder, score: ModuleType, least: float) -> dict[str, float]:
    """Names in Ukrainian texts."""
    rows = []
    for row, gold in pack(shared / "bench/text/entities-uk", ""):
        found = names(row["text"], encoder.read(row["text"]), least)
        rows.append((row, gold, {"entities": [{"span": (start, end), "type": kind} for start, end, kind in found]}))
    figures: dict[str, float] = score.entities(rows)
    return figures


def lines_of(figures: dict[str, dict[str, float]]) -> Iterator[str]:
    """The table of the model card."""
    yield "| texts | figure | value |"
    yield "|---|---|---|"
    for texts, values in figures.items():
        yield from (f"| {texts} | {name} | {value:.3f} |" for name, value in values.items())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--reader", type=Path, required=True)
    parser.add_argument("--card", type=Path, help="the page between whose marks the table is written")
    parser.add_argument("--least", type=float, default=0.5)
    args = parser.parse_args()
    encoder = Encoder(args.reader)
    score = scorer(args.shared / "bench/text/score.py")
    tags = tagged(args.shared, encoder, {"source": 0.0, "cue": 0.0, "content": 0.0})
    figures = {"attribution, polnear-dev": {f"{name}, word F1": value for name, value in tags.items()}}
    for part in ("uw-dev", "meantime-dev"):
        figures[f"factuality, {part}"] = factual(args.shared, encoder, part)
    told = named(args.shared, encoder, score, args.least)
    figures["names, entities-uk"] = {name: told[name] for name in ("micro_f1", "overlap_micro_f1")}
    print("\n".join(lines_of(figures)))
    if args.card:
        before, rest = args.card.read_text("utf-8").split(OPENING)
        after = rest.split(CLOSING)[1]
        args.card.write_text("\n".join([before + OPENING, *lines_of(figures), CLOSING + after]), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
