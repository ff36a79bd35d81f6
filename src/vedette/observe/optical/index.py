"""Two indices of green and burnt ground, from reflected light, where no cloud hides it."""

import re
from collections.abc import Mapping, Set

import numpy as np

from vedette.model.observation import ObservationKind
from vedette.observe.change.fit import Score
from vedette.observe.change.numbers import Levels
from vedette.observe.change.sensor import Rule
from vedette.observe.change.witness import Telling

_ROLES = {
    "b04": "red", "b4": "red", "red": "red",
    "b08": "nir", "b8": "nir", "b8a": "nir", "nir": "nir", "nir08": "nir",
    "b12": "swir", "swir": "swir", "swir2": "swir", "swir22": "swir",
    "scl": "scl",
}  # fmt: skip
# Scene classes of Sen2Cor (Sentinel-2 level 2A) on which the ground shows: dark, plants, bare, water, unclassified.
_SEEN = (2, 4, 5, 6, 7)
_LIGHT = {"swir": "short-wave infrared", "nir": "near infrared", "red": "red light"}
_WORD = re.compile(r"[a-z]+\d*[a-z]?\d*", re.IGNORECASE)
# A mean fall of the two indices of a tenth: the least severe class of burns (dNBR 0.1, Key and Benson 2006).
# And half of that must be left in the end: a field that was cut early lies as bare then as in the year before.
RULE = Rule(t=3.5, without_any=2.0, least_change=0.1, falls_only=True, lasting=0.05)


def kind_of(score: Score | None) -> ObservationKind:
    """Fire takes more from NBR than from NDVI, for charred ground is bright in the short-wave infrared; harvest takes
    more from NDVI."""
    if score is None or len(score.changes) != 2:
        return "vegetation"
    green, burnt = score.changes
    return "burn" if burnt <= -0.1 and burnt < green else "vegetation"


TELLING = Telling(
    method="optical-change",
    version="2",
    kind=kind_of,
    fell="The indices of green and unburnt ground (NDVI, NBR) fell here",
    rose="The indices of green and unburnt ground (NDVI, NBR) rose here",
    unit="",
    beyond="the season",
)


class Optical:
    """NDVI and NBR of Sentinel-2, level 2A with its scene classes (SCL): without them cloud looks like change."""

    measures: tuple[str, ...] = ("NDVI", "NBR")
    floor: float = 0.0004
    # A burnt forest is wider than any ring of ground around a place.
    local: bool = False
    most_shift: float = 0.05
    rule: Rule = RULE

    def role(self, description: str, name: str, at: int, bands: int) -> str | None:
        """By the description of the band, else the name of a file of one band: B04, B08 or B8A, B12, SCL, or words."""
        told = description if description.strip() else name if bands == 1 else ""
        words = (found.lower() for found in _WORD.findall(told.replace("_", " ").rpartition(".")[0] or told))
        return next((_ROLES[word] for word in words if word in _ROLES), None)

    def lacking(self, roles: Set[str]) -> str | None:
        if "scl" not in roles:
            return "has no scene classes (SCL), so cloud cannot be told from ground: add that band"
        if "nir" not in roles or not roles & {"red", "swir"}:
            return "needs near infrared (B08 or B8A) and red (B04) or short-wave infrared (B12)"
        return None

    def levels(self, bands: Mapping[str, Levels], *, negative: bool) -> Levels:
        """Clouds, their shadows, snow and what was not seen are not observed."""
        classes = bands["scl"]
        found = np.full((len(self.measures), *classes.shape), np.nan, np.float32)
        for at, role in enumerate(("red", "swir")):
            if role in bands:
                found[at] = _index(bands["nir"], bands[role])
        found[:, ~np.isin(classes, _SEEN)] = np.nan
        return found

    def shown(self, bands: Mapping[str, Levels], levels: Levels) -> Mapping[str, Levels]:
        """As fire services look at burns: charred ground red, living plants green."""
        seen = np.isin(bands["scl"], _SEEN)
        return {_LIGHT[role]: np.where(seen, bands[role], np.nan) for role in _LIGHT if role in bands}


def _index(bright: Levels, dark: Levels) -> Levels:
    """(bright - dark) / (bright + dark); light below zero is an error of the correction for the air."""
    total = bright + dark
    with np.errstate(invalid="ignore", divide="ignore"):
        found = (bright - dark) / total
        return np.where((total > 0) & (np.abs(found) <= 1), found, np.nan).astype(np.float32)
