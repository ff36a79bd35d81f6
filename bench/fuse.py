"""What one report more costs a watch of a thousand, ten thousand and a hundred thousand statements, through the store.

    python bench/fuse.py [--sizes 1000 10000 100000] [--write]

An invented war of 400 villages, of which a few are told of far oftener than the rest: strikes, captures, attacks beaten
off, threats and denials, told by five sources in long and short reports, one in twenty taken over word for word.
At each size the facts are put into a new workspace's store and fused at once. Then reports of the last days come one by
one: timed is from a report being understood to its events, control, threats, links and sides standing in the store.
`--write` puts the table into the README.
"""

import argparse
import platform
import random
import statistics
import sys
import time
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from vedette.model.analysis import Analysis
from vedette.model.capture import Capture
from vedette.model.document import Document, document_id
from vedette.model.ids import CaptureId, PlaceId, SideId, SourceId
from vedette.model.interval import Interval
from vedette.model.mention import Actor, Mention, PlaceMention, mention_id
from vedette.model.source import Side, Source
from vedette.model.span import Span
from vedette.model.statement import Kind, Speaker, Statement, statement_id
from vedette.model.watch import Watch
from vedette.ports import Outcome, StageKey, Store
from vedette.renewal import Renewal
from vedette.store.sqlite import SqliteStore

README = Path(__file__).resolve().parent / "README.md"
START, END = "<!-- fuse: written by bench/fuse.py -->", "<!-- /fuse -->"
VILLAGES = 400
ADDED = 200
BATCH = 2_000
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
COPIED, THREATS, DENIALS = 20, 25, 60
"""One report in so many is a copy of another, a threat, a denial of one."""
RECENT = 3
FREQUENCIES = tuple(1 / (rank + 3) for rank in range(VILLAGES))
WORDS = tuple(f"{first}{last}{number}" for first in "bdgkmnpr" for last in "aeiou" for number in range(500))
CAPTURE = Capture(
    id=CaptureId("cap"),
    sha256="0",
    size=1,
    address="file:///bench",
    fetched=datetime(2024, 1, 1, tzinfo=UTC),
    media_type="application/x-ndjson",
    source=None,
)
KEY = StageKey(name="bench", version="1", takes="document")


def report(number: int, days: int, *, late: bool = False) -> tuple[Document, Analysis]:
    """The same number gives the same report. Every other one is long. `late`: of the last days."""
    chance = random.Random(number)
    day = FIRST + timedelta(days=days - 1 - chance.randrange(RECENT) if late else chance.randrange(days))
    taken_over = number % COPIED == COPIED - 1
    wording = random.Random(number - chance.randrange(1, 100)) if taken_over else chance
    source = chance.choice(WATCH.sources)
    if number % DENIALS == 0 or number % THREATS == 0:
        return _spoken(number, day, source, wording, denies=number % DENIALS == 0)
    return _deed(number, day, source, wording)


def _document(number: int, day: date, source: Source, text: str) -> Document:
    origin = f"{source.id}/{number}"
    return Document(
        id=document_id(origin, text),
        capture=CAPTURE.id,
        source=source.id,
        origin=origin,
        label=origin,
        text=text,
        published=Interval.of_instant(datetime(day.year, day.month, day.day, 12, tzinfo=UTC)),
    )


def _spoken(
    number: int, day: date, source: Source, chance: random.Random, *, denies: bool
) -> tuple[Document, Analysis]:
    side, other = chance.sample(WATCH.sides, 2)
    words = " ".join(chance.choice(WORDS[:400]) for _ in range(8))
    said = f"{other.name} will be {'spared' if denies else 'struck'}: {words}"
    document = _document(number, day, source, f"{said}, said the minister of {side.name}.")
    content = Span(document=document.id, start=0, end=len(said))
    kind: Kind = "denial" if denies else "threat"
    speaker = Speaker(name=f"minister of {side.name}", country=side.country)
    statement = Statement(
        id=statement_id(document.id, content, None, None), content=content, kind=kind, speaker=speaker, direct=True
    )
    return document, Analysis(document=document.id, version="1", language="en", statements=(statement,))


def _deed(number: int, day: date, source: Source, chance: random.Random) -> tuple[Document, Analysis]:
    (village,) = chance.choices(range(VILLAGES), FREQUENCIES)
    verb, plover, subtype, change = chance.choice(TELLS)
    actor = chance.choice(("Northland troops", "Southmark troops"))
    more = " ".join(chance.choice(WORDS) for _ in range(100 if chance.random() < 0.5 else 6))
    document = _document(number, day, source, f"{actor} {verb} Village{village}. {more}.")
    text = document.text
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


def silent(stage: str, done: int, total: int) -> None:
    """Nobody watches."""


def fill(store: Store, papers: Iterable[tuple[Document, Analysis]]) -> None:
    batch: list[Document | Analysis] = []
    for document, analysis in papers:
        batch += [document, analysis]
        if len(batch) >= BATCH:
            store.append(batch)
            batch = []
    store.append(batch)


def measured(size: int) -> str:
    days = max(30, size // 100)
    with TemporaryDirectory() as folder, closing(SqliteStore(Path(folder) / "vedette.db", create=True)) as store:
        store.append([CAPTURE, *WATCH.sources])
        fill(store, (report(number, days) for number in range(size)))
        renewal = Renewal(WATCH)
        started = time.perf_counter()
        renewal.renew(store, silent)
        built = time.perf_counter() - started
        spent = time.process_time()
        times = [one_more(store, renewal, number, days) for number in range(size, size + ADDED)]
        spent = (time.process_time() - spent) * 1000 / ADDED
        store.append(report(size + ADDED, days, late=True))
        started = time.perf_counter()
        Renewal(WATCH).renew(store, silent)
        fresh = time.perf_counter() - started
        counts = store.view().counts()
    median, late = statistics.median(times), sorted(times)[int(0.95 * ADDED)]
    return (
        f"| {size:,} | {counts['events']:,} | {counts['control']:,} | {counts['threats']:,} | {built:.1f} s "
        f"| **{median:.1f} ms** | {late:.1f} ms | {max(times):.0f} ms | {spent:.1f} ms | {fresh:.1f} s |"
    )


def one_more(store: Store, renewal: Renewal, number: int, days: int) -> float:
    """Milliseconds from understood to standing in the store."""
    document, analysis = report(number, days, late=True)
    store.append([document])
    started = time.perf_counter()
    store.record(KEY, [Outcome(item=document.id, results=(analysis,))])
    renewed = renewal.renew(store, silent)
    assert renewed is not None
    assert not renewed.whole
    return (time.perf_counter() - started) * 1000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--write", action="store_true", help="put the table into bench/README.md")
    args = parser.parse_args()
    rows = [
        f"{ADDED} reports added one by one, one process, Python {platform.python_version()}, "
        f"{datetime.now(UTC):%Y-%m-%d}: `python bench/fuse.py --write`. The last column is a process that has only "
        "just begun: it reads what the picture was made of before it adds one report.",
        "",
        "| statements | events | rows of control | threats | built at once | one more, median | 95th percentile "
        "| slowest | processor time, mean | one more, new process |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for size in args.sizes:
        rows.append(measured(size))
        print(rows[-1], flush=True)
    if args.write:
        text = README.read_text("utf-8")
        before, after = text.split(START)[0], text.split(END)[1]
        README.write_text(f"{before}{START}\n" + "\n".join(rows) + f"\n{END}{after}", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
