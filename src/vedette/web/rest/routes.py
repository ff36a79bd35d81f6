"""GET /api/v1/…: lists by pages with a cursor, single facts by id, each with a validator."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from vedette.model.ids import DocumentId, EventId, ObservationId, StatementId
from vedette.model.observation import ObservationQuery
from vedette.model.query import Query
from vedette.ports import View
from vedette.publish.exports import encode_control
from vedette.publish.forms import geojson, write_csv
from vedette.publish.sights import areas
from vedette.web.answer import GEOJSON, Answer
from vedette.web.desk import Desk, MissingError
from vedette.web.rest import rows
from vedette.web.rest.asked import Asked, Form, asked_of, is_known, state_of, tag_of
from vedette.web.rest.openapi import LISTS, described
from vedette.web.rest.rows import Row

BASE = "/api/v1"

Find = Callable[[View, Query], Sequence[Row]]
Handler = Callable[[Request], Response]


def router(desk: Desk) -> APIRouter:
    routes = APIRouter(prefix=BASE)
    routes.get("/openapi.json")(_openapi(desk))
    for name, find in _FINDS.items():
        _, filters, forms, _ = LISTS[name]
        routes.get(f"/{name}")(_list(desk, name, find, filters, forms))
    for name, one in (("events", _event), ("statements", _statement), ("documents", _document),
                      ("observations", _observation)):  # fmt: skip
        routes.get(f"/{name}/{{identity}}")(_one(desk, one))
    return routes


def _openapi(desk: Desk) -> Handler:
    def openapi(request: Request) -> Response:
        return Answer(described(desk.watch))

    return openapi


def _list(desk: Desk, name: str, find: Find, filters: tuple[str, ...], forms: tuple[Form, ...]) -> Handler:
    def found(request: Request) -> Response:
        asked = asked_of(request, desk.watch, filters, forms)
        view = desk.view()
        state = state_of(view)
        tag = tag_of(request, state)
        if is_known(request, tag):
            return Response(status_code=304, headers={"ETag": tag})
        return _answer(name, asked, find(view, asked.query), state, tag)

    return found


def _answer(name: str, asked: Asked, found: Sequence[Row], state: str, tag: str) -> Response:
    # A page that is full may be the last: then the next one is empty.
    after = asked.after(len(found), state) if len(found) == asked.query.limit else None
    changed = bool(asked.mark) and asked.mark != state
    headers = {"ETag": tag, **({"Vedette-Next": after} if after else {}), "Vedette-Changed": str(changed).lower()}
    if asked.form == "csv":
        return Response("".join(write_csv(found)), media_type="text/csv", headers=headers)
    if asked.form == "geojson":
        whole = areas(found) if name == "observations" else geojson(found)
        return Answer({**whole, "next": after, "changed": changed}, media_type=GEOJSON, headers=headers)
    return Answer({name: list(found), "next": after, "changed": changed}, headers=headers)


def _events(view: View, query: Query) -> Sequence[Row]:
    return [rows.event_row(one) for one in view.events(query)]


def _statements(view: View, query: Query) -> Sequence[Row]:
    return [rows.statement_row(one) for one in view.statements(query)]


def _control(view: View, query: Query) -> Sequence[Row]:
    found = view.control_of(query.place) if query.place else view.control()
    return [encode_control(one) for one in _cut(found, query)]


def _threats(view: View, query: Query) -> Sequence[Row]:
    return rows.threat_rows(view, view.newest_threats(query.limit, query.offset))


def _observations(view: View, query: Query) -> Sequence[Row]:
    asked = ObservationQuery(
        bbox=query.bbox,
        first_day=query.first_day,
        last_day=query.last_day,
        limit=query.limit,
        offset=query.offset,
    )
    return [rows.observation_row(one) for one in view.observations(asked)]


def _sources(view: View, query: Query) -> Sequence[Row]:
    return [rows.source_row(one) for one in _cut(view.sources(), query)]


def _cut(found: Sequence[Any], query: Query) -> Iterable[Any]:
    return found[query.offset : query.offset + query.limit]


_FINDS: dict[str, Find] = {
    "events": _events,
    "statements": _statements,
    "control": _control,
    "threats": _threats,
    "observations": _observations,
    "sources": _sources,
}


def _one(desk: Desk, find: Callable[[View, str], Row | None]) -> Callable[[Request, str], Response]:
    def found(request: Request, identity: str) -> Response:
        view = desk.view()
        tag = tag_of(request, state_of(view))
        row = find(view, identity)
        if row is None:
            raise MissingError("There is nothing with this id in this workspace.")
        if is_known(request, tag):
            return Response(status_code=304, headers={"ETag": tag})
        return Answer(row, headers={"ETag": tag})

    return found


def _event(view: View, identity: str) -> Row | None:
    found = view.event(EventId(identity))
    return rows.event_row(found) if found else None


def _statement(view: View, identity: str) -> Row | None:
    found = view.statement(StatementId(identity))
    return rows.statement_row(found) if found else None


def _document(view: View, identity: str) -> Row | None:
    found = next(iter(view.documents([DocumentId(identity)])), None)
    return rows.document_row(found) if found else None


def _observation(view: View, identity: str) -> Row | None:
    found = view.observation(ObservationId(identity))
    return rows.observation_row(found) if found else None
