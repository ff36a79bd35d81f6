"""The same questions answered as JSON."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response

from vedette.model.event import Event
from vedette.model.interval import Interval
from vedette.model.query import Spot, StatementRow
from vedette.reference import basemap
from vedette.web import wording
from vedette.web.answer import GEOJSON, Answer
from vedette.web.desk import Desk, MissingError, cite, side_name
from vedette.web.parameters import box_of, parse
from vedette.web.texts import gettext
from vedette.web.timeline import lane_of, lanes, tallies

_MOST_EVENTS = 1_000
_A_DAY = {"Cache-Control": "private, max-age=86400"}

Json = dict[str, Any]


def router(desk: Desk) -> APIRouter:
    routes = APIRouter()
    routes.get("/api/events.geojson")(_events(desk))
    routes.get("/api/places.geojson")(_places(desk))
    routes.get("/api/statements.json")(_statements(desk))
    routes.get("/api/timeline.json")(_timeline(desk))
    routes.get("/basemap/{name}")(_layer)
    routes.get("/basemap/labels/towns.json")(_towns(desk))
    return routes


def _events(desk: Desk) -> Callable[[Request], Response]:
    def events(request: Request) -> Response:
        found = desk.view().events(replace(desk.question(request, limit=_MOST_EVENTS).query, newest=True))
        features = [_feature(event, desk) for event in found if event.place]
        whole = {"type": "FeatureCollection", "features": features, "withoutPlace": len(found) - len(features)}
        return Answer(whole, media_type=GEOJSON)

    return events


def _places(desk: Desk) -> Callable[[Request], Response]:
    def places(request: Request) -> Response:
        view, query = desk.view(), desk.question(request).query
        spots = desk.counted(view, "places", query, lambda: view.events_by_place(query))
        count = desk.counted(view, "events", query, lambda: view.count_events(query))
        placed = sum(count for spot in spots for _, count in spot.events)
        features = [_spot(spot) for spot in spots]
        whole = {
            "type": "FeatureCollection",
            "features": features,
            "events": placed,
            "withoutPlace": count - placed,
        }
        return Answer(whole, media_type=GEOJSON)

    return places


def _spot(spot: Spot) -> Json:
    place = spot.place
    return {
        "type": "Feature",
        "id": place.id,
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
        "properties": {
            "place": place.name,
            "place_id": place.id,
            "radius_m": place.radius_m,
            "events": dict(spot.events),
        },
    }


def _feature(event: Event, desk: Desk) -> Json:
    place = event.place
    assert place is not None
    sides = dict.fromkeys(account.side for account in event.accounts if account.side)
    return {
        "type": "Feature",
        "id": event.id,
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
        "properties": {
            "href": f"/events/{quote(event.id, safe='')}",
            "title": wording.headline(event),
            "plover": event.plover,
            "subtype": event.subtype,
            "change": event.change,
            "place": place.name,
            "place_id": place.id,
            "radius_m": place.radius_m,
            "when": wording.when(event.when),
            **_days(event.when),
            "status": event.assessment.status,
            "status_name": wording.code(event.assessment.status),
            "status_means": wording.STATUS[event.assessment.status],
            "told": wording.told_by(event),
            "grade": f"{event.assessment.source_grade}{event.assessment.information_grade}",
            "independent_sources": event.assessment.independent_sources,
            "accounts": len(event.accounts),
            "recycled": event.recycled,
            "sides": [side_name(desk.watch, side) for side in sides],
        },
    }


def _days(interval: Interval | None) -> Json:
    if interval is None:
        return {"from": None, "to": None}
    return {"from": interval.first_day.isoformat(), "to": interval.last_day.isoformat()}


def _statements(desk: Desk) -> Callable[[Request], Response]:
    def statements(request: Request) -> Response:
        view, query = desk.view(), desk.question(request).query
        rows = [_statement(row) for row in view.statements(query)]
        total = desk.counted(view, "statements", query, lambda: view.count_statements(query))
        return Answer({"total": total, "limit": query.limit, "offset": query.offset, "statements": rows})

    return statements


def _statement(row: StatementRow) -> Json:
    statement, document = row.statement, row.document
    return {
        "id": statement.id,
        "content": row.content,
        "attributed": statement.attributed,
        "speaker": statement.speaker.name if statement.speaker else None,
        "via": statement.via.name if statement.via else None,
        "side": row.side,
        "kind": statement.kind,
        "certainty": statement.certainty,
        "direct": statement.direct,
        "loaded": statement.loaded,
        "proposed_by": statement.proposed_by or None,
        "said": _days(statement.said) if statement.said else None,
        "published": _days(document.published) if document.published else None,
        "source": document.source,
        "document": document.id,
        "start": statement.content.start,
        "end": statement.content.end,
        "href": cite(statement.content),
        "places": [{"id": place.id, "name": place.name, "lat": place.lat, "lon": place.lon} for place in row.places],
    }


def _timeline(desk: Desk) -> Callable[[Request], Response]:
    def timeline(request: Request) -> Response:
        given = dict(request.query_params)
        lane = lane_of(given.pop("lanes", "status"))
        view, query = desk.view(), parse(given, desk.watch).query
        found = tallies(desk, view, query)
        days = [
            {"day": tally.day.isoformat(), "statements": dict(tally.statements), "events": dict(tally.events)}
            for tally in found
            if tally.day
        ]
        undated = [tally for tally in found if tally.day is None]
        sides = [{"id": side.id, "name": side.name} for side in desk.watch.sides]
        return Answer(
            {
                "lanes": lanes(desk, view, query, lane) if lane != "status" else [],
                "sides": [*sides, {"id": "none", "name": gettext("no known side")}],
                "days": days,
                "undated": {
                    "statements": sum(tally.statement_count for tally in undated),
                    "events": sum(tally.event_count for tally in undated),
                },
            }
        )

    return timeline


def _layer(name: str, bbox: str = "") -> Response:
    stem, dot, ending = name.partition(".")
    if stem not in basemap.LAYERS or (dot, ending) != (".", "json"):
        raise MissingError(f"There is no base map layer “{name[:60]}”.")
    path = basemap.layer(stem)
    if bbox:
        return Response(basemap.clipped(stem, box_of(bbox)), media_type=GEOJSON, headers=_A_DAY)
    return FileResponse(str(path), media_type=GEOJSON, headers=_A_DAY)


def _towns(desk: Desk) -> Callable[[], Response]:
    def towns() -> Response:
        features = [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [town.lon, town.lat]},
                "properties": {
                    "name": town.name,
                    "population": town.population,
                    "capital": town.capital,
                    "order": order,
                },
            }
            for order, town in enumerate(basemap.towns(desk.watch.bbox))
        ]
        return Answer({"type": "FeatureCollection", "features": features}, media_type=GEOJSON, headers=_A_DAY)

    return towns
