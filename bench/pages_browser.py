"""What a reader waits for: the first view of a large watch in a headless browser with nothing kept, a pan, a filter."""

import os
import shutil
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vedette.cli.serve import listen

if TYPE_CHECKING:
    from fastapi import FastAPI
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--use-gl=angle", "--use-angle=swiftshader",
             "--enable-unsafe-swiftshader")  # fmt: skip
ROUNDS = 7
IDLE = '#map[data-state="idle"]'
# Kept by the page itself, so that the driver's own slowness is not measured.
NOTED = """() => {
    const map = document.getElementById("map");
    new MutationObserver(() => { if (map.dataset.state === "idle") window.idleAt ??= performance.now(); })
        .observe(map, { attributes: true });
}"""
PANNED = """() => new Promise((resolve) => {
    const map = document.getElementById("map").vedetteMap;
    const from = performance.now();
    map.once("idle", () => resolve(performance.now() - from));
    map.panBy([180, 60], { animate: false });
})"""
FILTERED = """(value) => new Promise((resolve) => {
    const map = document.getElementById("map");
    const select = document.getElementById("filter-status");
    const before = map.dataset.events;
    const from = performance.now();
    const look = () => map.dataset.events !== before ? resolve(performance.now() - from) : requestAnimationFrame(look);
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    look();
})"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited:
    """Milliseconds."""

    what: str
    median: float
    slowest: float
    must: int
    aim: int


def measure(app: "FastAPI") -> list[Waited]:
    from playwright.sync_api import sync_playwright

    executable = next((path for name in NAMES if (path := shutil.which(name))), None)
    if executable is None:
        raise SystemExit("no Chromium found: install one to measure the pages in it")
    with served(app) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        first = [_first_view(browser, address) for _ in range(ROUNDS)]
        pans, filters = _moves(browser, address)
        browser.close()
    return [
        _waited("first view, to map idle", first, must=2_500, aim=1_000),
        _waited("pan, to map idle", pans, must=300, aim=100),
        _waited("filter, to the map's new marks", filters, must=300, aim=100),
    ]


def _waited(what: str, found: list[float], *, must: int, aim: int) -> Waited:
    return Waited(what=what, median=statistics.median(found), slowest=max(found), must=must, aim=aim)


@contextmanager
def served(app: "FastAPI") -> Iterator[str]:
    import uvicorn

    server = uvicorn.Server(
        uvicorn.Config(app, log_level="warning", lifespan="off", timeout_graceful_shutdown=1, access_log=False)
    )
    with listen("127.0.0.1", 0) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def _open(browser: "Browser", address: str) -> "Page":
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(address, wait_until="commit")
    page.locator(IDLE).wait_for(timeout=120_000)
    return page


def _first_view(browser: "Browser", address: str) -> float:
    """From the start of the navigation, in a context that has never seen the pages."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(f"addEventListener('DOMContentLoaded', {NOTED})")
    page.goto(address, wait_until="commit")
    page.locator(IDLE).wait_for(timeout=120_000)
    found = float(page.evaluate("window.idleAt"))
    context.close()
    return found


def _moves(browser: "Browser", address: str) -> tuple[list[float], list[float]]:
    page = _open(browser, address)
    page.wait_for_timeout(1_000)
    pans = [_settled(page, lambda: float(page.evaluate(PANNED))) for _ in range(ROUNDS)]
    values = ("contested", "denied", "conceded", "one-sided", "corroborated", "unconfirmed", "")
    filters = [_settled(page, lambda value=value: float(page.evaluate(FILTERED, value))) for value in values]  # type: ignore[misc]
    page.context.close()
    return pans, filters


def _settled(page: "Page", act: Callable[[], float]) -> float:
    found = act()
    page.wait_for_timeout(600)
    return found


def table(found: list[Waited]) -> str:
    rows = [
        f"In headless Chromium, drawn by the processor, nothing kept; median and slowest of {ROUNDS}, load "
        f"{os.getloadavg()[0]:.1f}:",
        "",
        "| what | median | slowest | must | aim |",
        "|---|---|---|---|---|",
    ]
    rows += [
        f"| {one.what} | {one.median:,.0f} ms | {one.slowest:,.0f} ms | {one.must:,} ms | {one.aim:,} ms |"
        for one in found
    ]
    return "\n".join(rows)
