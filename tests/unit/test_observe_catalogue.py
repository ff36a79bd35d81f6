"""Stacks out of a STAC catalogue of files: static, local, and not to be trusted."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

rasterio = pytest.importorskip("rasterio")
pytest.importorskip("pystac_client")
pytest.importorskip("odc.stac")

from vedette.cli import main  # noqa: E402
from vedette.demo.radar import Scene, write_scene  # noqa: E402

SCENE = Scene(before=10)
DAYS = SCENE.days
BEFORE = f"{DAYS[0]}/{DAYS[9]}"
AFTER = f"{DAYS[10]}/{DAYS[-1]}"


def _item(folder: Path, path: Path, href: str | None = None) -> dict[str, Any]:
    day = path.stem[-8:]
    west, north = SCENE.west, SCENE.north
    east, south = west + 0.0101, north - 0.0065
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    assets = {}
    with rasterio.open(path) as source:
        bands, profile = source.read(), source.profile | {"count": 1}
    for band, key in zip(bands, ("vv", "vh"), strict=True):
        with rasterio.open(folder / f"{day}-{key}.tif", "w", **profile) as sink:
            sink.write(band, 1)
        assets[key] = {"href": href or f"./{day}-{key}.tif", "type": "image/tiff"}
    return {
        "type": "Feature", "stac_version": "1.0.0", "id": day, "bbox": [west, south, east, north], "links": [],
        "geometry": {"type": "Polygon", "coordinates": [ring]}, "assets": assets,
        "properties": {"datetime": f"{day[:4]}-{day[4:6]}-{day[6:]}T03:41:00Z"},
    }  # fmt: skip


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    write_scene(tmp_path / "raw", SCENE)
    folder = tmp_path / "catalogue"
    folder.mkdir()
    links = []
    for path in sorted((tmp_path / "raw").glob("*/*.tif")):
        item = _item(folder, path)
        (folder / f"{item['id']}.json").write_text(json.dumps(item))
        links.append({"rel": "item", "href": f"./{item['id']}.json"})
    _write(folder / "catalog.json", links)
    return folder / "catalog.json"


def _write(path: Path, links: list[dict[str, str]]) -> None:
    head = {"type": "Catalog", "stac_version": "1.0.0", "id": "made-up", "description": "Made up by a test."}
    path.write_text(json.dumps({**head, "links": links}))


def observe(catalogue: Path, before: str = BEFORE, after: str = AFTER) -> Result:
    folder = catalogue.parent.parent
    words = [
        "--catalogue", catalogue, "--before", before, "--after", after, "--output", folder / "change.tif",
        "--footprints", folder / "raw" / "footprints.geojson", "--table", folder / "damage.csv",
    ]  # fmt: skip
    return CliRunner().invoke(main, ["observe", "radar", *map(str, words)])


def test_days_of_a_catalogue_say_what_the_folders_say(catalogue: Path) -> None:
    """The same footprints change, and the same ones stay open."""
    result = observe(catalogue)
    assert result.exit_code == 0, result.output
    assert "10 dates before, 3 after" in result.stderr
    with (catalogue.parent.parent / "damage.csv").open(newline="") as file:
        found = {row["id"]: row["damaged"] for row in csv.DictReader(file)}
    destroyed = {f"h{n:02d}" for n in SCENE.destroyed if n not in range(56, 60)}
    assert all(found[name] == "true" for name in destroyed)
    assert {name for name, damaged in found.items() if damaged == ""} == {"h56", "h57", "h58", "h59"}
    assert sum(damaged == "true" for damaged in found.values()) <= len(destroyed) + 3


def test_days_that_hold_nothing(catalogue: Path) -> None:
    """One line, status 5."""
    result = observe(catalogue, after="2031-01-01/2031-02-01")
    assert result.exit_code == 5
    assert "holds no image of 2031-01-01 to 2031-02-01" in result.stderr


@pytest.mark.parametrize("days", ["before", "2022-01-01", "2022-02-01/2022-01-01"])
def test_days_that_are_none(catalogue: Path, days: str) -> None:
    """Wrong use."""
    assert observe(catalogue, before=days).exit_code == 2


@pytest.mark.parametrize(
    "href", ["/etc/hostname", "../raw/secret.tif", "https://example.org/a.tif", "/vsicurl/https://example.org/a.tif"]
)
def test_what_leads_out_of_the_folder_is_refused(catalogue: Path, href: str) -> None:
    """A catalogue from elsewhere reads no other file and asks no host."""
    path = next(catalogue.parent.glob("2023*.json"))
    item = json.loads(path.read_text())
    item["assets"]["vv"]["href"] = href
    path.write_text(json.dumps(item))
    result = observe(catalogue)
    assert result.exit_code == 5
    assert "leads out of its folder" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("href", ["https://example.org/item.json", "../../elsewhere.json"])
def test_links_that_lead_out_are_refused(catalogue: Path, href: str) -> None:
    """Items as well as assets."""
    _write(catalogue, [{"rel": "item", "href": href}])
    result = observe(catalogue)
    assert result.exit_code == 5
    assert "leads out of its folder" in result.stderr


@pytest.mark.parametrize("text", ["", "{", "[]", '{"type": "Catalog"}'])
def test_what_is_no_catalogue(catalogue: Path, text: str) -> None:
    """One line."""
    catalogue.write_text(text)
    result = observe(catalogue)
    assert result.exit_code == 5
    assert "is no STAC catalogue" in result.stderr
    assert "Traceback" not in result.output
