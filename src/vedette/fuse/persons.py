"""One name for a person or a ministry that is written in several ways and scripts."""

from datetime import date
from functools import lru_cache

from vedette.fuse.names import words
from vedette.model.document import Document
from vedette.reference.institutions import Institutions
from vedette.reference.persons import load_persons


def told_on(document: Document) -> date | None:
    """The day by which an office is told from the one before it."""
    return document.published.first_day if document.published else None


@lru_cache(maxsize=65536)
def known_as(name: str, on: date | None = None) -> str:
    """The full name of a public person, titles and spellings aside ("General Syrskii", "генерал Сирський"), the
    English name of an institution ("Минобороны РФ"); else the name itself.

    Whoever speaks for a person ("a spokesman for Syrskyi", "Syrskyi's office") is somebody else.
    """
    parts = name.split()
    for start in range(len(parts)):
        if start and not words(parts[start - 1]):
            break
        person = load_persons().named(" ".join(parts[start:]), on)
        if person is not None:
            return person.full_name
    body = Institutions.load().body(name)
    return body.name if body is not None else name
