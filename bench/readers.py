"""Five hundred readers at once for a minute, on loopback: how long the pages take, and whether any answer fails.

    python bench/readers.py [--workspace FOLDER] [--readers 500] [--seconds 60] [--pause 5] [--large STORE] [--write]

`vedette serve` runs in a process of its own, as a user starts it; the readers are connections of another process. Each
reader asks for an address, reads for PAUSE seconds (drawn between half and one and a half of that), and asks for the
next: the pages of the menu, lists with filters, the data that map and timeline draw from, single events and reports.
All first requests fall within the first pause. An answer of another status than 200, a broken connection and none
within 30 s are errors. Before they come, one reader opens each address of the menu once, as the first of a day does:
what is worked out from the whole picture is kept from then on, and "first round" is how long that took.
Without --workspace the demo war is built first; --large is the file of the store of bench/pages.py, which is copied.
`--write` puts the table into docs/reliability.md.
"""

import argparse
import asyncio
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

SERVE = [sys.executable, "-c", "from vedette.cli import main; main()"]
ADDRESSES = (
    "/", "/events", "/statements", "/threats", "/control", "/figures", "/documents", "/sources", "/observations",
    "/failures", "/events?status=contested", "/statements?kind=denial", "/statements?text=troops",
    "/api/events.geojson", "/api/places.geojson", "/api/timeline.json", "/api/timeline.json?lanes=kind",
    "/api/statements.json", "/static/vedette.css",
)  # fmt: skip
SINGLE = 300
"""So many events and reports are asked for one by one."""
SHARE_OF_SINGLE = 0.4
GIVEN_UP_S = 30
Wires = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(slots=True, kw_only=True)
class Read:
    spent: list[float] = field(default_factory=list)
    slowest: dict[str, float] = field(default_factory=dict)
    when: dict[int, float] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def note(self, address: str, seconds: float) -> None:
        self.spent.append(seconds)
        moment = int(time.monotonic()) // 5 * 5
        self.when[moment] = max(seconds, self.when.get(moment, 0))
        kind = re.sub(r"/(evt|doc)_.*", "/…", address)
        self.slowest[kind] = max(seconds, self.slowest.get(kind, 0))


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, address: str) -> int:
    writer.write(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n".encode())
    await writer.drain()
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = re.search(r"\r\ncontent-length: (\d+)", head)
    if length:
        await reader.readexactly(int(length.group(1)))
    else:
        while size := int((await reader.readline()).strip() or b"0", 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return int(head.split()[1])


async def asked(wires: Wires | None, port: int, address: str) -> tuple[Wires, int]:
    """A server closes a connection that was idle for long: as a browser does, asks again on a new one."""
    if wires is not None:
        try:
            return wires, await ask(*wires, address)
        except (OSError, EOFError):
            wires[1].close()
    fresh = await asyncio.open_connection("127.0.0.1", port)
    return fresh, await ask(*fresh, address)


async def read(number: int, port: int, addresses: Sequence[str], single: Sequence[str], pause: float, until: float,
               found: Read) -> None:  # fmt: skip
    chance = random.Random(number)
    await asyncio.sleep(chance.uniform(0, pause))
    wires: Wires | None = None
    while time.monotonic() < until:
        address = chance.choice(single) if single and chance.random() < SHARE_OF_SINGLE else chance.choice(addresses)
        began = time.monotonic()
        try:
            wires, status = await asyncio.wait_for(asked(wires, port, address), GIVEN_UP_S)
            found.note(address, time.monotonic() - began)
            if status != 200:
                found.errors.append(f"{status} {address}")
        except (OSError, EOFError, TimeoutError) as error:
            found.errors.append(f"{type(error).__name__} {address}")
            wires = None
        await asyncio.sleep(chance.uniform(0.5, 1.5) * pause)
    if wires:
        wires[1].close()


async def readers(count: int, port: int, single: Sequence[str], pause: float, seconds: float) -> Read:
    found, until = Read(), time.monotonic() + seconds
    await asyncio.gather(*(read(one, port, ADDRESSES, single, pause, until, found) for one in range(count)))
    return found


async def opened_once(port: int) -> float:
    began, wires = time.monotonic(), None
    for address in ADDRESSES:
        wires, status = await asked(wires, port, address)
        assert status == 200, address
    return time.monotonic() - began


def single_addresses(workspace: Path) -> list[str]:
    from vedette.model.query import Query
    from vedette.store.sqlite import SqliteStore

    with closing(SqliteStore(workspace / "vedette.db")) as store:
        events = store.view().events(Query(limit=SINGLE // 2))
        return [f"/events/{one.id}" for one in events] + [f"/documents/{one.accounts[0].document}" for one in events]


def served(workspace: Path, options: Sequence[str]) -> "tuple[subprocess.Popen[str], int]":
    process = subprocess.Popen(
        [*SERVE, "serve", str(workspace), "--port", "0", *options], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    port = re.search(r":(\d+)/", line)
    if port is None:
        raise SystemExit(f"readers: the server did not start: {line}")
    return process, int(port.group(1))


def measured(name: str, workspace: Path, args: argparse.Namespace) -> str:
    single = single_addresses(workspace)
    process, port = served(workspace, args.serve)
    client = [sys.executable, __file__, "--child", str(port), "--readers", str(args.readers), "--pause",
              str(args.pause), "--seconds", str(args.seconds)]  # fmt: skip
    try:
        first = asyncio.run(opened_once(port))
        before = os.getloadavg()[0]
        answer = subprocess.run(client, input=json.dumps(single), capture_output=True, text=True, check=True)
        used = _processor(process.pid)
    finally:
        process.terminate()
        process.wait(30)
    told = json.loads(answer.stdout)
    print(json.dumps(told["slowest"], indent=1), told["errors"][:5], file=sys.stderr)
    print("slowest, five seconds each:", [round(one, 2) for one in told["when"]], file=sys.stderr)
    spent = sorted(told["spent"])
    p99 = spent[max(0, round(0.99 * len(spent)) - 1)]
    return (
        f"| {name} | {args.readers} | {len(spent):,} | {len(spent) / args.seconds:.0f} | {len(told['errors'])} | "
        f"{1000 * statistics.median(spent):,.0f} ms | {1000 * p99:,.0f} ms | {1000 * spent[-1]:,.0f} ms | "
        f"{used:.1f} s | {first:.1f} s | {before:.1f} |"
    )


def _processor(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def table(rows: Sequence[str], args: argparse.Namespace) -> str:
    head = (
        f"{args.readers} readers for {args.seconds:.0f} s, each reading {args.pause:g} s between two pages, "
        f"{os.cpu_count()} processors for server, readers and whatever else ran, {datetime.now(UTC):%Y-%m-%d}: "
        f"`python bench/readers.py --write`, at priority {os.nice(0)}. The last column: the load of the machine before."
    )
    titles = ("watch", "readers", "answers", "a second", "errors", "median", "p99", "slowest", "server's processor",
              "first round", "load")  # fmt: skip
    return "\n".join([head, "", f"| {' | '.join(titles)} |", "|" + "---|" * len(titles), *rows])


def child(args: argparse.Namespace) -> None:
    single = json.loads(sys.stdin.read())
    found = asyncio.run(readers(args.readers, args.child, single, args.pause, args.seconds))
    slowest = dict(sorted(found.slowest.items(), key=lambda one: -one[1])[:8])
    print(json.dumps({"spent": found.spent, "errors": found.errors, "slowest": slowest,
                      "when": list(found.when.values())}))  # fmt: skip


def demo(folder: Path) -> Path:
    subprocess.run([*SERVE, "demo", "--once", "--folder", str(folder), "--quiet"], check=True)
    return folder


def large(store: Path, folder: Path) -> Path:
    """The store of bench/pages.py, with a watch file that names its sides."""
    from vedette.workspace import create_workspace

    config = folder.with_suffix(".toml")
    sides = "".join(f'[[side]]\nid = "{one}"\nname = "{one.title()}"\n' for one in ("north", "south"))
    config.write_text(f'name = "A large watch"\n{sides}', "utf-8")
    create_workspace(folder, config)
    for one in folder.glob("vedette.db*"):
        one.unlink()
    shutil.copy(store, folder / "vedette.db")
    # So that the disk is done with the copy before the readers come.
    os.sync()
    return folder


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--large", type=Path, metavar="STORE")
    parser.add_argument("--readers", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=5)
    parser.add_argument("--serve", nargs="*", default=[], help="further options of `vedette serve`")
    parser.add_argument("--write", action="store_true", help="put the table into docs/reliability.md")
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        child(args)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        rows = [measured("the demo war", args.workspace or demo(Path(folder) / "demo"), args)]
        if args.large:
            name = "a large one: 100,000 events, 1,000,000 statements"
            rows.append(measured(name, large(args.large, Path(folder) / "large"), args))
    told = table(rows, args)
    print(told)
    if args.write:
        from written import write

        write("readers", told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
