"""SIGKILL at random moments: the same command again, and the content must be that of a run nobody disturbed.

    python bench/kills.py [--moments 200] [--only add run fuse migrate backup] [--write]

For each kind of work a small workspace is made and worked on once undisturbed, which gives the content to expect and
the usual time. Then, moment by moment: a copy, the command, SIGKILL to it and its workers' parent after a random part
of that time, the same command again to its end. Compared are all facts by kind (the canon of the integration tests),
the chain of captures, and what `vedette verify` finds. A command that ended before its moment is not counted, and
another moment is drawn. `--write` puts the table into docs/reliability.md.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from kill_worlds import WORLDS, World, content, problems

KEPT = Path(__file__).resolve().parent / "kills.json"
SEED = 20241122
NAME = "kills"
# For `vedette backup`, which asks for one where nothing is given.
PASSPHRASE = {"VEDETTE_BACKUP_PASSPHRASE": "a passphrase for the test alone"}
COMMAND = [sys.executable, "-c", "from vedette.cli import main; main()"]


@dataclass(slots=True, kw_only=True)
class Tally:
    """`spared` ended before their moment came."""

    work: str
    usual: float
    killed: int = 0
    spared: int = 0
    wrong: list[str] = field(default_factory=list)


def started(words: Sequence[str], folder: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [*COMMAND, *words],
        cwd=folder,
        env=os.environ | PASSPHRASE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def finish(words: Sequence[str], folder: Path) -> float:
    """How long it took."""
    began = time.monotonic()
    with started(words, folder) as process:
        _, told = process.communicate()
    if process.returncode:
        raise SystemExit(f"kills: {' '.join(words)} ended with {process.returncode}: {told.decode()}")
    return time.monotonic() - began


def killed_after(words: Sequence[str], folder: Path, seconds: float) -> bool:
    """False where it had ended by then. Only the process itself is killed: its workers must end by themselves."""
    with started(words, folder) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.communicate()
    return process.returncode == -signal.SIGKILL


def measure(world: World, moments: int, folder: Path) -> Tally:
    # The addresses of captures have the folder in them: it is always the same.
    base, copy = folder / "base", folder / "copy"
    base.mkdir()
    world.prepare(base)
    shutil.copytree(base, copy, symlinks=True)
    usual = finish(world.command, copy)
    if world.after:
        finish(world.after, copy)
    expected = content(copy, world)
    shutil.rmtree(copy)
    tally, chance = Tally(work=world.name, usual=usual), random.Random(f"{SEED}/{world.name}")
    while tally.killed < moments and tally.spared < 2 * moments:
        shutil.copytree(base, copy, symlinks=True)
        if not killed_after(world.command, copy, chance.uniform(world.from_share, 1.0) * usual):
            tally.spared += 1
        else:
            tally.killed += 1
            finish(world.command, copy)
            if world.after:
                finish(world.after, copy)
            found = content(copy, world)
            rooms = [room for room in expected if found[room] != expected[room]]
            tally.wrong += [f"{world.name}, moment {tally.killed}: other {room}" for room in rooms]
            tally.wrong += [f"{world.name}, moment {tally.killed}: {one}" for one in problems(copy, world)]
        shutil.rmtree(copy)
    return tally


def kept(tallies: Sequence[Tally]) -> list[Tally]:
    """These, and of other kinds of work those of former calls."""
    names = {world.name for world in WORLDS}
    former = json.loads(KEPT.read_text("utf-8")) if KEPT.is_file() else []
    held = {one["work"]: one for one in former if one["work"] in names} | {one.work: asdict(one) for one in tallies}
    KEPT.write_text(json.dumps(list(held.values()), indent=1) + "\n", "utf-8")
    return [Tally(**one) for one in held.values()]


def table(tallies: Sequence[Tally]) -> str:
    total = sum(tally.killed for tally in tallies)
    wrong = sum(len(tally.wrong) for tally in tallies)
    rows = [
        f"{total} kills, {wrong} differences, {os.cpu_count()} processors, "
        f"{datetime.now(UTC):%Y-%m-%d}: `python bench/kills.py --write`",
        "",
        "| killed during | moments | usual time | ended before | content, chain, captures, `verify` |",
        "|---|---|---|---|---|",
    ]
    for tally in tallies:
        verdict = "the same, clean" if not tally.wrong else "; ".join(tally.wrong[:3])
        rows.append(f"| {tally.work} | {tally.killed} | {tally.usual:.1f} s | {tally.spared} | {verdict} |")
    rows += [f"| {world.name} | not there yet | | | |" for world in WORLDS if not world.there()]
    return "\n".join(rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moments", type=int, default=200, help="of all kinds together; 0 writes what is kept")
    parser.add_argument("--only", nargs="*", metavar="WORK")
    parser.add_argument("--write", action="store_true", help="put the table into docs/reliability.md")
    args = parser.parse_args()
    worlds = [one for one in WORLDS if one.there() and (not args.only or one.key in args.only)] if args.moments else []
    shares = [args.moments // len(worlds) + (number < args.moments % len(worlds)) for number in range(len(worlds))]
    tallies = []
    for world, share in zip(worlds, shares, strict=True):
        with TemporaryDirectory() as folder:
            tallies.append(measure(world, share, Path(folder)))
        print(tallies[-1], flush=True)
    told = table(kept(tallies) if args.write else tallies)
    print(told)
    if args.write:
        from written import write

        write(NAME, told)
    return 1 if any(tally.wrong for tally in tallies) else 0


if __name__ == "__main__":
    sys.exit(main())
