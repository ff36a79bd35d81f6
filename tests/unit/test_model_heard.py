"""What the encoder says reaches the tokens of a parse, and without it the rules read alone."""

from pathlib import Path

import numpy as np
import pytest
import spacy

from vedette.understand import model
from vedette.understand.attribution.heard import CONTENT, CUE, Heard, blended, heard_of, logit
from vedette.understand.model.encoder import Reading
from vedette.understand.stage import UnderstandStage


def _reading(words: tuple[tuple[int, int], ...]) -> Reading:
    rows = np.arange(len(words) * 4, dtype=np.float32).reshape(-1, 4)
    return Reading(words=words, attribution=rows, entity=np.zeros((len(words), 9), np.float32), factuality=rows[:, :1])


def test_a_token_takes_what_the_word_says_in_which_it_begins() -> None:
    """ "didn't" is two tokens of the parse and three words of the encoder."""
    doc = spacy.blank("en")("He didn't")
    heard = heard_of(doc, _reading(((0, 2), (3, 7), (7, 8), (8, 9))))
    assert [token.text for token in doc] == ["He", "did", "n't"]
    assert [heard.at(token.i, CUE) for token in doc] == [1.0, 5.0, 5.0]


def test_a_token_without_a_word_is_silent() -> None:
    """White space, and what lies behind the text."""
    doc = spacy.blank("en")("He \n left")
    heard = heard_of(doc, _reading(((0, 2), (5, 9))))
    assert heard.at(1, CONTENT) < -1
    assert heard.at(99, CONTENT) < -1


def test_the_mean_of_no_token_says_nothing() -> None:
    """An attribution without contents."""
    assert Heard(np.zeros((3, 4), np.float32)).mean([], CONTENT) < -1


def test_a_weight_of_one_keeps_the_chance() -> None:
    """The encoder may be left out of a decision by its weights alone."""
    assert blended([logit(0.3), 5.0], (1.0, 0.0, 0.0)) == pytest.approx(0.3)


def test_missing_files_are_named_in_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """So that whoever installs the product without its model knows why the rules read alone."""
    monkeypatch.setenv(model.SWITCH, model.ENCODER)
    (tmp_path / "pieces.npz").touch()
    assert model.missing(tmp_path) == f"the rules read alone: {tmp_path} has no reader.onnx"


def test_the_rules_read_alone_unless_the_encoder_is_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It takes as long again as all the rest; what it read is read anew without it."""
    monkeypatch.delenv(model.SWITCH, raising=False)
    assert model.missing(tmp_path) == "the rules read alone: VEDETTE_READER is not set to encoder"
    plain = UnderstandStage(gazetteer=tmp_path).version
    monkeypatch.setenv(model.SWITCH, model.ENCODER)
    assert UnderstandStage(gazetteer=tmp_path).version != plain
