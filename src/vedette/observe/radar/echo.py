"""Radar echoes of two polarisations, in dB."""

import re
from collections.abc import Mapping, Set

import numpy as np

from vedette.observe.change.numbers import Levels
from vedette.observe.change.sensor import Rule
from vedette.observe.change.witness import Telling

_POLARISATION = re.compile(r"(?<![a-z])(vv|vh|hh|hv)(?![a-z])", re.IGNORECASE)
_COPOLAR = {"VV": "VV", "HH": "VV", "VH": "VH", "HV": "VH"}
# Beyond this no ground echoes.
_FAINTEST_DB, _LOUDEST_DB = -70.0, 60.0


# Calibrated on simulated stacks (docs/observations.md): of footprints that nothing happened to, about one in a hundred
# passes; of sheds among ploughed fields, of slopes, and of what was wet or bright on one date, at most three. And
# without any one of the later dates, so that one wet day or one passing lorry is not damage.
RULE = Rule(t=2.75, without_any=1.5)

TELLING = Telling(
    method="radar-change",
    version="2",
    kind=lambda score: "radar-damage",
    fell="The radar echo of this place fell",
    rose="The radar echo of this place rose",
    unit=" dB",
    beyond="the ground around it and the season",
)


class Radar:
    """VV and VH (or HH and HV), linear power or dB. Speckle is multiplicative, so everything is measured in dB."""

    measures: tuple[str, ...] = ("VV", "VH")
    floor: float = 1.0
    local: bool = True
    most_shift: float = 20.0
    rule: Rule = RULE

    def role(self, description: str, name: str, at: int, bands: int) -> str | None:
        """By the band's description, else the file's name where it holds one band, else VV and VH in turn."""
        told = _POLARISATION.search(description.replace("_", " "))
        if told is None and bands == 1:
            told = _POLARISATION.search(name.replace("_", " ").replace("-", " "))
        if told:
            return _COPOLAR[told[1].upper()]
        return None if description.strip() and not _is_number(description) and bands > 1 else self.measures[at % 2]

    def lacking(self, roles: Set[str]) -> str | None:
        """One polarisation is enough."""
        return None if roles else "holds neither VV nor VH"

    def levels(self, bands: Mapping[str, Levels], *, negative: bool) -> Levels:
        """An image that holds negative values is in dB; else it is power, and 0 is no echo: not observed."""
        shape = next(iter(bands.values())).shape
        found = np.full((len(self.measures), *shape), np.nan, np.float32)
        for at, measure in enumerate(self.measures):
            if measure in bands:
                found[at] = bands[measure] if negative else _decibels(bands[measure])
        with np.errstate(invalid="ignore"):
            found[(found < _FAINTEST_DB) | (found > _LOUDEST_DB)] = np.nan
        return found

    def shown(self, bands: Mapping[str, Levels], levels: Levels) -> Mapping[str, Levels]:
        """The echo; where VV was not sent, that of VH."""
        return dict(zip((f"{each}, dB" for each in self.measures), levels, strict=True))


def _is_number(description: str) -> bool:
    """Some tools describe every band by its number or the name of its product: that says nothing."""
    return bool(re.fullmatch(r"(?:band)?[\s_]*\d+", description.strip(), re.IGNORECASE))


def _decibels(power: Levels) -> Levels:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(power > 0, 10 * np.log10(power), np.nan).astype(np.float32)
