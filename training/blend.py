"""Finds the weights by which the encoder and the linear models of attribution are added, on articles new to both.

    python training/blend.py --shared ../shared --reader src/vedette/understand/weights/reader --parsed FOLDER

Half of the articles teach, the other half judge, and the other way about; then the weights from all are printed.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "bench"))

from cue_examples import Article, anchors, marked, unit_surroundings  # noqa: E402
from cue_scores import FIGURES, scored, scorer  # noqa: E402
from train_cues import read_articles  # noqa: E402

from vedette.understand.attribution import heard as hearing  # noqa: E402
from vedette.understand.attribution.cue_features import ANCHORING, anchor_features, gate_features, node_features, nodes  # noqa: E402
from vedette.understand.attribution.cue_model import CueModel, cue_model  # noqa: E402
from vedette.understand.attribution.cue_reach import reach, steps  # noqa: E402
from vedette.understand.attribution.heard import Heard  # noqa: E402
from vedette.understand.attribution.learned import node_pieces  # noqa: E402
from vedette.understand.model.encoder import Encoder  # noqa: E402

Rows = dict[str, tuple[list[list[float]], list[bool]]]


def signs_of(article: Article, heard: Heard, model: CueModel) -> Rows:
    """The signs of every decision that the annotations answer."""
    made: Rows = defaultdict(lambda: ([], []))

    def add(name: str, signs: list[float], label: object) -> None:
        made[name][0].append(signs)
        made[name][1].append(bool(label))

    units = list(unit_surroundings(article.doc))
    right = anchors(article.doc, marked(article), frozenset(index for _, around in units for index in around.rules))
    for tokens, around in units:
        for token in tokens:
            rule, gold = around.rules.get(token.i), right.get(token.i)
            if rule is None and token.pos_ not in ANCHORING:
                continue
            heard_cue = heard.at(token.i, hearing.CUE) > -2
            if rule is None and not heard_cue and model.gate.probability(gate_features(token)) < model.limits["gate"]:
                continue
            likely = model.anchor.probability(anchor_features(token, around))
            add("anchor", hearing.anchor_signs(token, rule.contents if rule else (), likely, heard), gold)
            if gold is None:
                continue
            for node in nodes(token):
                features = node_features(node, token, around)
                pieces = node_pieces(node, token)
                inside = {i for piece in pieces for i in range(*piece) if not article.doc[i].is_punct}
                is_head = node.token.i in gold.source and node.token.head.i not in gold.source
                add("holder", hearing.holder_signs(node.token, model.holder.probability(features), heard), is_head)
                if inside:
                    good = len(inside & gold.content) >= 0.75 * len(inside)
                    add("content", hearing.content_signs(pieces, model.content.probability(features), heard), good)
            held = frozenset(i for content in (rule.contents if rule else ()) for i in range(*content)) or gold.content
            held |= around.quoted_beside(token.i)
            holder = rule.holder if rule is not None else None
            holders = frozenset(t.i for t in holder.subtree) if holder is not None else gold.source
            for side in (-1, 1):
                for step in steps(side):
                    index = token.i + step
                    if not token.sent.start <= index < token.sent.end or index in held:
                        break
                    likely = model.cue.probability(reach(article.doc[index], token, step, held, holders))
                    add("cue", hearing.reach_signs(index, likely, heard), index in gold.cue)
    return made


def fitted(signs: Sequence[Sequence[float]], labels: Sequence[bool]) -> tuple[float, ...]:
    """Logistic regression by Newton's steps, held a little to zero."""
    given = np.column_stack([np.array(signs), np.ones(len(labels))])
    wanted, weights = np.array(labels, float), np.zeros(given.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-given @ weights))
        slope = given.T @ (chance - wanted) + 0.5 * weights
        bend = (given.T * (chance * (1 - chance))) @ given + 0.5 * np.eye(len(weights))
        weights -= np.linalg.solve(bend, slope)
    return tuple(round(float(each), 3) for each in weights)


def blend_of(rows: Sequence[Rows]) -> dict[str, tuple[float, ...]]:
    names = rows[0].keys()
    return {
        name: fitted([s for each in rows for s in each[name][0]], [y for each in rows for y in each[name][1]])
        for name in names
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--reader", type=Path, required=True)
    parser.add_argument("--parsed", type=Path)
    args = parser.parse_args()
    articles = read_articles(args.shared / "bench/text/attribution", "polnear-dev", args.parsed)
    score = scorer(args.shared / "bench/text/score.py")
    model, encoder = cue_model("en"), Encoder(args.reader)
    assert model is not None
    told = {article.id: hearing.hear(article.doc, encoder) for article in articles}
    rows = [signs_of(article, told[article.id], model) for article in articles]
    table: list[tuple[str, dict[str, float]]] = [("without", scored(articles, model, score))]
    for half in (0, 1):
        hearing.BLEND.update(blend_of([row for n, row in enumerate(rows) if n % 2 != half]))
        held = articles[half::2]
        table.append((f"half {half}, without", scored(held, model, score)))
        table.append((f"half {half}, with", scored(held, model, score, told)))
    found = blend_of(rows)
    hearing.BLEND.update(found)
    table.append(("with, taught by the same", scored(articles, model, score, told)))
    for title, figures in table:
        print(f"{title:26}", " ".join(f"{label} {figures[key]:.3f}" for key, label in FIGURES.items()))
    for name, weights in found.items():
        print(f'    "{name}": {weights},')
    return 0


if __name__ == "__main__":
    sys.exit(main())
