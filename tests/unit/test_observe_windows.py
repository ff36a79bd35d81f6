"""A scene is worked through in blocks: what it takes in memory does not depend on its size."""

import tracemalloc
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

rasterio = pytest.importorskip("rasterio")

from vedette.observe.change.pair import open_pair  # noqa: E402
from vedette.observe.change.raster import Window, careful  # noqa: E402
from vedette.observe.change.survey import Survey  # noqa: E402
from vedette.observe.radar.echo import Radar  # noqa: E402

ROWS, BEFORE, AFTER = 400, 6, 1
TILE = np.random.default_rng(3).gamma(5, 0.01, (2, 64, 64)).astype(np.float32)


def _write(folder: Path, columns: int) -> None:
    """One image under many names: nothing is asked of its content."""
    profile = {
        "driver": "GTiff", "width": columns, "height": ROWS, "count": 2, "dtype": "float32", "crs": "EPSG:32637",
        "transform": rasterio.Affine(10, 0, 500_000, 0, -10, 5_570_000), "nodata": 0, "tiled": True,
        "blockxsize": 256, "blockysize": 256, "compress": "deflate",
    }  # fmt: skip
    for at in range(BEFORE + AFTER):
        part = folder / ("before" if at < BEFORE else "after")
        part.mkdir(parents=True, exist_ok=True)
        with rasterio.open(
            part / f"s1_{date(2023, 1, 1) + timedelta(days=12 * at):%Y%m%d}.tif", "w", **profile
        ) as sink:
            whole = np.tile(np.roll(TILE, at * 5, axis=2), (1, ROWS // 64 + 1, columns // 64 + 1))
            sink.write(whole[:, :ROWS, :columns])


def _peak(folder: Path) -> tuple[int, int]:
    """Most bytes held at once, and pixels of the map."""
    pixels = 0

    def sink(window: Window, t: np.ndarray) -> None:
        nonlocal pixels
        assert t.shape == (window.rows, window.columns)
        pixels += t.size

    with careful():
        pair = open_pair(folder / "before", folder / "after", Radar())
        tracemalloc.start()
        try:
            Survey(pair.scenes, []).run(sink, lambda *_: None)
            return tracemalloc.get_traced_memory()[1], pixels
        finally:
            tracemalloc.stop()


@pytest.mark.slow
def test_memory_does_not_grow_with_the_scene(tmp_path: Path) -> None:
    """More than twice the pixels, the same memory, and every pixel of the map once."""
    found = {}
    for columns in (1000, 2600):
        _write(tmp_path / str(columns), columns)
        found[columns], pixels = _peak(tmp_path / str(columns))
        assert pixels == ROWS * columns
    assert found[2600] < 1.1 * found[1000]
    assert found[2600] < 250_000_000
