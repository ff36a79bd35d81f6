"""A small war for the tests of the web pages: two sides, an outlet, every status, an edit, a forward, hostile text."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from vedette.model.analysis import Analysis
from vedette.model.capture import CHANNEL, MESSAGE, PUBLISHED, Capture, capture_id
from vedette.model.document import Document, Mark, document_id
from vedette.model.event import (
    Account,
    Assessment,
    Bearing,
    Control,
    Event,
    Figure,
    Location,
    Party,
    Picture,
    Sight,
    Stance,
    Status,
    Threat,
)
from vedette.model.failure import Failure
from vedette.model.ids import CaptureId, EventId, PlaceId, SideId, SourceId, StatementId, ThreatId
from vedette.model.interval import Interval
from vedette.model.mention import Mention, PlaceMention, mention_id
from vedette.model.observation import Observation, observation_id
from vedette.model.source import Side, Source
from vedette.model.span import Span
from vedette.model.statement import Kind, Speaker, Statement, Via, statement_id
from vedette.model.watch import Watch
from vedette.ports import Outcome, StageKey
from vedette.store.sqlite import SqliteStore

NORTH, SOUTH = SideId("north"), SideId("south")
UNDERSTAND = StageKey(name="understand", version="1", takes="document")
HOSTILE = "<script>alert('x')</script> & \"quotes\""

WATCH = Watch(
    name="The river war",
    bbox=(34.0, 46.8, 39.5, 51.2),
    sides=(Side(id=NORTH, name="North"), Side(id=SOUTH, name="South")),
    sources=(
        Source(id=SourceId("north-mod"), name="Northern Ministry of Defence", kind="ministry", side=NORTH),
        Source(id=SourceId("south-staff"), name="Southern General Staff", kind="ministry", side=SOUTH),
        Source(id=SourceId("courier"), name="The Border Courier", kind="newspaper", reliability="C"),
    ),
)


def place(key: str, name: str, lat: float, lon: float, radius_m: int = 4_000) -> Location:
    return Location(id=PlaceId(key), name=name, kind="settlement", lat=lat, lon=lon, radius_m=radius_m)


VOVCHANSK = place("p:1", "Vovchansk", 50.29, 36.94)
LUKIANTSI = place("p:2", "Lukiantsi", 50.22, 36.38)
BELGOROD = place("p:3", "Belgorod", 50.6, 36.59, 9_000)
ROBOTYNE = place("p:4", "Robotyne", 47.45, 35.84)
REGION = place("p:5", "Kharkiv Oblast", 49.6, 36.5, 60_000)


def instant(day: int, hour: int = 9) -> Interval:
    return Interval.of_instant(datetime(2024, 5, day, hour, tzinfo=UTC))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A statement to be found in a text: `words` are its content."""

    words: str
    speaker: str | None = None
    side: SideId | None = None
    kind: Kind = "report"
    via: str | None = None
    condition: str | None = None
    loaded: bool = False
    place: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    document: Document
    analysis: Analysis
    sides: tuple[tuple[StatementId, SideId], ...]

    def statement(self, index: int) -> Statement:
        return self.analysis.statements[index]


def written(
    source: str,
    day: int,
    text: str,
    told: Sequence[Told],
    *,
    title: str | None = None,
    origin: str = "",
    modified: datetime | None = None,
    forwarded_from: str | None = None,
    address: str | None = None,
) -> Written:
    origin = origin or f"{source}/{day}/{text[:20]}"
    known = SourceId(source)
    document = Document(
        id=document_id(origin, text),
        capture=capture_id(origin, known),
        source=known,
        origin=origin,
        label=origin,
        text=text,
        title=title,
        published=instant(day),
        modified=modified,
        language="en",
        address=address,
        forwarded_from=forwarded_from,
    )
    pairs = [(one, _statement(document, one, day)) for one in told]
    places = tuple(_mention(document, one) for one in told if one.place)
    analysis = Analysis(
        document=document.id,
        version="1",
        language="en",
        statements=tuple(statement for _, statement in pairs),
        mentions=tuple(_event_mention(document, statement) for _, statement in pairs),
        places=places,
    )
    sides = tuple((statement.id, one.side) for one, statement in pairs if one.side)
    return Written(document=document, analysis=analysis, sides=sides)


def span(document: Document, words: str) -> Span:
    start = document.text.index(words)
    return Span(document=document.id, start=start, end=start + len(words))


def _statement(document: Document, told: Told, day: int) -> Statement:
    content = span(document, told.words)
    return Statement(
        id=statement_id(document.id, content, None, None),
        content=content,
        speaker=Speaker(name=told.speaker) if told.speaker else None,
        via=Via(name=told.via) if told.via else None,
        kind=told.kind,
        condition=span(document, told.condition) if told.condition else None,
        said=Interval.of_days(date(2024, 5, day), date(2024, 5, day)),
        loaded=told.loaded,
    )


def _mention(document: Document, told: Told) -> PlaceMention:
    assert told.place is not None
    at = told.place
    where = span(document, at.name if at.name in document.text else told.words)
    return PlaceMention(
        span=where,
        name=at.name,
        kind=at.kind,
        place=at.id,
        lat=at.lat,
        lon=at.lon,
        radius_m=at.radius_m,
        confidence=0.9,
    )


def _event_mention(document: Document, statement: Statement) -> Mention:
    trigger = Span(document=document.id, start=statement.content.start, end=statement.content.start + 1)
    return Mention(
        id=mention_id(document.id, trigger, "ASSAULT"),
        trigger=trigger,
        extent=statement.content,
        plover="ASSAULT",
        statement=statement.id,
    )


MINISTRY = written(
    "north-mod",
    11,
    "Units of the northern group have liberated Lukiantsi and entered Vovchansk. "
    "Up to 170 enemy soldiers were killed.\n"
    "Any strike on our towns will be answered with everything we have, if foreign weapons are used.",
    [
        Told(
            words="have liberated Lukiantsi", speaker="Ministry of Defence", side=NORTH, kind="claim", place=LUKIANTSI
        ),
        Told(
            words="have liberated Lukiantsi and entered Vovchansk",
            speaker="Ministry of Defence",
            side=NORTH,
            kind="claim",
            via="Telegram",
            place=VOVCHANSK,
        ),
        Told(words="Up to 170 enemy soldiers were killed", speaker="Ministry of Defence", side=NORTH, kind="claim"),
        Told(
            words="Any strike on our towns will be answered with everything we have",
            speaker="Ministry of Defence",
            side=NORTH,
            kind="threat",
            condition="if foreign weapons are used",
        ),
    ],
    address="https://example.org/ministry/11",
)
STAFF_FIRST = written(
    "south-staff",
    12,
    "The enemy has had a tactical success near Vovchansk.",
    [],
    origin="telegram:south-staff/15361",
)
STAFF = written(
    "south-staff",
    12,
    "The enemy has had a partial success near Vovchansk. Fighting goes on. More than 100 attackers were killed.",
    [
        Told(
            words="The enemy has had a partial success near Vovchansk",
            speaker="General Staff",
            side=SOUTH,
            kind="admission",
            place=VOVCHANSK,
        ),
        Told(words="More than 100 attackers were killed", speaker="General Staff", side=SOUTH, kind="claim"),
    ],
    origin="telegram:south-staff/15361",
    modified=datetime(2024, 5, 12, 15, tzinfo=UTC),
)
COURIER = written(
    "courier",
    13,
    "A block of flats fell in Belgorod on Sunday.\n\n“It was a rocket,” said the governor. "
    "The reckless escalation goes on. "
    f"A reader writes: {HOSTILE}. Nobody confirmed that Robotyne was taken; the staff denied it.",
    [
        Told(words="A block of flats fell in Belgorod on Sunday", place=BELGOROD),
        Told(words="It was a rocket", speaker="The governor", side=NORTH, kind="claim"),
        Told(words="The reckless escalation goes on", kind="judgement", loaded=True),
        Told(words=HOSTILE, speaker="<b>A reader</b>", kind="question"),
        Told(words="denied it", speaker="General Staff", side=SOUTH, kind="denial", place=ROBOTYNE),
    ],
    title="Belgorod <counts> its dead",
    address="javascript:alert(1)",
)
RELAY = written(
    "courier",
    12,
    "Units of the northern group have liberated Lukiantsi and entered Vovchansk.",
    [
        Told(
            words="have liberated Lukiantsi and entered Vovchansk",
            speaker="Ministry of Defence",
            side=NORTH,
            kind="claim",
            place=LUKIANTSI,
        )
    ],
    forwarded_from="Northern Ministry of Defence",
)
ALL = (MINISTRY, STAFF_FIRST, STAFF, COURIER, RELAY)


def account(origin: Written, index: int, stance: Stance = "supports", family: int = 0) -> Account:
    statement = origin.statement(index)
    return Account(
        statement=statement.id,
        mention=origin.analysis.mentions[index].id,
        document=origin.document.id,
        source=origin.document.source,
        speaker=statement.speaker.name if statement.speaker else None,
        side=dict(origin.sides).get(statement.id),
        stance=stance,
        family=family,
    )


def event(
    key: str, status: Status, where: Location | None, day: int, accounts: Sequence[Account], **fields: object
) -> Event:
    families = {one.family for one in accounts}
    made = Event(
        id=EventId(f"evt_{key}"),
        plover="ASSAULT",
        subtype="shelling-artillery-missile",
        change=None,
        parties=(Party(name="Northern troops", role="actor", side=NORTH),),
        place=where,
        when=Interval.of_days(date(2024, 5, day), date(2024, 5, day)),
        figures=(),
        accounts=tuple(accounts),
        assessment=Assessment(
            status=status,
            source_grade="C",
            information_grade=3,
            independent_sources=len(families),
            reasons=(f"It is {status} in this test.",),
        ),
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def figure(origin: Written, index: int, low: float | None, high: float | None, victim: str) -> Figure:
    statement = origin.statement(index)
    return Figure(
        what="killed",
        victim=victim,
        low=low,
        high=high,
        speaker=statement.speaker.name if statement.speaker else None,
        side=dict(origin.sides).get(statement.id),
        statement=statement.id,
        span=statement.content,
    )


CELL = "POLYGON ((36.85 50.25, 36.95 50.25, 36.95 50.35, 36.85 50.35, 36.85 50.25))"
HEAT = Observation(
    id=observation_id("heat-sustained", 1),
    kind="heat-sustained",
    footprint=CELL,
    when=Interval.of_days(date(2024, 5, 12), date(2024, 5, 12)),
    measure=9.0,
    unit="detections",
    p=0.002,
    could_observe=True,
    note="Satellites saw 9 fires in this cell.",
    method="thermal",
)
CLOUDED = Observation(
    id=observation_id("radar-damage", 1),
    kind="radar-damage",
    footprint="POLYGON ((36.2 50.1, 36.5 50.1, 36.5 50.3, 36.2 50.3, 36.2 50.1))",
    when=Interval.of_days(date(2024, 5, 1), date(2024, 5, 20)),
    could_observe=False,
    note="No pass covered this place.",
    method="pwtt",
)
RECYCLED = Observation(
    id=observation_id("seen-before", 1),
    kind="seen-before",
    about=(MINISTRY.document.origin,),
    note=f"This footage was published by {HOSTILE} 14 months before.",
    method="footage",
)
PINNED = Observation(id=observation_id("metadata", 1), kind="metadata", footprint="POINT (36.9 50.3)", note="A place.")


def sight(one: Observation, bearing: Bearing, ratio: float | None) -> Sight:
    return Sight(
        observation=one.id,
        kind=one.kind,
        bearing=bearing,
        ratio=ratio,
        note=one.note,
        reason="So it bears.",
    )


EVENTS = (
    event(
        "vovchansk",
        "conceded",
        VOVCHANSK,
        12,
        [account(MINISTRY, 1), account(RELAY, 0), account(STAFF, 0, "concedes", 1)],
        change="advanced",
        figures=(figure(MINISTRY, 2, None, 170, "South"), figure(STAFF, 1, 100, None, "North")),
        sights=(sight(RECYCLED, "against", 0.3), sight(HEAT, "context", 1.5), sight(CLOUDED, "open", None)),
    ),
    event("lukiantsi", "one-sided", LUKIANTSI, 11, [account(MINISTRY, 0), account(RELAY, 0)], change="captured"),
    event("belgorod", "corroborated", BELGOROD, 12, [account(COURIER, 0), account(COURIER, 1, family=1)]),
    event("robotyne", "denied", ROBOTYNE, 13, [account(COURIER, 4, "denies")], change="captured"),
    event("vovchansk-2", "contested", VOVCHANSK, 13, [account(MINISTRY, 1), account(STAFF, 0, "denies", 1)]),
    event("vovchansk-3", "unconfirmed", VOVCHANSK, 13, [account(RELAY, 0)]),
    event("region", "observed", REGION, 13, [account(COURIER, 0)]),
    event("nowhere", "unconfirmed", None, 13, [account(COURIER, 3)]),
)
CONTROL = Control(
    place=LUKIANTSI,
    day=date(2024, 5, 11),
    when=Interval.of_days(date(2024, 5, 10), date(2024, 5, 11)),
    holder=NORTH,
    previous=SOUTH,
    status="claimed",
    statements=(MINISTRY.statement(0).id,),
)
_threat = MINISTRY.statement(3)
THREAT = Threat(
    id=ThreatId("thr_1"),
    speaker="Ministry of Defence",
    side=NORTH,
    target="South",
    action=_threat.content,
    condition=_threat.condition,
    said=_threat.said,
    status="open",
    statements=(_threat.id,),
)


def captures() -> list[Capture]:
    """What the documents of this war were read from."""
    return [
        Capture(
            id=one.document.capture,
            sha256=f"{number:064x}",
            size=1,
            address=f"file:///{number}",
            fetched=datetime(2024, 5, 20, tzinfo=UTC),
            media_type="text/plain",
            source=one.document.source,
        )
        for number, one in enumerate(ALL)
    ]


def build_store(path: Path) -> SqliteStore:
    """A store that holds this war."""
    store = SqliteStore(path, create=True)
    store.append([*WATCH.sources, *captures(), *(one.document for one in ALL)])
    store.record(UNDERSTAND, [Outcome(item=one.document.id, results=(one.analysis,)) for one in ALL])
    store.append([HEAT, CLOUDED, RECYCLED, PINNED])
    store.fail(Failure(stage="read", version="1", item="broken.html", reason=f"holds no text {HOSTILE}"))
    sides = tuple(pair for one in ALL for pair in one.sides)
    store.replace_picture(Picture(events=EVENTS, control=(CONTROL,), threats=(THREAT,), sides=sides), [], "test")
    return store


def film() -> tuple[Capture | Document | Observation, ...]:
    """A film that came with a report, the words read and heard in it, and what was checked."""
    capture = Capture(
        id=CaptureId("cap_film"),
        sha256="f" * 64,
        size=1_200_000,
        address=f"file:///videos/{HOSTILE}.mp4",
        fetched=datetime(2024, 5, 20, tzinfo=UTC),
        media_type="video/mp4",
        headers=((MESSAGE, MINISTRY.document.origin), (CHANNEL, HOSTILE), (PUBLISHED, "2024-05-11T10:00:00+00:00")),
    )
    heard = _of_film(
        "speech",
        f"They left at night. {HOSTILE}",
        Mark(start=0, end=19, seconds=1, until=3, confidence=0.9),
        Mark(start=20, end=25, seconds=3, until=4, confidence=0.9, doubtful=True),
    )
    read = _of_film(
        "lettering",
        "WEALD",
        Mark(start=0, end=5, seconds=0, until=4, box=(0.2, 0.8, 0.4, 0.9), confidence=0.3),
    )
    place = Observation(
        id=observation_id("place-check", 1),
        kind="place-check",
        capture=capture.id,
        finding="inconsistent",
        measure=212.5,
        unit="km",
        note=f"The file's position lies 212 km from {HOSTILE}.",
    )
    before = replace(RECYCLED, id=observation_id("seen-before", 2), capture=capture.id, when=HEAT.when)
    return capture, heard, read, place, before


def _of_film(kind: str, text: str, *marks: Mark) -> Document:
    origin = f"cap_film/{kind}"
    return Document(
        id=document_id(origin, text),
        capture=CaptureId("cap_film"),
        source=MINISTRY.document.source,
        origin=origin,
        label=f"film#{kind}",
        text=text,
        language="en",
        marks=marks,
    )
