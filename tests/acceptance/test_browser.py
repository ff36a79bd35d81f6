"""The pages in a real headless Chromium: the map, a filter, a citation, and nothing asked of the outside."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, expect

pytestmark = pytest.mark.browser

PATIENCE_MS = 60_000


class Visit:
    """One page of a browser that notes what it asks of others and what it complains about."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.outside: list[str] = []
        self.complaints: list[str] = []
        page.set_default_timeout(PATIENCE_MS)
        page.route("**/*", self._pass)
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _pass(self, route: Route) -> None:
        if urlsplit(route.request.url).hostname == "127.0.0.1":
            route.continue_()
        else:
            self.outside.append(route.request.url)
            route.abort()

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)


@pytest.fixture(params=[(1280, 900), (390, 800)], ids=["desktop", "phone"])
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB")
    visit = Visit(context.new_page())
    yield visit
    context.close()
    assert visit.outside == []
    assert visit.complaints == []


def test_the_map_draws_its_marks(visit: Visit, address: str) -> None:
    """The map comes to rest with marks that stand for every placed event, drawn by the graphics layer."""
    visit.page.goto(address)
    map_room = visit.page.locator('#map[data-state="idle"]')
    map_room.wait_for()
    expect(map_room).to_have_attribute("data-events", "7")
    drawn = visit.page.evaluate(
        """() => {
            const map = document.getElementById("map").vedetteMap;
            const marks = map.queryRenderedFeatures({ layers: ["events"] });
            const counts = new Map(marks.map(({ properties: one }) => [`${one.place_id} ${one.status}`, one.count]));
            return [...counts.values()].reduce((sum, one) => sum + one, 0);
        }"""
    )
    assert drawn == 7
    assert visit.page.evaluate(
        """() => {
            const map = document.getElementById("map").vedetteMap;
            const { clientWidth: wide, clientHeight: high } = map.getContainer();
            const corners = [[2, 2], [wide - 2, 2], [2, high - 2], [wide - 2, high - 2]];
            return corners.every((corner) => map.queryRenderedFeatures(corner, { layers: ["land"] }).length);
        }"""
    ), "there is no base map at an edge of the picture"
    expect(visit.page.locator('#timeline[data-state="drawn"] svg').first).to_be_visible()


def test_areas_that_sensors_saw_can_be_switched(visit: Visit, address: str) -> None:
    """Heat is drawn as areas; its box takes it off the map and puts it back."""
    visit.page.goto(address)
    visit.page.locator('#map[data-state="idle"]').wait_for()
    drawn = """() => {
        const map = document.getElementById("map").vedetteMap;
        return map.queryRenderedFeatures({ layers: ["seen-heat"] }).length;
    }"""
    assert visit.page.evaluate(drawn) > 0
    box = visit.page.get_by_role("checkbox", name="Heat")
    for act, shown in ((box.uncheck, False), (box.check, True)):
        act()
        # The page's policy lets no script be made from text, so the waiting is done out here.
        for _ in range(PATIENCE_MS // 100):
            if bool(visit.page.evaluate(drawn)) is shown:
                break
            visit.page.wait_for_timeout(100)
        assert bool(visit.page.evaluate(drawn)) is shown


def test_a_mark_opens_its_card(visit: Visit, address: str) -> None:
    """A click on a mark shows the event and leads to its page."""
    visit.page.goto(f"{address}/?status=denied")
    map_room = visit.page.locator('#map[data-state="idle"]')
    map_room.wait_for()
    map_room.scroll_into_view_if_needed()
    point = visit.page.evaluate(
        """() => {
            const map = document.getElementById("map").vedetteMap;
            const { x, y } = map.project([35.84, 47.45]);
            const box = map.getCanvas().getBoundingClientRect();
            return [box.x + x, box.y + y];
        }"""
    )
    visit.page.mouse.click(*point)
    card = visit.page.locator("#card")
    expect(card).to_contain_text("Capture · Robotyne")
    card.get_by_role("link").click()
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Capture · Robotyne")


def test_a_filter_narrows_everything_and_stays_in_the_address(visit: Visit, address: str) -> None:
    """Choosing a side changes lists, map and timeline without a new page; the address can be passed on."""
    visit.page.goto(address)
    visit.page.locator('#map[data-state="idle"]').wait_for()
    visit.page.get_by_label("Status", exact=True).select_option("contested")
    expect(visit.page.locator("#results .event")).to_have_count(1)
    expect(visit.page.locator("#map")).to_have_attribute("data-events", "1")
    assert urlsplit(visit.page.url).query == "status=contested"
    visit.page.reload()
    expect(visit.page.get_by_label("Status", exact=True)).to_have_value("contested")
    expect(visit.page.locator("#results .event")).to_have_count(1)


def test_dragging_over_days_narrows_to_them(visit: Visit, address: str) -> None:
    """A click on a day of the timeline sets both ends of the filter."""
    visit.page.goto(address)
    chart = visit.page.locator('#timeline[data-state="drawn"] svg').last
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box
    visit.page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.5)
    expect(visit.page.get_by_label("From")).to_have_value("2024-05-11")
    expect(visit.page.get_by_label("To", exact=True)).to_have_value("2024-05-11")
    expect(visit.page.locator("#results .event")).to_have_count(1)
    visit.page.get_by_role("button", name="Show all days").click()
    expect(visit.page.locator("#results .event")).to_have_count(8)


def test_a_citation_leads_to_its_highlighted_words(visit: Visit, address: str) -> None:
    """The quotation of a list is the marked text of its document, and it is in view."""
    visit.page.goto(f"{address}/statements?kind=admission")
    quotation = visit.page.locator(".statement .cite")
    words = quotation.inner_text()
    quotation.click()
    marked = visit.page.locator("mark.cited")
    expect(marked).to_have_text(words)
    expect(marked).to_be_in_viewport()
    expect(marked).to_have_css("background-color", "rgb(255, 224, 138)")


def test_pages_fit_their_window(visit: Visit, address: str) -> None:
    """Nothing makes the page scroll sideways, on a phone neither."""
    for page in (
        "/",
        "/statements",
        "/events",
        "/events/evt_vovchansk",
        "/documents",
        "/threats",
        "/control",
        "/sources",
        "/report/2024-05-13/index.html",
    ):
        visit.page.goto(address + page)
        assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_everything_reads_without_scripts(browser: Browser, address: str) -> None:
    """Map and timeline enhance: without JavaScript the same events, days and filters are there."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.locator("#results .event")).to_have_count(8)
    page.get_by_label("Side", exact=True).select_option("south")
    page.get_by_role("button", name="Apply").click()
    assert "side=south" in page.url
    expect(page.locator("#results .statement")).to_have_count(3)
    context.close()


def test_keys_lead_to_pages_and_can_be_switched_off(visit: Visit, address: str) -> None:
    """Typed into a field they are words; switched off they do nothing."""
    page = visit.page
    page.goto(f"{address}/statements")
    page.keyboard.press("/")
    expect(page.locator("#filter-speaker")).to_be_focused()
    page.keyboard.type("ge")
    expect(page.locator("#filter-speaker")).to_have_value("ge")
    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("e")
    expect(page).to_have_url(f"{address}/events")
    expect(page.get_by_role("button", name="Keys")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.locator("#keys-on").uncheck()
    page.get_by_role("dialog").get_by_role("button").click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert visit.complaints == []
