"""Heat with and without land use, on countrysides that this makes: works that burn all year, stubble that burns in its
season, and in the last year a war.

python bench/observe_land.py        on standard output; nothing outside the project is needed

Nothing here was seen by a satellite: it compares two ways to judge the same detections, and says nothing of real ones.
"""

import csv
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from observed import Observed
from outputs import VEDETTE
from packs import Figure

SEEDS = (1, 2, 3)
YEARS, WAR, CALM = (2016, 2017, 2018, 2019, 2020, 2021, 2022), 2022, 2021
SIDE, WEST, SOUTH, CELL = 20, 35.95, 47.95, 0.1
WORKS, DUMPS, FRONT, KM = 14, 6, 30, 0.009

LAND = (
    Figure(key="auc", label="AUC of cell-days of war against the others"),
    Figure(key="auc_without", label="the same without land use"),
    Figure(key="found", label="cell-days of war that are sustained"),
    Figure(key="found_without", label="the same without land use"),
    Figure(key="found_beside_works", label="beside works and dumps"),
    Figure(key="found_beside_works_without", label="the same without land use"),
    Figure(key="false_alarm", label="other cell-days of that year that are", smaller_is_better=True),
    Figure(key="false_alarm_without", label="the same without land use", smaller_is_better=True),
    Figure(key="false_alarm_works", label="of those in cells with works or dumps", smaller_is_better=True),
    Figure(key="false_alarm_works_without", label="the same without land use", smaller_is_better=True),
)


@dataclass
class Country:
    """Detections as lat, lon, day, and the cell-days on which war burnt; works and dumps as squares of a kilometre."""

    chance: np.random.Generator
    rows: list[tuple[float, float, date]] = field(default_factory=list)
    war: set[tuple[int, int, date]] = field(default_factory=set)
    sites: list[tuple[str, float, float]] = field(default_factory=list)

    def fire(self, lat: float, lon: float, day: date, count: int, spread: float) -> None:
        for _ in range(count):
            north, east = self.chance.normal(0, spread, 2)
            self.rows.append((lat + north, lon + east, day))

    def cell(self) -> tuple[int, int]:
        row, column = self.chance.integers(0, SIDE, 2)
        return int(row), int(column)

    def somewhere(self, cell: tuple[int, int]) -> tuple[float, float]:
        """Away from the edge, so that a fire stays in its cell."""
        north, east = self.chance.uniform(0.2, 0.8, 2) * CELL
        return SOUTH + cell[0] * CELL + north, WEST + cell[1] * CELL + east


def country(seed: int) -> Country:
    made = Country(np.random.default_rng(seed))
    sites = [(made.cell(), "industry") for _ in range(WORKS)] + [(made.cell(), "landfill") for _ in range(DUMPS)]
    for cell, kind in sites:
        lat, lon = made.somewhere(cell)
        made.sites.append((kind, lat, lon))
        rate = made.chance.lognormal(0.6 if kind == "industry" else -0.4, 0.6)
        for year in YEARS:
            for day in _days(year):
                if made.chance.random() < (0.6 if kind == "industry" else 0.06):
                    made.fire(lat, lon, day, int(made.chance.poisson(rate)), 0.3 * KM)
    for row in range(SIDE):
        for column in range(SIDE):
            if made.chance.random() < 0.7:
                _stubble(made, (row, column))
    _war(made, [cell for cell, _ in sites])
    return made


def _days(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=n) for n in range(365)]


def _stubble(made: Country, cell: tuple[int, int]) -> None:
    """Burnt in spring and after the harvest, earlier in one year than in another, much in a dry one."""
    for year in YEARS:
        dry = made.chance.lognormal(0, 0.4)
        for middle in (95, 210):
            for _ in range(int(made.chance.poisson(2.5 * dry))):
                day = date(year, 1, 1) + timedelta(days=int(np.clip(made.chance.normal(middle, 14), 0, 364)))
                made.fire(*made.somewhere(cell), day, int(made.chance.negative_binomial(1.5, 0.4)) + 1, 0.3 * KM)


def _war(made: Country, works: list[tuple[int, int]]) -> None:
    """Half of the front lies beside works and dumps."""
    beside = [works[at] for at in made.chance.permutation(len(works))[: FRONT // 2]]
    front = dict.fromkeys([*beside, *(made.cell() for _ in range(FRONT - len(beside)))])
    for cell in front:
        for week in range(9, 45):
            if made.chance.random() < 0.45:
                day = date(WAR, 1, 1) + timedelta(days=7 * week + int(made.chance.integers(0, 7)))
                made.fire(*made.somewhere(cell), day, int(made.chance.integers(3, 8)), 0.8 * KM)
                made.war.add((*cell, day))


def write(made: Country, folder: Path) -> tuple[Path, Path]:
    folder.mkdir(parents=True, exist_ok=True)
    fires, land = folder / "fires.csv", folder / "land.geojson"
    with fires.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("lat", "lon", "date"))
        rows.writerows((f"{lat:.5f}", f"{lon:.5f}", day) for lat, lon, day in made.rows)
    half = 0.5 * KM
    whole = (WEST - 1, SOUTH - 1, WEST + SIDE * CELL + 1, SOUTH + SIDE * CELL + 1)
    boxes = [("cropland", whole)] + [(kind, (x - half, y - half, x + half, y + half)) for kind, y, x in made.sites]
    features = [{"type": "Feature", "properties": {"class": kind}, "geometry": _square(*box)} for kind, box in boxes]
    land.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return fires, land


def _square(west: float, south: float, east: float, north: float) -> dict[str, object]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def judged(fires: Path, output: Path, *more: str) -> list[dict[str, object]]:
    years = ",".join(str(year) for year in YEARS if year < CALM)
    words = ["--detections", str(fires), "--output", str(output), "--baseline-years", years, "--all", "--quiet", *more]
    subprocess.run([*VEDETTE, "observe", "thermal", *words], check=True)
    return [json.loads(line) for line in output.read_text("utf-8").splitlines()]


def scored(made: Country, found: list[dict[str, object]]) -> dict[str, float]:
    # A fire of war may reach into the next cell: its cell-day is the one it was set in.
    fronts = _cells_of(made)
    rows = [(one, _of(one) in fronts) for one in found if str(one["date"]).startswith(str(WAR))]
    ranks = np.argsort(np.argsort([-float(str(one["p"])) for one, _ in rows])) + 1
    war = np.array([true for _, true in rows])
    auc = (ranks[war].sum() - war.sum() * (war.sum() + 1) / 2) / (war.sum() * (~war).sum())
    works = {_cell(lat, lon) for _, lat, lon in made.sites}
    beside = [(bool(one["sustained"]), true) for one, true in rows if _of(one)[:2] in works]
    return {
        "auc": float(auc),
        "found": _share([bool(one["sustained"]) for one, true in rows if true]),
        "found_beside_works": _share([came_back for came_back, true in beside if true]),
        "false_alarm": _share([bool(one["sustained"]) for one, true in rows if not true]),
        "false_alarm_works": _share(
            [bool(one["sustained"]) for one, true in rows if not true and _of(one)[:2] in works]
        ),
    }


def _cells_of(made: Country) -> set[tuple[int, int, str]]:
    return {(round((SOUTH + CELL * (row + 0.5)) * 10), round((WEST + CELL * (column + 0.5)) * 10), day.isoformat())
            for row, column, day in made.war}  # fmt: skip


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return round(lat * 10), round(lon * 10)


def _of(one: dict[str, object]) -> tuple[int, int, str]:
    return (*_cell(float(str(one["lat"])), float(str(one["lon"]))), str(one["date"]))


def _share(found: list[bool]) -> float:
    return sum(found) / len(found) if found else 0.0


def measure(_: Path, folder: Path) -> dict[str, float]:
    """Means over the countries."""
    totals: dict[str, float] = {}
    for seed in SEEDS:
        made = country(seed)
        fires, land = write(made, folder / f"land-{seed}")
        with_land = scored(made, judged(fires, fires.with_name("with.jsonl"), "--land", str(land)))
        without = scored(made, judged(fires, fires.with_name("without.jsonl")))
        for key, value in (*with_land.items(), *((f"{key}_without", value) for key, value in without.items())):
            totals[key] = totals.get(key, 0.0) + value / len(SEEDS)
    return {each.key: round(totals[each.key], 4) for each in LAND}


OBSERVED = (Observed(name="observe: heat with land use, three made-up countrysides", figures=LAND, measure=measure),)


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        for key, value in measure(Path(), Path(name)).items():
            print(f"{key}: {value:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
