"""Who a speaker phrase means."""

import pytest
from understood import Analyse, attributed, one, speaker, told


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Colonel Marta Reyes said the road was open.", "Marta Reyes"),
        ("Marta Reyes, a colonel in the northern army, said the road was open.", "Marta Reyes"),
        ("The commander of the northern front, General Tomas Kerr, said the road was open.", "Tomas Kerr"),
        ("The ministry’s spokeswoman, Clara Voss, said the road was open.", "Clara Voss"),
        ("The ministry’s Telegram channel said the road was open.", "ministry"),
        ("The defence ministry said the road was open.", "defence ministry"),
        ("Two diplomats said the road was open.", "Two diplomats"),
        ("The road was opened, said the mayor.", "mayor"),
        ("The minister was quoted as saying that the road was open.", "minister"),
        ("The newspaper quoted an officer as saying that the road was open.", "officer"),
        ("An officer who fled the town said the road was open.", "officer"),
        ("Unconfirmed reports that the road was open reached the city.", "Unconfirmed reports"),
    ],
)
def test_name_of_the_speaker(analyse: Analyse, text: str, name: str) -> None:
    """Office before name, apposition, owner of a channel, whoever is quoted: always the one who holds it."""
    assert speaker(one(analyse(text))) == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Defence Minister Elena Marsh arrived on Friday. “Our lines hold,” the minister said. She added that "
            "reserves were on the way.",
            ["Elena Marsh", "Elena Marsh"],
        ),
        ("Elena Marsh, the minister, said the road was open. Marsh denied any losses.", ["Elena Marsh", "Elena Marsh"]),
        ("President Anna Brandt visited the front. She promised more shells.", ["Anna Brandt"]),
        (
            "The ministry said the village had fallen. It added that the fighting went on.",
            ["ministry", "ministry"],
        ),
        (
            "General Tomas Kerr met Minister Elena Marsh. Marsh said the talks had failed. He said they had not.",
            ["Elena Marsh", "Tomas Kerr"],
        ),
    ],
)
def test_pronouns_and_short_forms(analyse: Analyse, text: str, names: list[str]) -> None:
    """ "The minister", "she", a surname and "it" mean somebody named before."""
    assert [speaker(each) for each in attributed(analyse(text))] == names


def test_unknown_stays_unknown(analyse: Analyse) -> None:
    """A pronoun without anybody to mean gives no speaker, and no guess."""
    assert speaker(one(analyse("“Stop the column!” he shouted."))) is None


def test_nested_attribution(analyse: Analyse) -> None:
    """Each level keeps its own holder."""
    text = "The agency reported that the minister had said the army would withdraw."
    assert told(analyse(text), text) == [
        ("agency", "the minister had said the army would withdraw"),
        ("minister", "the army would withdraw"),
    ]


def test_speaker_span_names_him(analyse: Analyse) -> None:
    """The span covers the words, title and all; the name is the person."""
    text = "Colonel Marta Reyes said the road was open."
    found = one(analyse(text)).speaker
    assert found is not None
    assert found.span is not None
    assert found.span.of(text) == "Colonel Marta Reyes"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Brazil expects the talks to fail, according to its president.", "president"),
        ("Norway's president said the bridge was closed.", "Norway's president"),
        ("The president said the bridge was closed.", "Vladimir Putin"),
    ],
)
def test_an_office_of_another_state_is_not_who_spoke_before(analyse: Analyse, text: str, name: str) -> None:
    """ "Its president" is the president of whoever "it" is."""
    _, later = attributed(analyse(f"Vladimir Putin said the road was open. {text}"))
    assert speaker(later) == name
