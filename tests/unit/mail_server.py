"""A small IMAP server on loopback, enough to be asked for mail; it notes every command."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Box:
    """`mails` by UID. `sizes` are what the server says where that is another."""

    mails: dict[int, bytes]
    validity: int = 7
    password: str = "secret word"
    sizes: dict[int, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    breaks_at: int | None = None
    port: int = 0


class _Talk(socketserver.StreamRequestHandler):
    box: Box

    def handle(self) -> None:
        self._say("* OK ready")
        while line := self.rfile.readline(2000).decode("utf-8", "replace").strip():
            tag, _, told = line.partition(" ")
            self.box.asked.append(told.replace(self.box.password, "…"))
            if not self._answer(tag, told):
                return

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def _answer(self, tag: str, told: str) -> bool:
        word = told.split(" ")[0].upper()
        match word:
            case "CAPABILITY":
                self._say("* CAPABILITY IMAP4rev1")
            case "LOGIN" if f'"{self.box.password}"' not in told:
                self._say(f"{tag} NO wrong")
                return True
            case "EXAMINE" if "INBOX" not in told:
                self._say(f"{tag} NO no such folder")
                return True
            case "EXAMINE":
                self._say(f"* {len(self.box.mails)} EXISTS")
            case "STATUS":
                self._say(f'* STATUS "INBOX" (UIDVALIDITY {self.box.validity})')
            case "UID":
                return self._uid(tag, told)
            case "LOGOUT":
                self._say("* BYE")
                self._say(f"{tag} OK")
                return False
            case "LOGIN":
                pass
            case _:
                self._say(f"{tag} BAD {word}")
                return True
        self._say(f"{tag} OK done")
        return True

    def _uid(self, tag: str, told: str) -> bool:
        if "SEARCH" in told:
            found = re.search(r"UID (\d+):\*", told)
            first = int(found[1]) if found else 1
            uids = [uid for uid in sorted(self.box.mails) if uid >= first] or sorted(self.box.mails)[-1:]
            self._say("* SEARCH " + " ".join(map(str, uids)))
        else:
            for number, uid in enumerate(map(int, told.split(" ")[2].split(",")), start=1):
                if uid == self.box.breaks_at and "PEEK" in told:
                    return False
                payload = self.box.mails[uid]
                if "SIZE" in told:
                    self._say(f"* {number} FETCH (UID {uid} RFC822.SIZE {self.box.sizes.get(uid, len(payload))})")
                else:
                    self._say(f"* {number} FETCH (UID {uid} BODY[] {{{len(payload)}}}")
                    self.wfile.write(payload + b")\r\n")
        self._say(f"{tag} OK done")
        return True


@contextmanager
def serving(box: Box) -> Iterator[Box]:
    handler = type("Talk", (_Talk,), {"box": box})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        box.port = server.server_address[1]
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
