"""Writes the demo's table of fires, `demo/reports/sensors/fires-invented.csv`. Every fire in it is invented.

    python scripts/demo_fires.py [FILE]

Five years of field fires teach what is usual; in 2024 a few cells burn in May as they never did, and come back.
"""

import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

FILE = Path(__file__).parents[1] / "src" / "vedette" / "demo" / "reports" / "sensors" / "fires-invented.csv"
_SEED = 20240517
_WEST, _SOUTH, _EAST, _NORTH = 34.5, 47.2, 39.0, 50.6
_YEARS = range(2019, 2025)
_LAST = date(2024, 5, 17)
_FIELD_FIRES = 220
# Around which point, on which days of May 2024, how many. The second field burns once: that is no war.
_UNUSUAL = (
    (50.29, 36.91, {10: 5, 12: 9, 13: 11, 14: 7, 16: 6, 17: 8}),
    (50.21, 36.40, {10: 4, 13: 6, 15: 5, 17: 6}),
    (48.59, 37.82, {9: 6, 12: 7, 14: 5, 17: 9}),
    (47.61, 35.20, {13: 8}),
)


def fires() -> Iterator[tuple[float, float, date]]:
    chance = random.Random(_SEED)  # noqa: S311 - the same invention every time
    for year in _YEARS:
        yield from _fields(chance, year)
    for lat, lon, days in _UNUSUAL:
        for day, count in days.items():
            for _ in range(count):
                yield lat + chance.uniform(-0.03, 0.03), lon + chance.uniform(-0.03, 0.03), date(2024, 5, day)


def _fields(chance: random.Random, year: int) -> Iterator[tuple[float, float, date]]:
    """Stubble burns from July to September, dry grass in March and April."""
    for _ in range(_FIELD_FIRES):
        spring = chance.random() < 0.35
        first = date(year, 3, 10) if spring else date(year, 7, 5)
        day = first + timedelta(days=int(chance.triangular(0, 75, 35)))
        lat, lon = chance.uniform(_SOUTH, _NORTH), chance.uniform(_WEST, _EAST)
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            if day <= _LAST:
                yield lat + chance.uniform(-0.01, 0.01), lon + chance.uniform(-0.01, 0.01), day


def table() -> str:
    rows = sorted((day.isoformat(), f"{lat:.4f}", f"{lon:.4f}") for lat, lon, day in fires())
    return "latitude,longitude,acq_date\n" + "".join(f"{lat},{lon},{day}\n" for day, lat, lon in rows)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(table(), "ascii")
