"""Tasks of `vedette observe`, which the quality run measures beside those of `vedette analyze`.

What to run is a function. A further sense adds a module of its own and its tasks to `OBSERVED` in quality.py.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packs import Figure

SCORER = "bench/observe/score.py"


@dataclass(frozen=True, kw_only=True)
class Observed:
    """`measure` gets the folder of the packs and one to work in, and gives figures by key."""

    name: str
    figures: tuple[Figure, ...]
    measure: Callable[[Path, Path], Mapping[str, float]]


def scored(shared: Path, task: str, written: Path, gold: Path | None = None) -> dict[str, float]:
    """Every number the scorer gives; those within an object under `object.key`."""
    words = [sys.executable, str(shared / SCORER), task, str(written), "--json"]
    done = subprocess.run(
        [*words, *(["--gold", str(gold)] if gold else [])], check=True, capture_output=True, text=True
    )
    return dict(_numbers("", json.loads(done.stdout.strip().splitlines()[-1])))


def _numbers(before: str, found: Mapping[str, Any]) -> list[tuple[str, float]]:
    flat: list[tuple[str, float]] = []
    for key, value in found.items():
        if isinstance(value, dict):
            flat += _numbers(f"{before}{key}.", value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            flat.append((before + key, float(value)))
    return flat
