"""Events as an Atom feed (RFC 4287) with GeoRSS-Simple points, for readers and maps that take feeds."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xmlns:georss="http://www.georss.org/georss">\n'
_UNKNOWN_DAY = "1970-01-01"


class GeoRss:
    """One entry an event that has a place. Every entry tells how sure the event is and who reports it."""

    table = "events"

    def __call__(self, rows: Iterable[Mapping[str, Any]], watch: str) -> Iterator[str]:
        yield f"{_HEAD}<id>urn:vedette:{escape(watch)}</id>\n<title>{escape(watch)}</title>\n"
        newest = _UNKNOWN_DAY
        for row in rows:
            if row.get("place"):
                newest = max(newest, row.get("to") or _UNKNOWN_DAY)
                yield _entry(row)
        yield f"<updated>{newest}T00:00:00Z</updated>\n</feed>\n"


def _entry(row: Mapping[str, Any]) -> str:
    place, day = row["place"], row.get("from") or _UNKNOWN_DAY
    what = row.get("subtype") or row.get("change") or row["plover"].lower()
    told = f"{row['status']}, {row['independent_sources']} independent sources, in {', '.join(row['documents'])}"
    return (
        f"<entry><id>urn:vedette:{escape(row['id'])}</id><title>{escape(place['name'])}: {escape(what)}</title>"
        f"<updated>{escape(day)}T00:00:00Z</updated><category term={quoteattr(row['status'])}/>"
        f"<summary>{escape(told)}</summary><georss:point>{place['lat']} {place['lon']}</georss:point>"
        f"<georss:radius>{place['radius_m']}</georss:radius></entry>\n"
    )
