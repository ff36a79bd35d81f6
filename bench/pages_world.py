"""An invented war in reports of nine statements each, for measuring the pages of a large watch; that of fuse.py, with
more said in it."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

import fuse
import unsure

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
from vedette.model.span import Span
from vedette.model.statement import Kind, Speaker, Statement, statement_id
from vedette.ports import Outcome, StageKey
from vedette.store.sqlite import SqliteStore

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
