"""Burnt and felled ground, on stacks that this makes: clouds with and without a mask, shadow, haze, seasons that come
earlier than the year before, a dry summer, a harvest that came early.

python bench/observe_optical.py        on standard output; nothing outside the project is needed

Nothing here was seen by a satellite. It shows what the method confuses, not how well it does on real scenes.
"""

import csv
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from observed import Observed
from outputs import VEDETTE
from packs import Figure

Numbers = npt.NDArray[np.float64]
SEEDS = (1, 2, 3, 4, 5)
ACROSS, PLOT, GAP, BEFORE, AFTER = 14, 6, 3, 34, 4
SIDE = ACROSS * (PLOT + GAP) + GAP
BANDS = ("B04", "B08", "B12", "SCL")
CLOUD, SHADOW, PLANTS = 9, 3, 4
ZONE, WEST, NORTH, METRES = "EPSG:32637", 500_000, 5_570_000, 20
# The later dates lie around the harvest, so that an early one shows on half of them.
FIRST = date(2023, 5, 15)
# By how much light from one plot strays from date to date beyond what its pixels do: sun, angle, dew.
STRAYS = 0.1
# Red, near and short-wave infrared, as reflectance times 10,000.
FOREST, ASH, STUMPS = np.array([350.0, 2900, 1200]), np.array([700.0, 1000, 2300]), np.array([1500.0, 2200, 2000])
GREEN, BARE = np.array([450.0, 3600, 1500]), np.array([1600.0, 2300, 2600])
# By kind: how many of the plots; the rest is forest to which nothing happened.
KINDS = {
    "burnt_light": 14, "burnt": 14, "burnt_hard": 14, "felled": 14, "field": 20, "harvest": 14, "shadow": 14,
    "haze": 14, "clouded": 14,
}  # fmt: skip
# The share of a plot that is ash; a light burn is about the least severe class (dNBR of 0.1 to 0.27).
ASHES = {"burnt_light": 0.15, "burnt": 0.25, "burnt_hard": 0.5}
LOST = (*ASHES, "felled")
CALM = ("forest", "field", "shadow", "haze", "harvest")

LIGHT = (
    Figure(key="auc.burnt_light", label="AUC against forest as it was, light burns"),
    Figure(key="auc.burnt", label="burns"),
    Figure(key="auc.burnt_hard", label="hard burns"),
    Figure(key="auc.felled", label="felled forest"),
    Figure(key="auc_all", label="AUC, all of these against all confounders"),
    Figure(key="recall.burnt_light", label="found at the threshold, light burns"),
    Figure(key="recall.burnt", label="burns"),
    Figure(key="recall.burnt_hard", label="hard burns"),
    Figure(key="recall.felled", label="felled forest"),
    Figure(key="false_alarm.forest", label="false alarms: forest as it was", smaller_is_better=True),
    Figure(key="false_alarm.field", label="fields of the season", smaller_is_better=True),
    Figure(key="false_alarm.shadow", label="cloud shadow on one date, not masked", smaller_is_better=True),
    Figure(key="false_alarm.haze", label="thin cloud on one date, not masked", smaller_is_better=True),
    Figure(key="false_alarm.harvest", label="harvest three weeks early", smaller_is_better=True),
    Figure(key="unseen_left_open", label="left open where cloud hid it"),
)


@dataclass(frozen=True, slots=True)
class Plot:
    name: str
    kind: str
    row: int
    column: int
    shift: float

    @property
    def here(self) -> tuple[slice, slice, slice]:
        return slice(None), slice(self.row, self.row + PLOT), slice(self.column, self.column + PLOT)


def plots(chance: np.random.Generator) -> list[Plot]:
    kinds = [kind for kind, many in KINDS.items() for _ in range(many)]
    kinds += ["forest"] * (ACROSS * ACROSS - len(kinds))
    found = []
    for at, number in enumerate(chance.permutation(len(kinds))):
        row, column = divmod(at, ACROSS)
        corner = GAP + row * (PLOT + GAP), GAP + column * (PLOT + GAP)
        found.append(Plot(f"p{at:03d}", kinds[number], *corner, float(chance.normal(0, 6))))
    return found


def write_scene(folder: Path, seed: int) -> dict[str, str]:
    """Stacks before/ and after/ and plots.geojson; the kind of each plot by its name."""
    chance = np.random.default_rng(seed)
    made = plots(chance)
    dry = chance.uniform(0.93, 1.0)
    odd = {plot.name: int(chance.integers(0, AFTER)) for plot in made}
    for at in range(BEFORE + AFTER):
        day, later = FIRST + timedelta(days=12 * at), at - BEFORE
        ground = _ground(made, day, later, chance)
        if later >= 0:
            ground[1] *= dry
        classes = _clouds(ground, chance)
        for plot in made:
            ground[plot.here] *= chance.normal(1, STRAYS, 3)[:, None, None]
        for plot in made if later >= 0 else ():
            _spoil(ground, classes, plot, now=odd[plot.name] == later)
        haze = chance.normal(60, 25)
        seen = np.clip(ground * chance.normal(1, 0.025, ground.shape) + haze, 1, 12_000)
        _write(folder / ("after" if later >= 0 else "before"), day, np.concatenate([seen, classes[None]]))
    _write_plots(folder / "plots.geojson", made)
    return {plot.name: plot.kind for plot in made}


def _ground(made: list[Plot], day: date, later: int, chance: np.random.Generator) -> Numbers:
    turn = day.timetuple().tm_yday
    leaves = 0.5 - 0.5 * np.cos(2 * np.pi * (turn - 15) / 365.25)
    bands = np.empty((3, SIDE, SIDE))
    bands[:] = (FOREST + np.array([150.0, -700, 100]) * (1 - leaves))[:, None, None]
    for plot in made:
        colour = FOREST + np.array([150.0, -700, 100]) * (1 - leaves)
        if plot.kind in ("field", "harvest"):
            early = 21 if plot.kind == "harvest" and later >= 0 else 0
            colour = _field(turn + plot.shift + early + chance.normal(0, 2))
        elif later >= 0 and plot.kind in ASHES:
            colour = colour + ASHES[plot.kind] * (ASH - colour)
        elif later >= 0 and plot.kind == "felled":
            colour = STUMPS
        bands[plot.here] = colour[:, None, None]
    return bands


def _field(turn: float) -> Numbers:
    """Green from April on, ripe and cut in July."""
    green = 1 / (1 + np.exp(-(turn - 105) / 8)) - 1 / (1 + np.exp(-(turn - 195) / 6))
    return BARE + float(np.clip(green, 0, 1)) * (GREEN - BARE)


def _clouds(ground: Numbers, chance: np.random.Generator) -> Numbers:
    """Two clouds with their shadows, in the mask."""
    classes = np.full((SIDE, SIDE), float(PLANTS))
    for _ in range(2):
        row, column = chance.integers(0, SIDE - 30, 2)
        shade = (slice(row + 10, row + 40), slice(column + 8, column + 38))
        ground[(slice(None), *shade)] *= 0.4
        classes[shade] = SHADOW
        cloud = (slice(row, row + 30), slice(column, column + 30))
        ground[(slice(None), *cloud)] = 7500
        classes[cloud] = CLOUD
    return classes


def _spoil(ground: Numbers, classes: Numbers, plot: Plot, *, now: bool) -> None:
    """What a mask misses on one later date; and what is hidden on all of them."""
    if plot.kind == "clouded":
        ground[plot.here], classes[plot.here[1:]] = 7500, CLOUD
    elif plot.kind == "shadow" and now:
        ground[plot.here] = ground[plot.here] * np.array([0.3, 0.4, 0.45])[:, None, None] + 120
    elif plot.kind == "haze" and now:
        ground[plot.here] = ground[plot.here] * 0.6 + np.array([2000, 1900, 1000])[:, None, None]


def _write(folder: Path, day: date, bands: Numbers) -> None:
    import rasterio

    folder.mkdir(parents=True, exist_ok=True)
    with rasterio.open(
        folder / f"S2_{day:%Y%m%d}.tif", "w", driver="GTiff", width=SIDE, height=SIDE, count=len(BANDS),
        dtype="uint16", crs=ZONE, transform=rasterio.Affine(METRES, 0, WEST, 0, -METRES, NORTH), nodata=0,
    ) as sink:  # fmt: skip
        sink.write(bands.astype(np.uint16))
        sink.descriptions = BANDS


def _write_plots(path: Path, made: list[Plot]) -> None:
    from rasterio.warp import transform

    features: list[dict[str, Any]] = []
    for plot in made:
        corners = ((0, 0), (PLOT, 0), (PLOT, PLOT), (0, PLOT), (0, 0))
        xs = [WEST + METRES * (plot.column + x) for x, _ in corners]
        ys = [NORTH - METRES * (plot.row + y) for _, y in corners]
        ring = list(map(list, zip(*transform(ZONE, "EPSG:4326", xs, ys), strict=True)))
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"id": plot.name}, "geometry": geometry})
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")


def scored(kinds: dict[str, str], table: Path) -> dict[str, float]:
    statistics, alarms, unseen = defaultdict(list), defaultdict(list), []
    with table.open(newline="") as file:
        for row in csv.DictReader(file):
            kind = kinds[row["id"]]
            if kind == "clouded":
                unseen.append(row["damaged"] == "" and row["t_mean"] == "")
            elif row["t_mean"]:
                statistics[kind].append(float(row["t_mean"]))
                alarms[kind].append(row["damaged"] == "true")
    calm = [t for kind in CALM for t in statistics[kind]]
    return {
        **{f"auc.{kind}": _auc(statistics[kind], statistics["forest"]) for kind in LOST},
        "auc_all": _auc([t for kind in LOST for t in statistics[kind]], calm),
        **{f"recall.{kind}": float(np.mean(alarms[kind])) for kind in LOST},
        **{f"false_alarm.{kind}": float(np.mean(alarms[kind])) for kind in CALM},
        "unseen_left_open": float(np.mean(unseen)),
    }


def _auc(lost: list[float], calm: list[float]) -> float:
    above = np.array(lost)[:, None] - np.array(calm)[None, :]
    return float(((above > 0) + 0.5 * (above == 0)).mean())


def measure(_: Path, folder: Path) -> dict[str, float]:
    """Means over the scenes."""
    found = []
    for seed in SEEDS:
        scene = folder / f"optical-{seed}"
        kinds = write_scene(scene, seed)
        words = ["--before", scene / "before", "--after", scene / "after", "--output", scene / "change.tif"]
        words += ["--footprints", scene / "plots.geojson", "--table", scene / "change.csv", "--quiet"]
        subprocess.run([*VEDETTE, "observe", "optical", *map(str, words)], check=True)
        found.append(scored(kinds, scene / "change.csv"))
    return {each.key: round(sum(one[each.key] for one in found) / len(found), 4) for each in LIGHT}


OBSERVED = (Observed(name="observe: light, five made-up scenes", figures=LIGHT, measure=measure),)


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        for key, value in measure(Path(), Path(name)).items():
            print(f"{key}: {value:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
