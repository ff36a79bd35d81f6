"""The word that attributes, and what it makes somebody hold."""

import pytest
from understood import Analyse, attributed, one, told


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("The minister said that two villages had fallen.", "said", "two villages had fallen"),
        ("Two villages had fallen, the minister said.", "said", "Two villages had fallen"),
        ("According to the army, the bridge was cut on Sunday.", "According to", "the bridge was cut on Sunday"),
        ("The bridge was cut on Sunday, according to the army.", "according to", "The bridge was cut on Sunday"),
        ("The claim that the bridge was destroyed is old.", "The claim", "the bridge was destroyed"),
        ("The myth that the northern army never retreats is popular.", "The myth", "the northern army never retreats"),
        ("The army issued a warning that the bridge was mined.", "issued a warning", "the bridge was mined"),
        ("Nine people had died, the agency reported, citing two doctors.", "reported", "Nine people had died"),
        ("The rebels claimed responsibility for the blast.", "claimed", "responsibility for the blast"),
        ("The envoy called on both sides to stop the fighting.", "called on", "both sides to stop the fighting"),
        ("The ambassador accused the rebels of shelling a school.", "accused", "the rebels of shelling a school"),
        ("The mayor warned of new attacks.", "warned of", "new attacks"),
        ("The general staff did not confirm that the dam was lost.", "did not confirm", "the dam was lost"),
        ("A soldier said the army’s “iron discipline” was gone.", "said", "the army’s “iron discipline” was gone"),
    ],
)
def test_cue_and_content(analyse: Analyse, text: str, cue: str, content: str) -> None:
    """Clauses, objects, infinitives and nouns bring content; the cue takes in what belongs to it."""
    found = [each for each in attributed(analyse(text)) if each.cue and each.cue.of(text) == cue]
    assert [each.content.of(text) for each in found] == [content]


@pytest.mark.parametrize(
    "text",
    [
        "The war added to the misery of the valley.",
        "The week saw heavy rain along the border.",
        "The army holds the bridge over the river.",
        "Nobody should doubt the strength of the walls.",
        "The offensive continued on Monday near the river.",
    ],
)
def test_verbs_that_attribute_nothing_here(analyse: Analyse, text: str) -> None:
    """Wars and weeks hold nothing, and common verbs need a clause."""
    assert attributed(analyse(text)) == []


def test_joined_contents_are_cut(analyse: Analyse) -> None:
    """Each clause that can stand alone is a statement, without the conjunction between them."""
    text = "Reyes said the road was open and that the bridge had been repaired."
    assert told(analyse(text), text) == [("Reyes", "the road was open"), ("Reyes", "the bridge had been repaired")]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("The villages, Colonel Ada Lund said, were empty.", ["The villages", "were empty"]),
        ("The truce, according to two envoys, will not hold.", ["The truce", "will not hold"]),
    ],
)
def test_cue_in_the_middle_leaves_two_pieces(analyse: Analyse, text: str, pieces: list[str]) -> None:
    """Pieces of one attribution share its cue and its speaker."""
    first, second = attributed(analyse(text))
    assert [first.content.of(text), second.content.of(text)] == pieces
    assert (first.cue, first.speaker) == (second.cue, second.speaker)


def test_cue_inside_a_quotation_stays_inside(analyse: Analyse) -> None:
    """ "“Our lines hold,” he said": "hold" attributes nothing, though it may elsewhere."""
    text = "“Our lines hold,” Colonel Ada Lund said."
    assert one(analyse(text)).content.of(text) == "“Our lines hold,”"
