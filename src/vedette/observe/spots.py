"""The hot pixels of cell-days that stand out: where in the cell it burnt, and how large a pixel was."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeAlias

from vedette.model.pixels import Spot
from vedette.observe.cell import Cell, cell_of
from vedette.observe.detections import Detection

_MOST = 100

Spots: TypeAlias = Mapping[tuple[Cell, date], tuple[Spot, ...]]


def spots_of(detections: Iterable[Detection], wanted: Iterable[tuple[Cell, date]]) -> Spots:
    """Up to a hundred of each."""
    found: dict[tuple[Cell, date], list[Spot]] = {key: [] for key in wanted}
    for one in detections:
        held = found.get((cell_of(one.lat, one.lon), one.day))
        if held is not None and len(held) < _MOST:
            held.append(Spot(lat=one.lat, lon=one.lon, across=round(one.across), along=round(one.along)))
    return {key: tuple(held) for key, held in found.items()}
