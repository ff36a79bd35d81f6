"""A machine that gives out: a full disk, a disk that cannot be written, a clock that jumps, a database server that is
restarted, a network that is cut. Needs root, for mounts, and PostgreSQL.

    python bench/faults.py [--write]

The workspace lies on a small file system of its own in memory. *Full*: a ballast file leaves so many kilobytes, the
command is given; then the ballast goes, and the command is given again. *Read-only*: the file system is mounted anew so
that nothing can be written. *Clock*: commands see the time two years back, then ten ahead. *Database* and *network* are
those of `fault_database.py` and `fault_cuts.py`. In every case: the exit status, whether what was said is one line of
ours and no traceback, and afterwards whether `verify` finds anything and whether the content is that of a workspace
that never met trouble. `--write` puts the table into docs/reliability.md.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from kill_worlds import WORLDS, World, content, problems, to_add, to_run

MAIN = "from vedette.cli import main; main()"
SIZE_MB = 24
PAGES = ("", "events", "statements", "threats", "control", "api/v1/events")
LEFT_KB = (0, 200)
# Moves the clock of every module that asks for it, before any command runs.
CLOCK = """
import datetime as real, importlib, pathlib, sys, vedette
class Clock:
    def __getattr__(self, name): return getattr(real.datetime, name)
    def __call__(self, *parts, **named): return real.datetime(*parts, **named)
    def now(self, zone=None): return real.datetime.now(zone) + real.timedelta(days={days})
root = pathlib.Path(vedette.__file__).parent
for file in root.rglob("*.py"):
    text = file.read_text("utf-8")
    if "datetime.now(" in text and "isinstance" not in text and "web" not in file.parts and "observe" not in file.parts:
        name = ".".join(["vedette", *file.relative_to(root).with_suffix("").parts])
        try: module = importlib.import_module(name)
        except ImportError: continue
        if hasattr(module, "datetime"): module.datetime = Clock()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    trouble: str
    command: str
    status: int
    said: str
    after: str

    @property
    def well(self) -> bool:
        return self.after == "the same, clean" and (self.status == 0 or self.said.startswith("vedette: "))


def given(folder: Path, *words: str, days: int = 0, seconds: float = 240) -> tuple[int, str]:
    """The exit status, and the last line of what was said; "a traceback" where there was one."""
    code = (CLOCK.replace("{days}", str(days)) if days else "") + MAIN
    ended = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=folder, capture_output=True, text=True, timeout=seconds, check=False
    )
    lines = ended.stderr.strip().splitlines() or [""]
    said = "a traceback" if "Traceback" in ended.stderr else lines[-1]
    return ended.returncode, said.replace(str(folder), "…")


@contextmanager
def small_disk() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", place], check=True)
        try:
            yield Path(place)
        finally:
            subprocess.run(["umount", "-l", place], check=True)


@contextmanager
def full(place: Path, left_kb: int) -> Iterator[None]:
    ballast = place / "ballast"
    room = shutil.disk_usage(place).free - left_kb * 1024
    with ballast.open("wb") as handle:
        handle.write(b"0" * max(0, room))
    try:
        yield
    finally:
        ballast.unlink()


@contextmanager
def unwritable(place: Path, _: int = 0) -> Iterator[None]:
    subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(place)], check=True)


def prepared(base: Path) -> dict[str, World]:
    """A workspace to add to, one to run, one that is done."""
    worlds = {world.key: world for world in WORLDS}
    worlds["init"] = replace(worlds["add"], workspace="new")
    for name, make in (("add", to_add), ("run", to_run)):
        (base / name).mkdir()
        make(base / name)
    shutil.copytree(base / "run", base / "done")
    assert given(base / "done", "run", "war")[0] == 0
    return worlds


def commands() -> list[tuple[str, tuple[str, ...], str]]:
    return [
        ("init", ("init", "new"), "add"),
        ("add", ("add", "war", "texts", "--quiet"), "add"),
        ("run", ("run", "war", "--workers", "1", "--quiet"), "run"),
        ("report", ("report", "war"), "done"),
        ("export", ("export", "war", "events", "--output", "events.csv"), "done"),
    ]


def troubled(base: Path, worlds: dict[str, World]) -> Iterator[Tried]:
    ways = [(f"{left} kB left on the disk", full, left) for left in LEFT_KB]
    for trouble, way, left in [*ways, ("a disk that cannot be written", unwritable, 0)]:
        for name, words, start in commands():
            with small_disk() as place:
                world = worlds.get(name, worlds["add"])
                expected = _expected(base / start, place, words, world)
                shutil.copytree(base / start, place / "here", symlinks=True)
                with way(place, left):
                    status, said = given(place / "here", *words)
                yield Tried(
                    trouble=trouble,
                    command=name,
                    status=status,
                    said=said,
                    after=_again(place / "here", words, expected, world),
                )
                shutil.rmtree(place / "here")


def _expected(start: Path, place: Path, words: Sequence[str], world: World) -> object:
    """At the same place, for the addresses of captures have it in them."""
    shutil.copytree(start, place / "here", symlinks=True)
    given(place / "here", *words)
    found = content(place / "here", world)
    shutil.rmtree(place / "here")
    return found


def _again(folder: Path, words: Sequence[str], expected: object, world: World) -> str:
    status, said = given(folder, *words)
    if status:
        return f"again: {status}, {said}"
    found = problems(folder, world)
    same = content(folder, world) == expected
    return "the same, clean" if same and not found else f"other content; {found[:1]}"


def clocks(base: Path, worlds: dict[str, World]) -> Iterator[Tried]:
    """Forth and back between commands on one workspace; nothing may be lost or turn up in another order."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "here"
        shutil.copytree(base / "add", folder)
        files = sorted(str(one) for one in (folder / "texts").iterdir())
        steps = [
            ("add, two years back", ("add", "war", *files[:2]), -730),
            ("add, ten years ahead", ("add", "war", *files[2:4]), 3_650),
            ("add, now", ("add", "war", *files[4:5]), 0),
            ("run, ten years ahead", ("run", "war", "--workers", "1"), 3_650),
            ("run, two years back", ("run", "war"), -730),
            ("report, two years back", ("report", "war"), -730),
            ("verify, now", ("verify", "war"), 0),
        ]
        for name, words, days in steps:
            status, said = given(folder, *words, "--quiet", days=days)
            found = problems(folder, worlds["add"])
            held = len(content(folder, worlds["add"])["captures"])
            want = {"add, two years back": 2, "add, ten years ahead": 4}.get(name, 5)
            after = "the same, clean" if not found and held == want else f"{held} captures; {found[:1]}"
            yield Tried(trouble="a clock that jumps", command=name, status=status, said=said, after=after)


def served(base: Path, worlds: dict[str, World]) -> Iterator[Tried]:
    """Pages are asked for while there is no room, and once there is."""
    ways = [(f"{left} kB left on the disk", full, left) for left in LEFT_KB]
    for trouble, way, left in [*ways, ("a disk that cannot be written", unwritable, 0)]:
        with small_disk() as place:
            shutil.copytree(base / "done", place / "here", symlinks=True)
            before = content(place / "here", worlds["add"])
            with way(place, left):
                status, said = read_pages(place / "here")
            again, line = read_pages(place / "here")
            found = problems(place / "here", worlds["add"])
            same = content(place / "here", worlds["add"]) == before and not again and not found
            after = "the same, clean" if same else f"again: {again}, {line}; {found[:1]}"
            yield Tried(trouble=trouble, command="serve", status=status, said=said, after=after)


def read_pages(folder: Path) -> tuple[int, str]:
    """The exit status, or 0 where every page was answered."""
    words = [sys.executable, "-c", MAIN, "serve", "war", "--port", "0"]
    with subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        address = next((word for word in child.stdout.readline().split() if word.startswith("http://")), "")
        answers = [_answer(address + page) for page in PAGES] if address else []
        child.send_signal(signal.SIGINT)
        _, errors = child.communicate(timeout=30)
    lines = errors.strip().splitlines() or [""]
    if not address:
        said = "a traceback" if "Traceback" in errors else lines[-1].replace(str(folder), "…")
        return child.returncode, said
    odd = [f"{page}: {answer}" for page, answer in zip(PAGES, answers, strict=True) if answer != 200]
    return len(odd), f"{len(answers) - len(odd)} of {len(answers)} pages answered {' '.join(odd)}".strip()


def _answer(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def databases() -> Iterator[Tried]:
    from fault_database import rows

    for row in rows():
        yield Tried(trouble=row.pop("told"), **row)


def networks() -> Iterator[Tried]:
    from fault_cuts import rows

    for row in rows():
        said = f"{row['said']} ({row['kept']} kept at once)"
        yield Tried(trouble=row["told"], command="collect", status=row["status"], said=said, after=row["after"])


def table(tried: Sequence[Tried]) -> str:
    well = sum(one.well for one in tried)
    rows = [
        f"{well} of {len(tried)} as they should be, {datetime.now(UTC):%Y-%m-%d}: `python bench/faults.py --write`. "
        "The last column: the same command again once the trouble is over, compared with a workspace that had none.",
        "",
        "| trouble | command | status | what it said | afterwards |",
        "|---|---|---|---|---|",
    ]
    rows += [f"| {one.trouble} | `{one.command}` | {one.status} | {one.said[:220]} | {one.after} |" for one in tried]
    return "\n".join(rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the table into docs/reliability.md")
    args = parser.parse_args()
    if os.geteuid():
        print("faults: SKIPPED, mounting takes root", file=sys.stderr)
        return 0
    tried: list[Tried] = []
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        worlds = prepared(base)
        found = (troubled(base, worlds), served(base, worlds), clocks(base, worlds), databases(), networks())
        for one in chain(*found):
            tried.append(one)
            print(one, flush=True)
    if args.write:
        from written import write

        write("faults", table(tried))
    return 0 if all(one.well for one in tried) else 1


if __name__ == "__main__":
    sys.exit(main())
