"""RSS and Atom."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_captures import DATA, captured, documents, new_sources, outcome, trouble

from vedette.model.interval import Precision
from vedette.model.media import MediaType


def test_rss() -> None:
    """The fullest body as text, link, guid, author, date; an item without text is named."""
    payload = (DATA / "feed.rss").read_bytes()
    found = outcome(payload, captured(payload, MediaType.RSS))
    bridge, title = documents(found)
    assert bridge.text == "The bridge was hit twice.\n\nNobody was hurt."
    assert (bridge.title, bridge.author, bridge.label) == ("Bridge & river", "Ada Marsh", "rp-77")
    assert (bridge.origin, bridge.address) == ("riverpost.example:rp-77", "https://riverpost.example/bridge")
    assert bridge.published
    assert bridge.published.start == datetime(2024, 5, 12, 18, 30, tzinfo=UTC)
    assert (title.text, title.label, title.published) == (
        "A title is all there is",
        "https://riverpost.example/title",
        None,
    )
    assert [(source.id, source.name) for source in new_sources(found)] == [("riverpost.example", "River Post: world")]
    assert found.failure
    assert "1 of 3 items" in found.failure


def test_atom() -> None:
    """XHTML content, the alternate link, a day as a day, and the time of the last edit."""
    payload = (DATA / "feed.atom").read_bytes()
    found = outcome(payload, captured(payload, MediaType.ATOM))
    [note] = documents(found)
    assert note.text == "One side claims the hill.\n\nThe other denies it."
    assert (note.address, note.author, note.language) == ("https://notes.example/9", "B. Ford", "en")
    assert note.origin == "notes.example:tag:notes.example,2024:9"
    assert note.published
    assert note.published.precision is Precision.DAY
    assert note.modified == datetime(2024, 5, 13, 8, tzinfo=UTC)


def test_rss_1() -> None:
    """Items beside the channel, named by rdf:about."""
    payload = (DATA / "feed.rdf").read_bytes()
    [item] = documents(outcome(payload, captured(payload, MediaType.RSS)))
    assert item.text == "Shelling was reported in the north."
    assert (item.label, item.source) == ("https://old.example/1", "old.example")
    assert item.published


def test_a_feed_in_cp1251() -> None:
    """The declaration is followed, and none is needed."""
    for declaration in ('<?xml version="1.0" encoding="windows-1251"?>', ""):
        item = "<rss><channel><title>t</title><item><title>Обстрел посёлка</title></item></channel></rss>"
        payload = (declaration + item).encode("cp1251")
        assert documents(outcome(payload, captured(payload, MediaType.RSS)))[0].text == "Обстрел посёлка"


BOMB = (
    '<?xml version="1.0"{}?><!DOCTYPE a [<!ENTITY b "{}"><!ENTITY c "&b;&b;">]>'
    "<rss><channel><item><title>&c;</title></item></channel></rss>"
)


@pytest.mark.parametrize(
    ("payload", "says"),
    [
        (BOMB.format("", "x" * 1000).encode(), "may be a bomb"),
        (BOMB.format(' encoding="utf-16"', "x").encode("utf-16"), "may be a bomb"),
        (b"<rss>" + b"<a>" * 50_000, "feed"),
        (b"not xml at all", "damaged feed"),
        (b"", "damaged feed"),
        (b"<rss><channel><title>Nothing new</title></channel></rss>", "without an item"),
    ],
)
def test_feeds_that_cannot_be_read(payload: bytes, says: str) -> None:
    """Bombs, rubbish and silence: one line each."""
    assert says in trouble(payload, MediaType.RSS)


def test_no_file_of_this_machine_is_let_in() -> None:
    """An external document type is not loaded and its entities stay empty."""
    payload = (
        b'<!DOCTYPE r SYSTEM "file:///etc/passwd"><rss><channel><item><title>&x; seen</title></item></channel></rss>'
    )
    found = outcome(payload, captured(payload, MediaType.RSS))
    assert all("root:" not in document.text for document in documents(found))


@given(st.text(max_size=200), st.text(alphabet=st.characters(categories=("L", "N", "Zs", "P")), max_size=50))
def test_no_feed_ever_raises(markup: str, title: str) -> None:
    """Documents or one line."""
    payload = f"<rss><channel><item><title>{title}</title>{markup}</item></channel></rss>".encode("utf-8", "replace")
    found = outcome(payload, captured(payload, MediaType.RSS))
    assert found.results or found.failure
