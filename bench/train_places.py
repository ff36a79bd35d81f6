"""Train the weights with which names are taken for places (`src/vedette/understand/weights/places.json`).

    python bench/train_places.py SHARED [--parsed FOLDER] [--output FILE]

SHARED holds the evaluation packs. Each fifth of the texts is also judged by weights learnt from the other four, and
those figures are printed: they are what to expect of texts never seen. What is written is learnt from all of them.
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from place_packs import SETS, Text, counts, matched, texts_of

from vedette.reference.gazetteer import Gazetteer
from vedette.understand.place_evidence import persons_of
from vedette.understand.place_names import Toponym, Words, candidate_names
from vedette.understand.place_signs import signs_around, signs_of
from vedette.understand.place_words import load_place_words

DEFAULT = Path(__file__).parents[1] / "src/vedette/understand/weights/places.json"
STEPS, RATE, RIDGE, LEAST = 400, 0.3, 1.5, 6
FOLDS = 5
Signs = list[list[str]]
Weights = dict[str, float]


class Case:
    """The candidates of one text: their signs, and for each whether it is a place (None where it does not count)."""

    def __init__(self, text: Text, gazetteer: Gazetteer) -> None:
        words = load_place_words()
        said = Words.of(text.doc)
        self.text, self.said = text, said
        self.toponyms: list[Toponym] = candidate_names(text.doc, said, gazetteer, words)
        persons = persons_of(text.doc)
        self.own: Signs = [signs_of(text.doc, said, each, words, persons) for each in self.toponyms]
        self.all: Signs = []
        spans = [(said.starts[each.first], said.ends[each.last - 1]) for each in self.toponyms]
        fits = matched(text, spans)
        self.right = [
            None if each.demonym else True if n in fits else False if counts(text, span) else None
            for n, (each, span) in enumerate(zip(self.toponyms, spans, strict=True))
        ]

    def look_around(self, first: Weights) -> None:
        for toponym, signs in zip(self.toponyms, self.own, strict=True):
            toponym.score = sum(first.get(sign, 0.0) for sign in signs)
        around = signs_around(self.said, self.toponyms, load_place_words())
        self.all = [[*signs, *further] for signs, further in zip(self.own, around, strict=True)]


def learn(rows: Sequence[tuple[list[str], bool]]) -> Weights:
    """Logistic regression with a ridge, by AdaGrad on all rows at once."""
    seen = Counter(sign for signs, _ in rows for sign in set(signs))
    names = {sign: number for number, sign in enumerate(sorted(s for s, n in seen.items() if n >= LEAST))}
    pairs = [(row, names[sign]) for row, (signs, _) in enumerate(rows) for sign in set(signs) if sign in names]
    row_of, sign_of = np.array(pairs).T
    wanted = np.array([float(right) for _, right in rows])
    weights, summed = np.zeros(len(names)), np.full(len(names), 1e-6)
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.bincount(row_of, weights[sign_of], len(rows))))
        slope: NDArray[np.float64] = np.bincount(sign_of, (chance - wanted)[row_of], len(names)) + RIDGE * weights
        summed += slope**2
        weights -= RATE * slope / np.sqrt(summed)
    return {name: round(float(weights[number]), 3) for name, number in names.items()}


def both(cases: Sequence[Case]) -> tuple[Weights, Weights]:
    first = learn(_rows(cases, own=True))
    for case in cases:
        case.look_around(first)
    return first, learn(_rows(cases, own=False))


def _rows(cases: Sequence[Case], *, own: bool) -> list[tuple[list[str], bool]]:
    return [
        (signs, right)
        for case in cases
        for signs, right in zip(case.own if own else case.all, case.right, strict=True)
        if right is not None
    ]


def judge(cases: Sequence[Case], weights: Weights, least: float) -> Counter[str]:
    found: Counter[str] = Counter()
    for case in cases:
        found["marked"] += len(case.text.marked)
        for signs, right in zip(case.all, case.right, strict=True):
            if right is not None and sum(weights.get(sign, 0.0) for sign in signs) >= least:
                found["right" if right else "wrong"] += 1
    return found


def report(cases: Sequence[Case]) -> None:
    scored: dict[tuple[str, float], Counter[str]] = {}
    levels = (-0.6, -0.4, -0.2, 0.0, 0.2)
    for fold in range(FOLDS):
        first, second = both([case for case in cases if case.text.fold != fold])
        held = [case for case in cases if case.text.fold == fold]
        for case in held:
            case.look_around(first)
        for name in SETS:
            for least in levels:
                part = [case for case in held if case.text.pack == name]
                scored.setdefault((name, least), Counter()).update(judge(part, second, least))
    for (name, least), found in sorted(scored.items()):
        p, r = found["right"] / (found["right"] + found["wrong"]), found["right"] / found["marked"]
        print(f"{name} from {least:+.1f}: precision {p:.3f}, recall {r:.3f}, F1 {2 * p * r / (p + r):.4f}")


def kept(weights: Weights) -> Weights:
    return {sign: value for sign, value in sorted(weights.items()) if abs(value) >= 0.01}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--parsed", type=Path, help="a folder to keep the parses in")
    parser.add_argument("--output", type=Path, default=DEFAULT)
    parser.add_argument("--gazetteer", type=Path)
    options = parser.parse_args()
    gazetteer = Gazetteer.open(options.gazetteer)
    cases = [Case(text, gazetteer) for text in texts_of(options.shared, options.parsed)]
    report(cases)
    first, second = both(cases)
    table = {"first": kept(first), "second": kept(second), "sureness": {}}
    options.output.write_text(json.dumps(table, indent=0, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
