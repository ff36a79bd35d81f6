"""Signing in, in a real headless Chromium: the forms as a browser sends them, cookies, signing out, who sees what."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect
from web_visitor import HERE, NAMES, PHRASE, Clock, make_cheap, one_of_each, opened
from web_world import WATCH, build_store

from vedette.accounts.book import Accounts
from vedette.cli.serve import listen
from vedette.model.access import Role
from vedette.web.app import create_app
from vedette.web.gate import Gate

pytestmark = pytest.mark.browser

PATIENCE_MS = 60_000
_AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
_RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}"


@pytest.fixture(scope="module")
def gated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Accounts]]:
    """The pages of the small war behind a gate, with an account of each role."""
    folder = tmp_path_factory.mktemp("gated")
    store = build_store(folder / "vedette.db")
    with pytest.MonkeyPatch.context() as patch, opened(folder, Clock()) as accounts:
        make_cheap(patch)
        one_of_each(accounts)
        accounts.tokens.add("nightly", Role.READER, 30, HERE)
        app = create_app(store.view, WATCH, reports_folder=folder, door=Gate(accounts=accounts), accounts=accounts)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        with listen("127.0.0.1", 0) as listener:
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
            thread.start()
            while not server.started:
                time.sleep(0.02)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}", accounts
            server.should_exit = True
            thread.join()
    store.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(PATIENCE_MS)
    page, complaints = context.new_page(), list[str]()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def _sign_in(page: Page, name: str, password: str = PHRASE) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def _violations(page: Page) -> list[str]:
    page.evaluate(_AXE)
    found = page.evaluate(f"axe.run(document, {_RULES})")["violations"]
    return [f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:120]}" for one in found]


def test_one_signs_in_reads_and_signs_out(page: Page, gated: tuple[str, Accounts]) -> None:
    """A wrong password first; then back at the page that was asked for; after signing out nothing is left to read."""
    address, _ = gated
    page.goto(f"{address}/events?status=denied")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.get_by_role("navigation", name="Pages")).to_have_count(0)
    _sign_in(page, "Rita", "wrong wrong wrong")
    expect(page.get_by_role("alert")).to_contain_text("name or the password is wrong")
    _sign_in(page, "rita")
    page.wait_for_url(f"{address}/events?status=denied")
    expect(page.get_by_text("Signed in as Rita, reader")).to_be_visible()
    expect(page.get_by_role("link", name="Accounts")).to_have_count(0)
    (cookie,) = [one for one in page.context.cookies() if one["name"] == "vedette_session"]
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    assert "vedette_session" not in page.evaluate("document.cookie")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{address}/login")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_an_administrator_changes_a_role_and_sees_it_in_the_log(page: Page, gated: tuple[str, Accounts]) -> None:
    """The forms of a row, by their labels."""
    address, accounts = gated
    page.goto(f"{address}/accounts")
    _sign_in(page, "Ada")
    page.get_by_label("Role of Edi").select_option("analyst")
    page.get_by_role("row", name="Edi").get_by_role("button", name="Change").click()
    expect(page.get_by_role("status")).to_have_text("Edi has another role now.")
    expect(page.get_by_role("cell", name="Edi: editor → analyst")).to_be_visible()
    page.get_by_role("button", name="Revoke nightly").click()
    expect(page.get_by_role("status")).to_have_text("The token is revoked.")
    assert accounts.people.get("Edi").role is Role.ANALYST
    assert accounts.tokens.all() == []


def test_one_changes_ones_password(page: Page, gated: tuple[str, Accounts]) -> None:
    """And stays signed in where it was done."""
    address, accounts = gated
    page.goto(f"{address}/account")
    _sign_in(page, "Ann")
    page.get_by_label("Present password").fill(PHRASE)
    page.get_by_label("Show what I type").check()
    expect(page.get_by_label("Present password")).to_have_attribute("type", "text")
    page.get_by_label("Show what I type").uncheck()
    expect(page.get_by_label("Present password")).to_have_attribute("type", "password")
    page.get_by_label("New password, at least").fill("another four words here")
    page.get_by_label("New password again").fill("another four words here")
    page.get_by_role("button", name="Change").click()
    expect(page.get_by_role("status")).to_have_text("Your password is changed.")
    assert accounts.people.check("Ann", "another four words here") is not None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_these_pages_shut_nobody_out(browser: Browser, gated: tuple[str, Accounts], scheme: str) -> None:
    """axe-core finds nothing, signed out and signed in."""
    address, _ = gated
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{address}/login")
    found = {"/login": _violations(page)}
    _sign_in(page, NAMES[Role.ADMINISTRATOR])
    for path in ("/account", "/accounts"):
        page.goto(address + path)
        found[path] = _violations(page)
    page.close()
    assert found == {path: [] for path in found}
