"""The same questions as JSON."""

from collections.abc import Iterator

import pytest
from web_client import Client
from web_world import MINISTRY, WATCH, build_store

from vedette.web.app import create_app


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("war")
    store = build_store(folder / "vedette.db")
    app = create_app(store.view, WATCH, reports_folder=folder)
    yield Client(app)
    store.close()


def test_events_are_points_with_their_uncertainty(client: Client) -> None:
    """Every placed event is a feature; those without a place are counted, not guessed."""
    answer = client.get("/api/events.geojson")
    assert answer.headers["content-type"] == "application/geo+json"
    found = answer.json()
    assert len(found["features"]) == 7
    assert found["withoutPlace"] == 1
    first = next(one for one in found["features"] if one["id"] == "evt_vovchansk")
    assert first["geometry"]["coordinates"] == [36.94, 50.29]
    assert first["properties"]["radius_m"] == 4_000
    assert first["properties"]["status"] == "conceded"
    assert first["properties"]["sides"] == ["North", "South"]


def test_box_and_days_narrow_events(client: Client) -> None:
    """`bbox` and `datetime` mean what they mean in OGC API Features."""
    south = client.get("/api/events.geojson", params={"bbox": "35,47,36.1,48"}).json()
    assert [one["id"] for one in south["features"]] == ["evt_robotyne"]
    early = client.get("/api/events.geojson", params={"datetime": "../2024-05-11"}).json()
    assert [one["id"] for one in early["features"]] == ["evt_lukiantsi"]


def test_statements_lead_to_their_words(client: Client) -> None:
    """Offsets cut the content out of the document's text."""
    found = client.get("/api/statements.json", params={"kind": "threat"}).json()
    assert found["total"] == 1
    (one,) = found["statements"]
    assert MINISTRY.document.text[one["start"] : one["end"]] == one["content"]
    assert one["side"] == "north"
    assert one["href"].endswith("#cited")


def test_statements_come_in_pages(client: Client) -> None:
    """Two pages hold what one long page holds, in the same order."""
    whole = client.get("/api/statements.json", params={"limit": "6"}).json()["statements"]
    parts = [client.get("/api/statements.json", params={"limit": "3", "page": page}).json() for page in "12"]
    assert [one["id"] for part in parts for one in part["statements"]] == [one["id"] for one in whole]


def test_the_timeline_counts_every_statement_once(client: Client) -> None:
    """Its sums are those of the lists."""
    found = client.get("/api/timeline.json").json()
    total = client.get("/api/statements.json").json()["total"]
    assert sum(sum(day["statements"].values()) for day in found["days"]) == total
    assert sum(sum(day["events"].values()) for day in found["days"]) == 8
    assert [side["id"] for side in found["sides"]] == ["north", "south", "none"]


def test_json_is_ascii(client: Client) -> None:
    """No text in an answer can be taken for markup by a careless reader."""
    answer = client.get("/api/statements.json")
    assert answer.content.isascii()
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("layer", ["land", "lakes", "rivers", "urban", "borders", "countries"])
def test_the_base_map_is_local(client: Client, layer: str) -> None:
    """Every layer is shipped and is GeoJSON."""
    found = client.get(f"/basemap/{layer}.json").json()
    assert found["type"] == "FeatureCollection"
    assert found["features"]


def test_towns_near_the_watch_are_labelled(client: Client) -> None:
    """Small towns inside the box of the watch, large ones anywhere."""
    names = {one["properties"]["name"] for one in client.get("/basemap/labels/towns.json").json()["features"]}
    assert {"Kharkiv", "Paris"} <= names


def test_what_sensors_saw_are_areas(client: Client) -> None:
    """Never a bare point; what could not be observed is a layer of its own; days and box narrow."""
    found = client.get("/api/observations.geojson").json()["features"]
    assert {one["geometry"]["type"] for one in found} == {"Polygon"}
    layers = {one["properties"]["layer"]: one["properties"] for one in found}
    assert set(layers) == {"heat", "unseen"}
    assert layers["heat"]["sustained"] is True
    assert layers["heat"]["count"] == 1
    assert layers["heat"]["href"].startswith("/observations/obs_")
    late = client.get("/api/observations.geojson", params={"from": "2024-05-13"}).json()["features"]
    assert [one["properties"]["layer"] for one in late] == ["unseen"]
    assert client.get("/api/observations.geojson", params={"bbox": "30,40,31,41"}).json()["features"] == []
