"""Input that broke a reader once: found by `bench/hostile.py`, kept here small."""

import json
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_captures import captured, documents, only, outcome, trouble

from vedette.collect.attached import attached
from vedette.model.errors import UsageError
from vedette.model.media import MediaType
from vedette.model.query import Query
from vedette.read.clean import clean
from vedette.reference.gazetteer_geojson import from_feature
from vedette.reference.watchfile import parse_watch
from vedette.store.sqlite import SqliteStore

_LONG = 200_000
_SECONDS = 5.0


def _within(work: Callable[[], object]) -> None:
    began = time.process_time()
    work()
    assert time.process_time() - began < _SECONDS


@pytest.mark.parametrize(
    ("media", "text"),
    [
        (MediaType.TEXT, "A report" + " " * _LONG + "of blanks"),
        (MediaType.TEXT, "A report" + " \t" * _LONG + "of blanks"),
        (MediaType.TEXT, "A report" + "\u0301\u0316" * _LONG),
        (MediaType.MARKDOWN, "# A report" + " " * _LONG + "of blanks"),
        (MediaType.MARKDOWN, "# A report" + " #" * _LONG + "of marks"),
        (MediaType.HTML, "<p>A report" + "<b> </b>" * _LONG + "of blanks"),
    ],
)
def test_endless_runs_take_no_longer_than_their_length(media: MediaType, text: str) -> None:
    """Each of these once took time that grew with the square."""
    _within(lambda: only(text, media))


def test_a_feed_of_very_many_items_is_read_or_refused() -> None:
    """The language of the channel is looked for once, and what is nothing but tags is refused before it is parsed."""
    items = b"<item><title>a</title></item>" * 30_000
    _within(lambda: outcome(items, captured(b"<rss><channel>" + items + b"</channel></rss>", MediaType.RSS)))
    assert "tags" in trouble(b"<rss><channel>" + b"<item/>" * 600_000, MediaType.RSS)


def test_an_export_of_nothing_but_brackets_is_refused_before_it_is_parsed() -> None:
    """Parsed, three bytes become seventy."""
    assert "lists and values" in trouble(b'{"messages":[' + b"{}," * 2_000_001 + b"{}]}", MediaType.TELEGRAM)


def test_lines_without_number_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A document is a hundred times as large as the shortest line that makes one."""
    monkeypatch.setattr("vedette.read.jsonl.MOST_LINES", 20)
    assert "split it" in trouble(b'{"text":"a"}\n' * 21, MediaType.JSONL)
    assert only(b'{"text":"a"}\n' * 20, MediaType.JSONL).text == "a"


def test_digits_that_are_no_numbers_make_no_date() -> None:
    """A superscript is a digit to Unicode and none to `int`."""
    assert only(json.dumps({"text": "a", "published": "1 ²³¹ 2024"}), MediaType.JSONL).published is None


@pytest.mark.parametrize("field", ["url", "language", "id", "title", "text", "source"])
def test_half_a_surrogate_pair_never_reaches_the_store(field: str) -> None:
    """No UTF-8 can hold it."""
    line = {"text": "a", field: "http://a.b/\ud800" if field == "url" else "u\ud800"}
    assert "half a surrogate pair" in trouble(json.dumps(line), MediaType.JSONL)


def test_an_id_that_is_no_name_becomes_one() -> None:
    """Labels stand in tables, letters and on pages; two such ids stay two documents."""
    ids = ["a\nb", "a\u202eb", "x" * 600, "a\x00", "plain"]
    lines = "\n".join(json.dumps({"id": one, "text": f"report {one}"}) for one in ids).encode()
    labels = [one.label for one in documents(outcome(lines, captured(lines, MediaType.JSONL)))]
    assert len(set(labels)) == len(ids)
    assert labels[-1] == "plain"
    assert all(label.isprintable() and len(label) < 600 for label in labels)


@given(st.text(st.sampled_from("ae\u0301\u0316\u0344\u0345\u0f71\u0f73 й\u0306"), max_size=120))
def test_a_letter_keeps_thirty_marks(text: str) -> None:
    """And cleaning twice is cleaning once."""
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize("unit", ["<!-- -->", "<?a?>"])
def test_what_no_reader_sees_is_not_walked_over(unit: str) -> None:
    """Comments by the hundred thousand took time with their square."""
    _within(lambda: only("<p>A report" + unit * 300_000 + "of a page", MediaType.HTML))


@pytest.mark.parametrize("wrong", [[], {}, 1, None, "\ud800"])
def test_an_export_whose_kinds_are_no_words_is_read(wrong: object, tmp_path: Path) -> None:
    """Of the chat and of the message; what cannot be a key of a table least of all."""
    message = {"id": 1, "type": "message", "text": "a report", "date": "2024-05-12T10:00:00", "media_type": wrong}
    chat = {"name": "a", "type": wrong, "id": 1, "messages": [message]}
    for export in (chat, {"chats": {"list": [chat]}}):
        payload = json.dumps(export).encode()
        assert only(payload, MediaType.TELEGRAM).text == "a report"
        assert list(attached(tmp_path / "result.json", payload)) == []


def test_a_place_whose_kind_is_no_word_is_passed_over() -> None:
    """A list cannot be looked up among the kinds."""
    point = {"type": "Point", "coordinates": [36.0, 50.0]}
    assert from_feature({"geometry": point, "properties": {"name": "A", "place": ["town"]}}, None) is None


def test_a_message_without_a_name_is_called_by_its_first_line() -> None:
    """In one line."""
    assert "\n" not in only("From: a@b.example\n\nA report\nof two lines\n", MediaType.EMAIL).label


@pytest.mark.parametrize(
    "content", ["a = " + "[" * 5_000, "a = " + "9" * 5_000, 'name = "w"\nbbox = [' + "9" * 400 + ", 1, 2, 3]"]
)
def test_a_watch_file_of_absurd_values_is_refused_in_one_line(content: str) -> None:
    """Lists in lists, and numbers that no float holds."""
    with pytest.raises(UsageError) as refused:
        parse_watch(content)
    assert "\n" not in str(refused.value)


def test_a_key_of_several_lines_is_named_in_one() -> None:
    """TOML allows any text as a key."""
    with pytest.raises(UsageError, match="unknown key `ab`") as refused:
        parse_watch('"a\\nb" = 1')
    assert "\n" not in str(refused.value)


def test_an_empty_place_or_status_asks_for_nothing_that_is_not_there(tmp_path: Path) -> None:
    """They were counted by a table that has no such columns."""
    store = SqliteStore(tmp_path / "vedette.db", create=True)
    for query in (Query(place=""), Query(status="")):
        assert store.view().count_statements(query) == 0
        assert list(store.view().statements_by_day(query)) == []
    store.close()


def test_a_message_with_a_zero_in_its_head_is_read_or_refused_in_one_line() -> None:
    """In its name, and in the name of its encoding."""
    found = only(b"From: a@b.example\nMessage-ID: <x\x00y@z>\n\nA report\n", MediaType.EMAIL)
    assert "\x00" not in found.origin + found.label
    head = b'From: a@b.example\nContent-Type: text/plain; charset="a\x00b"\n\n\xff A report\n'
    assert outcome(head, captured(head, MediaType.EMAIL)) is not None
