"""Plain text and Markdown: header, title, date, encoding."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_captures import FETCHED, captured, documents, new_sources, only, outcome, trouble

from vedette.model.ids import SourceId
from vedette.model.interval import Interval, Precision
from vedette.model.media import MediaType
from vedette.model.source import Source
from vedette.read.charset import declared_charset, decode
from vedette.read.clean import clean
from vedette.read.dates import dateline, published, unix_instant
from vedette.read.text import file_name

RUSSIAN = "Минобороны сообщило о взятии двух сёл. Подтверждения нет."


def test_a_header_under_the_title_goes_into_the_fields() -> None:
    """Title, source, date and author are read and the text is what follows them."""
    header = "Evening bulletin\nSource: River Post\nAuthor: Ada Marsh\nPublished: 2024-05-12 20:10"
    text = f"{header}\n\nTwo villages were named."
    document = only(text, MediaType.TEXT)
    assert (document.title, document.author, document.source) == ("Evening bulletin", "Ada Marsh", "river-post")
    assert document.published == Interval.of_instant(datetime(2024, 5, 12, 20, 10, tzinfo=UTC))
    assert document.text == "Two villages were named."


def test_front_matter() -> None:
    """YAML between fences gives the fields; the address is that of the page, and the heading leaves the text."""
    fields = 'title: "Bridge held"\nsource: riverpost.example\ndate: 2024-05-12\nurl: https://riverpost.example/b'
    text = f"---\n{fields}\n---\n\n# Bridge held\n\nIt was **held**, [they](https://x.example) say."
    document = only(text, MediaType.MARKDOWN)
    assert (document.title, document.source) == ("Bridge held", "riverpost.example")
    assert document.published == Interval.of_days(date(2024, 5, 12), date(2024, 5, 12))
    assert document.address == "https://riverpost.example/b"
    assert document.text == "It was held, they say."


def test_a_dateline_and_a_host_in_the_head() -> None:
    """The date of a short line counts; a host in it only finds a source of the watch."""
    text = "What the surveys say\n\nOpinion Barometer (barometer.example), 10 May 2024\n\nMany disagreed."
    barometer = Source(id=SourceId("barometer"), name="Opinion Barometer", match=("barometer.example",))
    document = only(text, MediaType.TEXT, barometer)
    assert (document.source, document.title) == ("barometer", "What the surveys say")
    assert document.published == Interval.of_days(date(2024, 5, 10), date(2024, 5, 10))
    assert only(text, MediaType.TEXT).source == "unknown"


def test_no_title_no_date_is_no_guess() -> None:
    """A sentence is not a title, and a date inside prose is not the date of publication."""
    document = only("Fighting went on after 10 May 2024, he said.\n\nIt was heavy.", MediaType.TEXT)
    assert (document.title, document.published) == (None, None)
    assert document.text.startswith("Fighting went on")
    assert document.label == "item"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1251", "koi8-r"])
def test_cyrillic_in_any_encoding(encoding: str) -> None:
    """Marks, UTF-8, and the two eight-bit encodings without any declaration."""
    payload = RUSSIAN.encode(encoding)
    assert only(payload, MediaType.TEXT).text == RUSSIAN


def test_western_and_declared_encodings() -> None:
    """Lone accents are Western; a declaration is believed where UTF-8 fails, a codec that is none is not."""
    assert decode("Café “noir”, Straße".encode("cp1252")) == "Café “noir”, Straße"
    assert decode(RUSSIAN.encode("cp866"), "ibm866") == RUSSIAN
    assert decode(RUSSIAN.encode("cp1251"), "zip") == RUSSIAN
    assert decode(RUSSIAN.encode("cp1251"), "no-such") == RUSSIAN
    assert decode(RUSSIAN.encode()[:-1] + b"\xd0 end", "utf-8").startswith(RUSSIAN[:-1])


def test_where_a_charset_is_declared() -> None:
    """The server, then XML, then a meta element."""
    assert declared_charset("text/html; charset=windows-1251") == "windows-1251"
    assert declared_charset(None, b'<?xml version="1.0" encoding="koi8-r"?>') == "koi8-r"
    assert declared_charset("text/html", b"<meta charset='cp1251'>") == "cp1251"
    assert declared_charset(None) is None


@given(st.binary(max_size=400), st.text(max_size=20))
def test_decoding_never_fails(payload: bytes, declared: str) -> None:
    """Any bytes under any declaration give text."""
    assert isinstance(decode(payload, declared), str)


@given(st.text(max_size=200))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    """Cleaned text has nothing invisible left and can always be stored."""
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert "\r" not in cleaned
    assert "\u200b" not in cleaned


@pytest.mark.parametrize(
    ("payload", "says"),
    [
        (b"", "holds no words"),
        (b"...\n***", "holds no words"),
        (bytes(range(256)) * 50, "is not text"),
        (b"x" * 2_000_001, "at most 2,000,000"),
    ],
)
def test_what_is_no_report(payload: bytes, says: str) -> None:
    """One line each."""
    assert says in trouble(payload, MediaType.TEXT)


@pytest.mark.parametrize(
    ("written", "start", "precision"),
    [
        ("2024-05-13", datetime(2024, 5, 13, tzinfo=UTC), Precision.DAY),
        ("2024-05-13T08:00:00Z", datetime(2024, 5, 13, 8, tzinfo=UTC), Precision.SECOND),
        ("2024-05-13T08:00:00+03:00", datetime(2024, 5, 13, 5, tzinfo=UTC), Precision.SECOND),
        ("2024-05-13 20:10", datetime(2024, 5, 13, 20, 10, tzinfo=UTC), Precision.SECOND),
        ("Mon, 13 May 2024 08:00:00 GMT", datetime(2024, 5, 13, 8, tzinfo=UTC), Precision.SECOND),
        ("13 May 2024", datetime(2024, 5, 13, tzinfo=UTC), Precision.DAY),
        ("May 13, 2024", datetime(2024, 5, 13, tzinfo=UTC), Precision.DAY),
        ("13 мая 2024", datetime(2024, 5, 13, tzinfo=UTC), Precision.DAY),
        ("13 травня 2024", datetime(2024, 5, 13, tzinfo=UTC), Precision.DAY),
        ("13.05.2024", datetime(2024, 5, 13, tzinfo=UTC), Precision.DAY),
    ],
)
def test_dates_as_sources_write_them(written: str, start: datetime, precision: Precision) -> None:
    """A day stays a day; a time without a zone is UTC."""
    found = published(written, FETCHED)
    assert found
    assert (found.start, found.precision) == (start, precision)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "soon",
        "0001-01-01",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31",
        "9999-12-31T23:59:59-12:00",
        "2024-13-01",
        "2031-01-01",
        "31.02.2024",
        None,
        5,
        "1" * 5000,
    ],
)
def test_impossible_dates_are_unknown(written: object) -> None:
    """Year 1, the far future and nonsense are no date."""
    assert published(written, FETCHED) is None


@given(st.one_of(st.text(max_size=90), st.dates().map(str), st.datetimes().map(str), st.integers().map(str)))
def test_no_date_ever_raises(written: str) -> None:
    """Whatever a source writes."""
    published(written, FETCHED)
    dateline(written, FETCHED)
    unix_instant(written, FETCHED)


def test_a_source_of_the_capture_wins() -> None:
    """What the user said comes before what the text says; an undeclared one is made."""
    payload = b"Bulletin\nSource: River Post\n\nText."
    found = outcome(payload, captured(payload, MediaType.TEXT, source="desk"))
    assert [source.id for source in new_sources(found)] == ["desk"]
    assert documents(found)[0].source == "desk"


def test_a_hostile_file_name_makes_a_plain_label() -> None:
    """Line breaks, marks of direction and bytes that are no text do not reach the label."""
    address = (Path("/war") / "two\nlines \u202egnp.txt").as_uri()
    assert file_name(address) == "two lines gnp.txt"
    assert file_name("file:///war/%FF%FE.txt") == "\ufffd\ufffd.txt"
