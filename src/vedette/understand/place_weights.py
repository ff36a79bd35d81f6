"""The weights of the signs, learnt by `bench/train_places.py` and kept as a table of numbers."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWeights:
    """`first` weighs a name on its own, `second` with what the other names of its text say; `sureness` the confidence
    of a resolved place."""

    first: Mapping[str, float]
    second: Mapping[str, float]
    sureness: Mapping[str, float]

    def alone(self, signs: Iterable[str]) -> float:
        return sum(self.first.get(sign, 0.0) for sign in signs)

    def together(self, signs: Iterable[str]) -> float:
        return sum(self.second.get(sign, 0.0) for sign in signs)


@cache
def load_place_weights() -> PlaceWeights:
    path = files("vedette.understand").joinpath("weights", "places.json")
    table = json.loads(path.read_text(encoding="utf-8"))
    return PlaceWeights(first=table["first"], second=table["second"], sureness=table["sureness"])
