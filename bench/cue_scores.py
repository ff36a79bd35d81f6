"""Whole attributions of annotated articles, scored with the pack's own scorer, with a model or with the rules alone."""

import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from cue_examples import Article

from vedette.model.ids import DocumentId
from vedette.model.span import Span
from vedette.model.statement import Statement
from vedette.reference.institutions import Institutions
from vedette.understand.attribution.cue_model import CueModel
from vedette.understand.attribution.heard import Heard
from vedette.understand.attribution.statements import statements_of
from vedette.understand.attribution.voices import Voices
from vedette.understand.passage import Passage

FIGURES = {
    "token_f1_content": "content F1", "token_f1_source": "source F1", "token_f1_cue": "cue F1",
    "token_p_cue": "cue precision", "token_r_cue": "cue recall",
    "attribution_f1_0.3": "attribution F1 ≥ .3", "attribution_f1_0.8": "attribution F1 ≥ .8",
    "speaker_accuracy": "speaker accuracy",
}  # fmt: skip


def scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("text_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scored(
    articles: Sequence[Article], model: CueModel | None, score: ModuleType, heard: Mapping[str, Heard] | None = None
) -> dict[str, float]:
    """`heard`: what the encoder says of each article, by its id."""
    institutions = Institutions.load()
    rows = []
    for article in articles:
        passage = Passage(doc=article.doc, document=DocumentId(article.id))
        voices = Voices(passage, (), (), institutions, "en")
        statements = statements_of(passage, voices, (), "en", model, (heard or {}).get(article.id))
        rows.append(({"text": passage.text}, article.gold, {"statements": [_told(each) for each in statements]}))
    figures: dict[str, float] = score.attribution(rows)
    return figures


def _told(statement: Statement) -> dict[str, Any]:
    speaker = statement.speaker
    return {
        "span": _pair(statement.content),
        "speaker": _pair(speaker.span) if speaker is not None else None,
        "cue": _pair(statement.cue),
        "held": speaker is not None or statement.direct,
    }


def _pair(span: Span | None) -> tuple[int, int] | None:
    return (span.start, span.end) if span is not None else None
