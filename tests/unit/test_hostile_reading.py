"""Input that broke a reader once: found by `bench/hostile.py`, kept here small."""

import json
import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_captures import captured, documents, only, outcome, trouble

from vedette.model.media import MediaType
from vedette.read.clean import clean

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
