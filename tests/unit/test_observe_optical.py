"""Burnt ground and lost plants, behind clouds: the command, on stacks that the test makes."""

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

rasterio = pytest.importorskip("rasterio")

from vedette.cli import main  # noqa: E402
from vedette.model.observation import ObservationQuery  # noqa: E402
from vedette.observe.change.season import against_last_year  # noqa: E402
from vedette.workspace import open_workspace  # noqa: E402

SIDE, BEFORE, AFTER = 60, 30, 4
BANDS = ("B04", "B08", "B12", "SCL")
CLOUD, PLANTS = 9, 4
# Name: first row and column of a plot of 10 x 10 pixels.
PLOTS = {"burnt": (5, 5), "felled": (5, 35), "forest": (20, 5), "field": (20, 35), "clouded": (45, 5), "roof": (45, 35)}


def _ground(day: date, later: bool, chance: np.random.Generator) -> np.ndarray:
    """Red, near infrared and short-wave infrared, as reflectance times 10,000: forest, with a field that is green in
    summer, and plots to which something happened."""
    summer = 0.5 - 0.5 * np.cos(2 * np.pi * (day.timetuple().tm_yday - 15) / 365.25)
    bands = np.empty((3, SIDE, SIDE))
    bands[:] = np.array([350, 2600 + 600 * summer, 1100])[:, None, None]

    def paint(plot: str, red: float, near: float, short: float) -> None:
        row, column = PLOTS[plot]
        bands[:, row : row + 10, column : column + 10] = np.array([red, near, short])[:, None, None]

    paint("field", 1500 - 1000 * summer, 2000 + 1500 * summer, 2400 - 900 * summer)
    paint("roof", 1800, 2100, 2200)
    if later:
        paint("burnt", 700, 1100, 2200)
        paint("felled", 1700, 2100, 1900)
    return bands * chance.normal(1, 0.02, bands.shape)


def _write(folder: Path, day: date, bands: np.ndarray, names: tuple[str, ...] = BANDS) -> None:
    folder.mkdir(exist_ok=True)
    place = rasterio.Affine(20, 0, 500_000, 0, -20, 5_570_000)
    with rasterio.open(
        folder / f"S2_{day:%Y%m%d}.tif", "w", driver="GTiff", width=SIDE, height=SIDE, count=len(names),
        dtype="uint16", crs="EPSG:32637", transform=place, nodata=0,
    ) as sink:  # fmt: skip
        sink.write(bands.astype(np.uint16))
        sink.descriptions = names


@pytest.fixture
def stack(tmp_path: Path) -> Path:
    chance = np.random.default_rng(5)
    for at in range(BEFORE + AFTER):
        day, later = date(2023, 6, 1) + timedelta(days=12 * at), at >= BEFORE
        classes = np.full((1, SIDE, SIDE), PLANTS)
        bands = _ground(day, later, chance)
        row, column = chance.integers(0, SIDE - 20, 2)
        hidden = np.zeros((SIDE, SIDE), np.bool_)
        hidden[row : row + 20, column : column + 20] = True
        hidden[42:58, 2:18] |= later
        classes[0, hidden] = CLOUD
        bands[:, hidden] = 8000
        _write(tmp_path / ("after" if later else "before"), day, np.concatenate([bands, classes]))
    (tmp_path / "plots.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": _features()}))
    return tmp_path


def _features() -> list[dict[str, object]]:
    from rasterio.warp import transform

    features: list[dict[str, object]] = []
    for name, (row, column) in PLOTS.items():
        corners = ((column, row), (column + 10, row), (column + 10, row + 10), (column, row + 10), (column, row))
        xs, ys = zip(*((500_000 + 20 * x, 5_570_000 - 20 * y) for x, y in corners), strict=True)
        ring = list(map(list, zip(*transform("EPSG:32637", "EPSG:4326", xs, ys), strict=True)))
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"id": name}, "geometry": geometry})
    return features


def observe(folder: Path, *more: object) -> Result:
    words = [
        "--before", folder / "before", "--after", folder / "after", "--output", folder / "change.tif",
        "--footprints", folder / "plots.geojson", "--table", folder / "change.csv", *more,
    ]  # fmt: skip
    return CliRunner().invoke(main, ["observe", "optical", *map(str, words)])


def rows(folder: Path) -> dict[str, str]:
    with (folder / "change.csv").open(newline="") as file:
        return {row["id"]: row["damaged"] for row in csv.DictReader(file)}


def test_burnt_and_felled_stand_out_and_the_clouded_stays_open(stack: Path) -> None:
    """A field that greens as it does every year does not count, nor does a roof."""
    result = observe(stack)
    assert result.exit_code == 0, result.output
    want = {"burnt": "true", "felled": "true", "forest": "false", "field": "false", "clouded": "", "roof": "false"}
    assert rows(stack) == want
    assert "6 footprints: 2 changed, 3 did not, 1 could not be observed" in result.stderr
    with rasterio.open(stack / "change.tif") as change:
        t = change.read(1)
    assert np.isnan(t[46:54, 6:14]).all()
    assert t[8:12, 8:12].max() < -4


def test_fire_is_told_from_felling_in_a_workspace(stack: Path) -> None:
    """Charred ground is bright in the short-wave infrared; what clouds hid is kept as not observed."""
    war = stack / "war"
    assert CliRunner().invoke(main, ["init", str(war), "--quiet"]).exit_code == 0
    assert observe(stack, "--into", war).exit_code == 0
    with open_workspace(war) as workspace:
        found = workspace.store.view().observations(ObservationQuery())
    assert sorted((each.kind, each.could_observe) for each in found) == [
        ("burn", True),
        ("vegetation", False),
        ("vegetation", True),
    ]
    assert all(each.measure is None or each.measure < 0 for each in found)


def test_images_without_scene_classes_are_left_out(stack: Path) -> None:
    """Cloud would look like change: one line a file, and nothing left ends with status 5."""
    for at, path in enumerate(sorted((stack / "after").glob("*.tif"))):
        with rasterio.open(path) as source:
            bands = source.read((1, 2, 3))
        path.unlink()
        _write(stack / "after", date(2024, 6, 1 + at), bands, BANDS[:3])
    result = observe(stack)
    assert result.exit_code == 5
    assert "has no scene classes (SCL)" in result.stderr
    assert "Traceback" not in result.output


def test_a_file_a_band_is_read_by_its_name(stack: Path) -> None:
    """As the agency delivers them: the name holds day and band."""
    for part in ("before", "after"):
        for path in sorted((stack / part).glob("*.tif")):
            with rasterio.open(path) as source:
                bands, profile = source.read(), source.profile | {"count": 1}
            path.unlink()
            for band, name in zip(bands, BANDS, strict=True):
                with rasterio.open(
                    path.with_name(f"T37UCR_{path.stem[3:]}T084601_{name}_20m.tif"), "w", **profile
                ) as sink:
                    sink.write(band, 1)
    result = observe(stack)
    assert result.exit_code == 0, result.output
    assert "30 dates before, 4 after" in result.stderr
    assert rows(stack)["burnt"] == "true"
    assert rows(stack)["clouded"] == ""


def _green(days: list[date], cut: int) -> np.ndarray:
    """A field that is green until it is cut, on that day of the year."""
    return np.array([[0.8 if 100 < day.timetuple().tm_yday < cut else 0.2] for day in days])


def test_what_lies_bare_in_both_years_has_not_lasted() -> None:
    """An early harvest is over in the end, lost ground is not; where last year was not seen nothing is known."""
    days = [date(2023, 4, 10) + timedelta(days=10 * n) for n in range(50)]
    late = np.array([day >= date(2024, 6, 1) for day in days])
    own = _green(days, 200)
    own[late] = _green([day for day, later in zip(days, late, strict=True) if later], 175)
    assert against_last_year(own, days, ~late, late) == pytest.approx(0, abs=0.01)
    own[late] = -0.1
    assert against_last_year(own, days, ~late, late) == pytest.approx(-0.3, abs=0.01)
    spring = np.array([day < date(2023, 5, 1) for day in days])
    assert against_last_year(own, days, spring, late) is None
    assert against_last_year(own, None, ~late, late) is None
    own[late] = np.nan
    assert against_last_year(own, days, ~late, late) is None
