"""Videos of web pages, through yt-dlp's own reader of any page, from a server of the test."""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

pytest.importorskip("yt_dlp", reason="needs the extra 'links'")
pytest.importorskip("av", reason="needs the extra 'media'")

from click.testing import CliRunner
from footage import pan, scene, write_video

from vedette.cli import main
from vedette.collect.archive import FileArchive
from vedette.collect.gather import gather
from vedette.collect.guard import Guard
from vedette.collect.video import VideoFetcher
from vedette.model.capture import CHANNEL, MESSAGE, PUBLISHED, Capture
from vedette.model.failure import Failure
from vedette.model.source import Source
from vedette.model.watch import Watch
from vedette.observe.stage import published

NOW = datetime(2024, 5, 18, 9, tzinfo=UTC)
LINKED = {
    "@context": "https://schema.org",
    "@type": "VideoObject",
    "name": "Bridge at dusk",
    "description": "The bridge was hit on Sunday.",
    "uploadDate": "2024-05-12T18:30:00+00:00",
    "author": {"@type": "Person", "name": "Steppe Watch"},
}


class Site(BaseHTTPRequestHandler):
    film = b""
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        Site.asked.append(self.path)
        host = f"http://{self.headers['Host']}"
        match self.path.partition("?")[0]:
            case "/film.mp4":
                self._send(self.film, "video/mp4")
            case "/page":
                told = LINKED | {"contentUrl": f"{host}/film.mp4"}
                self._page(f'<script type="application/ld+json">{json.dumps(told)}</script>')
            case "/two":
                self._page('<video src="/film.mp4"></video><video src="/other.mp4"></video>')
            case "/none":
                self._page("<p>Nothing to see.")
            case "/slow":
                threading.Event().wait(20)
            case _:
                self.send_error(404)

    do_HEAD = do_GET  # noqa: N815 - the server's name

    def _page(self, body: str) -> None:
        self._send(f"<html><head><title>A page</title></head><body>{body}</body></html>".encode(), "text/html")

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    Site.film = write_video(tmp_path_factory.mktemp("film") / "f.mp4", pan(scene(1, 900, 700), 24)).read_bytes()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def collect(tmp_path: Path, address: str, sources: tuple[Source, ...] = (), **bounds: Any) -> list[Capture | Failure]:
    fetcher = VideoFetcher(folder=tmp_path, **({"allow_private": True, "timeout_s": 120} | bounds))
    watch, archive = Watch(name="w", sources=sources), FileArchive(tmp_path / "archive")
    found = list(gather([address], archive=archive, watch=watch, clock=lambda: NOW, kind="video", video=fetcher))
    assert not list(tmp_path.glob("video-*"))
    return found


def reason(found: list[Capture | Failure]) -> str:
    (failure,) = found
    assert isinstance(failure, Failure)
    assert "\n" not in failure.reason
    return failure.reason


def test_a_film_and_the_words_of_its_page_are_captured(tmp_path: Path, site: str) -> None:
    """The film's bytes are as they came; the words are a report of which it is the film."""
    words, film = collect(tmp_path, f"{site}/page")
    assert isinstance(words, Capture)
    assert isinstance(film, Capture)
    archive = FileArchive(tmp_path / "archive")
    assert archive.read(film.sha256) == Site.film
    assert film.media_type == "video/mp4"
    told = json.loads(archive.read(words.sha256))
    assert told["text"].startswith("Bridge at dusk")
    assert "hit on Sunday" in told["text"]
    assert told["url"] == f"{site}/page"
    assert film.header(PUBLISHED) == "2024-05-12T18:30:00+00:00"
    assert words.address == film.address == f"{site}/page"


def test_a_day_is_when_it_was_published(tmp_path: Path, site: str) -> None:
    """Many sites say no more; it is kept as the whole day."""
    _, film = collect(tmp_path, f"{site}/page")
    assert isinstance(film, Capture)
    headers = ((PUBLISHED, "2024-05-12"),)
    day = published(Capture(id=film.id, sha256="", size=0, address="", fetched=NOW, media_type="", headers=headers))
    assert day is not None
    assert (day.first_day, day.last_day) == (day.start.date(), day.start.date())
    assert str(day.start.date()) == "2024-05-12"


def test_loopback_is_refused_by_default(tmp_path: Path, site: str) -> None:
    """Nothing reaches the server."""
    Site.asked.clear()
    told = reason(collect(tmp_path, f"{site}/page", allow_private=False))
    assert "leads to a private address" in told
    assert "--private" in told
    assert Site.asked == []


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("none", "shows no video"),
        ("missing", "cannot be had"),
        ("two", "is a list of videos"),
    ],
)
def test_trouble_says_what_to_do(tmp_path: Path, site: str, path: str, says: str) -> None:
    """One line, and nothing is left behind."""
    assert says in reason(collect(tmp_path, f"{site}/{path}"))


def test_a_film_larger_than_allowed_is_left(tmp_path: Path, site: str) -> None:
    """Whatever the server says of its size."""
    assert "is larger than 0 MB" in reason(collect(tmp_path, f"{site}/film.mp4", limit=2000))


def test_a_site_that_hangs_is_left(tmp_path: Path, site: str) -> None:
    """The child ends with all it holds."""
    assert "save the video and add the file" in reason(collect(tmp_path, f"{site}/slow", timeout_s=4))


@pytest.mark.parametrize(
    ("address", "says"),
    [("ftp://example.org/a.mp4", "is not a web address"), ("http://me:secret@example.org/", "password")],
)
def test_other_addresses_are_refused_at_once(tmp_path: Path, address: str, says: str) -> None:
    """Before anything is started."""
    assert says in reason(collect(tmp_path, address))


def test_without_the_extra_it_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line that can be pasted."""
    monkeypatch.setattr("vedette.collect.video.find_spec", lambda name: None)
    assert "pip install 'vedette[links]'" in reason(collect(tmp_path, "https://example.org/film"))


def test_no_such_host_is_told(tmp_path: Path) -> None:
    """As where there is no connection."""
    assert "did not answer" in reason(collect(tmp_path, "https://nowhere.invalid/film"))


def test_the_channel_is_the_source(tmp_path: Path, site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the site that carries it; and one that the watch names is known by its name."""
    steppe = Source(id="steppe", name="Steppe Watch")
    from vedette.collect import video as module
    from vedette.collect.video_child import Video

    def told(self: VideoFetcher, address: str, folder: str) -> list[Video]:
        (Path(folder) / "1.media").write_bytes(Site.film)
        return [Video(file="1.media", address=address, identity="x:1", title="T", channel="Steppe Watch")]

    monkeypatch.setattr(module.VideoFetcher, "_ask", told)
    for sources, expected in ((), "steppe-watch"), ((steppe,), "steppe"):
        words, film = collect(tmp_path, "https://example.org/v/1", sources)
        assert isinstance(words, Capture)
        assert isinstance(film, Capture)
        assert words.source == film.source == expected
        assert film.header(CHANNEL) == "Steppe Watch"
        assert film.header(MESSAGE) == f"{expected}:x:1"


GUARDED = """
import socket, subprocess, sys
from vedette.collect.guard import Guard
guard = Guard(); guard.install()
for host in ("127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "100.64.0.1", "0.0.0.0", "localhost", ""):
    try:
        socket.socket().connect((host, 9)); print("reached", host)
    except PermissionError: pass
for host in ("::1", "fe80::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"):
    try:
        socket.socket(socket.AF_INET6).connect((host, 9)); print("reached", host)
    except PermissionError: pass
for work in (lambda: socket.create_connection(("localhost", 9)), lambda: subprocess.run(["true"]),
             lambda: socket.socket(socket.AF_UNIX).connect("/tmp/x"),
             lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9))):
    try:
        work(); print("did", work)
    except PermissionError: pass
print(len(guard.refused))
"""


def test_the_guard_refuses_every_private_address() -> None:
    """Under names and in wrappers too, and any program; in a process of its own, for it cannot be taken away."""
    ran = subprocess.run([sys.executable, "-c", GUARDED], capture_output=True, text=True, check=True)
    said = ran.stdout.split()
    assert len(said) == 1, ran.stdout
    assert int(said[0]) >= 15


def test_the_guard_lets_public_addresses_through() -> None:
    """Asked, not reached."""
    guard = Guard()
    guard._asked("socket.connect", (socket.socket, ("1.1.1.1", 443)))
    guard._asked("socket.connect", (socket.socket, ("2606:4700::1111", 443, 0, 0)))
    assert guard.refused == []


def test_the_command_adds_and_reads_a_film(tmp_path: Path, site: str) -> None:
    """Twice is once; its words become a document by its page."""
    workspace = str(tmp_path / "war")
    run = CliRunner().invoke
    assert run(main, ["init", workspace]).exit_code == 0
    asked = ["add", workspace, "--video", f"{site}/page", "--json", "--private"]
    first, again = (run(main, asked) for _ in range(2))
    assert first.exit_code == 0, first.output
    assert json.loads(first.stdout)["new"] == 2
    assert json.loads(again.stdout) == {"new": 0, "known": 2, "failures": []}
    refused = run(main, ["add", workspace, "--video", f"{site}/page"])
    assert refused.exit_code == 4
    assert "private address" in refused.stderr
