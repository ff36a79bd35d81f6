"""A list of videos followed: the newest that were not taken yet, through yt-dlp and a server of the test."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

pytest.importorskip("yt_dlp", reason="needs the extra 'links'")

from vedette.collect.collector import Mark
from vedette.collect.item import Item
from vedette.collect.video import VideoFetcher
from vedette.collect.video_list import VideoList
from vedette.model.capture import MESSAGE
from vedette.model.errors import CaptureError
from vedette.model.ids import SourceId

FILM = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + bytes(4000)


class Channel(BaseHTTPRequestHandler):
    """A feed of films, the newest first."""

    films: ClassVar[list[str]] = []
    sent: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        host = f"http://{self.headers['Host']}"
        if self.path == "/feed":
            items = "".join(
                f"<item><title>Film {film}</title><link>{host}/{film}.mp4</link>"
                f'<enclosure url="{host}/{film}.mp4" type="video/mp4"/></item>'
                for film in self.films
            )
            self._send(
                f'<?xml version="1.0"?><rss version="2.0"><channel><title>S</title>{items}</channel></rss>'.encode(),
                "text/xml",
            )
        elif self.path.endswith(".mp4"):
            self._send(FILM + self.path.encode(), "video/mp4")
        else:
            self.send_error(404)

    do_HEAD = do_GET  # noqa: N815 - the server's name

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)
            self.sent.append(self.path)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Channel) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def go(folder: Path, site: str, memory: dict[str, Any], most: int = 2) -> tuple[list[str], dict[str, Any]]:
    """The films taken, and what is remembered."""
    fetcher = VideoFetcher(folder=folder, allow_private=True, timeout_s=120, most=most)
    source = VideoList(address=f"{site}/feed", fetcher=fetcher, source_of=lambda *_: SourceId("steppe"))
    films: list[str] = []
    for given in source.collect(memory):
        match given:
            case Item() if dict(given.headers).get(MESSAGE):
                with given.open() as handle:
                    films.append(handle.read()[len(FILM) :].decode())
            case Mark():
                memory = dict(given.memory)
    return films, memory


def test_each_video_comes_once(tmp_path: Path, site: str) -> None:
    """Of a long list the newest; the next round only what came since."""
    Channel.films = ["c", "b", "a"]
    films, memory = go(tmp_path, site, {})
    assert films == ["/c.mp4", "/b.mp4"]
    assert len(memory["seen"]) == 2
    Channel.films = ["d", "c", "b", "a"]
    films, memory = go(tmp_path, site, memory)
    assert films == ["/d.mp4"]
    assert go(tmp_path, site, memory) == ([], memory)
    assert list(tmp_path.iterdir()) == []


def test_a_list_that_is_gone_is_one_line(tmp_path: Path, site: str) -> None:
    """With what to do."""
    with pytest.raises(CaptureError, match="cannot be had"):
        go(tmp_path, f"{site}/nowhere", {})
