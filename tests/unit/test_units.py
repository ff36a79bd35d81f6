"""Outer sentences: quotations stay whole, paragraphs stay apart."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from vedette.understand.attribution.quotes import find_quotes
from vedette.understand.attribution.units import find_units
from vedette.understand.english import pipeline


def units(english: Language, text: str) -> list[tuple[int, str]]:
    doc = english(text)
    return [(each.paragraph, doc[each.start : each.end].text.strip()) for each in find_units(doc, find_quotes(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The town fell. The army left.", [(0, "The town fell."), (0, "The army left.")]),
        ("“We are tired. We go home,” she said.", [(0, "“We are tired. We go home,” she said.")]),
        ("“Stop!” he said.", [(0, "“Stop!” he said.")]),
        ("Town falls\nThe army left.", [(0, "Town falls"), (1, "The army left.")]),
        ("Town falls\n\nThe army left.", [(0, "Town falls"), (1, "The army left.")]),
    ],
)
def test_units(english: Language, text: str, expected: list[tuple[int, str]]) -> None:
    """A quotation is one word of the sentence around it; a line break always ends a unit."""
    assert units(english, text) == expected


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet='ab .“”"\n!', max_size=60))
def test_units_cover_in_order(text: str) -> None:
    """Units follow each other without overlap, and paragraphs only count up."""
    found = find_units(pipeline()(text), find_quotes(text))
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert all(one.paragraph <= two.paragraph for one, two in pairwise(found))
