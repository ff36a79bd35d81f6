"""A mail server and a web server of the test's own, on this machine."""

import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Post:
    """What the mail server took, and how it is told to behave."""

    letters: list[tuple[str, bytes]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)
    hangs_up_after: str = ""
    drips: bool = False
    context: ssl.SSLContext | None = None
    port: int = 0


@contextmanager
def mail_server(post: Post) -> Iterator[Post]:
    """Speaks as much of RFC 5321 as smtplib needs."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            try:
                self.converse()
            except (OSError, ssl.SSLError, ValueError):
                return
            finally:
                with suppress(OSError, ValueError):
                    self.rfile.close()
                    self.wfile.close()
                self.connection.close()

        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())
            self.wfile.flush()

        def converse(self) -> None:
            if post.drips:
                while not stop.wait(0.05):
                    self.say("220-still here")
                return
            self.say("220 test")
            to = ""
            while line := self.rfile.readline(2000):
                word = line.decode("utf-8", "replace").strip()
                post.said.append(word)
                verb = word.partition(" ")[0].upper()
                if verb == post.hangs_up_after:
                    return
                match verb:
                    case "EHLO":
                        self.say("250-test")
                        if post.context is not None and not isinstance(self.connection, ssl.SSLSocket):
                            self.say("250-STARTTLS")
                        self.say("250 AUTH PLAIN")
                    case "STARTTLS":
                        self.say("220 go on")
                        assert post.context is not None
                        self.connection = post.context.wrap_socket(self.connection, server_side=True)
                        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb")
                    case "RCPT":
                        to = word.partition("<")[2].partition(">")[0]
                        self.say("550 nobody here" if to in post.refuses else "250 ok")
                    case "DATA":
                        self.say("354 go on")
                        body = b"".join(iter(self.rfile.readline, b".\r\n"))
                        post.letters.append((to, body))
                        self.say("250 taken")
                    case "QUIT":
                        self.say("221 bye")
                        return
                    case "AUTH":
                        self.say("235 welcome")
                    case _:
                        self.say("250 ok")

    stop = threading.Event()
    with _served(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)) as port:
        post.port = port
        try:
            yield post
        finally:
            stop.set()


@dataclass
class Desk:
    """What was posted to the web server, and what it answers."""

    posts: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    status: int = 204
    location: str = ""
    port: int = 0


@contextmanager
def web_server(desk: Desk) -> Iterator[Desk]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            desk.posts.append((self.path, {key.lower(): value for key, value in self.headers.items()}, body))
            self.send_response(desk.status)
            if desk.location:
                self.send_header("Location", desk.location)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            return

    with _served(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as port:
        desk.port = port
        yield desk


@contextmanager
def _served(server: socketserver.ThreadingTCPServer) -> Iterator[int]:
    server.daemon_threads = True
    server.block_on_close = False
    work: Callable[[], None] = server.serve_forever
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
