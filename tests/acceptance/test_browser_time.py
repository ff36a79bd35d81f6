"""Time in a real browser: the slider, playing, lanes of the timeline, the address that holds them, what comes in."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from vedette.web.app import STATIC

pytestmark = pytest.mark.browser

MOST_BYTES = 1_900_000
"""Of scripts, sheets and fonts on first view, as they lie on the disk."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, locale="en-GB", reduced_motion="reduce")
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


def test_the_slider_shows_who_holds_what_on_a_day(page: Page, address: str) -> None:
    """By keyboard; the day stands in the address, and the address opens it again."""
    page.goto(address)
    page.get_by_role("button", name="Go through it day by day").click()
    slider = page.get_by_role("slider", name="Up to the day")
    expect(slider).to_be_focused()
    room = page.locator("#asof")
    last = room.get_attribute("data-events")
    slider.press("Home")
    first_day = room.get_attribute("data-day")
    assert int(room.get_attribute("data-events") or 0) < int(last or 0)
    slider.press("ArrowRight")
    assert room.get_attribute("data-day") != first_day
    expect(slider).to_have_attribute("aria-valuetext", page.locator("#asof-said").inner_text())
    slider.press("End")
    assert int(room.get_attribute("data-held") or 0) > 0
    expect(page.locator('#map[data-state="idle"]')).to_be_visible()
    slider.press("Home")
    shared = page.url
    assert f"asof={first_day}" in shared
    page.goto("about:blank")
    page.goto(shared)
    expect(room).to_have_attribute("data-day", first_day or "")
    page.get_by_role("button", name="All days").click()
    assert "asof" not in urlsplit(page.url).fragment
    expect(page.locator("#map")).to_have_attribute("data-events", "7")


def test_it_plays_and_stops_at_the_end(page: Page, address: str) -> None:
    """Who wants no motion gets a step a second, never more."""
    page.goto(f"{address}#asof=2024-05-09")
    room = page.locator('#asof[data-state="open"]')
    day = room.get_attribute("data-day")
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_have_attribute("aria-pressed", "true")
    expect(room).not_to_have_attribute("data-day", day or "")
    expect(page.get_by_role("button", name="Play")).to_have_attribute("aria-pressed", "false", timeout=20_000)
    assert page.get_by_role("slider").input_value() == page.get_by_role("slider").get_attribute("max")


def test_what_was_known_then_is_another_picture(page: Page, address: str) -> None:
    """The switch asks for it; a day on which nothing was known has nothing to show."""
    page.goto(f"{address}#asof=2024-05-30")
    room = page.locator('#asof[data-state="open"]')
    expect(room).to_be_visible()
    page.get_by_label("As known on").fill("2024-05-09")
    expect(page.locator("#asof-note")).to_have_text("Nothing with a date fits these filters.")


def test_the_timeline_can_be_told_by_side_kind_and_place(page: Page, address: str) -> None:
    """Lanes with names, in the address; a filter leaves them as they are."""
    page.goto(address)
    chart = page.locator("#timeline")
    for by, least in (("side", 2), ("kind", 1), ("place", 3)):
        page.get_by_label("Events by").select_option(by)
        expect(chart).to_have_attribute("data-lanes", by)
        assert page.locator("#timeline .lane").count() >= least
        assert f"lanes={by}" in page.url
    page.get_by_label("Side", exact=True).select_option("north")
    expect(page).to_have_url(f"{address}/?side=north#lanes=place")
    page.reload()
    expect(page.get_by_label("Events by")).to_have_value("place")


def test_dragging_over_days_narrows_everything(page: Page, address: str) -> None:
    """From the first day of the drag to its last."""
    page.goto(address)
    chart = page.locator('#timeline[data-state="drawn"] svg').last
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 60, steps=4)
    page.mouse.up()
    expect(page.get_by_label("From")).not_to_have_value("")
    assert page.get_by_label("From").input_value() < page.get_by_label("To", exact=True).input_value()


def test_progress_comes_by_itself(page: Page, address: str) -> None:
    """The page listens; what the store holds is told at once, and no request is repeated."""
    with page.expect_request(lambda request: urlsplit(request.url).path == "/api/progress"):
        page.goto(address)
    expect(page.locator("#news")).to_have_attribute("data-documents", re.compile(r"^[1-9]"), timeout=20_000)
    expect(page.locator("#news")).to_be_hidden()


def test_the_first_view_is_light(page: Page, address: str) -> None:
    """Scripts, sheets and fonts, uncompressed."""
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).path))
    page.goto(address)
    page.locator('#map[data-state="idle"]').wait_for()
    files = [STATIC / path.removeprefix("/static/") for path in asked if path.startswith("/static/")]
    weighed = {file.name: file.stat().st_size for file in files if file.suffix in (".js", ".mjs", ".css", ".woff2")}
    assert "maplibre-gl.mjs" in weighed
    assert sum(weighed.values()) < MOST_BYTES, weighed
    assert not any(Path(path).suffix == ".woff2" for path in asked)
