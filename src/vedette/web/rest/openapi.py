"""What OpenAPI 3.1 tells of /api/v1. Lists of codes come from the model, so that they cannot differ from it."""

from importlib.metadata import version
from typing import Any, get_args

from vedette.model.event import Bearing, ControlStatus, Measure, Stance, Status
from vedette.model.mention import Change, Plover, Role
from vedette.model.observation import Finding, ObservationKind
from vedette.model.statement import Certainty, Kind
from vedette.model.watch import Watch
from vedette.web.parameters import CERTAINTIES, FILTERS, KINDS, STATUSES
from vedette.web.rest.asked import CURSOR, FORMS, MOST, PLACED, USUAL, Form

Json = dict[str, Any]
_TEXT: Json = {"type": "string"}
_MAYBE: Json = {"type": ["string", "null"]}
_NUMBER: Json = {"type": ["number", "null"]}
_WHOLE: Json = {"type": "integer"}
_TRUTH: Json = {"type": "boolean"}
_DAY: Json = {"type": ["string", "null"], "format": "date"}


def _codes(of: Any, *, none: bool = False) -> Json:
    return {"enum": [*get_args(of), *([None] if none else [])]}


def _object(**properties: Json) -> Json:
    named = {name.rstrip("_"): what for name, what in properties.items()}
    return {"type": "object", "properties": named, "required": list(named)}


def _many(of: Json) -> Json:
    return {"type": "array", "items": of}


def _or_none(of: Json) -> Json:
    return {"anyOf": [of, {"type": "null"}]}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


_DAYS = _or_none(_object(from_=_DAY, to=_DAY))
_OFFSETS = {"start": {"type": ["integer", "null"]}, "end": {"type": ["integer", "null"]}}
_SPAN = _or_none(_object(**_OFFSETS))
_NAMED = _or_none(_object(name=_TEXT, **_OFFSETS))
_POINT = _object(id=_TEXT, name=_TEXT, lat={"type": "number"}, lon={"type": "number"})
_PLACE = _object(
    id=_TEXT, name=_TEXT, lat={"type": "number"}, lon={"type": "number"}, radius_m={"type": "integer", "minimum": 0}
)
_SCHEMAS: Json = {
    "Error": _object(error=_TEXT),
    "Event": _object(
        id=_TEXT,
        plover=_codes(Plover),
        subtype=_MAYBE,
        actors=_many(_object(name=_TEXT, role=_codes(Role), side=_MAYBE)),
        place=_or_none(_PLACE),
        from_=_DAY,
        to=_DAY,
        precision=_MAYBE,
        change=_codes(Change, none=True),
        figures=_many(
            _object(
                what=_codes(Measure), victim=_MAYBE, low=_NUMBER, high=_NUMBER, speaker=_MAYBE, side=_MAYBE,
                statement=_TEXT,
            )
        ),
        status=_codes(Status),
        grade={"type": "string", "pattern": "^[A-F][1-6]$"},
        documents=_many(_TEXT),
        statements=_many(_TEXT),
        independent_sources=_WHOLE,
        observations=_many(
            _object(id=_TEXT, kind=_codes(ObservationKind), bearing=_codes(Bearing), ratio=_NUMBER, known=_MAYBE)
        ),
        accounts=_many(
            _object(
                statement=_TEXT, document=_TEXT, source=_TEXT, speaker=_MAYBE, side=_MAYBE, stance=_codes(Stance),
                family=_WHOLE, doubtful=_TRUTH,
            )
        ),
    ),
    "Statement": _object(
        id=_TEXT,
        start=_WHOLE,
        end=_WHOLE,
        text=_TEXT,
        speaker=_NAMED,
        cue=_SPAN,
        via=_NAMED,
        kind=_codes(Kind),
        certainty=_codes(Certainty),
        condition=_SPAN,
        direct=_TRUTH,
        said=_DAYS,
        loaded=_TRUTH,
        proposed_by=_MAYBE,
        attributed=_TRUTH,
        document=_TEXT,
        source=_TEXT,
        side=_MAYBE,
        published=_DAYS,
        places=_many(_POINT),
    ),
    "Control": _object(
        place=_POINT, date={"type": "string", "format": "date"}, from_=_DAY, to=_DAY, holder=_TEXT, previous=_MAYBE,
        status=_codes(ControlStatus), statements=_many(_TEXT),
    ),
    "Threat": _object(
        id=_TEXT, speaker=_TEXT, side=_MAYBE, target=_MAYBE, action=_MAYBE, condition=_MAYBE, said=_DAYS, status=_TEXT,
        statements=_many(_TEXT), severity=_WHOLE, sequels=_many({"type": "object"}),
        touched_by=_many({"type": "object"}),
    ),
    "Observation": _object(
        id=_TEXT, kind=_codes(ObservationKind), from_=_DAY, to=_DAY, footprint=_MAYBE, measure=_NUMBER, unit=_MAYBE,
        quality=_NUMBER, p=_NUMBER, could_observe={"type": ["boolean", "null"]}, finding=_codes(Finding, none=True),
        note=_TEXT, capture=_MAYBE, about=_many(_TEXT), method=_TEXT, version=_TEXT,
    ),
    "Source": _object(id=_TEXT, name=_TEXT, kind=_TEXT, side=_MAYBE, reliability=_TEXT),
    "Document": _object(
        id=_TEXT, label=_TEXT, source=_TEXT, capture=_TEXT, title=_MAYBE, author=_MAYBE, published=_DAYS,
        modified=_MAYBE, language=_MAYBE, address=_MAYBE, forwarded_from=_MAYBE, version_of=_MAYBE, text=_TEXT,
    ),
}  # fmt: skip
LISTS: dict[str, tuple[str, tuple[str, ...], tuple[Form, ...], str]] = {
    "events": ("Event", FILTERS, FORMS, "What is told to have happened, the earliest first."),
    "statements": ("Statement", FILTERS, ("json", "csv"), "Who says what, by the day of publication."),
    "control": ("Control", ("place",), FORMS, "Who is told to hold which settlement, change by change."),
    "threats": ("Threat", (), ("json", "csv"), "Who threatens whom with what, the last said first."),
    "observations": ("Observation", PLACED, FORMS, "What sensors and lenses saw, without words."),
    "sources": ("Source", (), ("json", "csv"), "Who publishes the reports."),
}
_SINGLE = {"events": "Event", "statements": "Statement", "documents": "Document", "observations": "Observation"}


def described(watch: Watch) -> Json:
    paths: Json = {f"/api/v1/{name}": {"get": _listing(name, watch)} for name in LISTS}
    paths |= {f"/api/v1/{name}/{{identity}}": {"get": _single(name, schema)} for name, schema in _SINGLE.items()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Vedette: {watch.name}",
            "version": version("vedette"),
            "description": "Facts as they are stored: what reports tell, never what is so. No publication policy "
            "applies; whoever reads here may read the pages.",
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": _SCHEMAS,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        # Without sign-in on the machine itself; with a token of `vedette token` elsewhere.
        "security": [{}, {"token": []}],
    }


def _listing(name: str, watch: Watch) -> Json:
    schema, filters, forms, told = LISTS[name]
    page = _object(**{name: _many(_ref(schema))}, next=_MAYBE, changed=_TRUTH)
    content: Json = {"application/json": {"schema": page}, "text/csv": {"schema": _TEXT}}
    if "geojson" in forms:
        content["application/geo+json"] = {"schema": {"type": "object", "required": ["type", "features"]}}
    parameters = [_parameter(one, watch) for one in filters]
    parameters += [_query("f", {"enum": list(forms)}, "The form of the answer; json if left out.")]
    parameters += [
        _query("limit", {"type": "integer", "minimum": 1, "maximum": MOST}, f"Rows a page; {USUAL} if left out."),
        _query("cursor", {"type": "string", "pattern": f"^{CURSOR}$"}, "What the page before gave as `next`."),
        _known(),
    ]
    return {
        "operationId": name,
        "summary": told,
        "description": "`next` is the cursor of the page that follows, null on the last one. `changed`: the store has "
        "changed since the first page was read, so that a row may be missed or come twice.",
        "parameters": parameters,
        "responses": _responses(content),
    }


def _single(name: str, schema: str) -> Json:
    identity = {"name": "identity", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    answers = _responses({"application/json": {"schema": _ref(schema)}})
    return {
        "operationId": f"one_{name}",
        "summary": f"One of the {name}, by its id.",
        "parameters": [identity, _known()],
        "responses": {**answers, "404": _error("There is nothing with this id.")},
    }


def _responses(content: Json) -> Json:
    tag = {"ETag": {"schema": _TEXT, "description": "Send it back as If-None-Match: unchanged is 304."}}
    return {
        "200": {"description": "Found.", "headers": tag, "content": content},
        "304": {"description": "Nothing has changed since the answer of that ETag."},
        "400": _error("A parameter cannot be understood; the message says which."),
        "401": _error("Nobody has signed in, and no token was given."),
        "403": _error("This token may not read."),
        "404": _error("There is no such address."),
        "429": _error("Too many questions; Retry-After says when to come back."),
    }


def _error(told: str) -> Json:
    return {"description": told, "content": {"application/json": {"schema": _ref("Error")}}}


def _known() -> Json:
    return {"name": "If-None-Match", "in": "header", "schema": _TEXT, "description": "The ETag of an answer before."}


def _query(name: str, schema: Json, told: str) -> Json:
    return {"name": name, "in": "query", "schema": schema, "description": told}


def _parameter(name: str, watch: Watch) -> Json:
    day: Json = {"type": "string", "format": "date"}
    words: Json = {"type": "string", "maxLength": 300}
    known: dict[str, tuple[Json, str]] = {
        "side": ({"enum": [*(side.id for side in watch.sides), "none"]}, "A side of the watch, or none for unknown."),
        "speaker": (words, "Words of the speaker's name."),
        "kind": ({"enum": list(KINDS)}, "What kind of statement."),
        "certainty": ({"enum": list(CERTAINTIES)}, "How sure it is said."),
        "status": ({"enum": list(STATUSES)}, "The status of the event."),
        "source": (words, "The id of a source."),
        "place": (words, "The id or the name of a place."),
        "from": (day, "The first day, UTC."),
        "to": (day, "The last day, UTC."),
        "datetime": (words, "A day or two with a slash, `..` for an open end (OGC API – Features)."),
        "bbox": (words, "west,south,east,north in degrees, WGS 84."),
        "text": (words, "Words, in any of the languages; in quotation marks a phrase."),
    }
    schema, told = known[name]
    return _query(name, schema, told)
