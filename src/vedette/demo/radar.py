"""A small made-up radar stack: a town of bright buildings, some of which are gone in the later images.

As it stands the scene lies in Vovchansk and ends on 17 May 2024, as the demo war does; `vedette demo` makes it.

Nothing of it was observed by any satellite; the demo and the tests use it. Speckle is gamma noise, part of it frozen in
time as over stable ground; every date has a gain of its own; fields follow the season, and one strip in the corner is
not seen by the later dates.
"""

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

_Numbers = npt.NDArray[np.float64]
_PIXEL = (0.00014, 0.00009)
_SPACING = 8
_LOOKS, _FROZEN = 5, 0.6
_FIELDS_DB, _SEASON_DB, _GAIN_DB = -14.0, 1.5, 0.4
_HOUSE_DB, _CROSS_DB = 7.0, -6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """`west` and `north` are the outer corner of the first pixel; `damage_db` is what a destroyed house loses."""

    west: float = 36.932
    north: float = 50.293
    size: int = 72
    first: date = date(2023, 6, 14)
    before: int = 28
    after: int = 3
    gap_days: int = 12
    later_gap_days: int = 3
    damage_db: float = 5.0
    seed: int = 7
    destroyed: frozenset[int] = field(default_factory=lambda: frozenset(range(0, 64, 5)))

    @property
    def days(self) -> list[date]:
        """The later dates follow the last earlier one after eight days, and each other sooner."""
        earlier = [self.first + timedelta(days=self.gap_days * n) for n in range(self.before)]
        start = earlier[-1] + timedelta(days=8)
        return [*earlier, *(start + timedelta(days=self.later_gap_days * n) for n in range(self.after))]


def write_scene(folder: Path, scene: Scene, *, decibels: bool = False) -> list[str]:
    """Writes before/, after/ and footprints.geojson; gives the ids of what was destroyed."""
    chance = np.random.default_rng(scene.seed)
    houses = _houses(scene)
    level, lost = _town(scene, houses)
    frozen = {band: chance.gamma(_LOOKS, 1 / _LOOKS, level.shape) for band in (0, 1)}
    for at, day in enumerate(scene.days):
        later = at >= scene.before
        wave = _SEASON_DB * np.sin(2 * np.pi * day.timetuple().tm_yday / 365.25) * (level < _FIELDS_DB + 1)
        gain = chance.normal(0, _GAIN_DB)
        bands = []
        for band in (0, 1):
            power = 10 ** ((level + band * _CROSS_DB + wave + gain - lost * later) / 10)
            speckle = _FROZEN * frozen[band] + (1 - _FROZEN) * chance.gamma(_LOOKS, 1 / _LOOKS, level.shape)
            bands.append(np.where(_hidden(scene) & later, 0, power * speckle))
        _write(folder / ("after" if later else "before"), scene, day, np.stack(bands), decibels=decibels)
    _write_footprints(folder / "footprints.geojson", scene, houses)
    return [f"h{n:02d}" for n in sorted(scene.destroyed) if n < len(houses)]


def _hidden(scene: Scene) -> npt.NDArray[np.bool_]:
    """What the later dates do not see: the bottom quarter, on the left."""
    rows, columns = np.mgrid[0 : scene.size, 0 : scene.size]
    return np.asarray((rows >= scene.size * 3 // 4) & (columns < scene.size // 2))


def _houses(scene: Scene) -> list[tuple[int, int, int, int]]:
    """First row, first column, rows, columns."""
    corners = range(3, scene.size - 6, _SPACING)
    return [(row, column, 3 + (row + column) % 2, 4) for row in corners for column in corners]


def _town(scene: Scene, houses: list[tuple[int, int, int, int]]) -> tuple[_Numbers, _Numbers]:
    level = np.full((scene.size, scene.size), _FIELDS_DB)
    lost = np.zeros_like(level)
    for n, (row, column, rows, columns) in enumerate(houses):
        level[row : row + rows, column : column + columns] += _HOUSE_DB
        if n in scene.destroyed:
            lost[row : row + rows, column : column + columns] = scene.damage_db
    return level, lost


def _write(folder: Path, scene: Scene, day: date, bands: _Numbers, *, decibels: bool) -> None:
    import rasterio
    from rasterio.transform import Affine

    folder.mkdir(parents=True, exist_ok=True)
    if decibels:
        bands = np.where(bands > 0, 10 * np.log10(np.maximum(bands, 1e-9)), np.nan)
    place = Affine(_PIXEL[0], 0, scene.west, 0, -_PIXEL[1], scene.north)
    with rasterio.open(
        folder / f"radar_{day:%Y%m%d}.tif", "w", driver="GTiff", width=scene.size, height=scene.size, count=2,
        dtype="float32", crs="EPSG:4326", transform=place, nodata=float("nan") if decibels else 0, compress="deflate",
        predictor=3,
    ) as sink:  # fmt: skip
        sink.write(bands.astype(np.float32))
        sink.descriptions = ("VV", "VH")
        sink.update_tags(TIFFTAG_IMAGEDESCRIPTION="Made up for a demo; no satellite saw this.")


def _write_footprints(path: Path, scene: Scene, houses: list[tuple[int, int, int, int]]) -> None:
    def corner(row: float, column: float) -> list[float]:
        return [round(scene.west + column * _PIXEL[0], 7), round(scene.north - row * _PIXEL[1], 7)]

    features: list[dict[str, Any]] = []
    for n, (row, column, rows, columns) in enumerate(houses):
        ring = [corner(row, column), corner(row, column + columns), corner(row + rows, column + columns),
                corner(row + rows, column), corner(row, column)]  # fmt: skip
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"id": f"h{n:02d}"}, "geometry": geometry})
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
