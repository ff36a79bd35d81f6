"""Observations at their pixels in a real browser: the slider by keyboard and pointer, a narrow screen, no script."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn
from click.testing import CliRunner
from playwright.sync_api import Browser, Page
from test_accessibility import _violations

from vedette.cli import main
from vedette.cli.serve import listen
from vedette.demo.radar import Scene, write_scene
from vedette.model.capture import Capture, capture_id
from vedette.model.observation import Observation, ObservationQuery, observation_id
from vedette.web.app import create_app
from vedette.workspace import Workspace, open_workspace

pytestmark = pytest.mark.browser
pytest.importorskip("rasterio")

_SLIDER = ".swiped input[type=range]"


def _pictured(folder: Path) -> None:
    images = folder / "radar"
    write_scene(images, Scene(before=12))
    words = ["--before", images / "before", "--after", images / "after", "--output", images / "change.tif"]
    words += ["--footprints", images / "footprints.geojson", "--into", folder]
    assert CliRunner().invoke(main, ["observe", "radar", *map(str, words)]).exit_code == 0


def _showings(workspace: Workspace, folder: Path) -> Observation:
    """Two pictures, the one an earlier showing of the other."""
    captures = []
    content = (folder / "radar" / "change.png").read_bytes()
    for number in range(2):
        stored = workspace.archive.write(content + bytes(number))
        captures.append(
            Capture(
                id=capture_id(stored, None, f"m/{number}"), sha256=stored, size=len(content) + number,
                address=f"file:///{number}.png", fetched=datetime.now(UTC), media_type="image/png",
            )
        )  # fmt: skip
    again = Observation(
        id=observation_id("seen-before", 1), kind="seen-before", could_observe=True, note="Published before.",
        capture=captures[1].id, earlier=captures[0].id,
    )  # fmt: skip
    workspace.store.append([*captures, again])
    return again


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The addresses of an observation by radar, of one that could not be made, and of footage that came again."""
    folder = tmp_path_factory.mktemp("pixels") / "war"
    assert CliRunner().invoke(main, ["init", str(folder)]).exit_code == 0
    _pictured(folder)
    with open_workspace(folder) as opened, listen("127.0.0.1", 0) as listener:
        again = _showings(opened, folder)
        found = opened.store.view().observations(ObservationQuery(kinds=("radar-damage",)))
        app = create_app(opened.store.view, opened.watch, reports_folder=opened.reports, archive=opened.archive)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.02)
        base = f"http://127.0.0.1:{listener.getsockname()[1]}/observations/"
        yield {
            "changed": base + next(one.id for one in found if one.could_observe),
            "unseen": base + next(one.id for one in found if one.could_observe is False),
            "again": base + again.id,
        }
        server.should_exit = True
        thread.join()


def _cut(page: Page) -> str:
    """What of the later picture is hidden."""
    return str(page.eval_on_selector_all(".layers-of-plates .plate", "plates => plates[1].style.clipPath"))


def test_the_slider_moves_by_keyboard_and_pointer(browser: Browser, pages: dict[str, str]) -> None:
    """It is labelled, says where it stands, and the later picture is cut there; nothing is complained of."""
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(pages["changed"])
    page.wait_for_selector(_SLIDER)
    slider = page.get_by_role("slider", name="How much of the earlier picture is shown")
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "51 % before, 49 % after"
    assert "51%" in _cut(page)
    page.keyboard.press("Home")
    assert slider.input_value() == "0"
    box = page.locator(".layers-of-plates").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.6)
    assert 74 <= int(slider.input_value()) <= 76
    shown = page.eval_on_selector_all(".plate image", "all => all.map(one => one.getBoundingClientRect().width > 50)")
    assert shown == [True] * 3
    assert complaints == []
    page.close()


def test_without_a_script_both_stand_side_by_side(browser: Browser, pages: dict[str, str]) -> None:
    """Two pictures, each with its days; no slider."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1200, "height": 900})
    page = context.new_page()
    page.goto(pages["changed"])
    before, after = (page.locator(f'[data-role="{role}"]').bounding_box() for role in ("before", "after"))
    assert before is not None
    assert after is not None
    assert before["x"] + before["width"] <= after["x"]
    assert page.locator("input[type=range]").count() == 0
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
def test_nobody_is_shut_out(browser: Browser, pages: dict[str, str], width: int, scheme: str) -> None:
    """By axe, and no page is wider than the screen; footage is covered until it is asked for."""
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})  # type: ignore[arg-type]
    page = context.new_page()
    for name, address in pages.items():
        page.goto(address)
        page.wait_for_selector(_SLIDER, state="attached")
        if name == "again":
            assert not page.locator(".plate img").first.is_visible()
            page.locator("summary", has_text="Show both showings").click()
            assert page.locator(".plate img").first.is_visible()
        assert _violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
