"""What the names of one text say about each other: one country, one unit, neighbours.

All the places that all its names may mean are compared at once, as arrays: a front has dozens of namesakes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vedette.reference.gazetteer import Entry

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_EARTH_KM = 12742.0
_REACH_KM, _COMPANY_KM = 150.0, 45.0
_ONE_COUNTRY, _LEAST_COUNTRY = 3.2, 1.5
_ONE_UNIT, _IN_UNIT, _NEAR = 0.4, 1.5, 1.2
_STRONGEST_PULL, _MOST_NEIGHBOURS = 4.0, 30
_NEIGHBOUR = 2.2
_COMPANY = (0.6, 0.3, 0.1)  # of the nearest neighbour, the next, the third
_SOFT, _OUT_OF_REACH = 0.5, 3.0
_PASSES = 3
_LOCAL = frozenset({"settlement", "site", "admin1", "admin2"})
_NOWHERE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Senses:
    """The places that one name may mean, its mentions, and how likely each is by itself."""

    entries: tuple[Entry, ...]
    scores: tuple[float, ...]
    count: int


def settle(names: Sequence[Senses], demonyms: Sequence[str], sharp: float, unlisted: float) -> list[Floats]:
    """The scores of each name's places once the names have been read together."""
    if not names:
        return []
    text = _Text(names, demonyms)
    scores = text.prior
    for _ in range(_PASSES):
        scores = text.prior + text.context(scores, sharp, unlisted)
    return [scores[start:end] for start, end in text.bounds]


class _Text:
    def __init__(self, names: Sequence[Senses], demonyms: Sequence[str]) -> None:
        entries = [entry for name in names for entry in name.entries]
        ends = np.cumsum([len(name.entries) for name in names])
        self.starts: Ints = ends - np.array([len(name.entries) for name in names])
        self.bounds = list(zip(self.starts.tolist(), ends.tolist(), strict=True))
        self.name: Ints = np.repeat(np.arange(len(names)), [len(name.entries) for name in names])
        self.count = np.array([name.count for name in names], dtype=float)
        self.prior = np.array([score for name in names for score in name.scores])
        self.demonyms = demonyms
        self._describe(entries)
        self._measure(entries)

    def _describe(self, entries: Sequence[Entry]) -> None:
        kinds = [entry.kind for entry in entries]
        self.settlement = np.array([kind == "settlement" for kind in kinds])
        self.admin1 = np.array([kind == "admin1" for kind in kinds])
        self.nation = np.array([kind == "country" for kind in kinds])
        self.local = np.array([kind in _LOCAL for kind in kinds])
        codes = {code: number for number, code in enumerate(self.demonyms)}
        self.country = _numbered((entry.country for entry in entries), codes)
        self.countries = len(codes)
        self.spoken_of = np.zeros(self.countries)
        for code in set(self.demonyms):
            self.spoken_of[codes[code]] = 1.0
        self.unit = _numbered((f"{entry.country}.{entry.admin1}" if entry.admin1 else None for entry in entries), {})

    def _measure(self, entries: Sequence[Entry]) -> None:
        lat, lon = np.radians([entry.lat for entry in entries]), np.radians([entry.lon for entry in entries])
        at = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
        half = np.sqrt(np.clip((1 - at @ at.T) / 2, 0.0, 1.0))
        kilometres = _EARTH_KM * np.arcsin(half)
        other = self.name[:, None] != self.name[None, :]
        self.near = np.exp(-kilometres / _REACH_KM) * other
        same_unit = (self.unit[:, None] == self.unit[None, :]) & (self.unit[:, None] != _NOWHERE) & other
        units = self.admin1[:, None] | self.admin1[None, :]
        self.pull = np.where(units, _IN_UNIT * same_unit, _ONE_UNIT * same_unit + _NEAR * self.near)
        # Two names of one place are no neighbours.
        apart = other & (kilometres > 0.1) & self.settlement[:, None] & self.settlement[None, :]
        self.company = np.exp(-kilometres / _COMPANY_KM) * apart

    def context(self, scores: Floats, sharp: float, unlisted: float) -> Floats:
        top = np.maximum.reduceat(scores, self.starts)
        below = scores - top[self.name]
        total = np.add.reduceat(np.exp(sharp * below), self.starts) + np.exp(sharp * (unlisted - top))
        best = np.array([start + int(np.argmax(scores[start:end])) for start, end in self.bounds])
        sure: Floats = 1 / total
        found: Floats = self._one_country(best, sure) + self._pulled(best, sure) + self._neighbours(below)
        within: Floats = np.where(self.nation, 0.0, found)
        return within

    def _one_country(self, best: Ints, sure: Floats) -> Floats:
        weight = np.where(self.country[best] == _NOWHERE, 0.0, sure * np.minimum(self.count, 3))
        named = self.spoken_of.copy()
        np.add.at(named, self.country[best][weight > 0], weight[weight > 0])
        own = weight[self.name] * (self.country == self.country[best][self.name])
        whole = np.maximum(_LEAST_COUNTRY, named.sum() - weight[self.name])
        of_country = np.append(named, 0.0)[self.country]  # nowhere is the last one
        shared: Floats = _ONE_COUNTRY * (of_country - np.where(self.country == _NOWHERE, 0.0, own)) / whole
        return shared

    def _pulled(self, best: Ints, sure: Floats) -> Floats:
        local = np.flatnonzero(self.local[best])
        surest = local[np.argsort(-(sure * self.count)[local], kind="stable")][:_MOST_NEIGHBOURS]
        pulled: Floats = np.minimum(_STRONGEST_PULL, self.pull[:, best[surest]] @ sure[surest])
        return pulled

    def _neighbours(self, below: Floats) -> Floats:
        """Reports name neighbours, even where none of them is sure by itself."""
        likely = np.where(below > -_OUT_OF_REACH, np.exp(_SOFT * below), 0.0)
        best = np.maximum.reduceat(self.company * likely[None, :], self.starts, axis=1)
        nearest = -np.sort(-best, axis=1)[:, : len(_COMPANY)]
        found: Floats = _NEIGHBOUR * (nearest @ np.array(_COMPANY[: nearest.shape[1]]))
        return found


def _numbered(values: Iterable[str | None], known: dict[str, int]) -> Ints:
    """A number for each value, equal where they are; those not yet known are added."""
    return np.array([_NOWHERE if value is None else known.setdefault(value, len(known)) for value in values])
