"""Radar and heat, measured by the scorer of the packs.

python bench/observe_radar.py [--shared PATH]     only these two, on standard output
"""

import argparse
import gzip
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from observed import Observed, scored
from outputs import VEDETTE
from packs import Figure

# Seeds of the pack's generator, and whether it writes dB. Figures are means over the scenes: one scene alone carries
# about .03 either way.
SCENES = (("1", False), ("2", False), ("3", True), ("4", False), ("5", True))
RADAR = (
    Figure(key="auc_t_mean.1dB", label="AUC of footprints, damage of 1 dB", peer="PWTT .60; pooled .64"),
    Figure(key="auc_t_mean.2dB", label="2 dB", peer="PWTT .78; pooled .83"),
    Figure(key="auc_t_mean.3dB", label="3 dB", peer="PWTT .90; pooled .93"),
    Figure(key="auc_t_mean.5dB", label="5 dB", peer="PWTT .96; pooled .97"),
    Figure(key="auc_t_mean_all", label="AUC, confounders in", peer="PWTT .76; pooled .80"),
    Figure(key="recall.2dB", label="found at the threshold, 2 dB", peer="PWTT .23; pooled .04"),
    Figure(key="recall.3dB", label="3 dB", peer="PWTT .47; pooled .08"),
    Figure(key="recall.5dB", label="5 dB", peer="PWTT .76; pooled .49"),
    Figure(key="false_alarm.intact", label="false alarms: intact", smaller_is_better=True, peer="PWTT .01; pooled .00"),
    Figure(key="false_alarm.season", label="fields of the season", smaller_is_better=True, peer="PWTT .38; pooled .08"),
    Figure(key="false_alarm.layover", label="slopes", smaller_is_better=True, peer="PWTT .35; pooled .08"),
    Figure(key="false_alarm.rain", label="rain on one date", smaller_is_better=True, peer="PWTT .03; pooled .00"),
    Figure(
        key="false_alarm.transient", label="bright on one date", smaller_is_better=True, peer="PWTT .00; pooled .00"
    ),
    Figure(key="unseen_left_open", label="left open where nothing was seen"),
)
HEAT = (
    Figure(key="sustained_ratio", label="sustained, war year over placebo year", peer="negative binomial 6.13"),
    Figure(key="likelihood_ratio_war", label="near over far from the front", peer="negative binomial 4.01"),
    Figure(key="likelihood_ratio_gain", label="the same over that of the placebo year", peer="negative binomial 2.80"),
    Figure(key="auc_gain", label="AUC of cell-days over that of the placebo year", peer="negative binomial .211"),
    Figure(key="near_war", label="cell-days near the front that are sustained", peer="negative binomial .314"),
)


def radar(shared: Path, folder: Path) -> dict[str, float]:
    """Means over the scenes."""
    found = [_scene(shared, folder / f"radar-{seed}", seed, decibels=decibels) for seed, decibels in SCENES]
    return {each.key: round(sum(one[each.key] for one in found) / len(found), 4) for each in RADAR}


def _scene(shared: Path, scene: Path, seed: str, *, decibels: bool) -> dict[str, float]:
    maker = shared / "bench/observe/radar/make_radar.py"
    unit = ["--db"] if decibels else []
    subprocess.run(
        [sys.executable, str(maker), str(scene), "--seed", seed, *unit], check=True, stdout=subprocess.DEVNULL
    )
    stacks = ["--before", str(scene / "before"), "--after", str(scene / "after")]
    written = ["--output", str(scene / "change.tif"), "--table", str(scene / "damage.csv")]
    judged = ["--footprints", str(scene / "footprints.geojson"), "--quiet"]
    subprocess.run([*VEDETTE, "observe", "radar", *stacks, *written, *judged], check=True)
    return scored(shared, "radar", scene / "damage.csv", scene)


def heat(shared: Path, folder: Path) -> dict[str, float]:
    fires, cells = folder / "fires.csv", folder / "cells.jsonl"
    with gzip.open(shared / "bench/observe/thermal/fires.csv.gz") as packed, fires.open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    years = ["--baseline-years", "2016,2018,2019,2020", "--all", "--quiet"]
    subprocess.run(
        [*VEDETTE, "observe", "thermal", "--detections", str(fires), "--output", str(cells), *years], check=True
    )
    found = scored(shared, "thermal", cells)
    return {each.key: found[each.key] for each in HEAT}


OBSERVED = (
    Observed(name="observe: radar, five simulated scenes", figures=RADAR, measure=radar),
    Observed(name="observe: heat, 2022 against 2021", figures=HEAT, measure=heat),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    root = Path(__file__).resolve().parent.parent
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("VEDETTE_SHARED", root.parent / "shared")))
    args = parser.parse_args()
    if not (args.shared / "bench/observe").is_dir():
        print(f"observe: SKIPPED, no evaluation packs at {args.shared} (set VEDETTE_SHARED)", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory() as name:
        for each in OBSERVED:
            found = each.measure(args.shared, Path(name))
            print(each.name)
            for figure in each.figures:
                print(f"  {figure.label}: {found[figure.key]:.3f}  ({figure.peer})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
