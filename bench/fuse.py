"""What one report more costs a watch of a thousand, ten thousand and a hundred thousand statements.

    python bench/fuse.py [--sizes 1000 10000 100000] [--write]

An invented war of 400 villages: strikes, captures, attacks beaten off, told by five sources in long and short reports.
At each size the watch is built at once, then reports are added one by one. `--write` puts the table into the README.
"""

import argparse
import platform
import random
import statistics
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from vedette.fuse.growing import Growing
from vedette.model.analysis import Analysis
from vedette.model.document import Document, document_id
from vedette.model.ids import CaptureId, PlaceId, SideId, SourceId
from vedette.model.interval import Interval
from vedette.model.mention import Actor, Mention, PlaceMention, mention_id
from vedette.model.source import Side, Source
from vedette.model.span import Span
from vedette.model.statement import Statement, statement_id
from vedette.model.watch import Watch

README = Path(__file__).resolve().parent / "README.md"
START, END = "<!-- fuse: written by bench/fuse.py -->", "<!-- /fuse -->"
VILLAGES = 400
ADDED = 200
FIRST = date(2024, 1, 1)
WATCH = Watch(
    name="bench",
    sides=(
        Side(id=SideId("north"), name="Northland", country="NL"),
        Side(id=SideId("south"), name="Southmark", country="SM"),
    ),
    sources=tuple(
        Source(id=SourceId(name), name=name.title(), side=SideId(side) if side else None)
        for name, side in (("ministry", "north"), ("staff", "south"), ("paper", ""), ("gazette", ""), ("wire", ""))
    ),
)
TELLS = (
    ("shelled", "ASSAULT", "shelling-artillery-missile", None),
    ("hit a school in", "ASSAULT", "air-drone-strike", None),
    ("captured", "ASSAULT", "non-state-overtakes-territory", "captured"),
    ("repelled an attack on", "ASSAULT", "armed-clash", "repelled"),
    ("sent troops to", "MOBILIZE", None, None),
)


def report(number: int, days: int) -> tuple[Document, Analysis]:
    """The same number gives the same report. Every other one is long."""
    chance = random.Random(number)
    village, source = chance.randrange(VILLAGES), chance.choice(WATCH.sources)
    verb, plover, subtype, change = chance.choice(TELLS)
    actor = chance.choice(("Northland troops", "Southmark troops"))
    more = " ".join(f"word{chance.randrange(50_000)}" for _ in range(100 if number % 2 else 6))
    text = f"{actor} {verb} Village{village}. {more}."
    day = FIRST + timedelta(days=chance.randrange(days))
    origin = f"{source.id}/{number}"
    document = Document(
        id=document_id(origin, text),
        capture=CaptureId("cap"),
        source=source.id,
        origin=origin,
        label=origin,
        text=text,
        published=Interval.of_instant(datetime(day.year, day.month, day.day, 12, tzinfo=UTC)),
    )
    content = Span(document=document.id, start=0, end=text.index("."))
    at = text.index(verb)
    trigger = Span(document=document.id, start=at, end=at + len(verb.split()[0]))
    name = Span(document=document.id, start=text.index("Village"), end=content.end)
    place = PlaceMention(
        span=name,
        name=f"Village{village}",
        kind="settlement",
        place=PlaceId(f"v{village}"),
        lat=48 + village // 20 * 0.15,
        lon=36 + village % 20 * 0.2,
        radius_m=2_000,
        country="SM",
        confidence=0.9,
    )
    statement = Statement(id=statement_id(document.id, content, None, None), content=content)
    mention = Mention(
        id=mention_id(document.id, trigger, plover),  # type: ignore[arg-type]
        trigger=trigger,
        extent=content,
        plover=plover,  # type: ignore[arg-type]
        subtype=subtype,
        change=change,  # type: ignore[arg-type]
        actors=(Actor(name=actor, span=Span(document=document.id, start=0, end=len(actor)), role="actor"),),
        places=(0,),
        statement=statement.id,
    )
    analysis = Analysis(
        document=document.id, version="1", language="en", statements=(statement,), mentions=(mention,), places=(place,)
    )
    return document, analysis


def measured(size: int) -> tuple[float, float, float, int]:
    """Seconds to build, median and 95th percentile of milliseconds to add one, events."""
    days = max(30, size // 100)
    growing = Growing(sources=WATCH.sources, links=(), watch=WATCH)
    papers = [report(number, days) for number in range(size)]
    started = time.perf_counter()
    growing.change(new=papers)
    built = time.perf_counter() - started
    times = []
    for number in range(size, size + ADDED):
        document, analysis = report(number, days)
        started = time.perf_counter()
        growing.change(new=[(document, analysis)])
        times.append((time.perf_counter() - started) * 1000)
    return built, statistics.median(times), sorted(times)[int(0.95 * ADDED)], len(growing.picture().events)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--write", action="store_true", help="put the table into bench/README.md")
    args = parser.parse_args()
    rows = [
        f"{ADDED} reports added one by one, Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}: "
        "`python bench/fuse.py --write`",
        "",
        "| statements | events | built at once | one more, median | 95th percentile |",
        "|---|---|---|---|---|",
    ]
    for size in args.sizes:
        built, median, late, events = measured(size)
        rows.append(f"| {size:,} | {events:,} | {built:.1f} s | {median:.1f} ms | {late:.1f} ms |")
        print(rows[-1], flush=True)
    if args.write:
        text = README.read_text("utf-8")
        before, after = text.split(START)[0], text.split(END)[1]
        README.write_text(f"{before}{START}\n" + "\n".join(rows) + f"\n{END}{after}", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
