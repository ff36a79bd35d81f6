"""Fetching: within bounds, and never from a private address."""

import gzip
import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from vedette.collect.address import Fetcher
from vedette.collect.archive import FileArchive
from vedette.collect.gather import gather
from vedette.model.capture import Capture
from vedette.model.errors import CaptureError
from vedette.model.failure import Failure
from vedette.model.ids import SourceId
from vedette.model.source import Source
from vedette.model.watch import Watch
from vedette.reference.host import is_public

FEED = b'<?xml version="1.0"?><rss version="2.0"><channel><title>F</title></channel></rss>'
LOCAL = Fetcher(allow_private=True, timeout_s=5.0, limit=200_000)


class Site(BaseHTTPRequestHandler):
    """A small site with every kind of trouble."""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0].strip("/")
        getattr(self, f"get_{path}", self.get_missing)()

    def answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def get_page(self) -> None:
        agent = self.headers["User-Agent"].encode()
        self.answer(b"<html><body>" + agent, Content_Type="text/html; charset=utf-8", Set_Cookie="id=1")

    def get_feed(self) -> None:
        self.answer(FEED, Content_Type="text/html")

    def get_missing(self) -> None:
        self.answer(b"no", 404)

    def get_forbidden(self) -> None:
        self.answer(b"no", 403)

    def get_away(self) -> None:
        self.answer(b"", 302, Location="/page#part")

    def get_loop(self) -> None:
        self.answer(b"", 302, Location="/loop")

    def get_other(self) -> None:
        self.answer(b"", 302, Location="file:///etc/passwd")

    def get_large(self) -> None:
        self.answer(b"x" * 300_000)

    def get_bomb(self) -> None:
        self.answer(gzip.compress(b"x" * 50_000_000), Content_Encoding="gzip")

    def get_zipped(self) -> None:
        self.answer(gzip.compress(b"<p>zipped"), Content_Encoding="gzip")

    def get_brotli(self) -> None:
        self.answer(b"xx", Content_Encoding="br")

    def get_damaged(self) -> None:
        self.answer(b"not gzip", Content_Encoding="gzip")

    def get_slow(self) -> None:
        """Each byte comes in time; together they never end."""
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(40):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_page_is_fetched(site: str) -> None:
    """Bytes, headers without cookies, and our name as the agent."""
    fetched = LOCAL.fetch(f"{site}/page")
    assert fetched.payload == b"<html><body>vedette"
    assert fetched.declared == "text/html; charset=utf-8"
    assert "set-cookie" not in dict(fetched.headers)


def test_redirects_lead_to_the_last_address(site: str) -> None:
    """The address is that of the page, without its fragment."""
    assert LOCAL.fetch(f"{site}/away").address == f"{site}/page"


def test_compression_is_undone(site: str) -> None:
    """The payload is what the page says, not how it travelled."""
    assert LOCAL.fetch(f"{site}/zipped").payload == b"<p>zipped"


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("missing", "answered 404"),
        ("forbidden", "does not let Vedette in"),
        ("loop", "redirects more than 5 times"),
        ("other", "not a http or https address"),
        ("large", "larger than"),
        ("bomb", "larger than"),
        ("brotli", "encoding"),
        ("damaged", "came damaged"),
    ],
)
def test_trouble_says_what_to_do(site: str, path: str, says: str) -> None:
    """Every trouble of a server is a CaptureError of one line."""
    with pytest.raises(CaptureError, match=says):
        LOCAL.fetch(f"{site}/{path}")


def test_all_the_time_together_is_bounded(site: str) -> None:
    """A server that drips bytes for ever is left."""
    started = time.monotonic()
    with pytest.raises(CaptureError, match="did not answer within"):
        Fetcher(allow_private=True, timeout_s=0.3).fetch(f"{site}/slow")
    assert time.monotonic() - started < 2


def test_a_dead_address() -> None:
    """A closed port and an unknown host each give their line."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(CaptureError, match="did not answer"):
        LOCAL.fetch(f"http://127.0.0.1:{port}/")


def test_an_unknown_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that resolves to nothing."""

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(CaptureError, match=r"no host nowhere\.invalid is known"):
        Fetcher().fetch("http://nowhere.invalid/")


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "[::1]", "10.0.0.1", "169.254.169.254", "0.0.0.0", "2130706433", "0x7f.1", "[::ffff:10.0.0.1]"],
)
def test_private_addresses_are_refused(host: str) -> None:
    """Also in their odd spellings."""
    with pytest.raises(CaptureError, match=r"private address|leads nowhere|not a web address"):
        Fetcher().fetch(f"http://{host}/")


def test_a_redirect_to_a_private_address_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check is made at every hop, on the address that will be connected to."""
    port = int(site.rpartition(":")[2])
    asked: list[str] = []

    def public_first(ip: ipaddress.IPv4Address) -> bool:
        asked.append(str(ip))
        return len(asked) == 1

    monkeypatch.setattr("vedette.reference.host.is_public", public_first)
    with pytest.raises(CaptureError, match="private address"):
        Fetcher(timeout_s=5.0).fetch(f"http://127.0.0.1:{port}/away")
    assert len(asked) == 2


def test_a_name_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A public address beside it does not help."""

    def two(*_: object, **__: object) -> list[object]:
        kind = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        return [(*kind, ("93.184.216.34", 80)), (*kind, ("192.168.1.1", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", two)
    with pytest.raises(CaptureError, match="private address"):
        Fetcher().fetch("http://trick.example/")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("::ffff:192.168.0.1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::5db8:d822", True),
        ("2002:7f00:1::", False),
        ("fec0::1", False),
        ("64:ff9b:1::808:808", False),
        ("192.0.0.192", False),
        ("168.63.129.16", False),
        ("::ffff:168.63.129.16", False),
    ],
)
def test_what_is_public(address: str, public: bool) -> None:
    """Wrapped IPv4 addresses are judged by what they wrap."""
    assert is_public(ipaddress.ip_address(address)) is public


@pytest.mark.parametrize(
    "address",
    ["http://user:pw@example.org/", "http://", "http://exa mple/", "https://[::1", "gopher://x/", "http://xn--a/"],
)
def test_addresses_that_cannot_be(address: str) -> None:
    """Secrets in an address are not stored; nonsense is refused."""
    with pytest.raises(CaptureError):
        Fetcher().fetch(address)


def test_a_feed_and_a_dead_page_through_gather(site: str, tmp_path: Path) -> None:
    """What a feed's address gives is the feed; the dead address is a line; the source is known by its host."""
    source = Source(id=SourceId("wire"), name="Wire", match=("127.0.0.1",))
    found = gather(
        [f"{site}/feed", f"{site}/missing", f"{site}/page"],
        archive=FileArchive(tmp_path),
        watch=Watch(name="w", sources=(source,)),
        clock=lambda: datetime(2024, 5, 18, tzinfo=UTC),
        fetcher=LOCAL,
    )
    feed, dead, page = found
    assert isinstance(feed, Capture)
    assert (feed.media_type, feed.source) == ("application/rss+xml", "wire")
    assert isinstance(dead, Failure)
    assert dead.item == f"{site}/missing"
    assert isinstance(page, Capture)
    assert page.media_type == "text/html"
