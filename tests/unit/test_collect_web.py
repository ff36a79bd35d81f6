"""A page or feed that is followed: politely, with its articles, and saying what is wrong with it."""

import contextlib
import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from vedette.collect.address import Fetcher
from vedette.collect.collector import Mark
from vedette.collect.item import Item
from vedette.collect.links import feed_links, page_links
from vedette.collect.patience import Pace, asked_to_wait
from vedette.collect.robots import fits, parse
from vedette.collect.web import WebPage
from vedette.model.errors import AnswerError, CaptureError
from vedette.reference.host import networks

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    server: "Server"

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.agents.add(self.headers["User-Agent"])
        with contextlib.suppress(OSError):
            self.server.answers.get(self.path, lambda one: one.say(b"no", 404))(self)

    def say(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        told = {"Content_Length": str(len(body)), "Content_Type": "text/html"} | headers
        for name, value in told.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.agents: set[str] = set()

    @property
    def home(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def serve(self, path: str, body: bytes, status: int = 200, **headers: str) -> None:
        self.answers[path] = lambda one: one.say(body, status, **headers)


@pytest.fixture
def site() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class Clock:
    """Nobody waits in a test."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds

    def pace(self) -> Pace:
        return Pace(clock=lambda: self.now, sleep=self.sleep)


LOCAL = Fetcher(timeout_s=5.0, allowed=networks(["127.0.0.0/8"]), user_agent="vedette (+desk@example.org)")


def page(address: str, clock: Clock | None = None, **more: Any) -> WebPage:
    return WebPage(address=address, fetcher=more.pop("fetcher", LOCAL), pace=(clock or Clock()).pace(), **more)


class Round:
    """What one round gave."""

    def __init__(self, followed: WebPage, memory: dict[str, Any] | None = None) -> None:
        self.memory: dict[str, Any] = dict(memory or {})
        self.items: list[str] = []
        self.bodies: list[bytes] = []
        self.wrong: list[str] = []
        self.trouble: CaptureError | None = None
        try:
            for given in followed.collect(self.memory):
                if isinstance(given, Item):
                    self.items.append(given.address)
                    with given.open() as handle:
                        self.bodies.append(handle.read())
                elif isinstance(given, Mark):
                    self.memory = dict(given.memory)
                elif isinstance(given, tuple):
                    self.wrong.append(f"{given[0]} {given[1]}")
        except CaptureError as error:
            self.trouble = error


def feed(*links: str) -> bytes:
    items = "".join(f"<item><title>t</title><link>{link}</link></item>" for link in links)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>{items}</channel></rss>'.encode()


def test_what_has_not_changed_is_not_sent_again(site: Server) -> None:
    """The server's own marks are shown to it; it answers 304, and nothing is taken."""

    def answer(one: Handler) -> None:
        same = one.headers["If-None-Match"] == '"a1"' and "Mon" in (one.headers["If-Modified-Since"] or "")
        one.say(b"" if same else b"<p>News", 304 if same else 200, ETag='"a1"', Last_Modified="Mon, 03 Jun 2024")

    site.answers["/page"] = answer
    first = Round(page(f"{site.home}/page"))
    assert (first.bodies, first.memory["etag"]) == ([b"<p>News"], '"a1"')
    second = Round(page(f"{site.home}/page"), first.memory)
    assert (second.items, second.trouble, second.memory) == ([], None, first.memory)
    assert site.asked == ["/robots.txt", "/page", "/page"]
    assert site.agents == {"vedette (+desk@example.org)"}


def test_a_mark_that_cannot_be_shown_again_spoils_nothing(site: Server) -> None:
    """Whatever letters a server gives its page, it can be asked for the next time."""
    site.serve("/page", b"<p>News", ETag='"caf\u00e9"')
    first = Round(page(f"{site.home}/page"))
    second = Round(page(f"{site.home}/page"), first.memory)
    assert (first.bodies, second.trouble, site.asked.count("/page")) == ([b"<p>News"], None, 2)


def test_an_address_that_only_looks_like_one_costs_nobody_the_rest(site: Server) -> None:
    """A feed's links are written by strangers."""
    site.serve("/feed", feed("http://xn--a/", f"{site.home}/one"), Content_Type="application/rss+xml")
    site.serve("/one", b"<p>One.")
    round_ = Round(page(f"{site.home}/feed", articles=True))
    assert (round_.bodies[1:], round_.trouble) == ([b"<p>One."], None)
    assert "is not a web address" in round_.wrong[0]


def test_robots_are_heeded(site: Server) -> None:
    """What is forbidden is not asked for; a site whose wishes cannot be had is left alone."""
    site.serve("/robots.txt", b"User-agent: *\nDisallow: /private\n", Content_Type="text/plain")
    site.serve("/private/page", b"<p>x")
    refused = Round(page(f"{site.home}/private/page"))
    assert "robots.txt says" in str(refused.trouble)
    assert site.asked == ["/robots.txt"]
    site.serve("/robots.txt", b"busy", 503, Retry_After="90")
    left = Round(page(f"{site.home}/other"))
    assert isinstance(left.trouble, AnswerError)
    assert (left.trouble.wait_s, "/other" in site.asked) == (90, False)


def test_who_is_led_elsewhere_asks_there_first(site: Server) -> None:
    """Another host has a robots.txt of its own; so has a path of the same one. What moved for good is told."""
    with Server() as other:
        thread = threading.Thread(target=other.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        other.serve("/robots.txt", b"User-agent: *\nDisallow: /closed\n", Content_Type="text/plain")
        other.serve("/closed/page", b"<p>x")
        other.serve("/open", b"<p>y")
        site.serve("/robots.txt", b"User-agent: *\nDisallow: /closed\n", Content_Type="text/plain")
        for path, to in (("/a", f"{other.home}/closed/page"), ("/b", "/closed/x"), ("/c", f"{other.home}/open")):
            site.serve(path, b"", 301, Location=to)
        site.serve("/round", b"", 302, Location="/round")
        clock = Clock()
        refused, own = Round(page(f"{site.home}/a")), Round(page(f"{site.home}/b"))
        assert f"the robots.txt of {other.home}/closed/page, where it leads, says" in str(refused.trouble)
        assert "/closed/page" not in other.asked
        assert "where it leads" in str(own.trouble)
        found = Round(page(f"{site.home}/c", clock))
        assert (found.items, found.memory["moved"]) == ([f"{other.home}/open"], f"{other.home}/open")
        assert "redirects more than 5 times" in str(Round(page(f"{site.home}/round")).trouble)
        assert site.asked.count("/round") == 6
        other.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("pattern", "path", "fitting"),
    [
        ("/a", "/abc", True),
        ("/a$", "/ab", False),
        ("/a$", "/a", True),
        ("/*.pdf$", "/x/y.pdf", True),
        ("/*.pdf$", "/x/y.pdf?z", False),
        ("/a*b*c", "/a1c2b3c", True),
        ("/a*b*c", "/a1c2b3", False),
        ("/a*a$", "/a", False),
        ("*", "/", True),
    ],
)
def test_patterns_of_paths(pattern: str, path: str, fitting: bool) -> None:
    """As RFC 9309 has them."""
    assert fits(pattern, path) is fitting


def test_the_group_that_names_us_counts() -> None:
    """The longest rule wins, several names share a group, and without one those for all count."""
    text = "User-agent: other\nUser-agent: Vedette\nDisallow: /\nAllow: /news/ # here\nCrawl-delay: 7\n\n"
    named = parse(text + "User-agent: *\nDisallow: /news/\n")
    assert (named.may("http://a/news/1"), named.may("http://a/x"), named.delay_s) == (True, False, 7)
    rest = parse("User-agent: other\nDisallow: /\nUser-agent: *\nDisallow: /*?print\nDisallow:\n")
    assert (rest.may("http://a/x"), rest.may("http://a/x?print=1")) == (True, False)
    assert parse("<html>\0\n: :").may("http://a/")


def test_a_host_is_asked_seldom_and_nobody_at_once() -> None:
    """Two seconds for one host, or what it wants up to a minute; half a second for any other."""
    clock = Clock()
    pace = clock.pace()
    for host, delay in (("a", 0.0), ("b", 0.0), ("a", 0.0), ("a", 10.0), ("a", 9999.0)):
        pace.wait(host, delay)
    assert clock.slept == [0.5, 1.5, 10.0, 60.0]


def test_how_long_to_wait_is_read_in_both_forms() -> None:
    """Seconds or a date; nonsense is none, and a year is a day."""
    now = datetime(2024, 6, 1, 12, tzinfo=UTC)
    assert asked_to_wait("120") == 120
    assert asked_to_wait("Sat, 01 Jun 2024 12:10:00 GMT", now) == 600
    assert asked_to_wait("Sat, 01 Jun 2023 12:10:00 GMT", now) == 0
    assert [asked_to_wait(odd) for odd in ("", "soon", "-5", "9" * 40)] == [0, 0, 0, 86400]


def test_the_articles_behind_a_feed(site: Server) -> None:
    """Each once, so many a round, the rest in the next; what is missing is told and tried thrice."""
    links = [f"/news/{number}" for number in range(4)]
    site.serve("/feed", feed(*links, "/gone", "ftp://x/y"), Content_Type="application/rss+xml")
    for link in links:
        site.serve(link, f"<p>Article {link}".encode())
    first = Round(page(f"{site.home}/feed", articles=True, most=3))
    assert [one.removeprefix(site.home) for one in first.items] == ["/feed", *links[:3]]
    rounds = [first]
    for _ in range(5):
        rounds.append(Round(page(f"{site.home}/feed", articles=True, most=3), rounds[-1].memory))
    assert [one.removeprefix(site.home) for one in rounds[1].items] == [links[3]]
    assert [len(one.wrong) for one in rounds] == [0, 1, 1, 1, 0, 0]
    assert "answered 404" in rounds[1].wrong[0]
    assert all(site.asked.count(link) == 1 for link in links)
    assert site.asked.count("/robots.txt") == 1


def test_the_articles_that_a_page_lists(site: Server) -> None:
    """Those of its own host whose path fits; a page without `match` says what is missing."""
    listing = b'<a href="/news/1#top">a</a><a href="/about">b</a><a href="https://far.example/news/2">c</a>'
    site.serve("/", listing + b'<a href="news/1">again</a><a href="/news/3.pdf">d</a><a href="javascript:x()">e</a>')
    site.serve("/news/1", b"<p>One")
    found = Round(page(f"{site.home}/", articles=True, match="/news/"))
    assert found.items == [f"{site.home}/", f"{site.home}/news/1"]
    assert "say with `match`" in Round(page(f"{site.home}/", articles=True)).wrong[0]


def test_a_network_cut_in_the_middle_loses_nothing(site: Server) -> None:
    """Half an answer is none, however it was to end; the article waits, and comes whole later."""

    def half(one: Handler) -> None:
        one.say(b"<p>Half", Content_Length="5000")

    def half_in_chunks(one: Handler) -> None:
        one.protocol_version = "HTTP/1.1"
        one.send_response(200)
        one.send_header("Transfer-Encoding", "chunked")
        one.end_headers()
        one.wfile.write(b"5\r\n<p>Ha\r\n")
        one.close_connection = True

    def half_zipped(one: Handler) -> None:
        one.send_response(200)
        one.send_header("Content-Encoding", "gzip")
        one.end_headers()
        one.wfile.write(gzip.compress(bytes(range(256)) * 40)[:60])

    site.serve("/feed", feed("/a", "/b", "/c"), Content_Type="application/rss+xml")
    site.answers |= {"/a": half, "/b": half_in_chunks, "/c": half_zipped}
    cut = Round(page(f"{site.home}/feed", articles=True))
    assert cut.items == [f"{site.home}/feed"]
    assert [("cut off before its end" in line) for line in cut.wrong] == [True, True, True]
    for path in ("/a", "/b", "/c"):
        site.serve(path, b"<p>Whole")
    later = Round(page(f"{site.home}/feed", articles=True), cut.memory)
    assert later.bodies == [b"<p>Whole"] * 3
    site.answers["/feed"] = half
    assert "cut off" in str(Round(page(f"{site.home}/feed"), later.memory).trouble)


def test_a_server_that_wants_to_be_left_alone_ends_the_round(site: Server) -> None:
    """What was not asked for yet waits."""
    site.serve("/feed", feed("/a", "/b"), Content_Type="application/rss+xml")
    site.serve("/a", b"slow down", 429, Retry_After="600")
    found = Round(page(f"{site.home}/feed", articles=True))
    assert isinstance(found.trouble, AnswerError)
    assert (found.trouble.status, found.trouble.wait_s, "/b" in site.asked) == (429, 600, False)
    assert set(found.memory["waiting"]) == {f"{site.home}/a", f"{site.home}/b"}


def test_a_feed_that_is_not_what_it_was_is_told(site: Server) -> None:
    """Moved for good: once. Empty, gone, or a page now: each in its own words."""
    site.serve("/new", feed("/a"), Content_Type="application/rss+xml")
    site.serve("/old", b"", 301, Location="/new")
    first = Round(page(f"{site.home}/old"))
    assert (len(first.items), first.wrong) == (
        1,
        [f"{site.home}/old has moved for good to {site.home}/new: write that into watch.toml"],
    )
    assert Round(page(f"{site.home}/old"), first.memory).wrong == []
    site.serve("/new", feed(), Content_Type="application/rss+xml")
    assert "without items" in Round(page(f"{site.home}/old"), first.memory).wrong[0]
    site.serve("/new", b"<!DOCTYPE html><p>Welcome")
    assert "was a feed and is none now" in str(Round(page(f"{site.home}/old"), first.memory).trouble)
    site.serve("/new", b"", 410)
    assert "answered 410" in str(Round(page(f"{site.home}/old"), first.memory).trouble)
    site.serve("/moved-a-while", b"", 302, Location="/page")
    site.serve("/page", b"<p>x")
    assert Round(page(f"{site.home}/moved-a-while")).wrong == []


def test_a_page_to_log_in_is_no_article(site: Server) -> None:
    """Told by where it leads, or by its field for a password."""
    site.serve("/feed", feed("/a", "/b"), Content_Type="application/rss+xml")
    site.serve("/a", b"", 302, Location="/user/login?next=/a")
    site.serve("/b", b"", 302, Location="/gate")
    site.serve("/user/login?next=/a", b"<form>")
    site.serve("/gate", b"<form><input name=p type='password'>")
    found = Round(page(f"{site.home}/feed", articles=True))
    assert found.items == [f"{site.home}/feed"]
    assert all("asks to log in" in line for line in found.wrong)


def test_links_of_hostile_lists() -> None:
    """Entities are not expanded, passwords are not taken, and damage is told."""
    bomb = b'<!DOCTYPE r [<!ENTITY a "x">]><rss><item><link>&a;</link></item></rss>'
    with pytest.raises(CaptureError, match="may be a bomb"):
        feed_links(bomb, "http://a/")
    with pytest.raises(CaptureError, match="damaged or empty"):
        feed_links(b"", "http://a/")
    atom = b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="self" href="/s"/><link href="/e"/></entry>'
    assert feed_links(atom + b"<entry/></feed>", "http://a/f") == ["http://a/e", None]
    odd = b'<a href="http://u:p@a/x">1</a><a href="http://[bad/">2</a><a href="/x">3</a>' + b"<div>" * 5000
    assert page_links(odd, "http://a/", "/") == ["http://a/x"]


def test_only_the_ranges_that_are_allowed(site: Server) -> None:
    """One's own range opens that range and no other; a redirect out of it is refused."""
    site.serve("/page", b"<p>x")
    site.serve("/away", b"", 302, Location="http://169.254.169.254/latest/meta-data/")
    other = Fetcher(timeout_s=5.0, allowed=networks(["10.0.0.0/8"]))
    assert "private address" in str(Round(page(f"{site.home}/page", fetcher=other)).trouble)
    assert "private address" in str(Round(page(f"{site.home}/away")).trouble)
    assert LOCAL.fetch(f"{site.home.replace('127.0.0.1', '[::ffff:127.0.0.1]')}/page").payload == b"<p>x"


def test_a_page_cannot_lead_inside(site: Server) -> None:
    """Neither a feed's items nor a page's robots.txt, however the address is written."""
    inside = ["http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/", "http://2130706434/", "http://0xa.1/"]
    site.serve(
        "/feed", feed(*inside, "http://0300.0250.0.1/", "file:///etc/passwd"), Content_Type="application/rss+xml"
    )
    found = Round(page(f"{site.home}/feed", articles=True, fetcher=_only(site)))
    assert (found.items, len(found.wrong)) == ([f"{site.home}/feed"], 6)
    refusals = ("private address", "leads nowhere", "Invalid IPv4 address")
    assert [line for line in found.wrong if not any(one in line for one in refusals)] == []
    assert site.asked == ["/robots.txt", "/feed"]


def _only(site: Server) -> Fetcher:
    return Fetcher(timeout_s=5.0, allowed=networks(["127.0.0.1/32"]))


def test_a_name_that_changes_its_mind_is_pinned(site: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address that was checked is the one connected to: the name is asked once a connection (DNS rebinding)."""
    site.serve("/page", b"<p>x")
    port, asked, real = site.server_address[1], [], socket.getaddrinfo

    def turning(host: Any, *rest: Any, **more: Any) -> Any:
        if host not in ("turn.example", b"turn.example"):
            return real(host, *rest, **more)
        asked.append(host)
        to = "127.0.0.1" if len(asked) == 1 else "10.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (to, port))]

    monkeypatch.setattr(socket, "getaddrinfo", turning)
    assert LOCAL.fetch(f"http://turn.example:{port}/page").payload == b"<p>x"
    assert len(asked) == 1
    with pytest.raises(CaptureError, match="private address"):
        LOCAL.fetch(f"http://turn.example:{port}/page")
