"""Rounds of collecting: due or not, stored before it is marked, and one broken source beside good ones."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from click.testing import CliRunner
from mail_server import Box, serving

from vedette.cli import main
from vedette.collect.address import Fetched, Fetcher
from vedette.collect.collector import Gone, Mark
from vedette.collect.fires import FireDays
from vedette.collect.firms import Area, Firms
from vedette.collect.item import Item
from vedette.collecting import Health, Turn, collect, health
from vedette.model.errors import AnswerError, BusyError, CaptureError, UsageError
from vedette.model.task import Task
from vedette.reference.watchfile import parse_watch
from vedette.workspace import Workspace, create_workspace, open_workspace

NOW = datetime(2024, 6, 1, 9, tzinfo=UTC)
ENVIRONMENT = {"MAIL_USER": "desk", "MAIL_PASSWORD": "secret word"}


class Site(BaseHTTPRequestHandler):
    page: ClassVar[bytes] = b"<!DOCTYPE html><p>The bridge was hit on Sunday, the ministry said in a statement."

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/page" else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(self.page)))
        self.end_headers()
        self.wfile.write(self.page)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def table(**keys: Any) -> str:
    return "[[collect]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in keys.items())


@contextmanager
def workspace(tmp_path: Path, *tables: str) -> Iterator[Workspace]:
    config = tmp_path / "watch.toml"
    config.write_text('name = "w"\n[[source]]\nid = "north"\nname = "North"\n' + "".join(tables))
    if not (tmp_path / "war").exists():
        create_workspace(tmp_path / "war", config)
    else:
        (tmp_path / "war" / "watch.toml").write_text(config.read_text())
    with open_workspace(tmp_path / "war") as opened:
        yield opened


def go(opened: Workspace, *asked: str, at: datetime = NOW, **more: Any) -> dict[str, Turn]:
    return {turn.task: turn for turn in collect(opened, asked, clock=lambda: at, environment=ENVIRONMENT, **more)}


def mailbox(box: Box, **more: Any) -> str:
    told = {"id": "desk", "kind": "mailbox", "host": "127.0.0.1", "port": box.port, "tls": False, "private": True}
    return table(**told, user_env="MAIL_USER", password_env="MAIL_PASSWORD", every="1h", **more)


def mail(number: int) -> bytes:
    return f"From: a@north.example\r\nMessage-ID: <{number}@north.example>\r\n\r\nReport {number}.\r\n".encode()


def test_a_round_asks_what_is_due(tmp_path: Path, site: str) -> None:
    """Each source by its own time; what is known is not taken again; how it does is written down."""
    pytest.importorskip("imap_tools")
    page = table(id="page", kind="web", address=f"{site}/page", every="30m", source="north", private=True)
    with serving(Box(mails={1: mail(1), 2: mail(2)})) as box, workspace(tmp_path, page, mailbox(box)) as opened:
        first = go(opened)
        assert {name: (turn.new, turn.trouble) for name, turn in first.items()} == {"page": (1, ""), "desk": (2, "")}
        assert go(opened, at=NOW + timedelta(minutes=29)) == {}
        box.mails[5] = mail(5)
        assert set(go(opened, at=NOW + timedelta(minutes=32))) == {"page"}
        later = go(opened, at=NOW + timedelta(minutes=64))
        assert {name: (turn.new, turn.known) for name, turn in later.items()} == {"page": (0, 0), "desk": (1, 0)}
        assert (health(opened, "desk").taken, health(opened, "desk").memory) == (3, {"validity": 7, "uid": 5})
        captures = opened.store.view().captures()
        assert [one.source for one in captures] == ["north", None, None, None]
        assert captures[1].address == "imap://127.0.0.1/INBOX;UIDVALIDITY=7/;UID=1"
    assert "secret" not in "".join(path.read_text() for path in (tmp_path / "war" / "collect").glob("*.json"))


def test_what_breaks_one_source_does_not_stop_the_rest(tmp_path: Path, site: str) -> None:
    """It is told with its reason, and asked more and more seldom; a good round makes it well."""
    broken = table(id="broken", kind="web", address=f"{site}/gone", every="30m", private=True)
    page = table(id="page", kind="web", address=f"{site}/page", every="30m", private=True)
    unset = table(id="videos", kind="fires", area=[34, 48, 40, 51], key_env="NO_SUCH_KEY")
    with workspace(tmp_path, broken, unset, page) as opened:
        turns = go(opened)
        assert ("404" in turns["broken"].trouble, turns["page"].new) == (True, 1)
        assert "the variable NO_SUCH_KEY is not set" in turns["videos"].trouble
        assert any("404" in one.reason for one in opened.store.view().failures())
        assert "broken" not in go(opened, at=NOW + timedelta(minutes=59))
        assert "broken" in go(opened, at=NOW + timedelta(minutes=64))
        assert "broken" not in go(opened, at=NOW + timedelta(minutes=180))
        known = health(opened, "broken")
        assert (known.failed, known.done) == (2, None)
    mended = table(id="broken", kind="web", address=f"{site}/page", every="30m", private=True)
    with workspace(tmp_path, mended) as opened:
        assert go(opened, "broken", at_once=True)["broken"].trouble == ""
        assert (health(opened, "broken").failed, health(opened, "broken").reason) == (0, "")


def test_private_addresses_are_asked_only_where_that_is_allowed(tmp_path: Path, site: str) -> None:
    """A watch file from elsewhere cannot turn Vedette on the network at home."""
    with workspace(tmp_path, table(id="page", kind="web", address=f"{site}/page")) as opened:
        assert "private address" in go(opened)["page"].trouble


class Fake:
    """A collector that says what it is told to, and breaks where it is told to."""

    def __init__(self, *given: Any) -> None:
        self.given = given
        self.asked: Mapping[str, Any] = {}

    def collect(self, memory: Mapping[str, Any]) -> Iterator[Any]:
        self.asked = memory
        for one in self.given:
            if isinstance(one, BaseException):
                raise one
            yield one


def item(text: str) -> Item:
    from vedette.collect.mail.message import held

    return Item(address="https://north.example/", name="a.txt", open=lambda: held(text.encode()))


def test_what_came_before_a_break_is_kept_and_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the next round is given the last mark; what came after it comes again, and is known."""
    fake = Fake(item("One."), Mark(memory={"at": 1}), item("Two."), KeyboardInterrupt())
    monkeypatch.setattr("vedette.collect.choose.collector_of", lambda *_: fake)
    with workspace(tmp_path, table(id="page", kind="web", address="https://north.example/")) as opened:
        with pytest.raises(KeyboardInterrupt):
            go(opened)
        assert len(opened.store.view().captures()) == 2
        assert health(opened, "page").memory == {"at": 1}
        fake.given = (item("Two."), item("Three."), Mark(memory={"at": 3}))
        turn = go(opened)["page"]
        assert (fake.asked, turn.new, turn.known) == ({"at": 1}, 1, 1)


def test_what_nobody_thought_of_is_one_sources_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told with its place in the code; what came before is kept, and the next source is asked."""
    chosen = {"odd": Fake(item("one"), ValueError("no such letter")), "page": Fake(item("two"))}
    monkeypatch.setattr("vedette.collect.choose.collector_of", lambda task, *_: chosen[task.id])
    tables = [table(id=name, kind="web", address="https://north.example/", every="30m") for name in chosen]
    with workspace(tmp_path, *tables) as opened:
        turns = go(opened)
        assert {name: turn.new for name, turn in turns.items()} == {"odd": 1, "page": 1}
        assert "ValueError at test_collecting.py" in turns["odd"].trouble
        assert (turns["page"].trouble, health(opened, "odd").failed) == ("", 1)


def test_what_is_gone_is_withdrawn_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A note with the time it was seen; nothing is removed."""
    fake = Fake(item("One."), Gone(origin="telegram:42/2", seen=NOW, why="withdrawn by its source"))
    monkeypatch.setattr("vedette.collect.choose.collector_of", lambda *_: fake)
    with workspace(tmp_path, table(id="page", kind="web", address="https://north.example/")) as opened:
        assert go(opened)["page"].gone == 1
        [noted] = opened.store.view().retractions()
        assert (noted.origin, noted.how, noted.made, noted.by) == ("telegram:42/2", "deleted", NOW, "vedette collect")
        assert len(opened.store.view().captures()) == 1


def test_two_at_once_do_not_collect_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second is told to wait."""
    monkeypatch.setattr("vedette.collect.choose.collector_of", lambda *_: Fake())
    with workspace(tmp_path, table(id="page", kind="web", address="https://north.example/")) as opened:
        running = collect(opened, clock=lambda: NOW, environment={})
        next(running)
        with pytest.raises(BusyError):
            next(collect(opened, clock=lambda: NOW, environment={}))
        list(running)
        assert list(collect(opened, at_once=True, clock=lambda: NOW, environment={}))
        with pytest.raises(UsageError, match="no \\[\\[collect\\]\\] has the id 'x'"):
            list(collect(opened, ["x"], clock=lambda: NOW, environment={}))


def test_waiting_grows_to_a_day_and_never_beyond_its_own_time() -> None:
    """Twice as long for each failure, and a little later by chance."""
    task, slow = Task(id="a", kind="web", every_s=60), Task(id="b", kind="web", every_s=7 * 86400)
    for failed, seconds in ((0, 60), (1, 120), (5, 1920), (500, 86400)):
        due = Health(tried=NOW, failed=failed).due(task)
        assert due is not None
        assert timedelta(seconds=seconds) <= due - NOW <= timedelta(seconds=min(seconds * 1.05, seconds + 300))
    due = Health(tried=NOW, failed=3).due(slow)
    assert due is not None
    assert timedelta(days=7) <= due - NOW <= timedelta(days=7, seconds=300)


def test_not_all_are_asked_in_one_second() -> None:
    """The chance is another for each source and round, and the same whenever it is worked out."""
    tasks = [Task(id=f"t{number}", kind="web", every_s=3600) for number in range(50)]
    dues = [Health(tried=NOW).due(task) for task in tasks]
    assert len(set(dues)) == 50
    assert dues == [Health(tried=NOW).due(task) for task in tasks]


def test_a_clock_that_jumps_neither_starves_nor_floods(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A jump either way costs one round more; then the schedule goes on by the new clock."""
    monkeypatch.setattr("vedette.collect.choose.collector_of", lambda *_: Fake())
    with workspace(tmp_path, table(id="page", kind="web", address="https://north.example/", every="1h")) as opened:
        assert set(go(opened)) == {"page"}
        ahead, minute = NOW + timedelta(days=4000), timedelta(minutes=1)
        assert [len(go(opened, at=ahead + minute * late)) for late in range(0, 60, 10)] == [1, 0, 0, 0, 0, 0]
        back = NOW + timedelta(minutes=5)
        assert [len(go(opened, at=back + minute * late)) for late in range(0, 60, 10)] == [1, 0, 0, 0, 0, 0]
        assert len(go(opened, at=back + minute * 64)) == 1


def test_a_server_that_asks_to_wait_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as it asks, also where that is longer than its own time, also after a restart."""
    fake = Fake(AnswerError("answered 503", status=503, wait_s=7200))
    monkeypatch.setattr("vedette.collect.choose.collector_of", lambda *_: fake)
    told = table(id="page", kind="web", address="https://north.example/", every="10m")
    with workspace(tmp_path, told) as opened:
        assert go(opened)["page"].trouble == "answered 503"
    fake.given = (item("One."),)
    with workspace(tmp_path, told) as opened:
        assert go(opened, at=NOW + timedelta(minutes=119)) == {}
        assert go(opened, at=NOW + timedelta(minutes=121))["page"].new == 1
        assert (health(opened, "page").wait_s, health(opened, "page").fresh) == (0, NOW + timedelta(minutes=121))


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"id": "a", "kind": "pigeon"}, "one of web, telegram, mailbox, videos, fires"),
        ({"id": "A b", "kind": "web", "address": "https://a.example"}, "files are named by it"),
        ({"id": "a", "kind": "web"}, "`address`"),
        ({"id": "a", "kind": "web", "address": "https://u:p@a.example/"}, "without a user name or password"),
        ({"id": "a", "kind": "web", "address": "file:///etc/passwd"}, "a web address"),
        ({"id": "a", "kind": "web", "address": "https://a.example", "every": "5s"}, "minutes, hours or days"),
        ({"id": "a", "kind": "web", "address": "https://a.example", "source": "x"}, "the id of a \\[\\[source\\]\\]"),
        ({"id": "a", "kind": "mailbox", "host": "a.example", "password_env": "pass word!"}, "secret itself does not"),
        ({"id": "a", "kind": "fires"}, "no `bbox`"),
        ({"id": "a", "kind": "web", "address": "https://a.example", "allow": ["10.0.0.1/8"]}, "ranges of addresses"),
        ({"id": "a", "kind": "web", "address": "https://a.example", "match": "news"}, "the beginning of a path"),
        ({"id": "a", "kind": "telegram", "channel": "abcd", "articles": True}, "`kind` is not web"),
        ({"id": "a", "kind": "telegram", "channel": "../x"}, "t.me/NAME"),
    ],
)
def test_a_slip_in_the_table_is_told(keys: dict[str, Any], says: str) -> None:
    """With the table and the key."""
    with pytest.raises(UsageError, match=says):
        parse_watch('name = "w"\n' + table(**keys))


class Answering(Fetcher):
    """FIRMS as recorded: a table a day."""

    def fetch(self, address: str) -> Fetched:
        day = address.rpartition("/")[2]
        if day == "2024-05-29":
            raise CaptureError(f"answered 500 for {address}")
        rows = f"48.6,38.0,{day}\n" if day != "2024-05-26" else ""
        return Fetched(address=address, payload=f"latitude,longitude,acq_date\n{rows}".encode(), headers=())


def test_fires_come_day_by_day_once_settled() -> None:
    """Each day once; a day without fires is no table; the key stands in no address and no message."""
    firms = Firms(key="ABCDEF123456", source="VIIRS_SNPP_NRT", area=Area.of("34,48,40,51"), fetcher=Answering())
    source = FireDays(firms=firms, clock=lambda: NOW, first=6)
    given: list[Any] = []
    with pytest.raises(CaptureError, match="FIRMS, 2024-05-29") as found:
        given.extend(source.collect({}))
    taken = source.collect({})
    items = [next(taken) for _ in range(7)]
    days = [one.address.rpartition("/")[2] for one in items if isinstance(one, Item)]
    assert days == ["2024-05-25", "2024-05-27", "2024-05-28"]
    assert [one for one in items if isinstance(one, Mark)][-1] == Mark(memory={"last": "2024-05-28"})
    assert "ABCDEF" not in "".join(one.address for one in items if isinstance(one, Item)) + str(found.value)
    later = FireDays(firms=firms, clock=lambda: NOW + timedelta(days=200))
    [first, *_] = later.collect({"last": "2024-05-30"})
    assert isinstance(first, Item)
    assert date.fromisoformat(first.address.rpartition("/")[2]) == (NOW + timedelta(days=200 - 2 - 59)).date()


def test_the_command_tells_how_each_source_does(tmp_path: Path, site: str) -> None:
    """In a line or as JSON; a source that is not due is left alone."""
    page = table(id="page", kind="web", address=f"{site}/page", private=True)
    with workspace(tmp_path, page, table(id="gone", kind="web", address=f"{site}/gone", private=True)):
        pass

    def vedette(*words: str) -> str:
        found = CliRunner().invoke(main, ["collect", str(tmp_path / "war"), *words])
        return f"{found.exit_code} {found.output}"

    assert "page (web): 0 captures, next now, not asked yet" in vedette("--list")
    said = vedette()
    assert said.startswith("0 ")
    assert "page: 1 new capture, 0 known already." in said
    assert "failed: gone:" in said
    assert "Nothing is due." in vedette()
    assert "gone (web): 0 captures" in vedette("--list")
    rows = json.loads(vedette("--list", "--json").partition(" ")[2])
    assert [(row["id"], row["state"], row["taken"]) for row in rows] == [("gone", "failing", 0), ("page", "well", 1)]
    assert [bool(row["fresh"]) for row in rows] == [False, True]
    assert vedette("gone", "--now").startswith("4 ")
    told = CliRunner().invoke(main, ["status", str(tmp_path / "war")]).output
    assert ("not well: gone: failed " in told, "not well: page" in told) == (True, False)
    found = json.loads(CliRunner().invoke(main, ["status", str(tmp_path / "war"), "--json"]).output)["broken"]
    assert list(found) == ["gone"]
    assert "answered 404" in found["gone"]


def test_following_asks_what_is_due_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --collect alone; what came is worked through in the same round, and another at it is no trouble."""
    asked: list[str] = []
    monkeypatch.setattr(
        "vedette.collect.choose.collector_of", lambda task, *_: asked.append(task.id) or Fake(item("One."))
    )
    monkeypatch.setattr("vedette.app.follow", lambda *_: iter([None, None]))
    with workspace(tmp_path, table(id="page", kind="web", address="https://north.example/")) as opened:
        war = str(opened.path)

    def follow(*words: str) -> str:
        return CliRunner().invoke(main, ["follow", war, "--rounds", "2", "--every", "0.1", *words]).output

    assert "page" not in follow()
    said = follow("--collect")
    assert said.count("page: 1 new capture, 0 known already.") == 1
    assert asked == ["page"]


def test_a_range_allows_its_addresses_for_every_kind(tmp_path: Path) -> None:
    """And no other ones."""
    pytest.importorskip("imap_tools")
    with serving(Box(mails={1: mail(1)})) as box:
        narrow = mailbox(box).replace("private = true\n", "")
        with workspace(tmp_path, narrow + 'allow = ["10.0.0.0/8"]\n') as opened:
            assert "leads to a private address" in go(opened)["desk"].trouble
        with workspace(tmp_path, narrow + 'allow = ["10.0.0.0/8", "127.0.0.0/8"]\n') as opened:
            assert (go(opened, at_once=True)["desk"].trouble, len(opened.store.view().captures())) == ("", 1)


def test_a_guarded_child_reaches_the_ranges_it_is_told(tmp_path: Path) -> None:
    """As the one that fetches videos."""
    from vedette.collect.guard import Guard
    from vedette.reference.host import Bounds, networks

    guard = Guard(bounds=Bounds(allowed=networks(["10.0.0.0/8"])))
    assert [guard._may((ip, 80)) for ip in ("10.1.2.3", "::ffff:10.1.2.3", "192.168.1.1", "1.1.1.1", "a.example")] == [
        True, True, False, True, False,
    ]  # fmt: skip
