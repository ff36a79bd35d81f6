"""A server with OpenAI's protocol that replays recorded answers, by a word in the report it is asked about."""

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "data" / "assistant"
REPORT = (FOLDER / "report.txt").read_text("utf-8").strip()
_TOLD = json.loads((FOLDER / "recordings.json").read_text("utf-8"))
RECORDINGS: dict[str, dict[str, Any]] = _TOLD["recordings"]
SUPPORTED = {tuple(one) for one in _TOLD["supported"]}
_BOMB = "[" * 200_000


@dataclass
class Model:
    """What it was asked, and how often about each recording. `port` once it serves."""

    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    times: dict[str, int] = field(default_factory=dict)
    port: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"


def report_about(recording: str) -> str:
    """The report that has the server replay it."""
    return f"{REPORT}\n\n({recording})"


@contextmanager
def model_server() -> Iterator[Model]:
    model = Model()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            model.asked.append(question)
            model.headers.append({key.lower(): value for key, value in self.headers.items()})
            (report,) = json.loads(question["messages"][1]["content"]).values()
            name = report.rsplit("(", 1)[-1].rstrip(")") if report.endswith(")") else "good"
            model.times[name] = model.times.get(name, 0) + 1
            self.replay(RECORDINGS[name], model.times[name])

        def replay(self, told: dict[str, Any], time: int) -> None:
            if "first" in told and time == 1:
                told = told["first"]
            body, behaves = _body(told), told.get("behaves")
            self.send_response(told.get("status", 200))
            self.send_header("Content-Type", told.get("type", "application/json"))
            for key, value in told.get("headers", {}).items():
                self.send_header(key, value)
            if behaves == "packs":
                body = gzip.compress(body)
                self.send_header("Content-Encoding", "gzip")
            if behaves != "floods":
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.pour(body, behaves)
            except OSError:
                self.close_connection = True

        def pour(self, body: bytes, behaves: str | None) -> None:
            match behaves:
                case "sleeps":
                    model.over.wait(20)
                case "drips":
                    for letter in body:
                        if model.over.wait(0.02):
                            return
                        self.wfile.write(bytes([letter]))
                case "hangs up":
                    self.wfile.write(body[: len(body) // 2])
                    self.close_connection = True
                case "floods":
                    while not model.over.is_set():
                        self.wfile.write(b" " * 200_000)
                case _:
                    self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.block_on_close = True, False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    model.port = server.server_address[1]
    try:
        yield model
    finally:
        model.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _body(told: dict[str, Any]) -> bytes:
    if "raw" in told:
        return str(told["raw"]).encode()
    if "latin" in told:
        return str(told["latin"]).encode("latin-1")
    match told.get("bomb"):
        case "envelope":
            return f'{{"choices":{_BOMB}'.encode()
        case "content":
            return _completion(f'{{"statements":{_BOMB}', told)
        case "field":
            return _completion(f'{{"statements":[{{"passage":{"[" * 500}{"]" * 500}}}]}}', told)
    content = told.get("content")
    if isinstance(content, dict):
        statements = content["statements"] * told.get("times", 1)
        content = json.dumps({**content, "statements": statements}, ensure_ascii=False)
    return _completion(content, told)


def _completion(content: str | None, told: dict[str, Any]) -> bytes:
    message = {"role": "assistant", "content": content, **told.get("beside", {})}
    choice = {"index": 0, "message": message, "finish_reason": told.get("finish", "stop")}
    usage = {"prompt_tokens": 900, "completion_tokens": 100, "total_tokens": told.get("tokens", 1_000)}
    return json.dumps({"object": "chat.completion", "choices": [choice], "usage": usage}).encode()
