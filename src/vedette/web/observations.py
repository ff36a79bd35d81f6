"""What sensors and lenses saw: the list, one of them, and the areas on the map."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, get_args

from fastapi import APIRouter, Request
from fastapi.responses import Response

from vedette.model.capture import Capture
from vedette.model.document import Document
from vedette.model.event import Event, Sight
from vedette.model.ids import CaptureId, DocumentId, ObservationId
from vedette.model.observation import Observation, ObservationKind, ObservationQuery
from vedette.model.query import Query
from vedette.ports import View
from vedette.publish.sights import geometry
from vedette.web import wording
from vedette.web.answer import GEOJSON, Answer
from vedette.web.desk import Desk, MissingError
from vedette.web.hotspots import hot
from vedette.web.pictures import is_picture
from vedette.web.plates import outline, plates, scale_bar
from vedette.web.terms import N_
from vedette.web.texts import ngettext

_MOST = 100_000
_MOST_ON_MAP = 100_000
_MOST_BESIDE = 2_000
_SEASON = timedelta(days=90)
_HEAT: tuple[ObservationKind, ...] = ("heat", "heat-sustained")
_LAYERS: dict[str, str] = {
    "heat": "heat",
    "heat-sustained": "heat",
    "radar-damage": "damage",
    "burn": "ground",
    "vegetation": "ground",
}


def router(desk: Desk) -> APIRouter:
    routes = APIRouter()
    routes.get("/observations")(_list(desk))
    routes.get("/observations/{observation}")(_one(desk))
    routes.get("/api/observations.geojson")(_areas(desk))
    return routes


def _asked(query: Query, limit: int, kinds: tuple[ObservationKind, ...] | None = None) -> ObservationQuery:
    """The days and the box of a page's question."""
    return ObservationQuery(
        kinds=kinds, bbox=query.bbox, first_day=query.first_day, last_day=query.last_day, limit=limit
    )


def _list(desk: Desk) -> Callable[[Request], Response]:
    def observations(request: Request) -> Response:
        asked = desk.question(request)
        found = list(reversed(desk.view().observations(_asked(asked.query, _MOST))))
        first = asked.query.offset
        shown = found[first : first + asked.query.limit]
        return desk.page(request, "observations.html", asked=asked, observations=shown, total=len(found))

    return observations


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """An event, and how the observation bears on it."""

    event: Event
    sight: Sight


def _one(desk: Desk) -> Callable[[Request, str], Response]:
    def observation(request: Request, observation: str) -> Response:
        view = desk.view()
        found = view.observation(ObservationId(observation))
        if found is None:
            raise MissingError(N_("There is no such observation in this workspace."))
        return desk.page(
            request,
            "observation.html",
            one=found,
            capture=_capture(view, found.capture),
            earlier=_capture(view, found.earlier),
            is_picture=is_picture,
            from_above=lambda one: one.kind in _LAYERS,
            plates=plates(found.pixels) if found.pixels else [],
            outline=outline(found.pixels) if found.pixels else "",
            bar=scale_bar(found.pixels) if found.pixels else None,
            hot=hot(found, _same_cell(view, found)) if found.heat else None,
            documents=_documents(view, found),
            beside=_beside(view, found),
            sources=desk.sources(view),
        )

    return observation


def _same_cell(view: View, one: Observation) -> Sequence[Observation]:
    """Of the season around it."""
    if one.when is None or one.box is None:
        return ()
    first, last = one.when.first_day - _SEASON, one.when.last_day + _SEASON
    asked = ObservationQuery(
        kinds=("heat", "heat-sustained"), bbox=one.box, first_day=first, last_day=last, limit=_MOST
    )
    return [each for each in view.observations(asked) if each.footprint == one.footprint and each.method == one.method]


def _capture(view: View, capture: CaptureId | None) -> Capture | None:
    found = view.captures([capture]) if capture else ()
    return found[0] if found else None


def _documents(view: View, one: Observation) -> list[Document]:
    """The reports on which it bears, by id or by origin; of a report with versions the newest."""
    by_origin = [versions[-1] for key in one.about if (versions := view.versions(key))]
    by_id = view.documents([DocumentId(key) for key in one.about])
    return list({document.id: document for document in (*by_id, *by_origin)}.values())


def _beside(view: View, one: Observation) -> list[Beside]:
    """Looked for near its area and days, or among the events of its reports."""
    near: Sequence[Event] = ()
    if one.box is not None and one.when is not None:
        days = replace(Query(bbox=one.box, limit=_MOST_BESIDE), last_day=one.when.last_day)
        near = view.events(days)
    told = (event for document in _documents(view, one) for event in view.events_of(document.id))
    events = {event.id: event for event in (*near, *told)}
    return [
        Beside(event=event, sight=sight)
        for event in events.values()
        for sight in event.sights
        if sight.observation == one.id
    ]


def _areas(desk: Desk) -> Callable[[Request], Response]:
    def areas(request: Request) -> Response:
        kinds = tuple(kind for kind in get_args(ObservationKind) if kind in _LAYERS)
        query = desk.question(request).query
        found = desk.view().observations(_asked(query, _MOST_ON_MAP, kinds))
        features = [_feature(group) for group in _by_area(found)]
        return Answer({"type": "FeatureCollection", "features": features}, media_type=GEOJSON)

    return areas


def _by_area(found: Iterable[Observation]) -> Iterable[list[Observation]]:
    """What was seen of one area, in one layer, is one shape on the map. A bare point is none."""
    groups: dict[tuple[str, str, bool], list[Observation]] = {}
    for one in found:
        if one.footprint and not one.footprint.lstrip().upper().startswith("POINT"):
            unseen = one.could_observe is False or one.finding == "cannot-tell"
            if one.finding != "inconsistent":
                groups.setdefault((_LAYERS[one.kind], one.footprint, unseen), []).append(one)
    return groups.values()


def _feature(group: Sequence[Observation]) -> dict[str, Any]:
    newest = group[-1]
    days = [one.when for one in group if one.when is not None]
    unseen = newest.could_observe is False or newest.finding == "cannot-tell"
    assert newest.footprint is not None
    return {
        "type": "Feature",
        "geometry": geometry(newest.footprint),
        "properties": {
            "layer": "unseen" if unseen else _LAYERS[newest.kind],
            "title": wording.OBSERVED[newest.kind],
            "count": len(group),
            "told": ngettext("%(count)s observation", "%(count)s observations", len(group)) % {"count": len(group)},
            "sustained": any(one.kind == "heat-sustained" for one in group),
            "when": wording.days(min(days).first_day, max(day.last_day for day in days)) if days else "no date",
            "note": newest.note,
            "href": f"/observations/{newest.id}",
        },
    }
