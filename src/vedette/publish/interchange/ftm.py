"""FollowTheMoney statements: an `Event`, its `Address` and the `Article`s that tell it, a value a row."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from vedette.model.document import Document
from vedette.model.event import Event, Location
from vedette.model.ids import content_id
from vedette.publish.interchange.telling import Known, cited, days

COLUMNS = (
    "canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin", "lang", "original_value",
    "external", "first_seen", "last_seen", "id",
)  # fmt: skip
_TYPES = {
    "name": "name", "summary": "text", "notes": "text", "startDate": "date", "endDate": "date", "country": "country",
    "location": "string", "keywords": "string", "proof": "entity", "addressEntity": "entity", "full": "string",
    "latitude": "number", "longitude": "number", "title": "string", "publisher": "string", "sourceUrl": "url",
    "publishedAt": "date", "language": "language",
}  # fmt: skip
_LANGUAGES = {"en": "eng", "uk": "ukr", "ru": "rus", "de": "deu", "fr": "fra"}

Pair = tuple[str, str]


class Statements:
    """Each article is told once, however many events it tells of."""

    def __init__(self, known: Known, dataset: str, now: datetime) -> None:
        self._known = known
        self._dataset = dataset
        self._now = now.replace(microsecond=0, tzinfo=None).isoformat()
        self._told: set[str] = set()

    def of(self, event: Event) -> Iterator[dict[str, Any]]:
        proof = [("proof", _key(one.id)) for one in self._known.told(event)]
        place = [("addressEntity", self._address_id(event.place))] if event.place else []
        yield from self._rows(_key(event.id), "Event", [*self._event(event), *proof, *place])
        for document in self._known.told(event):
            yield from self._once(_key(document.id), "Article", self._article(document))
        if event.place:
            yield from self._once(self._address_id(event.place), "Address", self._address(event.place))

    def _event(self, event: Event) -> Iterator[Pair]:
        found = days(event)
        where = f" at {event.place.name}" if event.place else ""
        yield "name", f"{(event.subtype or event.plover).replace('-', ' ').lower()}{where}".capitalize()
        yield "summary", f"{event.assessment.status}: {cited(self._known, event)}"
        yield "keywords", event.plover
        if found:
            yield from (("startDate", found[0].isoformat()), ("endDate", found[1].isoformat()))
        if event.place:
            yield "location", event.place.name
            if event.place.country:
                yield "country", event.place.country.lower()

    def _article(self, document: Document) -> Iterator[Pair]:
        yield "title", document.title or document.label
        yield "publisher", self._known.publisher(document)
        if document.published:
            yield "publishedAt", document.published.first_day.isoformat()
        if document.address and document.address.startswith(("http://", "https://")):
            yield "sourceUrl", document.address
        if document.language in _LANGUAGES:
            yield "language", _LANGUAGES[document.language]

    def _address(self, place: Location) -> Iterator[Pair]:
        yield from (("full", place.name), ("latitude", f"{place.lat}"), ("longitude", f"{place.lon}"))
        if place.country:
            yield "country", place.country.lower()

    def _address_id(self, place: Location) -> str:
        return _key(content_id("adr", place.id))

    def _once(self, entity: str, schema: str, pairs: Iterator[Pair]) -> Iterator[dict[str, Any]]:
        if entity not in self._told:
            self._told.add(entity)
            yield from self._rows(entity, schema, pairs)

    def _rows(self, entity: str, schema: str, pairs: Any) -> Iterator[dict[str, Any]]:
        for prop, value in dict.fromkeys(pairs):
            yield dict.fromkeys(COLUMNS, "") | {
                "canonical_id": entity,
                "entity_id": entity,
                "prop": prop,
                "prop_type": _TYPES[prop],
                "schema": schema,
                "value": value,
                "dataset": self._dataset,
                "origin": "vedette",
                "external": "f",
                "first_seen": self._now,
                "last_seen": self._now,
                "id": content_id("ftm", self._dataset, entity, prop, value),
            }


def _key(identity: str) -> str:
    """An id of theirs has letters, digits, dots and hyphens."""
    return identity.replace("_", "-")
