"""Pictures of the main pages over the demo war, for `docs/pages.md`: `make pictures` writes them there."""

import os
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page

from vedette.cli.serve import listen
from vedette.web.app import create_app
from vedette.workspace import open_workspace

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("demo")]

_DOCS = Path(__file__).parents[2] / "docs"
_PICTURE = re.compile(r"!\[[^]]+\]\(pages/([\w-]+)\.png\)")
_FEWEST_COLOURS = 24
_PATIENCE_MS = 60_000
# The first link on a list that the selector finds; without one the list itself.
_PAGES: dict[str, tuple[str, str | None]] = {
    "overview": ("/", None),
    "statements": ("/statements", None),
    "event": ("/events?status=contested", ".event h3 a"),
    "document": ("/statements", "a.cite"),
    "place": ("/control", ".settlement h2 a"),
    "threats": ("/threats", None),
    "figures": ("/figures", None),
    "observation": ("/observations", "a:has-text('radar')"),
    "changes": ("/changes?from=2024-05-12", None),
    "review": ("/review", None),
    "sources": ("/sources", None),
}


@pytest.fixture(scope="module")
def demo(demo_folder: Path) -> Iterator[str]:
    """The address of the demo war's pages."""
    with open_workspace(demo_folder, workers=1) as opened, listen("127.0.0.1", 0) as listener:
        app = create_app(opened.store.view, opened.watch, reports_folder=opened.reports, archive=opened.archive)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def _opened(page: Page, address: str, path: str, link: str | None) -> None:
    page.goto(address + path)
    if link is not None:
        page.goto(address + str(page.eval_on_selector(link, "one => one.getAttribute('href')")))
    if page.query_selector("#map"):
        page.wait_for_selector("#map[data-state=idle]", timeout=_PATIENCE_MS)
    page.evaluate("document.fonts.ready")


def test_every_main_page_has_its_picture(browser: Browser, demo: str, tmp_path: Path) -> None:
    """Something is drawn on each, and the page of the documentation shows exactly these."""
    folder = Path(os.environ.get("VEDETTE_PICTURES") or tmp_path)
    page = browser.new_page(viewport={"width": 1280, "height": 860}, locale="en", reduced_motion="reduce")
    page.set_default_timeout(_PATIENCE_MS)
    for name, (path, link) in _PAGES.items():
        _opened(page, demo, path, link)
        page.screenshot(path=folder / f"{name}.png")
        with Image.open(folder / f"{name}.png") as picture:
            colours = picture.convert("RGB").getcolors(maxcolors=1 << 20)
            assert colours is None or len(colours) > _FEWEST_COLOURS, name
    page.close()
    shown = _PICTURE.findall((_DOCS / "pages.md").read_text("utf-8"))
    assert sorted(shown) == sorted(_PAGES)
    assert all((_DOCS / "pages" / f"{name}.png").is_file() for name in shown)
