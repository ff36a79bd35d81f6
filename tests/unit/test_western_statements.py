"""Who says what in German and French, how sure, and under which condition."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vedette.model.ids import DocumentId
from vedette.model.interval import Interval
from vedette.model.statement import Statement
from vedette.reference.institutions import Institutions
from vedette.understand.times import find_times
from vedette.understand.western.parsing import parse
from vedette.understand.western.statements import find_statements

DOCUMENT = DocumentId("doc_1")
MONDAY = Interval.of_days(date(2024, 5, 13), date(2024, 5, 13))


def read(text: str, language: str) -> tuple[Statement, ...]:
    times = find_times(text, DOCUMENT, MONDAY, language=language)
    return find_statements(parse(text, DOCUMENT, language), times, Institutions.load())


def told(text: str, language: str) -> list[tuple[str | None, str | None, str]]:
    """Speaker, cue and content, as the text has them."""
    return [
        (
            each.speaker.span.of(text) if each.speaker and each.speaker.span else None,
            each.cue.of(text) if each.cue else None,
            each.content.of(text),
        )
        for each in read(text, language)
    ]


@pytest.mark.parametrize(
    ("text", "speaker", "cue", "content"),
    [
        ("Der Leutnant sagte, die Brücke stehe noch.", "Der Leutnant", "sagte", "die Brücke stehe noch"),
        ("Laut Polizei steht die Brücke noch.", "Polizei", "Laut", "steht die Brücke noch"),
        ("Die Brücke steht noch, teilte die Feuerwehr mit.", "die Feuerwehr", "teilte", "Die Brücke steht noch"),
        ("„Die Brücke steht noch“, rief eine Ärztin.", None, None, ""),
        ("Dem Stab zufolge steht die Brücke noch.", "Dem Stab", "zufolge", "steht die Brücke noch"),
        ("Die Brücke steht noch, so der Stab.", "der Stab", "so", "Die Brücke steht noch"),
        ("Wie der Stab meldete, steht die Brücke.", "der Stab", "meldete", "steht die Brücke"),
        ("Der Stab wies die Vorwürfe zurück.", "Der Stab", "wies", "die Vorwürfe"),
        ("Die Brigade hält ihre Stellungen am Fluss.", None, None, ""),
    ],
)
def test_german(text: str, speaker: str | None, cue: str | None, content: str) -> None:
    """Clauses before and behind the cue, phrases, particles apart from their verb; and what attributes nothing."""
    assert told(text, "de") == ([(speaker, cue, content)] if content else [])


@pytest.mark.parametrize(
    ("text", "speaker", "cue", "content"),
    [
        ("Le colonel a déclaré que le pont tenait.", "Le colonel", "a déclaré", "le pont tenait"),
        ("Selon la police, le pont tient encore.", "la police", "Selon", "le pont tient encore"),
        ("Le pont tient encore, a indiqué le maire.", "le maire", "a indiqué", "Le pont tient encore"),
        ("« Le pont tient encore », affirme une infirmière.", "une infirmière", "affirme", "Le pont tient encore"),
        ("L'armée a démenti la perte du pont.", "L'armée", "a démenti", "la perte du pont"),
        ("D'après l'état-major, le pont tient.", "l'état-major", "D'après", "le pont tient"),
        ("La brigade tient ses positions sur le fleuve.", None, None, ""),
    ],
)
def test_french(text: str, speaker: str | None, cue: str | None, content: str) -> None:
    """The same in French, with elided articles and quotation marks set apart."""
    assert told(text, "fr") == ([(speaker, cue, content)] if content else [])


@pytest.mark.parametrize(
    ("text", "language", "certainty"),
    [
        ("Der Stab sagte, das Dorf sei angeblich gefallen.", "de", "unconfirmed"),
        ("Der Stab sagte, das Dorf sei möglicherweise gefallen.", "de", "possible"),
        ("Der Stab dementierte den Verlust des Dorfes.", "de", "denied"),
        ("Laut Stab soll das Dorf gefallen sein.", "de", "unconfirmed"),
        ("Selon le maire, le village aurait été pris.", "fr", "unconfirmed"),
        ("Le maire a précisé que la livraison aurait lieu en juin.", "fr", "asserted"),
        ("Le maire affirme que le pont tient.", "fr", "asserted"),
    ],
)
def test_certainty(text: str, language: str, certainty: str) -> None:
    """Hedges, denials, and the moods that pass on what others say; no future seen from the past."""
    assert [each.certainty for each in read(text, language)] == [certainty]


def test_conditions_are_kept() -> None:
    """The clause with "falls" or "si" is the statement's condition."""
    german = "Russland werde antworten, falls Truppen kommen, drohte der Minister."
    (statement,) = read(german, "de")
    assert statement.condition is not None
    assert statement.condition.of(german) == "falls Truppen kommen"
    french = "La ville tombera si les renforts tardent, a averti le maire."
    statement = read(french, "fr")[0]
    assert statement.condition is not None
    assert statement.condition.of(french) == "si les renforts tardent"


def test_the_subjunctive_goes_on_with_the_speaker_before() -> None:
    """A German sentence in the mood of what is said is still his."""
    text = "Der Leutnant sagte, die Brücke stehe noch. Der Fluss sei ruhig."
    last = read(text, "de")[-1]
    assert last.content.of(text) == "Der Fluss sei ruhig"
    assert last.speaker is not None
    assert last.speaker.name == "Leutnant"


WORDS = st.sampled_from([
    "sagte", "„", "“", "«", "»", ",", ":", "dass", "die Armee", "laut", "zufolge", "a déclaré", "que", "selon",
    "l'armée", "teilte", "mit", ".", "\n", "am 12. Mai", "le 1er mai", "Kiew", "soll", "sein", "aurait", "pris", "wie",
])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=40), st.sampled_from(["de", "fr"]))
def test_any_row_of_words_gives_spans_inside_the_text(words: list[str], language: str) -> None:
    """Nothing breaks, and every span lies in the text."""
    text = " ".join(words)
    for each in read(text, language):
        for span in (each.content, each.cue, each.condition, each.speaker.span if each.speaker else None):
            assert span is None or 0 <= span.start < span.end <= len(text)
