"""Quotation marks: what they open, close and hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vedette.understand.attribution.quotes import find_quotes

ODD = st.text(alphabet=st.sampled_from("“”«»„\"‘’'` ab.,!\n🙂é"), max_size=80)


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("“We hold,” she said.", ["We hold,"]),
        ('"We hold," she said.', ["We hold,"]),
        ("«We hold», she said.", ["We hold"]),
        ("„We hold“, she said.", ["We hold"]),
        ("‘We hold,’ she said.", ["We hold,"]),
        ("'We hold,' she said.", ["We hold,"]),
        ("''We hold,'' she said.", ["We hold,"]),
        ("“We hold,” she said, “and stay.”", ["We hold,", "and stay."]),
        ("“He told me ‘go’ and left,” she said.", ["He told me ‘go’ and left,"]),
        ("The “reform” began.", ["reform"]),
    ],
)
def test_marks_of_many_habits(text: str, inner: list[str]) -> None:
    """Curly, straight, angled, low and single marks all quote."""
    assert [text[each.inner_start : each.inner_end] for each in find_quotes(text)] == inner


@pytest.mark.parametrize(
    "text", ["The soldiers’ boots, the town’s walls.", "It's the army's turn.", "in the ’90s", '5" gun']
)
def test_apostrophes_and_inches_quote_nothing(text: str) -> None:
    """A mark that closes nothing is no quotation."""
    assert find_quotes(text) == ()


def test_stray_apostrophe_hides_no_quotation() -> None:
    """What opens and never closes must not swallow the quotation behind it."""
    text = "From the ‘old days came a cry: “We hold the bridge.”"
    assert [text[each.start : each.end] for each in find_quotes(text)] == ["“We hold the bridge.”"]


def test_quotation_of_several_paragraphs() -> None:
    """A paragraph may end before its quotation does; the next opens it again."""
    text = "“We took the town in a night.\n“We will keep it,” she said."
    first, second = find_quotes(text)
    assert (first.closed, second.closed) == (False, True)
    assert text[first.inner_start : first.inner_end] == "We took the town in a night."


@given(ODD)
def test_quotes_are_ordered_apart_and_inside(text: str) -> None:
    """Whatever the marks, quotations come in order, do not overlap, and lie inside the text."""
    end = 0
    for quote in find_quotes(text):
        assert end <= quote.start < quote.inner_start <= quote.inner_end <= quote.end <= len(text)
        end = quote.end
