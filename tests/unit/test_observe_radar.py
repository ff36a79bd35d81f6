"""Buildings whose radar echo changed for good: the command, on stacks that the test makes."""

import csv
import json
import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

rasterio = pytest.importorskip("rasterio")

from rasterio.shutil import copy  # noqa: E402

from vedette.cli import main  # noqa: E402
from vedette.demo.radar import Scene, write_scene  # noqa: E402
from vedette.model.observation import ObservationQuery  # noqa: E402
from vedette.workspace import open_workspace  # noqa: E402

SCENE = Scene()
Rows = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stack")
    write_scene(folder, SCENE)
    return folder


@pytest.fixture
def stack(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "stack"))


def observe(folder: Path, *more: object, table: bool = True) -> Result:
    words = ["--before", folder / "before", "--after", folder / "after", "--output", folder / "change.tif"]
    if table:
        words += ["--footprints", folder / "footprints.geojson", "--table", folder / "damage.csv"]
    return CliRunner().invoke(main, ["observe", "radar", *map(str, words), *map(str, more)])


def rows(folder: Path) -> Rows:
    with (folder / "damage.csv").open(newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def test_destroyed_houses_stand_out_and_the_unseen_stay_open(stack: Path) -> None:
    """A row a footprint, in the order of the file; empty where no later image shows it."""
    result = observe(stack)
    assert result.exit_code == 0, result.output
    found = rows(stack)
    features = json.loads((stack / "footprints.geojson").read_text())["features"]
    assert list(found) == [each["properties"]["id"] for each in features]
    unseen = {name for name, row in found.items() if row["damaged"] == ""}
    assert unseen == {"h56", "h57", "h58", "h59"}
    assert all(found[name]["t_mean"] == found[name]["t_max"] == "" for name in unseen)
    destroyed = {f"h{n:02d}" for n in SCENE.destroyed} - unseen
    changed = {name for name, row in found.items() if row["damaged"] == "true"}
    assert len(changed & destroyed) >= 0.9 * len(destroyed)
    assert len(changed - destroyed) <= 2
    assert f"{len(unseen)} could not be observed" in result.stderr
    assert "placebo: had the last 3 of the earlier dates been the later ones, " in result.stderr


def test_the_map_is_a_cloud_optimised_geotiff_with_a_picture(stack: Path) -> None:
    """Tiled, with nodata where no later image looked; a fall has a minus; a PNG beside it."""
    assert observe(stack, table=False).exit_code == 0
    with rasterio.open(stack / "change.tif") as change:
        assert change.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert (change.width, change.height, change.count) == (SCENE.size, SCENE.size, 1)
        t = change.read(1)
        assert np.isnan(change.nodata)
        assert change.tags()["AFTER_FROM"] == SCENE.days[SCENE.before].isoformat()
    assert np.isnan(t[-4:, :20]).all()
    assert np.isfinite(t[:40, 40:]).all()
    assert t[4:6, 4:7].max() < -2.5
    assert (stack / "change.png").read_bytes().startswith(b"\x89PNG")
    assert not list(stack.glob("*.part"))


def test_decibels_say_the_same_as_power(tmp_path: Path) -> None:
    """A value below zero makes it dB; NaN is nodata as well."""
    scene = Scene(before=12)
    for unit in ("power", "db"):
        write_scene(tmp_path / unit, scene, decibels=unit == "db")
        assert observe(tmp_path / unit).exit_code == 0
    power, decibels = rows(tmp_path / "power"), rows(tmp_path / "db")
    for name, row in power.items():
        assert row["damaged"] == decibels[name]["damaged"]
        assert row["t_mean"] == "" or float(row["t_mean"]) == pytest.approx(float(decibels[name]["t_mean"]), abs=0.01)


def test_one_file_of_many_bands_is_a_stack(stack: Path) -> None:
    """VV and VH in turn, dates in the descriptions; the table is that of the folder."""
    assert observe(stack).exit_code == 0
    want = rows(stack)
    for part in ("before", "after"):
        files = sorted((stack / part).glob("*.tif"))
        with rasterio.open(files[0]) as first:
            profile = first.profile | {"count": 2 * len(files)}
        with rasterio.open(stack / f"{part}.tif", "w", **profile) as sink:
            for at, path in enumerate(files):
                with rasterio.open(path) as source:
                    sink.write(source.read(), (2 * at + 1, 2 * at + 2))
                for band, name in enumerate(("VV", "VH")):
                    sink.set_band_description(2 * at + 1 + band, f"{name} {path.stem[-8:]}")
        shutil.rmtree(stack / part)
        (stack / f"{part}.tif").rename(stack / part)
    assert observe(stack).exit_code == 0
    assert rows(stack) == want


def test_undated_bands_leave_the_season_in_and_say_so(stack: Path) -> None:
    """Without dates nothing can be said of the season; the rest stands."""
    for part in ("before", "after"):
        for at, path in enumerate(sorted((stack / part).glob("*.tif"))):
            path.rename(path.with_name(f"image-{at:03d}.tif"))
    result = observe(stack)
    assert result.exit_code == 0
    assert "some dates are not known" in result.stderr
    assert rows(stack)["h00"]["damaged"] == "true"


def _spoil(path: Path, how: str) -> str:
    """What the one line must say."""
    if how == "cut off":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
        return "is no GeoTIFF that can be read, or is cut off"
    if how == "no georeference":
        with rasterio.open(path) as source:
            bands, count = source.read(), source.count
        path.unlink()
        with rasterio.open(path, "w", driver="GTiff", width=72, height=72, count=count, dtype="float32") as sink:
            sink.write(bands)
        return "has no georeference"
    if how == "no image":
        path.write_text("not an image")
        return "is no GeoTIFF that can be read"
    with rasterio.open(path) as source:
        bands, profile = source.read(), source.profile
    with rasterio.open(path, "w", **(profile | {"count": 1, "dtype": "float32"})) as sink:
        sink.write(bands[:1])
        sink.set_band_description(1, "coherence")
    return "holds none of the bands that are needed"


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
@pytest.mark.parametrize("how", ["cut off", "no georeference", "no image", "other bands"])
def test_a_file_that_cannot_be_used_is_a_line_and_the_rest_goes_on(stack: Path, how: str) -> None:
    """With its path; the other dates are enough."""
    spoilt = sorted((stack / "before").glob("*.tif"))[4]
    said = _spoil(spoilt, how)
    result = observe(stack)
    assert result.exit_code == 0, result.output
    lines = [line for line in result.stderr.splitlines() if line.startswith("failed: ")]
    if how != "other bands":
        assert len(lines) == 1
        assert str(spoilt) in lines[0]
        assert said in lines[0]
        assert "27 dates before, 3 after" in result.stderr
    assert rows(stack)["h00"]["damaged"] == "true"
    assert "Traceback" not in result.output


def test_an_image_whose_end_is_missing_is_used_as_far_as_it_goes(stack: Path) -> None:
    """Its header stands first, so only its pixels are missing: one line, and they count as not observed."""
    path = sorted((stack / "before").glob("*.tif"))[9]
    whole = stack / "whole.tif"
    copy(path, whole, driver="COG", compress="NONE", blocksize=128)
    whole.replace(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 5])
    result = observe(stack)
    assert result.exit_code == 0, result.output
    lines = [line for line in result.stderr.splitlines() if line.startswith("failed: ")]
    assert lines == [f"failed: {path}: is damaged; what could be read of it was used"]
    assert rows(stack)["h00"]["damaged"] == "true"


def test_another_grid_is_brought_to_the_first_and_told(stack: Path) -> None:
    """Frames of one orbit begin a few pixels apart; what lies outside of one is not observed on that date."""
    path = sorted((stack / "before").glob("*.tif"))[6]
    with rasterio.open(path) as source:
        bands, profile = source.read(), source.profile
    a, b, c, d, e, f = profile["transform"][:6]
    shifted = profile | {"transform": rasterio.Affine(a, b, c + 5 * a, d, e, f), "width": 60}
    with rasterio.open(path, "w", **shifted) as sink:
        sink.write(bands[:, :, 5:65])
        sink.descriptions = ("VV", "VH")
    result = observe(stack)
    assert result.exit_code == 0
    assert f"note: {path}: lies on another grid" in result.stderr
    assert rows(stack)["h00"]["damaged"] == "true"


def test_too_few_earlier_dates(stack: Path) -> None:
    """Nothing tells what is usual: status 5, one line, nothing written."""
    for path in sorted((stack / "before").glob("*.tif"))[1:]:
        path.unlink()
    result = observe(stack)
    assert result.exit_code == 5
    assert "holds 1 date; what is usual there takes at least 5" in result.stderr
    assert not (stack / "damage.csv").exists()


def test_stacks_the_wrong_way_round(stack: Path) -> None:
    """Wrong use, and the way out."""
    words = ["--before", stack / "after", "--after", stack / "before", "--output", stack / "c.tif"]
    for path in sorted((stack / "before").glob("*.tif"))[3:]:
        path.rename(stack / "after" / f"later_2030{path.stem[-4:]}.tif")
    result = CliRunner().invoke(main, ["observe", "radar", *map(str, words)])
    assert result.exit_code == 2
    assert "turn --before and --after round" in result.stderr or "part them by date" in result.stderr


def test_footprints_elsewhere_stay_empty(stack: Path) -> None:
    """The map is made all the same, and one line tells."""
    far = {"type": "Polygon", "coordinates": [[[10, 10], [10.1, 10], [10.1, 10.1], [10, 10]]]}
    bad = {"type": "Point", "coordinates": [36.94, 50.29]}
    features = [{"type": "Feature", "properties": {"id": n}, "geometry": g} for n, g in enumerate((far, bad))]
    (stack / "footprints.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    result = observe(stack)
    assert result.exit_code == 0
    assert "1 footprint cannot be judged and stay empty; the first, 1, is no polygon" in result.stderr
    assert "no footprint lies where both stacks look" in result.stderr
    assert [row["damaged"] for row in rows(stack).values()] == ["", ""]
    assert (stack / "change.tif").exists()


def test_odd_footprints_are_judged_beside_the_others(stack: Path) -> None:
    """Of two parts, larger than a block's margin, over the edge of the image, smaller than a pixel; a district around
    all houses takes no ground from them."""

    def box(left: float, top: float, right: float, bottom: float) -> list[list[list[float]]]:
        corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
        return [[[SCENE.west + x * 0.00014, SCENE.north - y * 0.00009] for x, y in corners]]

    path = stack / "footprints.geojson"
    collection = json.loads(path.read_text())
    shapes = {
        "parts": {"type": "MultiPolygon", "coordinates": [box(3, 3, 7, 6), box(43, 3, 47, 6)]},
        "district": {"type": "Polygon", "coordinates": box(2, 2, 60, 50)},
        "edge": {"type": "Polygon", "coordinates": box(-6, 3, 7, 6)},
        "tiny": {"type": "Polygon", "coordinates": box(4.1, 4.1, 4.15, 4.15)},
    }
    assert observe(stack).exit_code == 0
    alone = rows(stack)
    collection["features"] += [
        {"type": "Feature", "properties": {"id": name}, "geometry": each} for name, each in shapes.items()
    ]
    path.write_text(json.dumps(collection))
    result = observe(stack)
    assert result.exit_code == 0, result.output
    found = rows(stack)
    assert {name: found[name]["damaged"] for name in shapes} == {
        "parts": "true",
        "district": "false",
        "edge": "true",
        "tiny": "true",
    }
    assert {name: found[name]["damaged"] for name in alone} == {name: row["damaged"] for name, row in alone.items()}


@pytest.mark.parametrize("text", ["{", "[]", '{"features": []}', "[" * 100_000])
def test_footprints_that_are_no_geojson(stack: Path, text: str) -> None:
    """One line, and the map still comes."""
    (stack / "footprints.geojson").write_text(text)
    result = observe(stack)
    assert result.exit_code == 0
    assert result.stderr.count("failed: ") == 1
    assert (stack / "change.tif").exists()
    assert not (stack / "damage.csv").exists()


def test_what_changed_and_what_was_not_seen_enters_a_workspace(stack: Path) -> None:
    """As observations with the picture of the map as their capture; a second run adds nothing."""
    war = stack / "war"
    assert CliRunner().invoke(main, ["init", str(war), "--quiet"]).exit_code == 0
    result = observe(stack, "--into", war)
    assert result.exit_code == 0, result.output
    assert "new observations kept" in result.output
    with open_workspace(war) as workspace:
        found = workspace.store.view().observations(ObservationQuery(limit=500))
        captures = {each.capture for each in found if each.capture}
        (kept,) = workspace.store.view().captures(list(captures))
    assert kept.address.endswith("change.png")
    seen = [each for each in found if each.could_observe]
    assert len(found) - len(seen) == 4
    assert all(each.kind == "radar-damage" and each.measure and each.p and each.p < 0.01 for each in seen)
    assert all(each.footprint and each.footprint.startswith("POLYGON ((36.9") for each in found)
    assert {each.when.first_day for each in found if each.when} == {SCENE.days[SCENE.before - 1]}
    assert "fell by" in seen[0].note
    assert observe(stack, "--into", war).exit_code == 0
    with open_workspace(war) as workspace:
        assert len(workspace.store.view().observations(ObservationQuery(limit=500))) == len(found)


def test_a_workspace_that_is_none_is_told_before_the_work(stack: Path) -> None:
    """Status 3, and no map."""
    assert observe(stack, "--into", stack / "nowhere").exit_code == 3
    assert not (stack / "change.tif").exists()


def test_a_table_needs_footprints(stack: Path) -> None:
    """Told before any work."""
    result = observe(stack, "--table", stack / "t.csv", table=False)
    assert result.exit_code == 2
    assert "name them with --footprints" in result.stderr


def test_the_days_of_a_scene() -> None:
    """The demo's dates are a fixed grid, so that its files are the same everywhere."""
    assert (SCENE.days[0], SCENE.days[-1]) == (date(2023, 6, 14), date(2024, 5, 17))
    assert len(set(SCENE.days)) == 31
