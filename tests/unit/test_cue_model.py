"""The trained cue model: loading, sameness, and the rules where there is none."""

from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from understood import Analyse, attributed, told

from vedette.understand.attribution.cue_model import HEADS, cue_model, read_model
from vedette.understand.attribution.cues import by_rules, find_attributions
from vedette.understand.attribution.cuewords import cue_words
from vedette.understand.attribution.hashing import BITS, feature


def _stored(bits: int = BITS, bias: float = 0.0) -> bytes:
    """Weights that answer every question alike."""
    names = ["gate", "keep", "formed", "bare", "add", "holder", "content", "only", "cue", "both"]
    arrays = {name: np.zeros(1 << BITS, dtype=np.int8) for name in HEADS}
    arrays |= {f"{name}_scale": np.array(1.0) for name in HEADS} | {f"{name}_bias": np.array(bias) for name in HEADS}
    arrays |= {"bits": np.array(bits), "limit_names": np.array(names), "limits": np.full(len(names), 0.5)}
    buffer = BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def test_opened_once() -> None:
    """The weights of a language are shared by all that ask for them."""
    model = cue_model("en")
    assert model is not None
    assert model is cue_model("en")
    assert all(0 < limit < 1 for limit in model.limits.values())


@pytest.mark.parametrize("language", ["xx", "..", "en/../en"])
def test_languages_without_weights(language: str) -> None:
    """No file, no model, and no path out of the folder."""
    assert cue_model(language) is None


def test_rules_alone_without_a_model(english: Language) -> None:
    """Where there is no model, lexicon and parse decide."""
    tokens = list(english("The mayor warned that the bridge was mined."))
    words = cue_words("en")
    assert list(find_attributions(tokens, (), words, None)) == list(by_rules(tokens, words))


def test_model_overrules_the_rules(english: Language) -> None:
    """A model that believes nothing leaves nothing."""
    tokens = list(english("The mayor warned that the bridge was mined."))
    assert list(find_attributions(tokens, (), cue_words("en"), read_model(_stored(bias=-9.0)))) == []


def test_weights_of_another_version() -> None:
    """Tables of another size are refused rather than misread."""
    with pytest.raises(ValueError, match="train them again"):
        read_model(_stored(bits=BITS - 1))


def test_same_answer_twice(analyse: Analyse) -> None:
    """Reading a text again gives the same statements with the same ids."""
    text = "The envoy made clear that the truce was over. Lund backs the plan for a bridge, two aides said on Sunday."
    assert analyse(text).statements == analyse(text).statements


def test_features_are_the_same_everywhere() -> None:
    """Weights fit only as long as a feature keeps its index."""
    assert [feature(1, 2), feature(1, 2, 3), feature(70, 2**64 - 1, 5)] == [153532, 180611, 34347]


@given(st.integers(0, 200), st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_features_lie_in_the_table(template: int, one: int, other: int) -> None:
    """Every feature has a weight."""
    assert 0 <= feature(template, one, other) < 1 << BITS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The minister made clear that no troops would be sent.", ("minister", "no troops would be sent")),
        ("The roads, said the officer, were mined.", ("officer", "were mined")),
        ("Kerr spoke on Monday. The bridge is lost, he said.", ("Kerr", "The bridge is lost")),
        ("North of the river the army says it has held its lines.", ("army", "it has held its lines")),
        ("North of the river the army says that it has held.", ("army", "it has held")),
        ("Kerr’s office said the talks had failed.", ("Kerr’s office", "the talks had failed")),
        ("Reznik: “We hold the town.”", ("Reznik", "“We hold the town.”")),
        (
            "The road was under fire all night, an officer of the brigade fighting north of the town admitted Sunday.",
            ("officer of the brigade", "The road was under fire all night"),
        ),
    ],
)
def test_holders_and_contents(analyse: Analyse, text: str, expected: tuple[str, str]) -> None:
    """Light verbs, asides, surnames, places before the holder, offices."""
    assert expected in told(analyse(text), text)


@pytest.mark.parametrize(
    "text", ["The troops retreated in order to save the reserves.", "The troops attacked the town on Sunday."]
)
def test_what_attributes_nothing(analyse: Analyse, text: str) -> None:
    """ "The phrase “in order to” orders nothing, and blows are no words."""
    assert attributed(analyse(text)) == []


def test_infinitive_of_the_same_speaker(analyse: Analyse) -> None:
    """What somebody said he expects is one statement, not two."""
    text = "Reyes said he expected the fighting to grow heavier."
    assert told(analyse(text), text) == [("Reyes", "he expected the fighting to grow heavier")]
