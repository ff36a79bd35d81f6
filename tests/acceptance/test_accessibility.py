"""Every page by axe-core, in light and dark: WCAG 2.2 AA and good practice, no violation of any weight."""

from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

_AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
_RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}"
_LISTS = {
    "/events": ".event h3 a",
    "/control": ".settlement h2 a",
    "/statements": "a.cite",
    "/media": "main th a",
}
_PAGES = (
    "/",
    "/statements",
    "/events",
    "/threats",
    "/control",
    "/figures",
    "/observations",
    "/media",
    "/documents",
    "/sources",
    "/speakers?speaker=General+Staff",
    "/changes?from=2024-05-12",
    "/review",
    "/alerts",
    "/failures",
    "/nowhere",
    "/report/2024-05-13/index.html",
)


def _violations(page: Page) -> list[str]:
    page.evaluate(_AXE)
    found = page.evaluate(f"axe.run(document, {_RULES})")["violations"]
    return [f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:120]}" for one in found]


def _pages(page: Page, address: str) -> list[str]:
    """Of every list its first page, too."""
    opened = []
    for path, link in _LISTS.items():
        page.goto(address + path)
        opened.append(page.eval_on_selector(link, "link => link.getAttribute('href')"))
    return [*_PAGES, *opened]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_shuts_anybody_out(browser: Browser, address: str, scheme: str) -> None:
    """Names, roles, contrast, order of headings, landmarks."""
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    found = {}
    for path in _pages(page, address):
        page.goto(address + path)
        if path == "/":
            page.wait_for_selector("#map[data-state=idle]", timeout=60_000)
        if violations := _violations(page):
            found[path] = violations
    page.close()
    assert found == {}
