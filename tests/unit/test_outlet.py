"""The outlet's own voice, kept apart; loaded words, marked and never removed."""

import pytest
from spacy.language import Language
from understood import Analyse, attributed, told

from vedette.model.ids import DocumentId
from vedette.understand.loaded import find_loaded
from vedette.understand.passage import Passage


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The town was quiet on Monday. The mayor said the war was over.",
            [(None, "The town was quiet on Monday"), ("mayor", "the war was over")],
        ),
        (
            "It was raining hard on Tuesday, and the roads around the city were empty.",
            [(None, "It was raining hard on Tuesday"), (None, "the roads around the city were empty")],
        ),
        ("It is clear that the offensive has stalled.", [(None, "the offensive has stalled")]),
        ("The minister said the war was over.", [("minister", "the war was over")]),
        ("Rain in the valley.", []),
        (
            "The town was quiet on Monday.\n\nREAD MORE: HOW THE OLD MAYOR LIVES NOW\n\nIt rained all day there.",
            [(None, "The town was quiet on Monday"), (None, "It rained all day there")],
        ),
        ("THE OLD TOWN WAS QUIET ON MONDAY", [(None, "THE OLD TOWN WAS QUIET ON MONDAY")]),
    ],
)
def test_own_voice(analyse: Analyse, text: str, expected: list[tuple[str | None, str]]) -> None:
    """Clauses that nobody is made to hold are the outlet's; a heading without a verb is nobody's."""
    assert told(analyse(text), text) == expected


@pytest.mark.parametrize(
    "text", ["The “special operation” goes on in the valley.", "The so-called “liberators” looted the old town."]
)
def test_scare_quotes_are_no_statements(analyse: Analyse, text: str) -> None:
    """One or two words in marks are the outlet's distance, not somebody's speech."""
    assert attributed(analyse(text)) == []


def test_loaded_words_of_the_outlet_make_a_judgement(analyse: Analyse) -> None:
    """Who names so judges."""
    (statement,) = analyse("The barbaric horde burned the old town.").statements
    assert (statement.loaded, statement.kind, statement.attributed) == (True, "judgement", False)


def test_loaded_words_stay_their_speakers(analyse: Analyse) -> None:
    """A loaded quotation is loaded; the report around it is not."""
    text = "The town was quiet on Monday. “Fascist thugs burned it,” the mayor said."
    assert [(each.attributed, each.loaded) for each in analyse(text).statements] == [(False, False), (True, True)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The puppet government fell.", [("puppet", "loaded_language")]),
        ("A HOLY  WAR began.", [("HOLY  WAR", "glittering_generalities")]),
        ("A puppeteer played.", []),
        ("An evil-minded plan.", []),
    ],
)
def test_loaded_spans(english: Language, text: str, found: list[tuple[str, str]]) -> None:
    """Whole words only, in any case and spacing, each with its technique."""
    passage = Passage(doc=english(text), document=DocumentId("report"))
    assert [(each.span.of(text), each.technique) for each in find_loaded(passage, "en")] == found
