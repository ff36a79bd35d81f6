"""The feed, by the contract and as XML."""

from lxml import etree
from vedette_example_georss import GeoRss

from vedette.contracts import check_export

_EVENT = {
    "id": "evt_1", "plover": "ASSAULT", "subtype": "shelling", "change": None, "status": "disputed",
    "place": {"id": "1", "name": "A & B", "lat": 50.0, "lon": 36.2, "radius_m": 5000}, "from": "2024-05-12",
    "to": "2024-05-13", "documents": ["one", "<two>"], "independent_sources": 2,
}  # fmt: skip


def test_an_entry_an_event() -> None:
    """With its point, and escaped."""
    written = check_export(GeoRss(), [_EVENT, {**_EVENT, "id": "evt_2", "place": None}])
    feed = etree.fromstring(written.encode())
    (entry,) = feed.iterfind("{*}entry")
    assert entry.findtext("{*}title") == "A & B: shelling"
    assert entry.findtext("{*}point") == "50.0 36.2"
    assert feed.findtext("{*}updated") == "2024-05-13T00:00:00Z"
