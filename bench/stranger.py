"""A stranger's path, timed: from a clone in an empty folder to the demo, and on to a report of their own.

    python bench/stranger.py [--write] [--keep FOLDER] [--only pipx,uv]

Home, cache and settings are empty folders, so that nothing that this machine knows helps. README and tutorial are
followed line by line, and every answer is compared with the page; then the wheel is installed by pipx and by uv in bare
folders, as for those without `make`, and its demo built. Wall time counts whoever else is at work. `--write` puts the
table into docs/installing.md. What a package registry is asked for is asked again: its own cache is its own affair.
"""

import argparse
import os
import re
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "acceptance"))

TO_THE_DEMO, TO_A_REPORT = 10, 30
"""Minutes, as demanded."""
_PATIENCE_S = 1_800
_SETTINGS = re.compile(r"^(PATH|LANG|LC_|TERM|SSL_|.*_CA_|.*PROXY|PIP_|NODE_EXTRA|REQUESTS_|CURL_)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    what: str
    wall_s: float
    used_s: float


class Stranger:
    """Types in an empty home and writes down how long each line took."""

    def __init__(self, folder: Path) -> None:
        self.home, self.steps = folder / "home", list[Step]()
        self.home.mkdir(parents=True)
        known = {name: value for name, value in os.environ.items() if _SETTINGS.match(name)}
        # Neither the environment that runs this nor its caches.
        path = [one for one in known["PATH"].split(":") if not Path(one, "activate").exists()]
        settings = Path("~/.config/pip/pip.conf").expanduser()
        if settings.is_file():
            # Where this machine finds packages, which a stranger's pip knows by itself.
            known["PIP_CONFIG_FILE"] = str(settings)
        self.settings = {
            **known, "PATH": ":".join(path), "HOME": str(self.home), "XDG_CACHE_HOME": str(self.home / ".cache"),
            "COLUMNS": "100", "PYTHONUTF8": "1",
        }  # fmt: skip

    def type(self, what: str, words: list[str], folder: Path, status: int = 0) -> str:
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(
            words, cwd=folder, env=self.settings, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, encoding="utf-8", errors="replace", timeout=_PATIENCE_S, check=False,
        )  # fmt: skip
        after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - began
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        self.steps.append(Step(what=what, wall_s=wall, used_s=used))
        print(f"{wall:8.1f} s  {what}", flush=True)
        if done.returncode != status:
            sys.exit(f"{what} ended with {done.returncode}:\n{done.stdout[-3000:]}")
        return done.stdout

    def sum(self, start: int = 0) -> float:
        return sum(step.wall_s for step in self.steps[start:]) / 60


def follow_the_pages(stranger: Stranger, folder: Path) -> tuple[int, Path]:
    """README up to the demo, then the tutorial to its end. Gives how many steps led to the demo, and the clone."""
    clone = folder / "vedette"
    stranger.type("`git clone`", ["git", "clone", "--quiet", "--no-local", str(ROOT), str(clone)], folder)
    stranger.type("`make demo ARGS=--once` (installs all)", ["make", "demo", "ARGS=--once"], clone)
    look(stranger, clone)
    demo = len(stranger.steps)
    follow_the_tutorial(stranger, clone)
    return demo, clone


def look(stranger: Stranger, clone: Path) -> None:
    """The demo's first page, as a browser would ask for it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.perf_counter()
    serving = subprocess.Popen(
        [clone / ".venv" / "bin" / "vedette", "serve", ".vedette-demo", "--port", str(port)],
        cwd=clone, env=stranger.settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        page = next(filter(None, ask(f"http://127.0.0.1:{port}/")))
    finally:
        serving.terminate()
        serving.wait()
    assert "Vedette" in page
    stranger.steps.append(Step(what="`vedette serve`: the first page", wall_s=time.perf_counter() - began, used_s=0.0))


def ask(address: str) -> Iterator[str]:
    for _ in range(240):
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                yield answer.read().decode("utf-8")
        except OSError:
            time.sleep(0.25)
            yield ""
    sys.exit("the pages of the demo did not answer within a minute")


def follow_the_tutorial(stranger: Stranger, clone: Path) -> None:
    from test_docs import hold, steps

    stranger.settings["PATH"] = f"{clone / '.venv' / 'bin'}:{stranger.settings['PATH']}"
    for step in steps(clone / "docs" / "tutorial.md"):
        words = step.command.split()
        match words:
            case ["vedette", *_]:
                hold(step, stranger.type(f"`{step.command}`", words, clone, step.status))
            case ["cat", ">", name, _]:
                (clone / name).write_text(step.body, "utf-8")
            case ["mkdir", name]:
                (clone / name).mkdir()


def wheel_of(clone: Path, stranger: Stranger) -> Path:
    made = clone / "made"
    python = str(clone / ".venv" / "bin" / "python")
    words = [python, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(made)]
    subprocess.run(words, cwd=clone, env=stranger.settings, check=True, capture_output=True)
    return next(made.glob("*.whl"))


def install_by(tool: str, wheel: Path, folder: Path) -> list[Step]:
    """Into a home of its own, and the demo from there, in a folder that holds nothing else."""
    stranger = Stranger(folder / tool)
    program = shutil.which(tool)
    if program is None:
        sys.exit(f"{tool} is not installed: pip install {tool}")
    bare = folder / tool / "bare"
    bare.mkdir()
    stranger.settings["PATH"] = f"{stranger.home / '.local' / 'bin'}:{stranger.settings['PATH']}"
    words = [program, "install", str(wheel)] if tool == "pipx" else [program, "tool", "install", str(wheel)]
    stranger.type(f"`{tool}{' tool' if tool == 'uv' else ''} install vedette-….whl`", words, bare)
    vedette = str(stranger.home / ".local" / "bin" / "vedette")
    told = stranger.type(f"{tool}: `vedette demo --once`, gazetteer and all", [vedette, "demo", "--once"], bare)
    assert "sentences" in told
    return stranger.steps


def table(steps: list[Step], demo: int, path: int, minutes: tuple[float, float]) -> str:
    head = (
        f"Load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors, {datetime.now(UTC):%Y-%m-%d}: "
        "`python bench/stranger.py --write`. Home and caches were empty; packages came from a mirror nearby."
    )
    rows = [f"| {one.what} | {one.wall_s:.1f} s | {one.used_s:.1f} s |" for one in steps]
    if path:
        rows.insert(demo, f"| **to the demo** (demanded: below {TO_THE_DEMO} minutes) | **{minutes[0]:.1f} min** | |")
        told = f"| **to a report of one's own** (demanded: below {TO_A_REPORT} minutes) | **{minutes[1]:.1f} min** | |"
        rows.insert(path + 1, told)
    return "\n".join([head, "", "| step | wall | processor |", "|---|---|---|", *rows])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the table into docs/installing.md")
    parser.add_argument("--keep", type=Path, help="work in this empty folder, and leave it there")
    parser.add_argument("--only", default="pipx,uv", help="ways to install the wheel afterwards; empty for none")
    args = parser.parse_args()
    folder = args.keep or Path(tempfile.mkdtemp(prefix="stranger-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        stranger = Stranger(folder / "make")
        demo, clone = follow_the_pages(stranger, folder / "make")
        path = len(stranger.steps)
        minutes = sum(one.wall_s for one in stranger.steps[:demo]) / 60, stranger.sum()
        wheel = wheel_of(clone, stranger)
        bare = [step for tool in filter(None, args.only.split(",")) for step in install_by(tool, wheel, folder)]
    finally:
        if args.keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    told = table([*stranger.steps, *bare], demo, path, minutes)
    print(told)
    if args.write:
        from written import write

        write("stranger", told, "installing")
    return 0 if minutes[0] < TO_THE_DEMO and minutes[1] < TO_A_REPORT else 1


if __name__ == "__main__":
    sys.exit(main())
