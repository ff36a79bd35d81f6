"""Searching for words in several languages, and showing where they stand."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.model.sought import Term, stem_of, terms
from vedette.web.snippet import snippet


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Харків", "Харкова"),
        ("удары", "ударов"),
        ("Вовчанську", "Вовчанськ"),
        ("strikes", "strike"),
        ("школа", "школі"),
    ],
)
def test_cases_and_plurals_are_found_by_each_other(one: str, other: str) -> None:
    assert stem_of(one.lower()) == stem_of(other.lower())


def test_what_is_quoted_is_meant_whole() -> None:
    """Anything else may go on, the last word always."""
    assert terms('"air raid" удари in') == (
        Term(words=("air", "raid")),
        Term(words=("удар",), open=True),
        Term(words=("in",), open=True),
    )
    assert terms("in «Марʼїнка»") == (Term(words=("in",)), Term(words=("марʼїнка",)))
    assert terms(' "" -- ') == ()


def test_the_words_found_are_marked_in_their_stretch() -> None:
    """A long statement is shown around the first of them."""
    text = "Word after word. " * 60 + "Ворог завдав ударів по Харкову <b>уночі</b>. " + "More words. " * 60
    found = str(snippet(text, "удар Харків"))
    assert "завдав <mark>ударів</mark> по <mark>Харкову</mark> &lt;b&gt;" in found
    assert found.startswith("…")
    assert found.endswith("…")
    assert len(found) < 700


@given(st.text(max_size=900), st.text(max_size=40), st.integers(40, 700))
def test_a_snippet_is_a_stretch_of_the_text(text: str, typed: str, most: int) -> None:
    """Whatever is looked for, nothing is added but marks, and nothing in the text is taken for markup."""
    found = str(snippet(text, typed, most))
    bare = unescape(re.sub(r"</?mark>", "", found))
    whole = " ".join(text.split())
    assert bare.removeprefix("…").removesuffix("…") in whole or bare in whole
    assert len(bare) <= most + 2
