"""An observation from above opens at its pixels: made with it, kept by hash, drawn without the extra."""

import io
import shutil
import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from web_client import Client

rasterio = pytest.importorskip("rasterio")

from vedette.app import silent, verify  # noqa: E402
from vedette.cli import main  # noqa: E402
from vedette.demo.radar import Scene, write_scene  # noqa: E402
from vedette.model.errors import ReadError  # noqa: E402
from vedette.model.observation import Observation, ObservationQuery  # noqa: E402
from vedette.model.pixels import Pixels  # noqa: E402
from vedette.observe.change.cut import window_of  # noqa: E402
from vedette.observe.change.cutting import cut_all  # noqa: E402
from vedette.observe.change.raster import careful, open_raster  # noqa: E402
from vedette.observe.radar.echo import Radar  # noqa: E402
from vedette.web.app import create_app  # noqa: E402
from vedette.web.plates import outline, plates, scale_bar  # noqa: E402
from vedette.workspace import Workspace, open_workspace  # noqa: E402

SCENE = Scene(before=12)


@pytest.fixture(scope="module")
def war(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seen") / "war"
    run = CliRunner()
    assert run.invoke(main, ["init", str(folder)]).exit_code == 0
    images = folder / "radar"
    write_scene(images, SCENE)
    words = ["--before", images / "before", "--after", images / "after", "--output", images / "change.tif"]
    words += ["--footprints", images / "footprints.geojson", "--into", folder]
    result = run.invoke(main, ["observe", "radar", *map(str, words)])
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def opened(war: Path) -> Iterator[Workspace]:
    with open_workspace(war) as workspace:
        yield workspace


def seen(workspace: Workspace) -> list[Observation]:
    return list(workspace.store.view().observations(ObservationQuery()))


def pixels_of(one: Observation) -> Pixels:
    assert one.pixels is not None
    return one.pixels


def picture(workspace: Workspace, one: Observation, role: str) -> np.ndarray:
    """4, rows, columns."""
    (cut,) = (each for each in pixels_of(one).pictures if each.role == role)
    content = workspace.archive.read(cut.kept.sha256)
    width, height = struct.unpack(">II", content[16:24])
    assert (width, height) == (pixels_of(one).width, pixels_of(one).height)
    with rasterio.MemoryFile(io.BytesIO(content)) as memory, memory.open(driver="PNG") as source:
        found: np.ndarray = source.read()
    return found


def inside(pixels: Pixels) -> tuple[slice, slice]:
    xs, ys = zip(*(corner for ring in pixels.outline for corner in ring), strict=True)
    return slice(round(min(ys)), round(max(ys))), slice(round(min(xs)), round(max(xs)))


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_a_destroyed_house_is_bright_before_and_dark_after(opened: Workspace) -> None:
    """In the same shades, within the outline; the ground keeps its shade."""
    changed = [one for one in seen(opened) if one.could_observe and (one.measure or 0) < -6]
    assert len(changed) >= 8
    for one in changed:
        here = inside(pixels_of(one))
        before, after = (picture(opened, one, role) for role in ("before", "after"))
        assert before[0][here].mean() > after[0][here].mean() + 60
        red, green, blue, _ = picture(opened, one, "change")[(slice(None), *here)].mean(axis=(1, 2))
        assert red > green > blue


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_what_could_not_be_observed_is_transparent(opened: Workspace) -> None:
    """The earlier images show it, the later ones and the map of change do not."""
    unseen = [one for one in seen(opened) if one.could_observe is False]
    assert unseen
    for one in unseen:
        here = (3, *inside(pixels_of(one)))
        assert (picture(opened, one, "before")[here] == 255).all()
        assert (picture(opened, one, "after")[here] == 0).all()
        assert (picture(opened, one, "change")[here] == 0).all()


def test_pictures_tell_their_days_and_scale(opened: Workspace) -> None:
    """Ten earlier images at most, all later ones; a bar of a round length; pixels of ten metres."""
    pixels = pixels_of(next(one for one in seen(opened) if one.could_observe))
    before, after, change = pixels.pictures
    assert (before.role, before.images, before.first, before.last) == ("before", 10, SCENE.days[2], SCENE.days[11])
    assert (after.images, after.first, after.last) == (3, SCENE.days[12], SCENE.days[14])
    assert change.images == 15
    assert pixels.metres == pytest.approx(10, abs=0.2)
    assert scale_bar(pixels).told in {"50 m", "100 m"}
    assert scale_bar(pixels).length * pixels.metres == pytest.approx(int(scale_bar(pixels).told[:-2]))
    assert [each.role for each in plates(pixels)] == ["before", "after", "change"]
    assert outline(pixels).startswith("M")
    assert outline(pixels).endswith("Z")


def test_verify_covers_pictures_and_the_map(war: Path, tmp_path: Path) -> None:
    """A byte changed in either is told in one line each."""
    copy = Path(shutil.copytree(war, tmp_path / "copy"))
    with open_workspace(copy) as workspace:
        assert verify(workspace, silent) == []
        pixels = pixels_of(seen(workspace)[0])
        assert pixels.whole is not None
        for kept in (pixels.pictures[0].kept, pixels.whole):
            place = workspace.archive.place(kept.sha256)
            place.chmod(0o644)
            place.write_bytes(place.read_bytes()[:-1] + b"?")
        told = verify(workspace, silent)
    assert len(told) == 2
    assert all("was changed in the archive" in line for line in told)


def test_the_page_shows_both_side_by_side_and_gives_the_map(opened: Workspace) -> None:
    """Two pictures that read without a script, the outline, the days, the map to take along; no inline style."""
    client = Client(create_app(opened.store.view, opened.watch, reports_folder=opened.reports, archive=opened.archive))
    one = next(each for each in seen(opened) if each.could_observe)
    page = client.get(f"/observations/{one.id}")
    assert page.status_code == 200
    for words in (
        "Before",
        "After",
        "10 images laid over each other",
        'class="outline"',
        "/static/swipe.js",
        "10 m wide",
    ):
        assert words in page.text
    assert "style=" not in page.text
    for role in ("before", "after", "change"):
        answer = client.get(f"/observations/{one.id}/{role}.png")
        assert answer.headers["content-type"] == "image/png"
        assert answer.headers["content-security-policy"].startswith("sandbox")
        assert answer.content.startswith(b"\x89PNG")
    whole = client.get(f"/observations/{one.id}/change.tif")
    assert whole.headers["content-type"] == "image/tiff"
    assert "attachment" in whole.headers["content-disposition"]
    assert len(whole.content) == pixels_of(one).whole.size  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["other.png", "before.svg", "change.tiff"])
def test_what_is_no_picture_of_it_is_not_here(opened: Workspace, name: str) -> None:
    """Nor anything of an observation that does not exist."""
    client = Client(create_app(opened.store.view, opened.watch, reports_folder=opened.reports, archive=opened.archive))
    one = seen(opened)[0]
    assert client.get(f"/observations/{one.id}/{name}").status_code == 404
    assert client.get("/observations/obs_none/before.png").status_code == 404
    assert client.get("/observations/obs_none/change.tif").status_code == 404


def test_a_window_stays_within_the_images(war: Path) -> None:
    """At the edge it is cut off; outside there is none."""
    with careful():
        grid = open_raster(next((war / "radar" / "before").glob("*.tif"))).grid
    edge = window_of((-2.0, 1.0, 3.0, 4.0), grid)
    assert edge is not None
    assert (edge.row, edge.column) == (0, 0)
    assert edge.rows < 72
    assert window_of((500.0, 500.0, 503.0, 503.0), grid) is None


def test_cutting_ends_when_its_time_is_up(war: Path) -> None:
    """And a damaged map of change is one line, not a crash."""
    images = war / "radar"
    boxes = [(10.0, 10.0, 14.0, 14.0)] * 2
    stacks = images / "before", images / "after"
    with pytest.raises(ReadError, match="took more than 0 s"):
        list(cut_all(*stacks, images / "change.tif", Radar(), boxes, seconds=0))
    with pytest.raises(ReadError, match="could not be cut"):
        list(cut_all(*stacks, images / "footprints.geojson", Radar(), boxes))


def test_an_observation_without_pictures_is_drawn_as_before(opened: Workspace) -> None:
    """Older workspaces have none."""
    one = replace(seen(opened)[0], pixels=None)
    assert one.pixels is None
    assert one.subject == seen(opened)[0].subject
