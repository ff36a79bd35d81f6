"""The stage as a whole: any text in, spans inside the text out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from understood import Analyse, report, spans, told

from vedette.reference.gazetteer import gazetteer_path
from vedette.understand.joining import passage_bounds
from vedette.understand.stage import UnderstandStage

WORDS = st.sampled_from(
    ["“", "”", '"', "‘", "’", "'", "said", "he", "the army", "that", "if", "Kharkiv", "on Sunday", "fell", ".",
     ",", "?", "\n", "not", "captured", "5,000", "men", "according to", "General Tomas Kerr", "claim", "🙂", "x" * 300]
)  # fmt: skip
TEXT = st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=40).map(" ".join))


@settings(max_examples=120, deadline=None)
@given(TEXT)
def test_any_text_gives_spans_inside_it(text: str) -> None:
    """Never an exception; every span is a non-empty stretch of the text; ids are unique and stable."""
    stage = UnderstandStage(gazetteer=gazetteer_path())
    (first,), (again,) = stage([report(text)]), stage([report(text)])
    (analysis,) = first.results
    assert first == again
    assert all(0 <= each.start < each.end <= len(text) for each in spans(analysis))
    assert len({each.id for each in analysis.statements}) == len(analysis.statements)
    assert len({each.id for each in analysis.mentions}) == len(analysis.mentions)


@given(st.text(alphabet="ab\n", max_size=200), st.integers(min_value=2, max_value=50))
def test_passages_cover_the_text(text: str, longest: int) -> None:
    """Passages join to the text exactly and none is too long."""
    bounds = list(passage_bounds(text, longest))
    assert "".join(text[start:end] for start, end in bounds) == text
    assert all(0 < end - start <= longest for start, end in bounds)


def test_long_texts_are_read_in_passages(analyse: Analyse) -> None:
    """What stands behind the first passage is found, at its place in the document."""
    text = "Rain in the valley.\n" * 3100 + "The mayor said on Sunday that 12 shells had hit the town of Homs."
    analysis = analyse(text)
    assert told(analysis, text)[-1] == ("mayor", "12 shells had hit the town of Homs")
    mention = analysis.mentions[-1]
    assert [analysis.places[number].span.of(text) for number in mention.places] == ["Homs"]
    assert [analysis.quantities[number].value for number in mention.quantities] == [12]


@pytest.mark.parametrize(
    ("text", "language", "reason"),
    [
        ("  \n ", "en", "no text to analyse"),
        ("Wojsko się wycofało.", "pl", "language 'pl' is not understood yet"),
        ("12:40 — 300", None, "a text without letters of a script that is read"),
        ("a" * 2_000_001, "en", "split it and add the parts"),
    ],
    ids=["empty", "foreign", "letterless", "too long"],
)
def test_what_cannot_be_understood_says_why(
    stage: UnderstandStage, text: str, language: str | None, reason: str
) -> None:
    """The document keeps an empty analysis and a reason in one line."""
    (outcome,) = stage([report(text, language)])
    assert reason in (outcome.failure or "")
    assert "\n" not in (outcome.failure or "")
    assert outcome.results[0].statements == ()


def test_one_outcome_an_input_in_order(stage: UnderstandStage) -> None:
    """A document that fails does not stop the next."""
    outcomes = list(stage([report(""), report("The mayor said the war was over.")]))
    assert [bool(each.failure) for each in outcomes] == [True, False]
    assert len(outcomes[1].results[0].statements) == 1


def test_endless_sentence_takes_no_endless_time(analyse: Analyse) -> None:
    """A sentence that never ends is cut: its cost would grow faster than its length."""
    assert analyse("he said that " * 2000).statements
