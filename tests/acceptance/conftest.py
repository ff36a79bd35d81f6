"""A real headless Chromium, and the pages of the small war served to it."""

import os
import shutil
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import uvicorn
from click.testing import CliRunner
from playwright.sync_api import Browser, sync_playwright
from web_world import WATCH, build_store, film

from vedette.app import run
from vedette.cli import demo, main
from vedette.cli.serve import listen
from vedette.publish.report import build_report
from vedette.publish.write import write_report
from vedette.web.app import STATIC, create_app
from vedette.workspace import open_workspace

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
# The map needs WebGL; SwiftShader draws it without a graphics card.
ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--use-gl=angle", "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
)  # fmt: skip


def chromium() -> str | None:
    """An installed Chromium or Chrome; `VEDETTE_CHROMIUM` names another."""
    named = os.environ.get("VEDETTE_CHROMIUM")
    found = (shutil.which(name) for name in ((named,) if named else NAMES))
    places = (place for place in PLACES if Path(place).is_file())
    return next((path for path in (*found, *places) if path), None)


@pytest.fixture(scope="session")
def demo_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo war, built; beside it, in `told`, as its reports alone make it, without radar and its editor's rulings.
    Tests that use it are of the group `demo`, so that one worker builds it once."""
    folder = tmp_path_factory.mktemp("once") / "demo"

    def keep(added: Path) -> None:
        with open_workspace(added) as opened:
            assert run(opened).failures == ()
        shutil.copytree(added, added.with_name("told"))
        look(added)

    look = demo._look
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "_look", keep)
        built = CliRunner().invoke(main, ["demo", "--once", "--folder", str(folder)])
    assert built.exit_code == 0, built.output
    assert "paraphrase" in built.output
    return folder


@pytest.fixture(scope="session")
def demo_folder(demo_once: Path) -> Path:
    """Built a second time, as its editor's rulings want; only to be read."""
    began = time.monotonic()
    built = CliRunner().invoke(main, ["demo", "--once", "--quiet", "--folder", str(demo_once)])
    assert built.exit_code == 0, built.output
    assert time.monotonic() - began < 10, "the second time does no work and takes seconds"
    return demo_once


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = chromium()
    if executable is None:
        pytest.skip("NO BROWSER: install chromium or google-chrome to test the pages in a real one")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The pages of the small war, served on a free port of this machine."""
    if not (STATIC / "vendor" / "stamp.txt").is_file():
        pytest.fail("the front-end parts are missing; run: python assets/build.py")
    folder = tmp_path_factory.mktemp("war")
    store = build_store(folder / "vedette.db")
    store.append(film())
    report = build_report(store.view(), WATCH, date(2024, 5, 9), date(2024, 5, 17), datetime.now(UTC))
    write_report(report, folder / "2024-05-13", WATCH)
    app = create_app(store.view, WATCH, reports_folder=folder)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    with listen("127.0.0.1", 0) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()
    store.close()
