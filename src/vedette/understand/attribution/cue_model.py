"""The trained weights of a language, opened once; without them the rules alone decide."""

from array import array
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np

from vedette.understand import lexicon
from vedette.understand.attribution.hashing import BITS, Weights

HEADS = ("gate", "anchor", "holder", "content", "cue")


@dataclass(frozen=True, slots=True, kw_only=True)
class CueModel:
    """`gate` drops most words, `anchor` tells cues, `holder` and `content` their arguments, `cue` the words of the cue.

    `keep`, `add` are the probabilities from which a cue that the rules know, or do not know, attributes.
    """

    gate: Weights
    anchor: Weights
    holder: Weights
    content: Weights
    cue: Weights
    limits: dict[str, float]


@cache
def cue_model(language: str) -> CueModel | None:
    """The weights in the language's lexicon folder, or None where it has none."""
    if not language.isalnum():
        return None
    resource = files(lexicon).joinpath(language, "cues.npz")
    return read_model(resource.read_bytes()) if resource.is_file() else None


def read_model(stored: bytes) -> CueModel:
    """Raises `ValueError` for weights that another version wrote."""
    with np.load(BytesIO(stored), allow_pickle=False) as arrays:
        if int(arrays["bits"]) != BITS:
            raise ValueError("the weights of the cue model have another size: train them again (bench/train_cues.py)")
        heads = {
            name: Weights(
                array("b", arrays[name].astype(np.int8).tobytes()),
                float(arrays[f"{name}_scale"]),
                float(arrays[f"{name}_bias"]),
            )
            for name in HEADS
        }
        limits = dict(zip(arrays["limit_names"].tolist(), arrays["limits"].tolist(), strict=True))
    return CueModel(**heads, limits=limits)
