"""Train the weights with which names are taken for places (`src/vedette/understand/weights/places.json`).

    python bench/train_places.py SHARED [--parsed FOLDER] [--output FILE]

SHARED holds the evaluation packs. Learnt is from the two news packs alone, whose licence notes allow it, and from
dispatches that `place_dispatches.py` makes. Each fifth of all texts is also judged by weights learnt from the other
four fifths of those, and these figures are printed: they are what to expect of texts never seen. The weights of the
confidence are learnt from answers to texts that the weights of the names had not seen.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from place_dispatches import dispatches
from place_packs import LEARNT, SETS, Text, counts, matched, texts_of

from vedette.reference.gazetteer import Gazetteer
from vedette.understand.place_confidence import measures
from vedette.understand.place_containers import held_by
from vedette.understand.place_distance import kilometres_between
from vedette.understand.place_evidence import persons_of
from vedette.understand.place_names import Toponym, Words, candidate_names
from vedette.understand.place_signs import signs_around, signs_of
from vedette.understand.place_weights import PlaceWeights
from vedette.understand.place_words import load_place_words
from vedette.understand.places import resolve

DEFAULT = Path(__file__).parents[1] / "src/vedette/understand/weights/places.json"
STEPS, RATE, RIDGE, LEAST = 400, 0.3, 1.5, 6
FOLDS, NEWTON_STEPS = 5, 12
RIGHT_KM, NEAR_KM = 20, (5, 20, 161)
LEVELS = ((0.9, 1.1), (0.8, 0.9), (0.6, 0.8), (0.4, 0.6), (0.2, 0.4), (0.0, 0.2))
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
    """Of those that may teach."""
    cases = [case for case in cases if case.text.pack in LEARNT]
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


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A located place, found by weights that had not seen its text. `off_km` is None where no toponym is marked."""

    text: Text
    told: dict[str, float]
    off_km: float | None
    inside: bool  # the marked point lies within the radius that was given

    @property
    def right(self) -> bool:
        return self.off_km is not None and self.off_km <= RIGHT_KM


@dataclass(kw_only=True)
class Found:
    """What was found in a pack's texts, to be counted."""

    marked: int = 0
    located: int = 0
    right: int = 0
    wrong: int = 0
    near: Counter[int] = field(default_factory=Counter)
    answers: list[Answer] = field(default_factory=list)


def find(text: Text, gazetteer: Gazetteer, weights: PlaceWeights, found: Found) -> None:
    said = Words.of(text.doc)
    resolved = list(resolve(text.doc, said, gazetteer, None, weights))
    fits = matched(text, [(said.starts[each.first], said.ends[each.last - 1]) for each, _ in resolved])
    found.marked += len(text.marked)
    found.located += sum(each.at is not None for each in text.marked)
    found.right += len(fits)
    for number, (toponym, choice) in enumerate(resolved):
        at = text.marked[fits[number]].at if number in fits else None
        if number not in fits:
            if not counts(text, (said.starts[toponym.first], said.ends[toponym.last - 1])):
                continue
            found.wrong += 1
        elif at is None:
            continue
        if choice is None or held_by(toponym):
            continue
        off = kilometres_between(*at, choice.entry.lat, choice.entry.lon) if at else None
        inside = off is not None and off * 1000 <= choice.entry.radius_m
        told = measures(toponym, choice, choice.entry)
        found.answers.append(Answer(text=text, told=told, off_km=off, inside=inside))
        found.near.update(reach for reach in NEAR_KM if off is not None and off <= reach)


def held_out(cases: Sequence[Case], gazetteer: Gazetteer) -> dict[str, Found]:
    """Each fifth of the texts by weights learnt from the other four."""
    found = {name: Found() for name in (*SETS, "made")}
    for fold in range(FOLDS):
        first, second = both([case for case in cases if case.text.fold != fold])
        weights = PlaceWeights(first=first, second=second, sureness={})
        for case in cases:
            if case.text.fold == fold:
                find(case.text, gazetteer, weights, found[case.text.pack])
    return found


def calibrate(answers: Sequence[Answer]) -> Weights:
    """Logistic regression with a small ridge, by Newton's method, from those that may teach."""
    answers = [answer for answer in answers if answer.text.pack in LEARNT and answer.text.pack in SETS]
    names = sorted({name for answer in answers for name in answer.told})
    told = np.array([[answer.told.get(name, 0.0) for name in names] for answer in answers])
    wanted = np.array([float(answer.right) for answer in answers])
    weights = np.zeros(len(names))
    for _ in range(NEWTON_STEPS):
        chance = 1 / (1 + np.exp(-told @ weights))
        slope = told.T @ (chance - wanted) + weights
        curve = (told * (chance * (1 - chance))[:, None]).T @ told + np.eye(len(names))
        weights -= np.linalg.solve(curve, slope)
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


def sure(answer: Answer, weights: Weights) -> float:
    return 1 / (1 + exp(-sum(weights.get(name, 0.0) * value for name, value in answer.told.items())))


def judged(answers: Sequence[Answer]) -> list[tuple[float, Answer]]:
    """Each answer with its confidence, by weights learnt from the texts of the other folds."""
    rows = []
    for fold in range(FOLDS):
        weights = calibrate([answer for answer in answers if answer.text.fold != fold])
        rows += [(sure(answer, weights), answer) for answer in answers if answer.text.fold == fold]
    return rows


def report(found: Mapping[str, Found]) -> Iterator[str]:
    yield "| texts | recognition F1 | within 5 km | within 20 km | within 161 km | of those marked |"
    yield "|---|---|---|---|---|---|"
    for name, each in found.items():
        p, r = each.right / (each.right + each.wrong), each.right / each.marked
        near = " | ".join(f"{each.near[reach] / each.located:.3f}" for reach in NEAR_KM)
        yield f"| {name} | {2 * p * r / (p + r):.3f} | {near} | {each.located} |"
    yield ""
    yield "| confidence | answers | right within 20 km | or within the radius given | counting names marked nowhere |"
    yield "|---|---|---|---|---|"
    rows = judged([answer for name, each in found.items() for answer in each.answers if name in SETS])
    for least, most in LEVELS:
        part = [answer for chance, answer in rows if least <= chance < most]
        marked = [answer for answer in part if answer.off_km is not None]
        right = sum(answer.right for answer in part)
        inside = sum(answer.right or answer.inside for answer in marked)
        if marked:
            yield (
                f"| {least:.1f} and more | {len(marked)} | {right / len(marked):.3f} | {inside / len(marked):.3f} "
                f"| {right / len(part):.3f} |"
            )


def kept(weights: Weights) -> Weights:
    return {sign: value for sign, value in sorted(weights.items()) if abs(value) >= 0.01}


def cases_of(shared: Path, parsed: Path | None, gazetteer: Gazetteer) -> list[Case]:
    return [Case(text, gazetteer) for text in (*texts_of(shared, parsed), *dispatches(gazetteer))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--parsed", type=Path, help="a folder to keep the parses in")
    parser.add_argument("--output", type=Path, default=DEFAULT)
    options = parser.parse_args()
    gazetteer = Gazetteer.open()
    cases = cases_of(options.shared, options.parsed, gazetteer)
    found = held_out(cases, gazetteer)
    print("\n".join(report(found)))
    first, second = both(cases)
    sureness = calibrate([answer for each in found.values() for answer in each.answers])
    table = {"first": kept(first), "second": kept(second), "sureness": sureness}
    options.output.write_text(json.dumps(table, indent=0, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
