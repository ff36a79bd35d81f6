"""One English pipeline and one stage for every test that reads sentences: loading them takes seconds."""

import pytest
from spacy.language import Language
from understood import Analyse, report

from vedette.model.analysis import Analysis
from vedette.reference.gazetteer import gazetteer_path
from vedette.understand.english import pipeline
from vedette.understand.stage import UnderstandStage


@pytest.fixture(scope="session")
def english() -> Language:
    """The pipeline that the product parses with."""
    return pipeline()


@pytest.fixture(scope="session")
def stage() -> UnderstandStage:
    """The stage as the product runs it, without a watch."""
    return UnderstandStage(gazetteer=gazetteer_path())


@pytest.fixture(scope="session")
def analyse(stage: UnderstandStage) -> Analyse:
    """An English text, published on Monday 13 May 2024, as the stage understands it."""

    def by_text(text: str) -> Analysis:
        (outcome,) = stage([report(text)])
        assert outcome.failure is None
        return outcome.results[0]

    return by_text
