"""/api/v1, from its OpenAPI description."""

from typing import Any

from manual.tables import NOTE, code, codes, table
from vedette.model.watch import Watch
from vedette.web.rest.openapi import described

Json = dict[str, Any]
_HEAD = "How to ask: [for programs](../api.md). `/api/v1/openapi.json` is the same for machines."


def page() -> str:
    whole = described(Watch(name="your watch"))
    head = f"# REST\n\n{NOTE} {_HEAD}\n\n{whole['info']['description']}\n"
    schemas = (_schema(name, one) for name, one in whole["components"]["schemas"].items())
    return "\n".join([head, *(_path(name, one["get"]) for name, one in whole["paths"].items()), "## Rows\n", *schemas])


def _path(name: str, one: Json) -> str:
    parameters = [
        (code(each["name"]), each["in"], each.get("description", ""), _kind(each["schema"]))
        for each in one["parameters"]
    ]
    answers = [
        (status, told["description"], codes(told.get("content", {}))) for status, told in one["responses"].items()
    ]
    return "\n".join(
        [f"## `GET {name}`\n", f"{one['summary']} {one.get('description', '')}\n",
         table(("parameter", "in", "is", "takes"), parameters), table(("status", "when", "forms"), answers)]
    )  # fmt: skip


def _schema(name: str, one: Json) -> str:
    rows = [(code(field), _kind(kind)) for field, kind in one["properties"].items()]
    return f"### {name}\n\n{table(('field', 'is'), rows)}"


def _kind(one: Json) -> str:
    match one:
        case {"$ref": ref}:
            return f"[{ref.rpartition('/')[2]}](#{ref.rpartition('/')[2].lower()})"
        case {"enum": words}:
            return codes("null" if word is None else word for word in words)
        case {"anyOf": kinds}:
            return " or ".join(map(_kind, kinds))
        case {"type": "array", "items": items}:
            return f"a list: {_kind(items)}"
        case {"type": "object", "properties": fields}:
            return f"an object of {codes(fields)}"
        case {"type": list() as kinds}:
            return " or ".join(kinds)
        case {"type": kind, "format": form}:
            return f"{kind} ({form})"
        case _:
            return str(one.get("type", "anything"))
