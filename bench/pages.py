"""How fast the pages of a large watch answer.

    python bench/pages.py [--events 100000] [--statements 1000000] [--browser] [--write]

An invented war (that of bench/fuse.py) in reports of nine statements each. Each address is asked
for over and over through the whole application, without a network.
`--browser` measures in a headless Chromium what a reader waits for. `--write` puts the table into bench/README.md.
"""

import argparse
import asyncio
import os
import platform
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import fuse
import httpx
import pages_browser
import pages_world
from fastapi import FastAPI

from vedette.model.event import Event
from vedette.model.query import Query
from vedette.store.sqlite import SqliteStore
from vedette.web.app import create_app

README = Path(__file__).resolve().parent / "README.md"
ASKED = 20
START, END = "<!-- pages: written by bench/pages.py -->", "<!-- /pages -->"


@dataclass(frozen=True, kw_only=True)
class Timed:
    """Milliseconds, and bytes of the answer."""

    address: str
    first: float
    median: float
    p95: float
    size: int
    processor: float


def ask(app: FastAPI, addresses: list[str]) -> list[Timed]:

    async def asked() -> list[Timed]:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", timeout=600) as client:
            return [await _timed(client, address) for address in addresses]

    return asyncio.run(asked())


async def _timed(client: httpx.AsyncClient, address: str) -> Timed:
    spent, worked = [], []
    for _ in range(ASKED):
        started, before = time.perf_counter(), time.process_time()
        # Whoever holds an answer is not given a remembered one: it is made anew each time.
        answer = await client.get(address, headers={"If-None-Match": '"measured"'})
        spent.append(1000 * (time.perf_counter() - started))
        worked.append(1000 * (time.process_time() - before))
        answer.raise_for_status()
        if sum(spent) > 20_000:
            break
    p95 = sorted(spent)[max(0, round(0.95 * len(spent)) - 1)]
    return Timed(
        address=address,
        first=spent[0],
        median=statistics.median(spent),
        p95=p95,
        size=len(answer.content),
        processor=statistics.median(worked),
    )


def addresses(store: SqliteStore) -> list[str]:
    event, document = _any(store)
    return [
        "/",
        "/?side=north&from=2024-03-01&to=2024-03-31",
        "/api/events.geojson",
        "/api/places.geojson",
        "/api/timeline.json",
        "/api/timeline.json?lanes=side",
        "/api/timeline.json?lanes=kind",
        "/api/timeline.json?lanes=place",
        "/api/replay.json",
        "/api/statements.json",
        "/statements",
        "/statements?text=ba7",
        "/statements?text=troops",
        "/statements?kind=denial&side=north",
        f"/speakers?speaker={quote(pages_world.VOICES[0])}",
        "/events",
        "/events?status=contested",
        f"/events/{event.id}",
        f"/places/{event.place.id if event.place else ''}",
        "/threats",
        "/control",
        "/figures",
        "/observations",
        "/documents",
        f"/documents/{document}",
        "/sources",
        "/review",
        "/review?kind=place",
        "/review?skip=150",
        "/failures",
    ]


def _any(store: SqliteStore) -> tuple[Event, str]:
    (event,) = store.view().events(Query(limit=1))
    return event, event.accounts[0].document


def table(found: list[Timed], events: int, statements: int) -> str:
    rows = [
        f"{events:,} events, {statements:,} statements, {os.cpu_count()} processors, Python "
        f"{platform.python_version()}, load {os.getloadavg()[0]:.1f}, {datetime.now(UTC):%Y-%m-%d}: "
        "`python bench/pages.py --write`",
        "",
        "| address | first | median | p95 | processor, median | answer |",
        "|---|---|---|---|---|---|",
    ]
    rows += [
        f"| `{one.address}` | {one.first:,.0f} ms | {one.median:,.0f} ms | {one.p95:,.0f} ms | "
        f"{one.processor:,.0f} ms | "
        f"{one.size / 1024:,.0f} kB |"
        for one in found
    ]
    return "\n".join(rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="where the store is kept and found again")
    parser.add_argument("--browser", action="store_true", help="measure what a reader waits for, too")
    parser.add_argument("--write", action="store_true", help="put the table into bench/README.md")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = args.keep or Path(folder) / "vedette.db"
        store = SqliteStore(path) if path.exists() else pages_world.build(path, args.statements, args.events)
        app = create_app(store.view, fuse.WATCH, reports_folder=Path("/nonexistent"))
        told = table(ask(app, addresses(store)), args.events, args.statements)
        if args.browser:
            told += "\n\n" + pages_browser.table(pages_browser.measure(app))
        store.close()
    print(told)
    if args.write:
        text = README.read_text("utf-8")
        before, after = text.split(START)[0], text.split(END)[1]
        README.write_text(f"{before}{START}\n{told}\n{END}{after}", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
