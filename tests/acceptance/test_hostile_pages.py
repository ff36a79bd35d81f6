"""A war in which every name, title, note and text attacks whoever looks at it: nothing of it is executed."""

import threading
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import uvicorn
import web_world
from playwright.sync_api import Browser, Dialog, Page

from vedette.cli.serve import listen
from vedette.model.event import Picture
from vedette.model.failure import Failure
from vedette.ports import Outcome
from vedette.publish.report import build_report
from vedette.publish.write import write_report
from vedette.store.sqlite import SqliteStore
from vedette.web.app import create_app

pytestmark = pytest.mark.browser

_ATTACK = (
    " <script>window.hacked=1</script><img src=x onerror='window.hacked=1'><svg onload='window.hacked=1'></svg>"
    '<a href="javascript:window.hacked=1">"\'></textarea></title></script>'
    "<iframe srcdoc='<script>parent.hacked=1</script>'>"
    "{{ 7*7 }} ${window.hacked=1} \u202egpj.exe\u2066\u200b\ufeff ]]> -->"
)
_FREE = frozenset(
    {"name", "title", "author", "note", "reason", "reasons", "speaker", "forwarded_from", "notice", "victim", "target"}
)
_SEEN = "window.hacked || document.querySelectorAll('img[src=x], a[href^=javascript], iframe, svg[onload]').length"
_PAGES = (
    "/", "/statements", "/statements?text=script", "/events", "/threats", "/control", "/figures", "/observations",
    "/media", "/documents", "/sources", "/changes?from=2024-05-12", "/review", "/failures", "/alerts",
    "/report/2024-05-13/index.html", "/events?place=%3Cscript%3Ewindow.hacked%3D1%3C%2Fscript%3E",
    "/speakers?speaker=%3Csvg%20onload%3Dwindow.hacked%3D1%3E",
)  # fmt: skip
_LISTS = {
    "/events": ".event h3 a",
    "/control": ".settlement h2 a",
    "/statements": "a.cite, a.speaker, a.place",
    "/observations": "th a",
    "/media": "th a",
}


def _hostile(fact: Any, name: str = "") -> Any:
    """The same with an attack behind every text that a stranger may write; what spans point into stays in place."""
    if isinstance(fact, str):
        return fact + _ATTACK if name in _FREE and fact else fact
    if isinstance(fact, tuple):
        return tuple(_hostile(each, name) for each in fact)
    if not is_dataclass(fact) or isinstance(fact, type):
        return fact
    changed = {field.name: _hostile(getattr(fact, field.name), field.name) for field in fields(fact) if field.init}
    if "text" in changed:
        changed["text"] += _ATTACK
    return replace(fact, **changed)


def _store(path: Path) -> SqliteStore:
    store = SqliteStore(path, create=True)
    documents = [_hostile(one.document) for one in web_world.ALL]
    store.append([*_hostile(web_world.WATCH.sources), *web_world.captures(), *documents])
    understood = [Outcome(item=one.document.id, results=(_hostile(one.analysis),)) for one in web_world.ALL]
    store.record(web_world.UNDERSTAND, understood)
    store.append([_hostile(one) for one in (web_world.HEAT, web_world.CLOUDED, web_world.RECYCLED, web_world.PINNED)])
    store.append([_hostile(one) for one in web_world.film()])
    store.fail(Failure(stage="read", version="1", item="broken.html", reason=_ATTACK))
    picture = Picture(events=web_world.EVENTS, control=(web_world.CONTROL,), threats=(web_world.THREAT,))
    store.replace_picture(_hostile(picture), [], "test")
    return store


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    store, watch = _store(folder / "vedette.db"), _hostile(web_world.WATCH)
    report = build_report(store.view(), watch, date(2024, 5, 9), date(2024, 5, 17), datetime.now(UTC))
    write_report(report, folder / "2024-05-13", watch)
    app = create_app(store.view, watch, reports_folder=folder)
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


def _visited(page: Page, address: str) -> Iterator[str]:
    for path, links in _LISTS.items():
        page.goto(address + path)
        found = page.eval_on_selector_all(links, "links => links.map(link => link.getAttribute('href'))")
        yield from list(dict.fromkeys(found))[:4]


def test_no_report_runs_a_script(browser: Browser, address: str) -> None:
    """Every page, and the first pages of every list; the attack stands there as text."""
    page = browser.new_page()
    page.set_default_timeout(60_000)
    dialogs: list[str] = []

    def dismissed(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismissed)
    harmed, told = [], 0
    for path in (*_PAGES, *_visited(page, address)):
        page.goto(address + path)
        if path == "/":
            page.wait_for_selector("#map[data-state=idle]")
        harmed += [path] if page.evaluate(_SEEN) else []
        told += "window.hacked=1" in page.inner_text("body")
    assert (harmed, dialogs) == ([], [])
    assert told > len(_PAGES) // 2
    page.close()
