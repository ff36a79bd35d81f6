"""JSONL: texts exactly as they are, bad lines named."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_captures import captured, documents, new_sources, only, outcome, trouble

from vedette.model.ids import SourceId
from vedette.model.media import MediaType
from vedette.model.source import Source
from vedette.read.jsonl import read_lines

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = ("id", "text", "published", "language", "source", "title", "url", "author")


def lines(*rows: object) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def test_a_line_is_a_document() -> None:
    """Every field of the contract arrives."""
    row = {"id": "a1", "text": "Text.", "published": "2024-05-13", "language": "en", "source": "isw", "title": "T"}
    isw = Source(id=SourceId("isw"), name="Institute")
    payload = lines(row)
    found = outcome(payload, captured(payload, MediaType.JSONL), isw)
    [document] = documents(found)
    assert (document.label, document.text, document.language, document.title) == ("a1", "Text.", "en", "T")
    assert (document.source, document.origin) == ("isw", "isw:a1")
    assert document.published
    assert str(document.published.first_day) == "2024-05-13"
    assert new_sources(found) == []


@given(st.text().filter(lambda text: text.strip() != ""))
def test_texts_are_kept_exactly(text: str) -> None:
    """Offsets are somebody else's: not a space may change."""
    assert only(lines({"id": "x", "text": text}), MediaType.JSONL).text == text


@given(st.lists(st.dictionaries(st.sampled_from(FIELDS), anything, max_size=8) | anything, max_size=5))
def test_no_line_ever_raises(rows: list[object]) -> None:
    """Any JSON gives documents or one sentence, never an exception."""
    payload = lines(*rows)
    found = outcome(payload, captured(payload, MediaType.JSONL))
    assert found.results or found.failure
    assert "\n" not in (found.failure or "")


@given(st.binary(max_size=300))
def test_no_bytes_ever_raise(payload: bytes) -> None:
    """Not even rubbish."""
    found = outcome(payload, captured(payload, MediaType.JSONL))
    assert found.results or found.failure


def test_broken_lines_are_named_and_the_rest_goes_on() -> None:
    """One sentence with line numbers, blank lines counted; good lines are read."""
    payload = b'{"id": "1", "text": "One."}\n\nbroken\n[1]\n{"id": "2", "text": " "}\n{"id": "3", "text": "Three."}'
    found = outcome(payload, captured(payload, MediaType.JSONL))
    assert [document.label for document in documents(found)] == ["1", "3"]
    assert found.failure
    assert "2 of 5 lines are not JSON objects (lines 3, 4)" in found.failure
    assert "1 of 5 lines are without a text (line 5)" in found.failure


@pytest.mark.parametrize(
    "row",
    [
        b'{"id": "h", "text": "half \\ud800 pair"}',
        b'{"id": "n", "text": ' + b"[" * 100_000,
        b'{"text": "a", "id": ' + b"9" * 10_000 + b"}",
        b'{"id": "l", "text": "' + b"x" * 2_000_001 + b'"}',
    ],
)
def test_hostile_lines(row: bytes) -> None:
    """Half characters, deep nesting, huge numbers and huge texts cost their own line only."""
    payload = row + b'\n{"id": "ok", "text": "Fine."}\n'
    found = outcome(payload, captured(payload, MediaType.JSONL))
    assert [document.label for document in documents(found)] == ["ok"]
    assert found.failure
    assert "1 of 2 lines are" in found.failure


def test_a_line_of_fifty_megabytes() -> None:
    """It is not even parsed."""
    assert "longer than 16 MB" in trouble(b'{"text": "' + b"x" * 50_000_000 + b'"}', MediaType.JSONL)


def test_an_id_given_to_two_texts() -> None:
    """The second would hide the first; it is named instead."""
    payload = lines({"id": "1", "text": "One."}, {"id": "1", "text": "Other."}, {"id": "1", "text": "One."})
    found = outcome(payload, captured(payload, MediaType.JSONL))
    assert [document.text for document in documents(found)] == ["One."]
    assert found.failure
    assert "(line 2)" in found.failure


def test_without_source_and_id() -> None:
    """The file tells apart what nothing else does; a text names itself."""
    [one] = documents(outcome(*_with(lines({"text": "One."}))))
    assert one.source == "unknown"
    assert one.origin == f"file:///reports/item#{one.label}"
    assert one.label.startswith("line_")


def _with(payload: bytes) -> tuple[bytes, object]:
    return payload, captured(payload, MediaType.JSONL)


def test_encodings() -> None:
    """A byte-order mark, UTF-16, and Cyrillic in one byte."""
    row = '{"id": "1", "text": "Обстріл селища"}'
    for encoding in ("utf-8-sig", "utf-16", "cp1251"):
        assert only(row.encode(encoding), MediaType.JSONL).text == "Обстріл селища"


def test_lines_for_other_rooms() -> None:
    """Numbers count from one; a line that fails keeps its place."""
    found = list(read_lines(b'{"id": 7, "text": "a"}\nno\n'))
    assert [(one.number, one.id, one.broken) for one in found] == [(1, "7", None), (2, None, "not a JSON object")]


def test_an_empty_file() -> None:
    """Says what a file of this kind holds."""
    assert "one JSON object a line" in trouble(b"\n \n", MediaType.JSONL)
