"""German and French: one light parse, then everything that is read from it."""

from vedette.model.analysis import Analysis
from vedette.model.mention import Entity, PlaceMention, TimeMention
from vedette.understand.joining import Material, in_order, joined, moved, passage_bounds
from vedette.understand.light.events import Found
from vedette.understand.light.running import Row
from vedette.understand.light.sentences import Parse
from vedette.understand.slavic.quantities import find_quantities
from vedette.understand.times import find_times
from vedette.understand.western.events import find_events
from vedette.understand.western.parsing import parse
from vedette.understand.western.places import find_places
from vedette.understand.western.statements import find_statements


def analyse(material: Material, language: str, start: int, end: int) -> Analysis:
    """`text[start:end]` of the document, which is in `language`; long stretches in passages of about 60,000
    characters, cut at paragraphs."""
    bounds = passage_bounds(material.document.text[start:end])
    parts = [_read(material, language, start + first, start + last) for first, last in bounds]
    return joined(material, language, parts)


def _read(material: Material, language: str, start: int, end: int) -> Analysis:
    """Everything in `text[start:end]`; places and quantities are counted from the passage's first."""
    document = material.document
    parsed = parse(document.text, document.id, language, start, end)
    row = Row.of(parsed)
    times = _times(material, parsed)
    places = find_places(row, material.gazetteer, material.watch, times)
    quantities = find_quantities(parsed, times)
    statements = find_statements(parsed, times, material.institutions)
    found = Found(statements=statements, places=places, times=times, quantities=quantities)
    mentions, own = find_events(row, found, material.institutions)
    return Analysis(
        document=document.id,
        version=material.version,
        language=language,
        statements=in_order((*statements, *own)),
        mentions=mentions,
        places=places,
        times=times,
        quantities=quantities,
        entities=tuple(_entity(place) for place in places),
    )


def _entity(place: PlaceMention) -> Entity:
    return Entity(span=place.span, type="place", name=place.name, id=place.place)


def _times(material: Material, parsed: Parse) -> tuple[TimeMention, ...]:
    document = material.document
    found = find_times(
        document.text[parsed.start : parsed.end],
        document.id,
        document.published,
        language=parsed.language,
        sentences=[(each.start - parsed.start, each.end - parsed.start) for each in parsed.sentences],
    )
    return tuple(moved(each, parsed.start) for each in found)
