"""Signing in and what each role may, over the whole application; the routes are those of its own table."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from fastapi import APIRouter, FastAPI
from web_visitor import HERE, NAMES, PHRASE, Clock, Visitor, make_cheap, one_of_each, opened
from web_world import MINISTRY, WATCH, build_store

from vedette.accounts.book import Accounts
from vedette.accounts.sessions import IDLE
from vedette.model.access import Permission, Role, may
from vedette.ports import Store, View
from vedette.web import progress
from vedette.web.app import create_app
from vedette.web.gate import Gate
from vedette.web.identity import OpenDoor
from vedette.web.review import Bench
from vedette.web.said import Word
from vedette.web.ways import Way, Ways

SAFE = frozenset({"GET", "HEAD"})
OUTSIDE = "https://watch.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """The application behind a gate, with one account of each role."""

    app: FastAPI
    accounts: Accounts
    clock: Clock
    judged: list[Word]

    def visitor(self, role: Role | None = None, *, base: str = "http://127.0.0.1:8000") -> Visitor:
        made = Visitor(self.app, base)
        if role is not None:
            assert made.sign_in(NAMES[role]).status_code == 303
        return made


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = build_store(tmp_path_factory.mktemp("war") / "vedette.db")
    yield made
    made.close()


@pytest.fixture
def newsroom(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    # The stream of progress ends at once, for these tests go to every route.
    monkeypatch.setattr(progress, "_LONGEST_S", 0.0)
    make_cheap(monkeypatch)
    clock = Clock()
    with opened(tmp_path, clock) as accounts:
        one_of_each(accounts)
        yield _newsroom(store, accounts, clock, tmp_path)


def _newsroom(store: Store, accounts: Accounts, clock: Clock, folder: Path, behind_proxy: bool = False) -> Newsroom:
    judged: list[Word] = []
    app = create_app(
        store.view,
        WATCH,
        reports_folder=folder,
        hosts=("watch.example",),
        bench=Bench(append=judged.extend),
        door=Gate(accounts=accounts, behind_proxy=behind_proxy),
        accounts=accounts,
    )
    return Newsroom(app=app, accounts=accounts, clock=clock, judged=judged)


def _ways(app: FastAPI) -> list[Way]:
    found: list[Way] = app.state.ways
    return found


def _address(path: str) -> str:
    """Any address of a route: whoever may not go there is told before it is looked at."""
    return re.sub(r"\{[^}]*\}", "x", path)


def _method(way: Way) -> str:
    return "GET" if "GET" in way.methods else next(iter(way.methods))


def test_only_signing_in_and_the_language_are_open_to_all(newsroom: Newsroom) -> None:
    """Every other route names what it needs."""
    assert {way.path for way in _ways(newsroom.app) if not way.needs} == {"/login", "/language/{code}"}


def _new() -> None:
    """A page that somebody adds."""


def test_a_route_that_nobody_let_in_stops_the_application() -> None:
    """A new route without a permission is found when the application is made."""
    app = FastAPI()
    ways = Ways(app)
    router = APIRouter()
    router.get("/new")(_new)
    app.include_router(router)
    with pytest.raises(TypeError, match="nobody said who may go there"):
        ways.hold()


def test_every_route_refuses_whoever_has_not_signed_in(newsroom: Newsroom) -> None:
    """Pages lead to the log-in, data answers 401, forms do nothing."""
    visitor = newsroom.visitor()
    for way in _ways(newsroom.app):
        if not way.needs:
            continue
        answer = visitor.ask(_method(way), _address(way.path))
        if way.path.startswith(("/api/", "/basemap/")):
            assert answer.status_code == 401, way
            assert answer.headers["www-authenticate"].startswith("Bearer")
        else:
            assert answer.status_code == 303, way
            assert answer.headers["location"].startswith("/login")
            assert WATCH.name not in answer.text
    assert WATCH.name not in visitor.get("/login").text


@pytest.mark.parametrize("role", list(Role))
def test_every_route_refuses_the_roles_that_may_not_and_no_other(newsroom: Newsroom, role: Role) -> None:
    """403 with the role that is needed, in words; whoever may is never told that."""
    visitor = newsroom.visitor(role)
    for way in _ways(newsroom.app):
        if way.path == "/logout":
            continue
        answer = visitor.ask(_method(way), _address(way.path))
        allowed = all(may(role, permission) for permission in way.needs)
        refused = answer.status_code == 403 and "takes the role" in answer.text
        assert refused is not allowed, (way, answer.status_code, answer.text[:300])
        if refused and not way.path.startswith("/api/"):
            assert f"yours is {role}" in answer.text


@pytest.mark.parametrize("role", list(Role))
def test_every_form_refuses_what_did_not_come_from_its_page(newsroom: Newsroom, role: Role) -> None:
    """No token, another visitor's token, another origin: 403, and nothing is done."""
    visitor, other = newsroom.visitor(role), newsroom.visitor(Role.ADMINISTRATOR)
    people = newsroom.accounts.people.all()
    token, others = visitor.token("/account"), other.token("/account")
    assert token != others
    for way in _ways(newsroom.app):
        if way.methods <= SAFE:
            continue
        for fields, headers in (
            ({}, {}),
            ({"csrf": ""}, {}),
            ({"csrf": others}, {}),
            ({"csrf": token}, {"origin": "https://elsewhere.example"}),
            ({"csrf": token}, {"origin": "null"}),
            ({"csrf": token}, {"sec-fetch-site": "cross-site"}),
            ({"csrf": token}, {"sec-fetch-site": "same-site"}),
        ):
            form = {"name": "Edi", "role": "reader", "state": "disabled", "password": PHRASE, "word": "same", **fields}
            assert visitor.post(way.path, form, headers).status_code == 403, (way, fields, headers)
    assert newsroom.accounts.people.all() == people
    assert newsroom.judged == []
    assert visitor.get("/").status_code == 200


def test_forms_are_taken_at_their_own_addresses_alone(newsroom: Newsroom) -> None:
    """Everything else answers that only reading is possible."""
    visitor = newsroom.visitor(Role.ADMINISTRATOR)
    for way in _ways(newsroom.app):
        if way.methods <= SAFE and not any(
            other.path == way.path and "POST" in other.methods for other in _ways(newsroom.app)
        ):
            assert visitor.post(_address(way.path), {}).status_code == 405, way
        assert visitor.ask("DELETE", _address(way.path)).status_code == 405


def test_the_cookie_is_kept_from_scripts_other_sites_and_plain_wires(newsroom: Newsroom) -> None:
    """HttpOnly, SameSite, for the whole site and the session alone; Secure with the __Host- prefix beyond loopback."""
    for base, secure in (("http://127.0.0.1:8000", False), (OUTSIDE, True), ("http://watch.example", True)):
        visitor = newsroom.visitor(base=base)
        answer = visitor.sign_in("Ann")
        (line,) = [one for one in answer.headers.get_list("set-cookie") if "vedette_session" in one]
        parts = {part.strip().lower() for part in line.split(";")[1:]}
        assert parts == {"httponly", "path=/", "samesite=lax"} | ({"secure"} if secure else set())
        assert line.startswith("__Host-vedette_session=" if secure else "vedette_session=")
        page = visitor.get("/")
        assert page.status_code == 200
        assert ("strict-transport-security" in page.headers) is secure


def test_signing_in_gives_another_session_than_any_that_was_brought(newsroom: Newsroom) -> None:
    """Session fixation: an id planted before is worth nothing, and the one of a session before ends."""
    visitor = newsroom.visitor()
    visitor.cookies["vedette_session"] = "planted"
    visitor.sign_in("Ann")
    first = visitor.cookies["vedette_session"]
    assert first != "planted"
    again = Visitor(newsroom.app)
    again.cookies["vedette_session"] = "planted"
    assert again.get("/").status_code == 303
    token = Visitor(newsroom.app)
    form = {"csrf": token.token("/login"), "name": "Ann", "password": PHRASE}
    token.cookies["vedette_session"] = first
    form["csrf"] = token.token("/account")
    answer = token.post("/login", form)
    assert answer.status_code == 303
    assert token.cookies["vedette_session"] != first
    assert visitor.get("/").status_code == 303


def test_signing_out_ends_the_session_everywhere_it_was_copied_to(newsroom: Newsroom) -> None:
    """On the server, not only in the browser."""
    visitor = newsroom.visitor(Role.READER)
    thief = Visitor(newsroom.app)
    thief.cookies.update(visitor.cookies)
    assert thief.get("/").status_code == 200
    answer = visitor.post("/logout", {"csrf": visitor.token("/account")})
    assert answer.headers["location"] == "/login"
    assert "vedette_session" not in visitor.cookies
    assert thief.get("/").status_code == 303


def test_an_idle_session_leads_back_to_the_log_in_and_then_to_the_page(newsroom: Newsroom) -> None:
    """The address is kept through signing in; never one of another site."""
    visitor = newsroom.visitor(Role.READER)
    newsroom.clock.pass_by(seconds=IDLE.total_seconds() + 1)
    answer = visitor.get("/events?status=denied")
    assert answer.headers["location"] == "/login?to=%2Fevents%3Fstatus%3Ddenied"
    assert visitor.sign_in("Rita", to="/events?status=denied").headers["location"] == "/events?status=denied"
    for elsewhere in (
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
    ):
        assert newsroom.visitor().sign_in("Rita", to=elsewhere).headers["location"] == "/"


def test_unknown_names_and_wrong_passwords_look_the_same(newsroom: Newsroom) -> None:
    """Status, words and headers; a disabled account, too."""
    newsroom.accounts.people.set_active("Edi", False, HERE)
    seen = set()
    for name, password in (("Ann", "wrong wrong wrong"), ("Nobody", PHRASE), ("Edi", PHRASE), ("", "")):
        answer = Visitor(newsroom.app, peer=f"192.0.2.{len(name) + 1}").sign_in(name, password)
        text = re.sub(r'name="csrf" value="[^"]*"', "", answer.text)
        seen.add((answer.status_code, text, tuple(sorted(set(answer.headers) - {"set-cookie", "content-length"}))))
    assert len(seen) == 1
    assert next(iter(seen))[0] == 403


def test_an_unknown_name_costs_the_same_work(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """One password is derived for each try, whoever is named: time tells nothing."""
    from vedette.accounts import password as passwords

    derived: list[int] = []
    plain = passwords._key
    monkeypatch.setattr(passwords, "_key", lambda *given: derived.append(given[2]) or plain(*given))
    for number, (name, password) in enumerate((("Ann", PHRASE), ("Ann", "wrong wrong wrong"), ("Nobody", "x"))):
        derived.clear()
        Visitor(newsroom.app, peer=f"192.0.2.{number}").sign_in(name, password)
        assert derived == [4]


def test_wrong_tries_have_to_wait_even_with_the_right_password(newsroom: Newsroom) -> None:
    """429 with the seconds to wait; then the right one lets in."""
    visitor = newsroom.visitor()
    statuses = [visitor.sign_in("Ann", "wrong wrong wrong").status_code for _ in range(4)]
    assert statuses == [403, 403, 403, 429]
    answer = visitor.sign_in("Ann")
    assert answer.status_code == 429
    newsroom.clock.pass_by(seconds=int(answer.headers["retry-after"]))
    assert visitor.sign_in("Ann").status_code == 303


@pytest.mark.parametrize("behind_proxy", [False, True])
def test_forwarded_addresses_count_only_behind_a_proxy(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, behind_proxy: bool
) -> None:
    """Else anyone could be anywhere: the log and the waits go by the connection. Of a chain the last is ours."""
    make_cheap(monkeypatch)
    clock = Clock()
    with opened(tmp_path, clock) as accounts:
        one_of_each(accounts)
        visitor = _newsroom(store, accounts, clock, tmp_path, behind_proxy).visitor(base=OUTSIDE)
        form = {"csrf": visitor.token("/login"), "name": "Ann", "password": PHRASE}
        visitor.post("/login", form, {"x-forwarded-for": "203.0.113.9, 198.51.100.4"})
        (line,) = accounts.log.latest(1)
        assert (line.what, line.address) == ("signed in", "198.51.100.4" if behind_proxy else "127.0.0.1")


def test_a_judgement_bears_the_name_of_the_account_and_is_logged(newsroom: Newsroom) -> None:
    """Whatever the form says."""
    analyst = newsroom.visitor(Role.ANALYST)
    item = f"speaker:{MINISTRY.statement(0).id}"
    form = {"csrf": analyst.token("/account"), "item": item, "word": "right", "why": "x", "by": "Ada", "maker": "Ada"}
    assert analyst.post("/review", form).status_code == 303
    assert [one.maker for one in newsroom.judged] == ["person:Ann"]
    (line,) = newsroom.accounts.log.latest(1)
    assert (line.who, line.what, line.address) == ("Ann", "judged", "127.0.0.1")
    assert line.about == f"right {item}"


def test_confirming_what_another_judged_takes_an_editor(newsroom: Newsroom) -> None:
    """An analyst is told so, and the refusal stands in the log."""
    analyst, editor = newsroom.visitor(Role.ANALYST), newsroom.visitor(Role.EDITOR)
    form = {"word": "confirm", "made": "2026-05-01T12:00:00+00:00", "maker": "Rita"}
    refused = analyst.post("/review", {"csrf": analyst.token("/account"), **form})
    assert refused.status_code == 403
    assert "the role editor or above" in refused.text
    (line,) = newsroom.accounts.log.latest(1)
    assert (line.who, line.what, line.about) == ("Ann", "refused", "POST /review")
    assert editor.post("/review", {"csrf": editor.token("/account"), **form}).status_code == 400


def test_pages_show_only_the_controls_of_the_role(newsroom: Newsroom) -> None:
    """Who is signed in, and the way to the accounts for administrators."""
    for role, name in NAMES.items():
        visitor = newsroom.visitor(role)
        page = visitor.get("/").text
        assert f'<a href="/account">{name}</a>' in page
        assert ('href="/accounts"' in page) is may(role, Permission.ADMINISTER)


def test_an_administrator_manages_accounts_on_the_page(newsroom: Newsroom) -> None:
    """Role, state, sessions, tokens; each ends what it should at once, and stands in the log."""
    newsroom.accounts.tokens.add("nightly", Role.READER, 30, HERE)
    ada, ann, rita = (newsroom.visitor(role) for role in (Role.ADMINISTRATOR, Role.ANALYST, Role.READER))
    page = ada.get("/accounts").text
    for shown in (*NAMES.values(), "nightly", "signed in"):
        assert shown in page
    token = ada.token("/accounts")
    take = partial(ada.post, headers=None)
    assert take("/accounts/role", {"csrf": token, "name": "Ann", "role": "editor"}).status_code == 303
    assert ann.get("/").status_code == 303
    assert newsroom.accounts.people.get("Ann").role is Role.EDITOR
    assert take("/accounts/sessions", {"csrf": token, "name": "Rita"}).status_code == 303
    assert rita.get("/").status_code == 303
    assert take("/accounts/state", {"csrf": token, "name": "Edi", "state": "disabled"}).status_code == 303
    assert newsroom.visitor().sign_in("Edi").status_code == 403
    assert take("/accounts/token", {"csrf": token, "label": "nightly"}).status_code == 303
    assert newsroom.accounts.tokens.all() == []
    told = {line.what for line in newsroom.accounts.log.latest(20) if line.who == "Ada"}
    assert {"role changed", "sessions ended", "user disabled", "token revoked"} <= told


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/accounts/role", {"name": "Ada", "role": "reader"}),
        ("/accounts/state", {"name": "Ada", "state": "disabled"}),
        ("/accounts/role", {"name": "Ann", "role": "emperor"}),
        ("/accounts/role", {"name": "Nobody", "role": "reader"}),
        ("/accounts/token", {"label": "none such"}),
    ],
)
def test_what_makes_no_sense_changes_no_account(newsroom: Newsroom, path: str, form: dict[str, str]) -> None:
    """Nobody takes their own role away by a slip; unknown names and roles are named."""
    before = newsroom.accounts.people.all()
    ada = newsroom.visitor(Role.ADMINISTRATOR)
    assert ada.post(path, {"csrf": ada.token("/accounts"), **form}).status_code == 400
    after = newsroom.accounts.people.all()
    assert [(one.name, one.role, one.active) for one in after] == [(one.name, one.role, one.active) for one in before]


def test_people_change_their_own_password_with_the_present_one(newsroom: Newsroom) -> None:
    """This session goes on, the others end; wrong, different and weak ones are refused, and tries are counted."""
    here, there = newsroom.visitor(Role.ANALYST), newsroom.visitor(Role.ANALYST)
    new = "another four words here"
    good = {"csrf": here.token("/account"), "password": PHRASE, "new": new, "again": new}
    for change, told in (
        ({"password": "wrong wrong wrong"}, "present password is wrong"),
        ({"again": new + "x"}, "typed in two ways"),
        ({"new": PHRASE, "again": PHRASE}, "present one"),
        ({"new": "short", "again": "short"}, "at least 12"),
    ):
        answer = here.post("/account", {**good, **change})
        assert answer.status_code == 400
        assert told in answer.text
    assert here.post("/account", good).status_code == 303
    assert "is changed" in here.get("/account?done=password").text
    assert there.get("/").status_code == 303
    assert newsroom.visitor().sign_in("Ann").status_code == 403
    assert newsroom.visitor().sign_in("Ann", new).status_code == 303


def test_people_sign_out_everywhere_else_with_their_password(newsroom: Newsroom) -> None:
    """Here they stay signed in."""
    here, there = newsroom.visitor(Role.ANALYST), newsroom.visitor(Role.ANALYST)
    assert "signed in at 2 places" in here.get("/account").text
    form = {"csrf": here.token("/account"), "what": "elsewhere"}
    assert here.post("/account", {**form, "password": "wrong wrong wrong"}).status_code == 400
    assert there.get("/").status_code == 200
    assert here.post("/account", {**form, "password": PHRASE}).status_code == 303
    assert there.get("/").status_code == 303
    assert here.get("/").status_code == 200


def test_a_password_that_somebody_else_made_is_changed_first(newsroom: Newsroom) -> None:
    """Every page leads there, data is refused; after a week it lets nobody in."""
    for name in ("Nina", "Olek"):
        newsroom.accounts.people.add(name, Role.EDITOR, PHRASE, HERE, issued=True)
    visitor = newsroom.visitor()
    assert visitor.sign_in("Nina").status_code == 303
    for way in _ways(newsroom.app):
        if way.path not in ("/account", "/logout", "/language/{code}"):
            answer = visitor.ask(_method(way), _address(way.path))
            assert answer.status_code == 403 or answer.headers["location"] == "/account", way
    new = "another four words here"
    form = {"csrf": visitor.token("/account"), "what": "password", "password": PHRASE, "new": new, "again": new}
    assert visitor.post("/account", form).status_code == 303
    assert visitor.get("/").status_code == 200
    newsroom.clock.pass_by(days=7, seconds=1)
    assert newsroom.visitor().sign_in("Olek").status_code == 403
    assert newsroom.visitor().sign_in("Nina", new).status_code == 303


def test_a_token_asks_the_data_and_nothing_else(newsroom: Newsroom) -> None:
    """Not a page, not a form; and no longer than it holds."""
    secret = newsroom.accounts.tokens.add("nightly", Role.EDITOR, 1, HERE)
    bearer = {"authorization": f"Bearer {secret}"}
    program = newsroom.visitor()
    for way in _ways(newsroom.app):
        if not way.needs:
            continue
        answer = program.ask(_method(way), _address(way.path), headers=bearer)
        assert (answer.status_code not in (303, 401)) is way.path.startswith(("/api/", "/alerts/")), way
    assert "set-cookie" not in program.get("/api/timeline.json", bearer).headers
    assert program.get("/api/timeline.json", {"authorization": "Bearer vedette_guess"}).status_code == 401
    assert program.get("/api/timeline.json", {"authorization": f"Basic {secret}"}).status_code == 401
    newsroom.clock.pass_by(days=1)
    assert program.get("/api/timeline.json", bearer).status_code == 401


def test_what_is_behind_the_gate_stays_in_no_cache(newsroom: Newsroom) -> None:
    """Unless a page says itself for how long; the style and the scripts are everybody's."""
    visitor = newsroom.visitor(Role.READER)
    assert visitor.get("/").headers["cache-control"] == "no-store"
    assert visitor.get("/login").status_code == 303
    assert newsroom.visitor().get("/login").headers["cache-control"] == "no-store"
    assert newsroom.visitor().get("/static/vedette.css").status_code == 200


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(newsroom: Newsroom) -> None:
    """htmx puts what it gets into the page, so a redirect would put the log-in there."""
    answer = newsroom.visitor().get("/?status=denied", {"hx-request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/login")


@pytest.mark.parametrize("cookie", ["", "x" * 5_000, "ü", "a=b", '"', "\x01"])
def test_cookies_that_are_no_session_let_nobody_in(newsroom: Newsroom, cookie: str) -> None:
    """And break nothing."""
    visitor = newsroom.visitor()
    header = f"vedette_session={cookie}; vedette_visit={cookie}".encode("latin-1").decode("latin-1")
    assert visitor.get("/", {"cookie": header.encode("ascii", "ignore").decode()}).status_code == 303
    assert visitor.get("/login", {"cookie": header.encode("ascii", "ignore").decode()}).status_code == 200


def test_without_a_gate_whoever_sits_here_may_everything(store: Store, tmp_path: Path) -> None:
    """And there is nothing to sign in to."""
    visitor = Visitor(create_app(store.view, WATCH, reports_folder=tmp_path, door=OpenDoor(name="ann")))
    page = visitor.get("/")
    assert page.status_code == 200
    assert "Sign out" not in page.text
    assert visitor.get("/login").status_code == 404
    assert visitor.get("/accounts").status_code == 404


def test_of_a_field_given_twice_the_last_counts(newsroom: Newsroom) -> None:
    """In a form and in an address, and nothing is read from anywhere else."""
    ada = newsroom.visitor(Role.ADMINISTRATOR)
    token = ada.token("/accounts")
    form = {"csrf": [token, "guessed"], "name": "Ann", "role": "reader"}
    assert ada.post("/accounts/role", form).status_code == 403
    form = {"csrf": ["guessed", token], "name": ["Edi", "Ann"], "role": ["administrator", "reader"]}
    assert ada.post("/accounts/role?name=Edi&role=administrator", form).status_code == 303
    roles = {one.name: one.role for one in newsroom.accounts.people.all()}
    assert (roles["Ann"], roles["Edi"]) == (Role.READER, Role.EDITOR)
    assert ada.get("/events?status=bad&status=denied").text.count("Robotyne") > 0


def test_every_text_names_its_characters(newsroom: Newsroom) -> None:
    """So that no browser guesses them."""
    visitor = newsroom.visitor(Role.ADMINISTRATOR)
    found = [visitor.get(_address(way.path)) for way in _ways(newsroom.app) if "GET" in way.methods]
    for answer in (*found, visitor.get("/static/vedette.css")):
        kind = answer.headers.get("content-type", "")
        assert not kind.startswith("text/") or "charset=utf-8" in kind, answer.url


def test_a_fault_of_ours_tells_nothing_of_the_inside(tmp_path: Path) -> None:
    """Neither the error nor the place of it."""

    def broken() -> View:
        raise RuntimeError("the inside of it")

    visitor = Visitor(create_app(broken, WATCH, reports_folder=tmp_path), forgiving=True)
    answer = visitor.get("/events")
    assert answer.status_code == 500
    assert "inside" not in answer.text
    assert "Traceback" not in answer.text
