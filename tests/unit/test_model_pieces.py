"""Words become pieces, texts become windows, and nothing is lost on the way."""

from hypothesis import given
from hypothesis import strategies as st

from vedette.understand.model.pieces import END, START, UNKNOWN, Pieces, words_of
from vedette.understand.model.windows import encoded, windows

PIECES = Pieces(
    ["<s>", "<pad>", "</s>", "<unk>", "▁the", "▁br", "idge", "▁", "b", "r", "▁м", "іст", "."],
    [0.0, 0.0, 0.0, 0.0, -3.0, -5.0, -5.0, -4.0, -9.0, -9.0, -6.0, -6.0, -3.0],
)
LONGEST = 32
_TEXTS = st.text(alphabet="bridge the міст.!?\n 1…’", max_size=400)


def test_the_likeliest_pieces_win() -> None:
    """Two long pieces are likelier than many short ones."""
    assert PIECES.ids("bridge", True) == (5, 6)
    assert PIECES.ids("міст", True) == (10, 11)


def test_letters_that_no_piece_holds_are_unknown_together() -> None:
    """A word in another script is one piece, and never none."""
    assert PIECES.ids("橋梁橋梁", False) == (UNKNOWN,)


@given(_TEXTS)
def test_windows_take_in_every_word_once_and_in_order(text: str) -> None:
    """The words of all windows are the words of the text."""
    spans = [span for start, end in windows(text, PIECES, LONGEST) for span in encoded(text, start, end, PIECES)[1]]
    assert spans == words_of(text)


@given(_TEXTS)
def test_no_window_is_longer_than_the_encoder_reads(text: str) -> None:
    """With its marks at both ends and between paragraphs."""
    for start, end in windows(text, PIECES, 72):
        ids, spans, firsts = encoded(text, start, end, PIECES)
        assert len(ids) <= 72
        assert ids[0] == START
        assert ids[-1] == END
        assert len(firsts) == len(spans)
        assert max(firsts) < len(ids) - 1
