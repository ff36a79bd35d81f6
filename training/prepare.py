"""Packs what the model is trained on: windows of pieces and labels, no text.

python training/prepare.py --shared ../shared --to .train
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from e5_weights import HIDDEN, opened, read_pretrained, weights_file
from examples import Marked, Windows, windows_of
from net import SIZES
from vocabulary import kept_pieces

from vedette.understand.model.pieces import Pieces


def rows(path: Path) -> Iterator[dict]:
    for line in path.read_text("utf-8").split("\n"):
        if line.strip():
            yield json.loads(line)


def attributed(shared: Path, silver: Path) -> Iterator[Marked]:
    pack = shared / "bench/text/attribution"
    gold = {row["id"]: row for row in rows(pack / "gold.jsonl")}
    names = {row["id"]: row["entities"] for row in rows(silver)} if silver.is_file() else {}
    for row in rows(pack / "docs.jsonl"):
        known = gold[row["id"]]
        yield Marked(
            group=row["id"],
            text=row["text"],
            attribution=known["tokens"],
            entities=names.get(row["id"]),
        )


def judged(shared: Path) -> Iterator[Marked]:
    pack = shared / "bench/text/factuality"
    gold = {row["id"]: row for row in rows(pack / "gold.jsonl")}
    for row in rows(pack / "docs.jsonl"):
        events = gold[row["id"]]["events"]
        told = [(each["trigger"]["start"], each["trigger"]["end"], each["factuality"]) for each in events]
        yield Marked(group=row["id"], text=row["text"], factuality=told)


def named(path: Path) -> Iterator[Marked]:
    """Texts whose names were told by the rules: one JSON object a line with `id`, `text`, `entities`."""
    for row in rows(path):
        yield Marked(group=row["id"], text=row["text"], entities=row["entities"])


def pack(windows: Windows, path: Path) -> None:
    arrays = {
        "ids": np.concatenate(windows.ids),
        "lengths": np.array([len(each) for each in windows.ids]),
        "words": np.concatenate(windows.words),
        "word_counts": np.array([len(each) for each in windows.words]),
        "groups": np.array(windows.groups),
    }
    arrays |= {name: np.concatenate(windows.labels[name]).astype(np.float16) for name in SIZES}
    np.savez(path, **arrays)
    print(path.name, len(windows), "windows", len(arrays["ids"]), "pieces", flush=True)


def vocabulary(folder: Path) -> Pieces:
    """The kept pieces, chosen once: their words come from `wordfreq`."""
    pretrained = read_pretrained(weights_file())
    path = folder / "vocabulary.npz"
    if not path.exists():
        kept = kept_pieces(pretrained)
        blocks = pretrained.tensors["emb.word"].reshape(-1, HIDDEN // 32)[kept]
        np.savez(
            path,
            kept=np.array(kept),
            pieces=np.array([pretrained.pieces[i] for i in kept]),
            scores=pretrained.scores[kept],
            blocks=blocks,
            vectors=opened(blocks.reshape(-1), HIDDEN).astype(np.float16),
        )
    with np.load(path) as arrays:
        return Pieces(arrays["pieces"].tolist(), arrays["scores"].tolist())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--silver", type=Path, default=Path("silver"))
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--only", nargs="*", default=("attribution", "factuality", "names"))
    args = parser.parse_args()
    args.to.mkdir(exist_ok=True)
    pieces = vocabulary(args.to)
    if "attribution" in args.only:
        pack(
            windows_of(attributed(args.shared, args.silver / "entities_en.jsonl"), pieces), args.to / "attribution.npz"
        )
    if "factuality" in args.only:
        pack(windows_of(judged(args.shared), pieces), args.to / "factuality.npz")
    if "names" in args.only:
        for path in sorted(args.silver.glob("names_*.jsonl")):
            pack(windows_of(named(path), pieces), args.to / f"{path.stem}.npz")
    return 0


if __name__ == "__main__":
    sys.exit(main())
