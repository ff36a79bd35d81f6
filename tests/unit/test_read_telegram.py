"""Telegram Desktop exports."""

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from read_captures import DATA, captured, documents, new_sources, outcome, trouble

from vedette.model.document import Document
from vedette.model.ids import SourceId
from vedette.model.media import MediaType
from vedette.model.source import Source

KEYS = (
    "id",
    "type",
    "date",
    "date_unixtime",
    "edited",
    "text",
    "text_entities",
    "from",
    "photo",
    "reply_to_message_id",
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(("text", "type", "list")), inner, max_size=4)
    ),
    max_leaves=10,
)
message = st.dictionaries(st.sampled_from(KEYS), anything, max_size=8)


def read(export: object, *sources: Source) -> list[Document]:
    payload = json.dumps(export).encode()
    return documents(outcome(payload, captured(payload, MediaType.TELEGRAM), *sources))


def test_an_export_of_a_channel() -> None:
    """Pieces are joined, times are UTC, edits, forwards, replies and media paths are kept, service messages are not."""
    payload = (DATA / "result.json").read_bytes()
    found = outcome(payload, captured(payload, MediaType.TELEGRAM))
    first, second, third = documents(found)
    assert found.failure is None
    assert first.text == "Бій біля мосту, карта."
    assert (first.label, first.origin) == ("bridge-watch/2", "telegram:42/2")
    assert first.published
    assert first.published.start == datetime(2024, 5, 12, 12, tzinfo=UTC)
    assert first.modified == datetime(2024, 5, 12, 12, 30, tzinfo=UTC)
    assert first.media == ("photos/photo_1.jpg",)
    assert (second.forwarded_from, second.reply_to, second.author) == ("Other Channel", first.origin, "M. K.")
    assert second.published
    assert second.published.start == datetime(2024, 5, 12, 16, tzinfo=UTC)
    assert (third.published, third.media) == (None, ())
    assert [(source.id, source.kind) for source in new_sources(found)] == [("bridge-watch", "channel")]


def test_a_channel_of_the_watch_is_known_by_its_name() -> None:
    """By id, name or match, whatever the case; then no source is made."""
    watched = Source(id=SourceId("bw"), name="Watchers", match=("BRIDGE watch",))
    payload = (DATA / "result.json").read_bytes()
    found = outcome(payload, captured(payload, MediaType.TELEGRAM), watched)
    assert {document.source for document in documents(found)} == {"bw"}
    assert new_sources(found) == []


def test_an_export_of_an_account() -> None:
    """Channels and public groups of every list; talk between private persons is left out."""
    chats = [
        {"name": "A", "type": "public_channel", "id": 1, "messages": [{"id": 1, "type": "message", "text": "From A."}]},
        {
            "name": "Mum",
            "type": "personal_chat",
            "id": 2,
            "messages": [{"id": 1, "type": "message", "text": "Private."}],
        },
    ]
    left = [
        {"name": "B", "type": "private_channel", "id": 3, "messages": [{"id": 1, "type": "message", "text": "From B."}]}
    ]
    found = read({"about": "…", "chats": {"list": chats}, "left_chats": {"list": left}})
    assert [document.text for document in found] == ["From A.", "From B."]


def test_an_edited_message_keeps_its_origin() -> None:
    """Another text is another document of the same origin; the same text is the same document."""

    def export(text: str) -> dict[str, Any]:
        return {
            "name": "A",
            "type": "public_channel",
            "id": 1,
            "messages": [{"id": 5, "type": "message", "text": text}],
        }

    [before], [after], [again] = read(export("Three hit.")), read(export("Four hit.")), read(export("Three hit."))
    assert before.origin == after.origin
    assert before.id != after.id
    assert before.id == again.id


@given(st.lists(message | anything, max_size=5), anything)
def test_no_export_ever_raises(messages: list[object], name: object) -> None:
    """Documents or one line, whatever JSON the messages are."""
    for export in ({"messages": messages, "name": name, "id": name}, {"chats": {"list": messages}}, messages, name):
        payload = json.dumps(export).encode()
        found = outcome(payload, captured(payload, MediaType.TELEGRAM))
        assert found.results or found.failure
        for document in documents(found):
            assert document.text.strip()
            document.text.encode("utf-8")


@given(
    st.lists(
        st.text(alphabet=st.characters(categories=("L", "N", "P")), min_size=1, max_size=10), min_size=1, max_size=5
    )
)
def test_pieces_join_to_the_text(pieces: list[str]) -> None:
    """Formatted or plain, in `text` or in `text_entities`, the same words arrive."""
    formatted = [{"type": "bold", "text": piece} for piece in pieces]
    forms: list[dict[str, object]] = [
        {"text": "".join(pieces)},
        {"text": pieces},
        {"text": "", "text_entities": formatted},
    ]
    texts = [
        [one.text for one in read({"name": "A", "messages": [{"id": 1, "type": "message", **form}]})] for form in forms
    ]
    assert texts[0] == texts[1] == texts[2]


def test_what_is_no_export() -> None:
    """Damaged, nested without end, another JSON, or without a word: one line each."""
    assert "broken at line 1" in trouble(b'{"messages": [', MediaType.TELEGRAM)
    assert "damaged" in trouble(b'{"messages": ' + b"[" * 200_000, MediaType.TELEGRAM)
    assert "not a Telegram export" in trouble(b'{"a": 1}', MediaType.TELEGRAM)
    assert "without a message" in trouble(b'{"messages": []}', MediaType.TELEGRAM)


def test_a_message_too_long_to_read() -> None:
    """It is left out with a word, and the others are read."""
    rows = [{"id": 1, "type": "message", "text": "x" * 2_000_001}, {"id": 2, "type": "message", "text": "Short."}]
    payload = json.dumps({"name": "A", "messages": rows}).encode()
    found = outcome(payload, captured(payload, MediaType.TELEGRAM))
    assert [document.text for document in documents(found)] == ["Short."]
    assert found.failure
    assert "longer than 2,000,000" in found.failure
