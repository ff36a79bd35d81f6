"""Highlighting never changes the text."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from vedette.web.highlight import Piece, Range, marked_up, pieces

TEXTS = st.text(alphabet=st.one_of(st.sampled_from("<>&\"'\r\n\t abc"), st.characters(codec="utf-8")), max_size=80)
NUMBERS = st.integers(min_value=0, max_value=90)
RANGES = st.lists(st.tuples(NUMBERS, NUMBERS), max_size=12)


def ranges_of(pairs: list[tuple[int, int]]) -> list[Range]:
    return [Range(start=min(pair), end=max(pair), key=f"k{number}", style="said") for number, pair in enumerate(pairs)]


@given(TEXTS, RANGES)
def test_taking_out_the_tags_gives_the_text_back(text: str, pairs: list[tuple[int, int]]) -> None:
    """However spans overlap, nest or stick out, no character is lost, doubled or moved."""
    marked = str(marked_up(pieces(text, ranges_of(pairs))))
    without = re.sub(r"<[^>]*>", "", marked)
    entities = {"&lt;": "<", "&gt;": ">", "&#34;": '"', "&#39;": "'", "&#13;": "\r", "&amp;": "&"}
    assert re.sub("|".join(entities), lambda found: entities[found[0]], without) == text


@given(TEXTS, RANGES)
def test_each_range_covers_exactly_its_words(text: str, pairs: list[tuple[int, int]]) -> None:
    """The pieces under a range, put together, are the words it spans."""
    found = pieces(text, ranges_of(pairs))
    for one in ranges_of(pairs):
        covered = "".join(piece.text for piece in found if one in piece.under)
        assert covered == text[one.start : one.end]


@given(TEXTS, RANGES, NUMBERS, NUMBERS)
def test_a_window_shows_its_part_of_the_text(text: str, pairs: list[tuple[int, int]], first: int, size: int) -> None:
    """Cutting a long text down keeps the characters of the window and no others."""
    found = pieces(text, ranges_of(pairs), first, first + size)
    assert "".join(piece.text for piece in found) == text[first : first + size]


def test_overlapping_statements_keep_their_own_marks() -> None:
    """Where two spans overlap, the piece between belongs to both."""
    left, right = (Range(start=start, end=end, key=key, style=key) for start, end, key in ((0, 6, "a"), (3, 9, "b")))
    assert pieces("abcdefghij", [left, right]) == [
        Piece(text="abc", under=(left,), begins=(left,)),
        Piece(text="def", under=(left, right), begins=(right,)),
        Piece(text="ghi", under=(right,), begins=()),
        Piece(text="j", under=(), begins=()),
    ]


def test_marks_are_read_back_by_a_browser() -> None:
    """The escaped text is what an HTML reader sees."""
    marked = str(marked_up(pieces("a<b>&amp;", ranges_of([(1, 4)]))))
    assert html.unescape(re.sub(r"<[^>]*>", "", marked)) == "a<b>&amp;"
