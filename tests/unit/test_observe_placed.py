"""Where a picture says it was taken, and what is written in it, held against the places its message names."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("av", reason="needs the extra 'media'")
from PIL import Image

from vedette.app import add, silent
from vedette.cli import main
from vedette.looking import look
from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.ids import DocumentId, PlaceId
from vedette.model.mention import PlaceMention
from vedette.model.observation import Observation, ObservationQuery
from vedette.model.span import Span
from vedette.observe.placed import Spot, held, metres, spots
from vedette.observe.sense import SENSES
from vedette.ports import StageKey
from vedette.whereabouts import check_places
from vedette.workspace import Workspace, create_workspace, open_workspace

TOWN = Spot(name="Weald", lat=50.29, lon=36.94, radius_m=2000)
REGION = Spot(name="the Steppe", lat=50.0, lon=36.0, radius_m=120_000)
UNSURE = Spot(name="Ford", lat=50.29, lon=36.94, radius_m=2000, sure=False)
UNDERSTOOD = StageKey(name="understand", version="t", takes="document")


def at(km_north: float, radius_m: float = 0, sure: bool = True) -> Spot:
    return Spot(name="Sign", lat=TOWN.lat + km_north / 111.195, lon=TOWN.lon, radius_m=radius_m, sure=sure)


@pytest.mark.parametrize(
    ("km", "finding"),
    [(0, "consistent"), (4.9, "consistent"), (6, "cannot-tell"), (11.9, "cannot-tell"), (13, "inconsistent")],
)
def test_a_position_is_held_against_the_nearest_place(km: float, finding: str) -> None:
    """Within the place and what a lens reaches; near enough to be seen; too far. The distance is told."""
    found = held([at(km)], [TOWN, REGION, Spot(name="Far", lat=40, lon=30, radius_m=1000)])
    assert found.finding == finding
    assert found.away_m == pytest.approx(km * 1000, abs=15)
    assert "Weald" in found.reason


@pytest.mark.parametrize(("km", "finding"), [(4, "consistent"), (60, "cannot-tell"), (140, "inconsistent")])
def test_letters_may_be_on_a_road_sign(km: float, finding: str) -> None:
    """A name a day's drive away proves nothing; one of another part of the country does."""
    assert held([at(km, radius_m=1000)], [TOWN], "lettering").finding == finding


@pytest.mark.parametrize(("claimed", "words"), [([], "no place"), ([REGION], "only wide areas")])
def test_without_a_place_that_is_claimed_nothing_can_be_told(claimed: list[Spot], words: str) -> None:
    """Nor by a region, in which everything lies."""
    found = held([at(300)], claimed)
    assert (found.finding, found.away_m) == ("cannot-tell", None)
    assert words in found.reason


def test_a_name_that_may_mean_another_place_tells_nothing_against() -> None:
    """It may still agree."""
    assert held([at(200)], [UNSURE]).finding == "cannot-tell"
    assert held([at(0)], [UNSURE]).finding == "consistent"


coordinates = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(a=coordinates, b=coordinates)
def test_distances_are_those_of_a_ball(a: tuple[float, float], b: tuple[float, float]) -> None:
    """The same both ways, nothing to itself, at most half way round."""
    one, other = (Spot(name="", lat=lat, lon=lon) for lat, lon in (a, b))
    assert metres(one, other) == pytest.approx(metres(other, one), abs=1)
    assert metres(one, one) == 0
    assert 0 <= metres(one, other) <= 20_016_000


def mention(lat: float | None, start: int = 0, *, metonym: bool = False) -> PlaceMention:
    return PlaceMention(
        span=Span(document=DocumentId("doc_1"), start=start, end=start + 5),
        name="Weald",
        kind="settlement",
        place=PlaceId("x:1"),
        lat=lat,
        lon=None if lat is None else TOWN.lon,
        radius_m=None if lat is None else 2000,
        confidence=0.9,
        metonym=metonym,
    )


def test_governments_and_unknown_names_are_no_places() -> None:
    """And one place named twice is one."""
    assert len(spots([mention(50.29), mention(50.29, 9), mention(None), mention(51.0, metonym=True)])) == 1


def photo(path: Path, lat: float | None) -> Path:
    exif = Image.Exif()
    if lat is not None:
        minutes = (lat - int(lat)) * 60
        exif.get_ifd(0x8825).update({1: "N", 2: (float(int(lat)), minutes, 0.0), 3: "E", 4: (36.0, 56.0, 24.0)})
        exif.get_ifd(0x8769).update({0x9003: "2024:05:12 13:04:05", 0x9011: "+03:00"})
    Image.new("RGB", (64, 48), (90, 120, 80)).save(path, "JPEG", exif=exif)
    return path


@contextmanager
def watched(tmp_path: Path, lat: float | None) -> Iterator[Workspace]:
    folder = tmp_path / "export"
    folder.mkdir()
    photo(folder / "p.jpg", lat)
    message = {"id": 5, "type": "message", "date_unixtime": "1715512000", "text": "Weald is hit.", "photo": "p.jpg"}
    export = {"name": "Relay", "type": "public_channel", "id": 7, "messages": [message]}
    (folder / "result.json").write_text(json.dumps(export))
    create_workspace(tmp_path / "war")
    with open_workspace(tmp_path / "war", 1) as workspace:
        add(workspace, [str(folder / "result.json")])
        yield workspace


def checks(workspace: Workspace) -> list[Observation]:
    return list(workspace.store.view().observations(ObservationQuery(kinds=("place-check",))))


def claim(workspace: Workspace, place: PlaceMention) -> None:
    """The message as if it had been understood."""
    document = Document(
        id="doc_1",
        capture=next(one.id for one in workspace.store.view().captures() if "json" in one.media_type),
        source="relay",
        origin="telegram:7/5",
        label="relay/5",
        text="Weald is hit.",
    )
    workspace.store.append([document])
    workspace.store.append([Analysis(document=document.id, version="t", places=(place,))])


@pytest.mark.parametrize(
    ("lat", "finding"), [(50.29, "consistent"), (50.37, "cannot-tell"), (51.29, "inconsistent"), (None, None)]
)
def test_a_picture_in_a_watch_is_checked_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lat: float | None, finding: str | None
) -> None:
    """After it was looked at and its message understood; the check bears on the message and tells the distance."""
    monkeypatch.setattr("vedette.observe.sense.SENSES", [one for one in SENSES if one.name == "metadata"])
    with watched(tmp_path, lat) as workspace:
        claim(workspace, mention(50.29))
        assert check_places(workspace, UNDERSTOOD) == 0
        look(workspace, silent)
        assert check_places(workspace, UNDERSTOOD) == (finding is not None)
        assert check_places(workspace, UNDERSTOOD) == 0
        found = checks(workspace)
    assert [one.finding for one in found] == ([finding] if finding else [])
    for one in found:
        assert one.about == ("telegram:7/5",)
        assert one.unit == "km"
        assert "Weald" in one.note


def test_an_understanding_anew_is_checked_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The later check counts in the place of the earlier one."""
    monkeypatch.setattr("vedette.observe.sense.SENSES", [one for one in SENSES if one.name == "metadata"])
    with watched(tmp_path, 50.29) as workspace:
        claim(workspace, mention(53.0))
        look(workspace, silent)
        check_places(workspace, UNDERSTOOD)
        assert [one.finding for one in checks(workspace)] == ["inconsistent"]
        workspace.store.append([Analysis(document="doc_1", version="u", places=(mention(50.29),))])
        check_places(workspace, StageKey(name="understand", version="u", takes="document"))
        assert [one.finding for one in checks(workspace)] == ["consistent"]


def test_the_command(tmp_path: Path) -> None:
    """A line a file, with both checks; a torn file costs one line."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for name, lat in ("here.jpg", 50.29), ("there.jpg", 51.29), ("nowhere.jpg", None):
        photo(folder / name, lat)
    (folder / "torn.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    words = ["observe", "claim", str(folder), "--lat", "50.29", "--lon", "36.94", "--published", "2024-05-12T18:00Z"]
    ran = CliRunner().invoke(main, words)
    assert ran.exit_code == 0, ran.output
    lines = {line["file"]: line for line in map(json.loads, ran.stdout.splitlines())}
    assert {name: line["place"]["finding"] for name, line in lines.items()} == {
        "here.jpg": "consistent",
        "there.jpg": "inconsistent",
        "nowhere.jpg": "cannot-tell",
    }
    assert lines["there.jpg"]["place"]["away_km"] == pytest.approx(111.2, abs=0.5)
    assert lines["here.jpg"]["time"]["finding"] == "consistent"
    assert "sun stood" in lines["here.jpg"]["sun"]
    assert "torn.jpg" in ran.stderr
    assert "3 files read, 1 inconsistent" in ran.stderr


@pytest.mark.parametrize("words", [["--lat", "50"], ["--published", "soon"], ["--published", "2024-05-12T18:00"]])
def test_a_claim_that_is_none_is_refused(tmp_path: Path, words: list[str]) -> None:
    """With what to give instead."""
    ran = CliRunner().invoke(main, ["observe", "claim", str(photo(tmp_path / "p.jpg", None)), *words])
    assert ran.exit_code == 2
    assert "give" in ran.output or "as in" in ran.output
