"""New images of a STAC catalogue: a server of the test's own, asked by `vedette collect`."""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from test_collecting import table, workspace

rasterio = pytest.importorskip("rasterio")
pytest.importorskip("pystac_client")
pytest.importorskip("odc.stac")

from test_observe_catalogue_web import SCENE, Service, as_new, running  # noqa: E402

from vedette.cli import main  # noqa: E402
from vedette.collect.patience import Pace  # noqa: E402
from vedette.collecting import Turn, collect, health  # noqa: E402
from vedette.model.errors import UsageError  # noqa: E402
from vedette.model.media import MediaType  # noqa: E402
from vedette.reference.watchfile import parse_watch  # noqa: E402
from vedette.workspace import Workspace  # noqa: E402

BOX = [SCENE.west, SCENE.north - 0.006, SCENE.west + 0.01, SCENE.north]
LAST = SCENE.days[-1]
NOW = datetime(LAST.year, LAST.month, LAST.day, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a server on this machine."""
    monkeypatch.setattr(Pace, "wait", lambda *_: None)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    yield from running(tmp_path_factory.mktemp("catalogue"))


@pytest.fixture
def service(served: Service) -> Iterator[Service]:
    yield from as_new(served)


def scenes(service: Service, **more: Any) -> str:
    told = {"id": "radar", "kind": "scenes", "address": service.address, "collection": "radar", "area": BOX, **more}
    return table(**({"private": True} | told))


def go(opened: Workspace, at: datetime = NOW) -> Turn:
    (turn,) = collect(opened, clock=lambda: at, environment={}, at_once=True)
    return turn


def test_what_is_new_is_told_once(tmp_path: Path, service: Service) -> None:
    """The last month at first; then what came since, and what the catalogue has updated; oldest first."""
    held, recent = service.items, [one for one in service.items if _day(one) >= NOW.date() - timedelta(days=30)]
    service.items = held[:-1]
    with workspace(tmp_path, scenes(service)) as opened:
        assert (go(opened).new, go(opened).new) == (len(recent) - 1, 0)
        service.items = held
        first = go(opened, NOW + timedelta(hours=13))
        recent[-1]["properties"]["updated"] = "2030-01-01T00:00:00Z"
        second = go(opened, NOW + timedelta(days=1))
        assert (first.new, second.new, second.trouble) == (1, 1, "")
        captures = opened.store.view().captures()
        assert {one.media_type for one in captures} == {MediaType.SCENE.value}
        assert captures[0].address == f"{service.address}/collections/radar/items/{recent[0]['id']}"
        told = [json.loads(opened.archive.read(one.sha256)) for one in captures]
        assert [one["id"] for one in told[:-1]] == [one["id"] for one in recent]
        assert not [one for one in service.asked if one.startswith("/files")]


def test_so_many_a_round_and_the_rest_in_the_next(tmp_path: Path, service: Service) -> None:
    """Nothing is skipped, whatever lies between."""
    with workspace(tmp_path, scenes(service, most=2)) as opened:
        taken = [go(opened).new for _ in range(4)]
        assert (taken[0], taken[-1], sum(taken)) == (2, 0, len(opened.store.view().captures()))


def test_pixels_become_a_catalogue_that_is_observed(tmp_path: Path, service: Service) -> None:
    """Cut out around the footprints, with names of our own; `observe radar` reads them without a network."""
    config = scenes(service, footprints="footprints.geojson", most=20)
    for item in service.items:
        item["properties"]["datetime"] = f"{NOW.date() - timedelta(days=service.items.index(item))}T03:41:00Z"
    service.items[0]["id"] = "../../../../tmp/out"
    with workspace(tmp_path, config) as opened:
        (opened.path / "footprints.geojson").write_bytes(footprints(service).read_bytes())
        turn = go(opened)
        assert (turn.trouble, turn.failures, turn.new) == ("", [], len(service.items))
        folder = opened.path / "scenes" / "radar"
    assert sorted(path.suffix for path in folder.iterdir()).count(".tif") == 2 * len(service.items)
    assert not list(tmp_path.rglob("*.part"))
    asked, days = len(service.asked), sorted(_day(one) for one in service.items)
    words = ["--catalogue", folder / "catalog.json", "--before", f"{days[0]}/{days[9]}",
             "--after", f"{days[10]}/{days[-1]}", "--footprints", footprints(service),
             "--output", tmp_path / "change.tif"]  # fmt: skip
    result = CliRunner().invoke(main, ["observe", "radar", *map(str, words)])
    assert result.exit_code == 0, result.output
    assert "10 dates before, 3 after" in result.stderr
    assert len(service.asked) == asked


def test_an_image_that_cannot_be_had_is_tried_three_times(tmp_path: Path, service: Service) -> None:
    """It is told, kept as told, and does not keep the rest waiting."""
    service.items = service.items[-2:]
    service.items[0]["assets"]["vv"]["href"] = "file:///etc/passwd"
    with workspace(tmp_path, scenes(service, footprints="footprints.geojson")) as opened:
        (opened.path / "footprints.geojson").write_bytes(footprints(service).read_bytes())
        turns = [go(opened, NOW + timedelta(hours=n)) for n in range(4)]
        assert [len(turn.failures) for turn in turns] == [1, 1, 1, 0]
        assert "is no http or https address" in turns[0].failures[0].reason
        assert [turn.new for turn in turns] == [2, 0, 0, 0]
        assert health(opened, "radar").memory["tries"] == {}


def test_private_addresses_are_refused_unless_a_range_allows_them(tmp_path: Path, service: Service) -> None:
    """Nothing is asked of them; the line says what to write into the watch."""
    with workspace(tmp_path, scenes(service, private=False)) as opened:
        assert "leads to a private address (127.0.0.1)" in go(opened).trouble
        assert service.asked == []
    with workspace(tmp_path, scenes(service, private=False, allow=["127.0.0.0/8"])) as opened:
        assert go(opened).trouble == ""


def test_troubles_are_one_line(tmp_path: Path, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """A login, footprints that are none, and a part of the program that is not installed."""
    service.refuses = "/search"
    with workspace(tmp_path, scenes(service)) as opened:
        assert "asks for a key or a login" in go(opened).trouble
        monkeypatch.setitem(sys.modules, "pystac_client.exceptions", None)
        assert "pip install 'vedette[catalogue,satellite]'" in go(opened).trouble
    with workspace(tmp_path, scenes(service, footprints="none.geojson")) as opened:
        assert "none.geojson: cannot be read" in go(opened).trouble


@pytest.mark.parametrize(
    ("keys", "wrong"),
    [({"sensor": "sonar"}, "sensor"), ({"footprints": "../a.geojson"}, "footprints"), ({"cloud": 101}, "cloud"),
     ({"collection": ""}, "collection"), ({"area": []}, "area"), ({"address": ""}, "address")],
)  # fmt: skip
def test_what_a_watch_must_say(keys: dict[str, Any], wrong: str) -> None:
    """One line that names the key."""
    told = {"id": "a", "kind": "scenes", "address": "https://stac.example.org", "collection": "c", "area": BOX, **keys}
    with pytest.raises(UsageError, match=f"`{wrong}` must be"):
        parse_watch('name = "w"\n' + table(**told))


def footprints(service: Service) -> Path:
    return service.folder.parent / "raw" / "footprints.geojson"


def _day(item: dict[str, Any]) -> date:
    return date.fromisoformat(item["properties"]["datetime"][:10])
