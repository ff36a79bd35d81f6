"""A web site on this machine that is told how to fail: a feed and its articles."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ARTICLES = 8
_TEXT = "The ministry said that its troops had crossed the river at the bridge number {} on Sunday. "


@dataclass(slots=True, kw_only=True)
class Fault:
    """What becomes of the answers after the first `good` ones, except for robots.txt: `way` is reset, hang, close, or
    notice: whole answers, once `going_on` is set. Nothing for the empty word. `answered` counts."""

    way: str = ""
    good: int = 0
    answered: int = 0
    reached: threading.Event = field(default_factory=threading.Event)
    going_on: threading.Event = field(default_factory=threading.Event)

    @property
    def waited(self) -> bool:
        return self.reached.is_set() and self.going_on.is_set()


class Site(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, fault: Fault, port: int = 0, items: int = ARTICLES) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.fault, self.items = fault, items

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def body(self, path: str) -> bytes | None:
        home = f"http://127.0.0.1:{self.port}"
        if path == "/feed":
            items = "".join(
                f"<item><title>Report {n}</title><link>{home}/{n}</link><description>{_TEXT.format(n)}</description>"
                f"<pubDate>Sun, 12 May 2024 10:00:00 GMT</pubDate></item>"
                for n in range(self.items)
            )
            return f'<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>{items}</channel></rss>'.encode()
        if path.strip("/").isdecimal():
            text = _TEXT.format(path) * 200
            return f"<!DOCTYPE html><html><title>Report</title><body><article><p>{text}</p></article>".encode()
        return None


class _Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        body = self.server.body(self.path)
        if body is None:
            self.send_error(404)
            return
        fault = self.server.fault
        fault.answered += 1
        failing = bool(fault.way) and fault.answered > fault.good
        if failing and fault.way == "notice":
            fault.reached.set()
            fault.going_on.wait(20)
            failing = False
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml" if self.path == "/feed" else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body[: len(body) // 2] if failing else body)
        if failing:
            fault.reached.set()
            self._fail(fault.way)

    def _fail(self, way: str) -> None:
        if way == "hang":
            threading.Event().wait(30)
        elif way == "reset":
            # Closing so sends RST, as a router does that forgot the connection.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()
        elif way == "close":
            threading.Thread(target=_gone, args=(self.server,), daemon=True).start()

    def finish(self) -> None:
        with suppress(OSError, ValueError):
            super().finish()

    def log_message(self, *_: object) -> None: ...


def _gone(server: Site) -> None:
    server.shutdown()
    server.server_close()


@contextmanager
def serving(fault: Fault, port: int = 0, items: int = ARTICLES) -> Iterator[Site]:
    with Site(fault, port, items) as site:
        thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.shutdown()
            thread.join()


def watch(port: int, *, articles: bool = True) -> str:
    """A watch that follows the site."""
    return (
        'name = "Followed"\nlanguages = ["en"]\n\n[[collect]]\nid = "feed"\nkind = "web"\nprivate = true\n'
        f'address = "http://127.0.0.1:{port}/feed"\nevery = "1m"\nmost = 50\narticles = {str(articles).lower()}\n'
    )
