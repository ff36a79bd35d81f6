"""A network that is cut while `vedette collect` is at work; everything on this machine, in a network of its own.

Answers are cut off or hang in the middle, names lead nowhere, the server is gone, and the one interface there is goes
down. The waits between two questions are left out, and who hangs is waited for 3 s in place of 20.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faulty_site import Fault, Site, serving, watch

# In the child: no waits, and, where asked for, names that lead nowhere after so many questions.
PATIENT = """
import functools, os, socket
import vedette.collect.choose as choose, vedette.collect.patience as patience
patience.Pace.wait = lambda *_: None
choose.Fetcher = functools.partial(choose.Fetcher, timeout_s={patience})
left, ask = [{names}], socket.getaddrinfo
def asked(*parts, **named):
    left[0] -= 1
    if left[0] < 0: raise socket.gaierror(-3, "Temporary failure in name resolution")
    return ask(*parts, **named)
if left[0] >= 0: socket.getaddrinfo = asked
"""
MAIN = "from vedette.cli import main; main()"
_LONG_FEED = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """`names`: after so many questions a name leads nowhere. `down_s`: so long the interface is down, from the middle
    of an answer on."""

    told: str
    way: str = ""
    good: int = 0
    names: int = -1
    down_s: float = 0.0
    articles: bool = True


CUTS = (
    Cut(told="an article is cut off (reset)", way="reset", good=4),
    Cut(told="an article hangs in its middle", way="hang", good=4),
    Cut(told="names lead nowhere", names=5),
    Cut(told="the server is gone between two articles", way="close", good=4),
    Cut(told="the network is taken away within an article", way="hang", good=4, down_s=6),
    Cut(told=f"a feed of {_LONG_FEED:,} items is cut off (reset)", way="reset", articles=False),
    Cut(told=f"a feed of {_LONG_FEED:,} items hangs in its middle", way="hang", articles=False),
)


def patient(names: int = -1, seconds: float = 20.0) -> str:
    return PATIENT.replace("{names}", str(names)).replace("{patience}", str(seconds)) + MAIN


def asked(folder: Path, names: int = -1, seconds: float = 20.0) -> tuple[int, str]:
    code = patient(names, seconds)
    words = [sys.executable, "-c", code, "collect", "war", "--now"]
    ended = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    lines = ended.stderr.strip().splitlines() or [""]
    return ended.returncode, "a traceback" if "Traceback" in ended.stderr else lines[-1].replace(str(folder), "…")


def held(folder: Path) -> tuple[set[tuple[str, str]], list[str]]:
    """The addresses and hashes that were captured, and what `verify` finds."""
    from vedette.collect.archive import FileArchive
    from vedette.verify import find_problems
    from vedette.workspace import open_workspace

    with open_workspace(folder / "war", 1) as opened:
        view = opened.store.view()
        found = find_problems(view, FileArchive(opened.path / "archive"), opened.reports, lambda *_: None)
        return {(one.address, one.sha256) for one in view.captures()}, list(found)


def prepared(folder: Path, port: int, cut: Cut) -> None:
    (folder / "watch.toml").write_text(watch(port, articles=cut.articles), "utf-8")
    words = [sys.executable, "-c", MAIN, "init", "war", "--config", "watch.toml"]
    subprocess.run(words, cwd=folder, check=True, capture_output=True)


def tried(cut: Cut, interface: Callable[[str], None] | None = None) -> dict[str, object]:
    """What one cut did, and what there is once it is over."""
    items = 8 if cut.articles else _LONG_FEED
    with tempfile.TemporaryDirectory() as place:
        folder, fault = Path(place), Fault(way=cut.way, good=cut.good)
        with serving(fault, items=items) as site:
            port = site.port
            prepared(folder, port, cut)
            if cut.down_s and interface:
                threading.Thread(target=_down, args=(fault, interface, cut.down_s), daemon=True).start()
            status, said = asked(folder, cut.names, 3.0)
            before = len(held(folder)[0])
            if cut.down_s and interface:
                time.sleep(cut.down_s)
        with serving(Fault(), port, items) as site:
            again = [asked(folder) for _ in range(2)]
            whole = {_taken(site, path) for path in ("/feed", *_paths(cut, items))}
        found, problems = held(folder)
        same = found == whole and not problems and all(code == 0 for code, _ in again)
        after = "the same, clean" if same else f"{len(found)} of {len(whole)}; {problems[:1]} {again}"
        return {"told": cut.told, "status": status, "said": said, "kept": before, "after": after}


def _paths(cut: Cut, items: int) -> tuple[str, ...]:
    return tuple(f"/{n}" for n in range(items)) if cut.articles else ()


def _taken(site: Site, path: str) -> tuple[str, str]:
    body = site.body(path)
    assert body is not None
    return f"http://127.0.0.1:{site.port}{path}", hashlib.sha256(body).hexdigest()


def _down(fault: Fault, interface: Callable[[str], None], seconds: float) -> None:
    fault.reached.wait(60)
    interface("down")
    time.sleep(seconds)
    interface("up")


def _loopback(state: str) -> None:
    subprocess.run(["ip", "link", "set", "lo", state], check=True)


def rows() -> Iterator[dict[str, Any]]:
    """In a network of its own, so that nobody else's is cut. Needs root."""
    words = ["unshare", "--net", sys.executable, str(Path(__file__).resolve())]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for line in child.stdout:
            yield json.loads(line)
    assert child.returncode == 0


if __name__ == "__main__":
    _loopback("up")
    for each in CUTS:
        print(json.dumps(tried(each, _loopback)), flush=True)
