"""Heat where the use of the land is known: works and stubble are held against their own past."""

import gzip
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from vedette.cli import main
from vedette.model.errors import ReadError
from vedette.observe.cell import Cell
from vedette.observe.detections import Detection
from vedette.observe.grounds import count_by_land
from vedette.observe.land import land_class, read_land
from vedette.observe.thermal import judge, observations

SITE = (48.6, 38.0)
BASELINE = (2018, 2019, 2020)


def square(lat: float, lon: float, half: float) -> dict[str, Any]:
    ring = [[lon - half, lat - half], [lon + half, lat - half], [lon + half, lat + half], [lon - half, lat + half]]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def polygons(path: Path, *named: tuple[dict[str, Any], dict[str, Any] | None]) -> Path:
    features = [{"type": "Feature", "properties": told, "geometry": shape} for told, shape in named]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


@pytest.fixture
def land(tmp_path: Path) -> Path:
    works = ({"landuse": "industrial"}, square(*SITE, 0.005))
    return polygons(tmp_path / "land.geojson", ({"class": "cropland"}, square(48.6, 38.0, 1)), works)


def fires(count: int, day: date, at: tuple[float, float] = SITE) -> list[Detection]:
    return [Detection(*at, day)] * count


def works_all_year() -> list[Detection]:
    """Fifteen a day, every year."""
    days = [date(year, 1, 1) + timedelta(days=n) for year in (*BASELINE, 2022) for n in range(365)]
    return [fire for day in days for fire in fires(15, day)]


WAR = [fire for week in range(3) for fire in fires(4, date(2022, 5, 1) + timedelta(days=9 * week), (48.63, 38.03))]


def test_a_war_beside_works_is_seen_through_their_heat(land: Path) -> None:
    """Without the land it drowns in what is usual in the cell; with it, it comes back."""
    found = [*works_all_year(), *WAR]
    counts, lands = count_by_land(found, read_land(land))
    blind = {each.day: each for each in judge(counts, BASELINE)}
    seen = {each.day: each for each in judge(counts, BASELINE, lands)}
    days = {fire.day for fire in WAR}
    assert not any(blind[day].sustained for day in days)
    assert all(seen[day].sustained and seen[day].land == "cropland" for day in days)
    assert not any(each.stands_out for day, each in seen.items() if day not in days)
    assert [each.count for each in seen.values()] == [each.count for each in blind.values()]


def test_works_that_burn_more_than_usual_are_told_as_works(land: Path) -> None:
    """They stand out, do not count as coming back, and the sentence says where it burns."""
    campaign = [fire for week in range(3) for fire in fires(9, date(2022, 5, 2) + timedelta(days=9 * week))]
    counts, lands = count_by_land([*works_all_year(), *campaign, *campaign], read_land(land))
    judged = [each for each in judge(counts, BASELINE, lands) if each.stands_out]
    assert judged
    assert {each.land for each in judged} == {"industry"}
    assert not any(each.sustained for each in judged)
    (first, *_) = observations(judged)
    assert "industrial ground" in first.note
    assert first.heat is not None
    assert first.heat.land == "industry"


def test_what_is_next_to_impossible_on_works_still_comes_back(land: Path) -> None:
    """A besieged steelworks is no day at the works."""
    siege = [fire for week in range(3) for fire in fires(400, date(2022, 5, 2) + timedelta(days=9 * week))]
    counts, lands = count_by_land([*works_all_year(), *siege], read_land(land))
    assert sum(each.sustained for each in judge(counts, BASELINE, lands)) == 3


def test_stubble_is_held_against_stubble(land: Path) -> None:
    """A field that burns as it does every July is usual, with the land and without."""
    july = [
        fire for year in (*BASELINE, 2022) for n in range(10, 30) for fire in fires(4, date(year, 7, n), (48.63, 38.03))
    ]
    counts, lands = count_by_land(july, read_land(land))
    assert not any(each.stands_out for each in judge(counts, BASELINE, lands))


@pytest.mark.parametrize(
    ("word", "want"),
    [
        ("industrial", "industry"), ("Gas Flare", "industry"), ("landfill", "landfill"), ("farmland", "cropland"),
        ("tree cover", "forest"), ("residential", "settlement"), (121, "industry"), ("132", "landfill"),
        ("211", "cropland"), (311, "forest"), (512, "other"), (40, "cropland"), (10, "forest"), (100, "other"),
        ("cemetery", None), (None, None),
    ],
)  # fmt: skip
def test_words_of_land_use(word: object, want: str | None) -> None:
    """Of OpenStreetMap, WorldCover and CORINE."""
    assert land_class(word) == want


def test_polygons_tell_the_class_of_a_place(tmp_path: Path) -> None:
    """Holes are holes; works reach 400 m beside their outline, fields do not; works go before fields."""
    field_ = square(48.0, 38.0, 0.5)
    field_["coordinates"].append(square(48.2, 38.2, 0.1)["coordinates"][0])
    works = square(48.0, 38.0, 0.01)
    path = polygons(tmp_path / "land.geojson", ({"class": "farmland"}, field_), ({"class": "works"}, works))
    places = [(48.0, 38.0), (48.0, 38.015), (48.0, 38.02), (48.3, 38.0), (48.2, 38.2), (48.0, 38.503), (60.0, 10.0)]
    lats, lons = np.array(places).T
    want = ["industry", "industry", "cropland", "cropland", "other", "other", "other"]
    assert list(read_land(path).classes(lats, lons)) == want


def test_a_raster_tells_the_class_of_a_place(tmp_path: Path) -> None:
    """By its own legend, else that of WorldCover; beyond its edge it tells nothing."""
    rasterio = pytest.importorskip("rasterio")
    values = np.full((10, 10), 40, np.uint8)
    values[:, :5] = 1
    for name, tags in (("own.tif", {"classes": "1=industry,40=forest"}), ("cover.tif", {})):
        place = rasterio.Affine(0.1, 0, 38.0, 0, -0.1, 49.0)
        with rasterio.open(
            tmp_path / name, "w", driver="GTiff", width=10, height=10, count=1, dtype="uint8", crs="EPSG:4326",
            transform=place,
        ) as sink:  # fmt: skip
            sink.write(values, 1)
            sink.update_tags(**tags)
    lats, lons = np.array([(48.55, 38.25), (48.55, 38.75), (10.0, 10.0)]).T
    assert list(read_land(tmp_path / "own.tif").classes(lats, lons)) == ["industry", "forest", "other"]
    assert list(read_land(tmp_path / "cover.tif").classes(lats, lons)) == ["other", "cropland", "other"]
    assert list(read_land(tmp_path / "cover.tif").classes(lats[:0], lons[:0])) == []


def observe(folder: Path, *more: object) -> Result:
    rows = "".join(f"{fire.lat},{fire.lon},{fire.day},0.5,0.4\n" for fire in [*works_all_year(), *WAR])
    table = folder / "fires.csv.gz"
    with gzip.open(table, "wt") as file:
        file.write(f"latitude,longitude,acq_date,scan,track\n{rows}")
    words = ["--detections", table, "--baseline-years", "2018,2019,2020", *more]
    return CliRunner().invoke(main, ["observe", "thermal", *map(str, words)])


def test_the_command_names_the_land(tmp_path: Path, land: Path) -> None:
    """One line a cell-day as before, with one field more; the placebo uses the land too."""
    result = observe(tmp_path, "--land", land)
    assert result.exit_code == 0, result.output
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(lines) == 3
    assert all(line["land"] == "cropland" and line["sustained"] for line in lines)
    assert "placebo: 0.0%" in result.stderr
    assert "land" not in json.loads(observe(tmp_path, "--all").stdout.splitlines()[0])


def test_an_observation_keeps_its_hot_pixels(tmp_path: Path, land: Path) -> None:
    """Where in the cell, and as large as the sensor saw them."""
    from web_client import Client

    from vedette.model.observation import ObservationQuery
    from vedette.web.app import create_app
    from vedette.workspace import open_workspace

    war = tmp_path / "war"
    assert CliRunner().invoke(main, ["init", str(war)]).exit_code == 0
    result = observe(tmp_path, "--land", land, "--into", war)
    assert result.exit_code == 0, result.output
    with open_workspace(war) as opened:
        found = opened.store.view().observations(ObservationQuery())
        heat = found[0].heat
        assert heat is not None
        assert len(heat.spots) == 19
        assert {(spot.across, spot.along) for spot in heat.spots} == {(500, 400)}
        client = Client(create_app(opened.store.view, opened.watch, reports_folder=opened.reports))
        page = client.get(f"/observations/{found[0].id}").text
    for words in ('class="hot"', 'width="500" height="400"', "as large as the sensor saw them", "1 May 2022"):
        assert words in page
    assert page.count("/observations/obs_") >= 2
    assert found[0].box is not None
    assert Cell(486, 380).footprint() == found[0].footprint


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nothing of the kind", "is neither GeoJSON nor a GeoTIFF"),
        ('{"type": "FeatureCollection", "features": []}', "holds no features"),
        ('{"features": [{"properties": {"name": "x"}, "geometry": null}, 3]}', "no polygon tells its class"),
        ('{"features": [{"properties": {"class": "works"}, "geometry": {"type": "Polygon", "coordinates": [["a"]]}}]}',
         "no polygon tells its class"),
        ("II*\0 but no image", "is no GeoTIFF that can be read"),
    ],
)  # fmt: skip
def test_what_tells_nothing_of_the_land_is_one_line(tmp_path: Path, text: str, message: str) -> None:
    """Before the table is read."""
    path = tmp_path / "land"
    path.write_text(text)
    with pytest.raises(ReadError, match=message):
        read_land(path)
    result = observe(tmp_path, "--land", path)
    assert result.exit_code == 5
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    """With its name."""
    result = observe(tmp_path, "--land", tmp_path / "nowhere.geojson")
    assert result.exit_code == 5
    assert "nowhere.geojson: cannot be read" in result.stderr
