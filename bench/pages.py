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
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from urllib.parse import quote

import fuse
import httpx
import pages_browser
import unsure
from fastapi import FastAPI

from vedette.model.analysis import Analysis
from vedette.model.capture import Capture
from vedette.model.document import Document, document_id
from vedette.model.event import (
    Account,
    Assessment,
    Control,
    Event,
    Figure,
    Location,
    Party,
    Picture,
    Status,
    Threat,
)
from vedette.model.ids import CaptureId, DocumentId, EventId, SideId, StatementId, ThreatId
from vedette.model.interval import Interval
from vedette.model.query import Query
from vedette.model.span import Span
from vedette.model.statement import Kind, Speaker, Statement, statement_id
from vedette.ports import Outcome, StageKey
from vedette.store.sqlite import SqliteStore
from vedette.web.app import create_app

README = Path(__file__).resolve().parent / "README.md"
START, END = "<!-- pages: written by bench/pages.py -->", "<!-- /pages -->"
UNDERSTAND = StageKey(name="understand", version="1", takes="document")
STATUSES: tuple[Status, ...] = ("one-sided", "corroborated", "conceded", "contested", "denied", "unconfirmed")
DAYS = 700
THREATS = 2_000
TOLD = 9
"""Statements a report."""
VOICES = tuple(f"{office} of {place}" for office in ("governor", "mayor", "spokesman") for place in fuse.WORDS[:100])
KINDS: tuple[Kind, ...] = ("claim", "claim", "claim", "judgement", "denial", "admission")
SPOKEN = {source.id: source.side for source in fuse.WATCH.sources if source.side}
BATCH = 2_000
ASKED = 20


def build(path: Path, statements: int, events: int) -> SqliteStore:
    store = SqliteStore(path, create=True)
    store.append([*fuse.WATCH.sources, _capture()])
    papers = (_longer(number, *fuse.report(number, DAYS)) for number in range(statements // TOLD))
    told: list[Event] = []
    threats: list[Threat] = []
    sides: list[tuple[StatementId, SideId]] = []
    while batch := list(islice(papers, BATCH)):
        store.append([document for document, _ in batch])
        store.record(UNDERSTAND, [Outcome(item=document.id, results=(analysis,)) for document, analysis in batch])
        if len(told) < events:
            told += [_event(document, analysis) for document, analysis in batch if analysis.mentions]
        if len(threats) < THREATS:
            threats += [_threat(document, analysis) for document, analysis in batch if _threatens(analysis)]
        sides += [
            (one.id, SPOKEN[document.source])
            for document, analysis in batch
            for one in analysis.statements
            if document.source in SPOKEN
        ]
    control = tuple(_control(event) for event in told[:events] if event.change == "captured")[:20_000]
    whole = Picture(
        events=tuple(told[:events]),
        control=control,
        threats=tuple(threats[:THREATS]),
        sides=tuple(sides),
        unsure=tuple(unsure.misgivings(told[:events])),
    )
    store.replace_picture(whole, unsure.links(told[:events]), "bench")
    return store


def _longer(number: int, document: Document, analysis: Analysis) -> tuple[Document, Analysis]:
    """The report with more said in it, as reports have."""
    chance = random.Random(-number)
    text, more = document.text, []
    for _ in range(TOLD - 1):
        words = " ".join(chance.choice(fuse.WORDS) for _ in range(6))
        more.append((len(text) + 1, words, Speaker(name=chance.choice(VOICES)), chance.choice(KINDS)))
        text += f" {words}."
    longer = replace(document, id=document_id(document.origin, text), text=text)
    said = [
        Statement(id=statement_id(longer.id, content, None, None), content=content, kind=kind, speaker=speaker)
        for start, words, speaker, kind in more
        if (content := Span(document=longer.id, start=start, end=start + len(words)))
    ]
    return longer, _moved(analysis, longer.id, said)


def _moved(analysis: Analysis, document: DocumentId, said: Sequence[Statement]) -> Analysis:
    """Into another document that begins with the same text."""
    told = tuple(
        replace(
            one,
            id=StatementId(f"stm_{document[4:]}"),
            content=replace(one.content, document=document),
        )
        for one in analysis.statements
    )
    mentions = tuple(
        replace(one, statement=told[0].id, trigger=replace(one.trigger, document=document)) for one in analysis.mentions
    )
    places = tuple(replace(one, span=replace(one.span, document=document)) for one in analysis.places)
    return replace(analysis, document=document, statements=(*told, *said), mentions=mentions, places=places)


def _threatens(analysis: Analysis) -> bool:
    return analysis.statements[0].kind == "threat"


def _threat(document: Document, analysis: Analysis) -> Threat:
    statement = analysis.statements[0]
    assert statement.speaker is not None
    return Threat(
        id=ThreatId(f"thr_{document.id[4:]}"),
        speaker=statement.speaker.name,
        side=None,
        target=None,
        action=statement.content,
        condition=None,
        said=document.published,
        status="open",
        statements=(statement.id,),
    )


def _figures(statement: Statement, day: date, chance: random.Random) -> tuple[Figure, ...]:
    """Every third event counts its dead."""
    if chance.random() > 1 / 3:
        return ()
    dead = float(chance.randrange(1, 60))
    return (
        Figure(
            what="killed",
            victim="people",
            low=dead,
            high=dead,
            speaker=chance.choice(("mayor", "governor", "staff")),
            side=None,
            statement=statement.id,
            span=statement.content,
            reach=chance.choice(("event", "period", "total")),
            told=day,
        ),
    )


def _capture() -> Capture:
    moment = datetime(2024, 5, 20, tzinfo=UTC)
    return Capture(
        id=CaptureId("cap"), sha256="0" * 64, size=1, address="file:///bench", fetched=moment, media_type="text/plain"
    )


def _event(document: Document, analysis: Analysis) -> Event:
    (mention,), statement, (place,) = analysis.mentions, analysis.statements[0], analysis.places
    chance = random.Random(document.id)
    assert place.place is not None
    assert place.lat is not None
    assert place.lon is not None
    assert document.published is not None
    side = chance.choice([SideId("north"), SideId("south"), None])
    return Event(
        id=EventId(f"evt_{mention.id[4:]}"),
        plover=mention.plover,
        subtype=mention.subtype,
        change=mention.change,
        parties=(Party(name=statement.content.of(document.text).split()[0], role="actor", side=side),),
        place=Location(
            id=place.place, name=place.name, kind="settlement", lat=place.lat, lon=place.lon, radius_m=2_000
        ),
        when=Interval.of_days(document.published.first_day, document.published.first_day),
        figures=_figures(statement, document.published.first_day, chance),
        accounts=(
            Account(
                statement=statement.id,
                mention=mention.id,
                document=document.id,
                source=document.source,
                speaker=None,
                side=side,
                stance="supports",
                family=0,
            ),
        ),
        assessment=Assessment(
            status=chance.choice(STATUSES), source_grade="C", information_grade=3, independent_sources=1
        ),
    )


def _control(event: Event) -> Control:
    assert event.place is not None
    assert event.when is not None
    return Control(
        place=event.place,
        day=event.when.first_day,
        when=event.when,
        holder=SideId("north"),
        previous=SideId("south"),
        status="claimed",
        statements=event.statements,
    )


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
        answer = await client.get(address)
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
        f"/speakers?speaker={quote(VOICES[0])}",
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
        store = SqliteStore(path) if path.exists() else build(path, args.statements, args.events)
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
