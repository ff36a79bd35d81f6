"""Small facts for the tests of store and pipeline, and Hypothesis strategies for whole ones."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from vedette.model.analysis import Analysis
from vedette.model.capture import Capture, capture_id
from vedette.model.document import Document, document_id
from vedette.model.event import Account, Assessment, Event, Location
from vedette.model.ids import DocumentId, EventId, PlaceId, SideId, SourceId
from vedette.model.interval import Interval, Precision
from vedette.model.mention import Mention, PlaceMention, mention_id
from vedette.model.span import Span
from vedette.model.statement import Certainty, Kind, Speaker, Statement, statement_id
from vedette.ports import StageKey

READ = StageKey(name="read", version="1", takes="capture")
UNDERSTAND = StageKey(name="understand", version="1", takes="document")
NOON = datetime(2024, 5, 12, 12, tzinfo=UTC)
VOVCHANSK = Location(
    id=PlaceId("geonames:688148"),
    name="Vovchansk",
    kind="settlement",
    lat=50.29,
    lon=36.94,
    radius_m=5_000,
    country="UA",
)


def a_capture(content: str = "a", source: str | None = "paper") -> Capture:
    known = SourceId(source) if source else None
    return Capture(
        id=capture_id(content, known),
        sha256=content,
        size=len(content),
        address=f"file:///{content}",
        fetched=NOON,
        media_type="text/plain",
        source=known,
    )


def a_document(
    text: str,
    *,
    origin: str = "paper/1",
    day: int | None = 12,
    modified: datetime | None = None,
    label: str = "one",
    capture: Capture | None = None,
    source: str = "paper",
) -> Document:
    return Document(
        id=document_id(origin, text),
        capture=(capture or a_capture()).id,
        source=SourceId(source),
        origin=origin,
        label=label,
        text=text,
        published=Interval.of_days(date(2024, 5, day), date(2024, 5, day)) if day else None,
        modified=modified,
    )


def a_statement(
    document: Document,
    words: str,
    *,
    speaker: str | None = None,
    kind: Kind = "claim",
    certainty: Certainty = "asserted",
) -> Statement:
    start = document.text.index(words)
    content = Span(document=document.id, start=start, end=start + len(words))
    return Statement(
        id=statement_id(document.id, content, None, None),
        content=content,
        speaker=Speaker(name=speaker) if speaker else None,
        kind=kind,
        certainty=certainty,
    )


def a_place(document: Document, name: str, location: Location = VOVCHANSK) -> PlaceMention:
    start = document.text.index(name)
    return PlaceMention(
        span=Span(document=document.id, start=start, end=start + len(name)),
        name=name,
        kind=location.kind,
        place=location.id,
        lat=location.lat,
        lon=location.lon,
        radius_m=location.radius_m,
        country=location.country,
        confidence=0.9,
    )


def an_analysis(document: Document, *statements: Statement, version: str = "1", place: str | None = None) -> Analysis:
    mentions = tuple(
        Mention(
            id=mention_id(document.id, statement.content, "ASSAULT"),
            trigger=statement.content,
            extent=statement.content,
            plover="ASSAULT",
            change="captured",
            places=(0,) if place else (),
            when=Interval.of_days(NOON.date(), NOON.date()),
            statement=statement.id,
        )
        for statement in statements
    )
    return Analysis(
        document=document.id,
        version=version,
        language="en",
        statements=statements,
        mentions=mentions,
        places=(a_place(document, place),) if place else (),
    )


def an_event(
    name: str,
    document: Document,
    statement: Statement,
    *,
    side: str | None = None,
    place: Location | None = VOVCHANSK,
    day: int | None = 12,
) -> Event:
    account = Account(
        statement=statement.id,
        mention=mention_id(document.id, statement.content, "ASSAULT"),
        document=document.id,
        source=document.source,
        speaker=statement.speaker.name if statement.speaker else None,
        side=SideId(side) if side else None,
        stance="supports",
        family=0,
    )
    return Event(
        id=EventId(name),
        plover="ASSAULT",
        subtype=None,
        change="captured",
        parties=(),
        place=place,
        when=Interval.of_days(date(2024, 5, day), date(2024, 5, day)) if day else None,
        figures=(),
        accounts=(account,),
        assessment=Assessment(status="one-sided", source_grade="F", information_grade=6, independent_sources=1),
    )


WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
MOMENTS = st.datetimes(timezones=st.just(UTC), min_value=datetime(1900, 1, 1), max_value=datetime(2100, 1, 1))  # noqa: DTZ001
INTERVALS = st.builds(
    lambda start, length, precision: Interval(start=start, end=start + length, precision=precision),
    MOMENTS,
    st.timedeltas(timedelta(microseconds=1), timedelta(days=900)),
    st.sampled_from(Precision),
)
_FINITE = st.floats(allow_nan=False, allow_infinity=False)


def spans_in(document: DocumentId, length: int) -> st.SearchStrategy[Span]:
    ends = st.tuples(st.integers(0, length), st.integers(0, length)).map(sorted)
    return ends.map(lambda pair: Span(document=document, start=pair[0], end=pair[1]))


def register_strategies(document: str = "doc_x", length: int = 40) -> None:
    """Teaches `st.from_type` what the types of the model do not say."""
    st.register_type_strategy(Span, spans_in(DocumentId(document), length))
    st.register_type_strategy(Interval, INTERVALS)
    st.register_type_strategy(datetime, MOMENTS)
    st.register_type_strategy(float, _FINITE)
    st.register_type_strategy(str, WORDS)
