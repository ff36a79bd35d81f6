"""Ukrainian and Russian: one light parse, then everything that is read from it."""

from vedette.model.analysis import Analysis
from vedette.model.mention import TimeMention
from vedette.understand.joining import Material, in_order, joined, moved, passage_bounds
from vedette.understand.lexicon import knows
from vedette.understand.light.events import Found
from vedette.understand.light.running import Row
from vedette.understand.light.sentences import Parse
from vedette.understand.slavic.carriers import find_carriers, with_carriers, without
from vedette.understand.slavic.entities import find_entities
from vedette.understand.slavic.events import find_events
from vedette.understand.slavic.loaded import find_loaded
from vedette.understand.slavic.parsing import parse
from vedette.understand.slavic.places import find_places
from vedette.understand.slavic.quantities import find_quantities
from vedette.understand.slavic.statements import find_statements
from vedette.understand.times import find_times


def analyse(material: Material, language: str, start: int, end: int) -> Analysis:
    """`text[start:end]` of the document, which is in `language`; long stretches in passages of about 60,000
    characters, cut at paragraphs."""
    bounds = passage_bounds(material.document.text[start:end])
    parts = [_read(material, language, start + first, start + last) for first, last in bounds]
    return joined(material, language, parts)


def _read(material: Material, language: str, start: int, end: int) -> Analysis:
    """Everything in `text[start:end]`; places and quantities are counted from the passage's first."""
    document = material.document
    carriers = find_carriers(document.text, document.id, language, start, end)
    parsed = parse(without(document.text, carriers), document.id, language, start, end)
    row = Row.of(parsed)
    times = _times(material, parsed)
    places = find_places(row, material.gazetteer, material.watch)
    quantities = find_quantities(parsed, times)
    loaded = find_loaded(parsed)
    statements = find_statements(parsed, times, loaded, material.institutions)
    found = Found(statements=statements, places=places, times=times, quantities=quantities)
    mentions, own = find_events(row, found, material.institutions)
    return Analysis(
        document=document.id,
        version=material.version,
        language=language,
        statements=in_order(with_carriers((*statements, *own), carriers)),
        mentions=mentions,
        places=places,
        times=times,
        quantities=quantities,
        loaded=loaded,
        entities=find_entities(row, places),
    )


def _times(material: Material, parsed: Parse) -> tuple[TimeMention, ...]:
    if not knows(parsed.language, "times"):
        return ()
    document = material.document
    found = find_times(
        document.text[parsed.start : parsed.end],
        document.id,
        document.published,
        language=parsed.language,
        sentences=[(each.start - parsed.start, each.end - parsed.start) for each in parsed.sentences],
    )
    return tuple(moved(each, parsed.start) for each in found)
