"""Observations as they may leave the workspace: rows of a table, and their areas as GeoJSON."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from math import cos, hypot, radians
from typing import Any

from vedette.model.document import Document
from vedette.model.event import Event, Sight
from vedette.model.footprint import rings
from vedette.model.ids import EventId, ObservationId
from vedette.model.observation import Observation, ObservationQuery
from vedette.ports import View
from vedette.publish.analysis import encode_days
from vedette.publish.material import all_events
from vedette.publish.policy import Clearance, is_fine, is_young

_PAGE = 1_000
_METRES_A_DEGREE = 111_320

Beside = Mapping[ObservationId, Sequence[tuple[EventId, Sight]]]


def observation_rows(view: View, clearance: Clearance) -> Iterator[dict[str, Any]]:
    """By the start of their interval. `events` are those it stands beside, and how it bears on each."""
    documents = view.documents()
    guarded = bool(clearance.held)
    labels = {key: one.label for one in documents if one.id not in clearance.held for key in (one.id, one.origin)}
    kept = _beside(event for event in map(clearance.show, all_events(view)) if event is not None)
    for one in open_observations(view, clearance, documents):
        row = encode_observation(one, labels, kept)
        about = [labels[key] for key in one.about if key in labels]
        yield {**row, "about": list(dict.fromkeys(about))} if guarded else row


def all_observations(view: View, query: ObservationQuery | None = None) -> Iterator[Observation]:
    asked = query or ObservationQuery()
    offset = 0
    while found := view.observations(_paged(asked, offset)):
        yield from found
        offset += len(found)


def _paged(query: ObservationQuery, offset: int) -> ObservationQuery:
    return ObservationQuery(
        kinds=query.kinds,
        bbox=query.bbox,
        first_day=query.first_day,
        last_day=query.last_day,
        capture=query.capture,
        about=query.about,
        limit=_PAGE,
        offset=offset,
    )


def open_observations(
    view: View, clearance: Clearance, documents: Iterable[Document], query: ObservationQuery | None = None
) -> Iterator[Observation]:
    """Those the policy lets out: none that is young and fine, none of a report that is held."""
    policy = clearance.policy
    if policy.longest_delay <= 0 and not policy.withhold:
        yield from all_observations(view, query)
        return
    open_ones = [one for one in documents if one.id not in clearance.held]
    known = set(chain.from_iterable((one.id, one.origin, one.capture) for one in open_ones))
    for one in all_observations(view, query):
        if one.footprint is not None and one.when is not None:
            shown = not (
                is_young(one.when, policy.longest_delay, clearance.now) and is_fine(round(reach(one.footprint)), policy)
            )
            of_open = not one.about or bool(known & set(one.about))
        else:
            shown, of_open = True, bool(known & {*one.about, one.capture})
        # What it says of a report that is withheld would be a word of it.
        of_withheld = bool(policy.withhold) and not known >= set(one.about)
        if shown and of_open and not of_withheld:
            yield one


def reach(footprint: str) -> float:
    """Metres from the middle of the area's box to its corner."""
    corners = [corner for ring in rings(footprint) for corner in ring]
    lons, lats = [lon for lon, _ in corners], [lat for _, lat in corners]
    east = (max(lons) - min(lons)) * cos(radians((max(lats) + min(lats)) / 2))
    return hypot(east, max(lats) - min(lats)) * _METRES_A_DEGREE / 2


def _beside(events: Iterable[Event]) -> Beside:
    found: dict[ObservationId, list[tuple[EventId, Sight]]] = defaultdict(list)
    for event in events:
        for sight in event.sights:
            found[sight.observation].append((event.id, sight))
    return found


def encode_observation(one: Observation, labels: Mapping[str, str], beside: Beside) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        **(encode_days(one.when) or {"from": None, "to": None}),
        "footprint": one.footprint,
        "measure": one.measure,
        "unit": one.unit,
        "quality": one.quality,
        "p": one.p,
        "could_observe": one.could_observe,
        "finding": one.finding,
        "note": one.note,
        "capture": one.capture,
        "about": list(dict.fromkeys(labels.get(key, key) for key in one.about)),
        "method": one.method,
        "version": one.version,
        "events": [{"event": event, "bearing": sight.bearing, "ratio": sight.ratio, "known": sight.known}
                   for event, sight in beside.get(one.id, ())],
    }  # fmt: skip


def geometry(footprint: str) -> dict[str, Any]:
    """As RFC 7946 has it. Rings of a multi-polygon are taken for areas of their own."""
    form = footprint.strip().split("(")[0].strip().upper()
    found = [[list(corner) for corner in ring] for ring in rings(footprint)]
    if form == "POINT":
        return {"type": "Point", "coordinates": found[0][0]}
    if form == "POLYGON":
        return {"type": "Polygon", "coordinates": found}
    return {"type": "MultiPolygon", "coordinates": [[ring] for ring in found]}


def areas(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A FeatureCollection of those that have an area."""
    features = [
        {
            "type": "Feature",
            "id": row["id"],
            "geometry": geometry(row["footprint"]),
            "properties": {name: value for name, value in row.items() if name not in ("id", "footprint")},
        }
        for row in rows
        if row["footprint"]
    ]
    return {"type": "FeatureCollection", "features": features}
