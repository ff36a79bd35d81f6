"""Review in a real browser: one key a judgement, a place pointed at on the map, undo, several at once, no script."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect
from test_accessibility import _violations

from vedette.cli.serve import listen
from vedette.web.app import STATIC, create_app
from vedette.web.identity import OpenDoor
from vedette.web.review import Bench

sys.path.append(str(Path(__file__).parent.parent / "unit"))

from test_web_review_single import World


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("review"))
    with closing(made.store):
        yield made


@pytest.fixture(scope="module")
def served(world: World) -> Iterator[str]:
    if not (STATIC / "vendor" / "stamp.txt").is_file():
        pytest.fail("the front-end parts are missing; run: python assets/build.py")
    app = create_app(
        world.store.view,
        world.watch,
        reports_folder=world.folder,
        bench=Bench(append=world.store.append),
        door=OpenDoor(name="ann"),
    )
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    with listen("127.0.0.1", 0) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1200, "height": 1100})
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    opened.close()
    assert not errors


def test_a_place_is_picked_on_the_map_and_taken_back(world: World, served: str, page: Page) -> None:
    """A press on the map fills the point; the next picture has the event there, and after the way back where it was."""
    document = world.desk.analyses[1].document
    (before,) = world.store.view().events_of(document)
    page.goto(f"{served}/review?kind=place")
    expect(page.get_by_text("Where was this?")).to_be_visible()
    page.wait_for_selector("#pick[data-ready]", timeout=60_000)
    box = page.locator("#pick canvas").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.4)
    expect(page.get_by_label("Latitude")).not_to_have_value("")
    page.get_by_label("Within metres").fill("400")
    page.get_by_label("What to call it").fill("the brick works")
    page.get_by_label("Why (for readers").fill("seen on the picture")
    page.get_by_role("button", name="It was at this point").click()
    expect(page.get_by_role("status")).to_contain_text("Noted.")
    world.renew()
    (event,) = world.store.view().events_of(document)
    assert event.place is not None
    assert (event.place.name, event.place.radius_m) == ("the brick works", 400)
    page.get_by_role("listitem").filter(has_text="the brick works").get_by_role("button", name="Take back").click()
    expect(page.get_by_role("status")).to_contain_text("Taken back.")
    world.renew()
    assert world.store.view().events_of(document) == [before]


def test_one_key_judges_and_the_list_judges_several(world: World, served: str, page: Page) -> None:
    """R for right; keys typed into a field are words; chosen rows get one word."""
    page.goto(f"{served}/review?kind=event")
    page.get_by_label("Why (for readers").press_sequentially("run, perhaps")
    page.get_by_label("Why (for readers").press("Enter")
    assert not [one for one in world.said() if one.matter == "event"]
    page.get_by_role("heading", name="Review").click()
    page.keyboard.press("r")
    expect(page.get_by_role("status")).to_contain_text("Noted.")
    (noted,) = [one for one in world.said() if one.matter == "event"]
    assert (noted.verdict, noted.reason) == ("right", "run, perhaps")
    page.goto(f"{served}/review")
    page.get_by_label("Row 1").check()
    page.get_by_label("Row 2").check()
    page.get_by_label("Why, for all chosen rows").fill("to be asked")
    page.locator("form.bulk").get_by_role("button", name="Not sure").click()
    expect(page.get_by_role("status")).to_contain_text("Noted.")
    expect(page.get_by_role("listitem").filter(has_text="2 together")).to_be_visible()


def test_without_scripts_it_is_a_form(world: World, served: str, browser: Browser) -> None:
    """Another speaker by a button and a typed name."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    statement = world.desk.analyses[0].statements[0].id
    page.goto(f"{served}/review?of=speaker:{statement}")
    page.get_by_label("Another name").fill("the mayor")
    page.get_by_role("button", name="This one speaks").click()
    expect(page.get_by_role("status")).to_contain_text("Noted.")
    context.close()
    assert world.said()[-1].voice is not None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_form_of_review_shuts_anybody_out(world: World, served: str, browser: Browser, scheme: str) -> None:
    """By axe-core, with the forms that only those who judge see."""
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    (event,) = world.store.view().events_of(world.desk.analyses[1].document)
    mention = world.desk.analyses[1].mentions[0].id
    found = {}
    for path in ("/review", f"/review?of=place:{mention}", f"/events/{event.id}"):
        page.goto(served + path)
        if violations := _violations(page):
            found[path] = violations
    page.close()
    assert found == {}
