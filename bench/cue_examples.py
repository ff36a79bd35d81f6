"""What annotated articles teach the cue model: examples of each question it answers, as rows of feature indices."""

import json
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from spacy.tokens import Doc, Token

from vedette.understand.attribution.cue_features import (
    ANCHORING,
    Surroundings,
    anchor_features,
    gate_features,
    node_features,
    nodes,
)
from vedette.understand.attribution.cue_reach import reach, steps
from vedette.understand.attribution.cues import surroundings
from vedette.understand.attribution.cuewords import cue_words
from vedette.understand.attribution.learned import node_pieces
from vedette.understand.attribution.quotes import find_quotes
from vedette.understand.attribution.units import find_units

Chars = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Article:
    id: str
    doc: Doc
    gold: dict[str, object]


@dataclass(frozen=True)
class Marked:
    """One annotated attribution as sets of token indices."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]


@dataclass
class Rows:
    """Binary features, row by row, and their labels."""

    features: "array[int]" = field(default_factory=lambda: array("i"))
    lengths: "array[int]" = field(default_factory=lambda: array("i"))
    labels: "array[int]" = field(default_factory=lambda: array("b"))

    def add(self, features: list[int], label: object) -> None:
        self.features.extend(features)
        self.lengths.append(len(features))
        self.labels.append(int(bool(label)))

    def extend(self, other: "Rows") -> None:
        self.features.extend(other.features)
        self.lengths.extend(other.lengths)
        self.labels.extend(other.labels)

    def packed(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Indices, where each row starts, labels."""
        lengths = np.array(self.lengths)
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        return np.array(self.features), starts, np.array(self.labels, dtype=np.float32)


def read_gold(pack: Path, subset: str) -> dict[str, dict[str, object]]:
    lines = (pack / "gold.jsonl").read_text("utf-8").split("\n")
    rows = (json.loads(line) for line in lines if line.strip())
    return {row["id"]: row for row in rows if row["set"] == subset}


def marked(article: Article) -> list[Marked]:
    def indices(runs: Chars) -> frozenset[int]:
        found: set[int] = set()
        for start, end in runs:
            span = article.doc.char_span(start, end, alignment_mode="expand")
            found.update(token.i for token in span or ())
        return frozenset(found)

    given: list[dict[str, Chars]] = article.gold["attributions"]  # type: ignore[assignment]
    return [Marked(*(indices(each[part]) for part in ("source", "cue", "content"))) for each in given]


def unit_surroundings(doc: Doc) -> Iterator[tuple[list[Token], Surroundings]]:
    quotes = find_quotes(doc.text)
    words = cue_words("en")
    for unit in find_units(doc, quotes, frozenset(words.verbs)):
        tokens = [token for token in doc[unit.start : unit.end] if not token.is_space]
        if tokens:
            yield tokens, surroundings(tokens, quotes, words)


def anchors(doc: Doc, golds: Sequence[Marked], rules: frozenset[int]) -> dict[int, Marked]:
    """The word that carries each annotated cue: the topmost one that may, best one that the rules know."""
    found: dict[int, Marked] = {}
    for gold in golds:
        able = [doc[i] for i in gold.cue if doc[i].pos_ in ANCHORING or i in rules]
        known = [token for token in able if token.i in rules] or able
        if not known:
            continue
        best = min(known, key=lambda token: (sum(1 for _ in token.ancestors), token.pos_ != "VERB", token.i))
        found.setdefault(best.i, gold)
    return found


@dataclass
class Examples:
    """Rows by question; `waiting` are the words of each article that the gate still has to pass."""

    gate: Rows = field(default_factory=Rows)
    anchor: Rows = field(default_factory=Rows)
    holder: Rows = field(default_factory=Rows)
    content: Rows = field(default_factory=Rows)
    cue: Rows = field(default_factory=Rows)

    def extend(self, other: "Examples") -> None:
        for name in ("gate", "anchor", "holder", "content", "cue"):
            getattr(self, name).extend(getattr(other, name))


def examples_of(article: Article) -> Examples:
    made = Examples()
    golds = marked(article)
    units = list(unit_surroundings(article.doc))
    rules = frozenset(index for _, around in units for index in around.rules)
    right = anchors(article.doc, golds, rules)
    for tokens, around in units:
        for token in tokens:
            known = token.i in around.rules
            if not known and token.pos_ not in ANCHORING:
                continue
            gold = right.get(token.i)
            if not known:
                made.gate.add(gate_features(token), gold)
            made.anchor.add(anchor_features(token, around), gold)
            if gold is not None:
                _arguments(token, gold, around, made)
                _reached(token, gold, around, made)
    return made


def _arguments(anchor: Token, gold: Marked, around: Surroundings, made: Examples) -> None:
    heads = {i for i in gold.source if anchor.doc[i].head.i not in gold.source or anchor.doc[i].head.i == i}
    given = nodes(anchor)
    best: list[tuple[int, int]] = []
    for position, node in enumerate(given):
        inside = {index for piece in node_pieces(node, anchor) for index in range(*piece)}
        words = {index for index in inside if not anchor.doc[index].is_punct}
        if len(words) >= 1 and len(words & gold.content) >= 0.75 * len(words):
            best.append((2 * len(words - gold.content) - len(words & gold.content), position))
    chosen: set[int] = set()
    taken: set[int] = set()
    for _, position in sorted(best):
        inside = {index for piece in node_pieces(given[position], anchor) for index in range(*piece)}
        if inside and not inside & taken:
            chosen.add(position)
            taken |= inside
    for position, node in enumerate(given):
        features = node_features(node, anchor, around)
        made.holder.add(features, node.token.i in heads)
        made.content.add(features, position in chosen)


def _reached(anchor: Token, gold: Marked, around: Surroundings, made: Examples) -> None:
    """Between holder and contents as the rules give them, which is what the trained model will meet."""
    rule = around.rules.get(anchor.i)
    ranges = rule.contents if rule is not None else ()
    held = frozenset(index for content in ranges for index in range(*content)) or gold.content
    held |= around.quoted_beside(anchor.i)
    holder = rule.holder if rule is not None else None
    holders = frozenset(token.i for token in holder.subtree) if holder is not None else gold.source
    first, last = anchor.sent.start, anchor.sent.end
    for side in (-1, 1):
        for step in steps(side):
            index = anchor.i + step
            if not first <= index < last or index in held:
                break
            made.cue.add(reach(anchor.doc[index], anchor, step, held, holders), index in gold.cue)
