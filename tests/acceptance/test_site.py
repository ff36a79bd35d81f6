"""The public site in a real browser: from the disk without a server, and served, with its search."""

import functools
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from test_accessibility import _violations
from web_world import WATCH, build_store

from vedette.publish.pages import write_site
from vedette.publish.site import build_site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("public")
    store = build_store(folder / "vedette.db")
    write_site(build_site(store.view(), WATCH, datetime.now(UTC)), folder / "site")
    store.close()
    return folder / "site"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def _kinds(site: Path) -> list[Path]:
    """Every page at the top, and the first of each folder."""
    firsts = (min((site / name).glob("*.html")) for name in ("days", "events", "places", "documents"))
    return [*sorted(site.glob("*.html")), site / "places" / "index.html", *firsts]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_shuts_anybody_out(browser: Browser, site: Path, scheme: str) -> None:
    """From the disk, by axe-core: names, roles, contrast, order of headings, landmarks; our style is let in."""
    page = browser.new_page(color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    found = {}
    for path in _kinds(site):
        page.goto(path.as_uri())
        if violations := _violations(page):
            found[path.name] = violations
    page.close()
    assert found == {}


def test_it_reads_from_the_disk(browser: Browser, site: Path) -> None:
    """Styled under its own security policy, every link by a click, the search away where no script can run."""
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"
    assert not page.get_by_role("searchbox").is_visible()
    page.get_by_role("link", name="page of this event").first.click()
    page.get_by_role("heading", name="Who says what").wait_for()
    page.locator("q.words a").first.click()
    assert page.locator("a.at:target + mark").count() == 1
    page.close()


def test_search_finds_as_one_types(browser: Browser, served: str) -> None:
    """Served, the box appears; what it finds can be opened; nothing else is asked for."""
    page = browser.new_page()
    asked: list[str] = []
    problems: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.goto(f"{served}/index.html")
    box = page.get_by_role("searchbox", name="Search events and places")
    box.wait_for()
    title = page.locator("ul.told a.more").first.get_attribute("aria-label") or ""
    box.fill(title.split(":")[0])
    page.locator("#hits a").first.click()
    page.get_by_role("heading", level=1).wait_for()
    page.close()
    assert all(one.startswith(served) for one in asked)
    assert [one for one in problems if "favicon" not in one and "404" not in one] == []
