"""Every key of watch.toml: names as its reader knows them, and what it makes of a key that is left out."""

import dataclasses
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from manual.tables import NOTE, code, codes, table
from vedette.model.errors import UsageError
from vedette.model.event import Status
from vedette.model.ids import SideId, SourceId
from vedette.reference.watchfile import (
    parse_watch,
    read_alerts,
    read_assistant,
    read_machines,
    read_stamping,
    read_tasks,
)

_NO_SUCH = "no_such_key"
_LEAST = """
name = "x"
[[side]]
id = "north"
name = "North"
[[source]]
id = "paper"
name = "Paper"
[translation]
address = "http://127.0.0.1:5000"
[assistant]
address = "http://127.0.0.1:8080/v1"
model = "a-model"
[mail]
host = "mail.example.org"
from = "vedette@example.org"
[[alert]]
name = "river"
on = ["new"]
[[collect]]
id = "page"
kind = "web"
address = "https://example.org/"
"""
"""Nothing but what must be there: whatever else the reader gives is what it takes where a key is left out."""
_KINDS = {
    str: "a text", int: "a whole number", bool: "true or false", tuple[str, ...]: "a list of texts",
    SideId: "the `id` of a side", SourceId: "the `id` of a source", tuple[SideId, ...]: "a list of ids of sides",
    tuple[SourceId, ...]: "a list of ids of sources", tuple[Status, ...]: "a list of statuses",
    tuple[float, float, float, float]: "west, south, east, north in degrees",
}  # fmt: skip
_CALLED = {"from": "sender"}
"""Keys that the model has under another name."""


def page() -> str:
    head = (
        f"# Settings\n\n{NOTE} What each key means, with an example of all: [watch.toml](../watch.md).\n\n"
        "A key that is not here is refused. Where nothing stands beside a key, the page above tells what it takes.\n"
    )
    made, needed = _made(), tomllib.loads(_LEAST)
    parts = (_section(opening, keys, made, needed) for opening, keys in every_table())
    return "\n".join([head, *parts])


def _made() -> dict[str, Any]:
    """What the reader makes of the least file, by table."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "watch.toml")
        file.write_text(_LEAST, "utf-8")
        alerts, watch = read_alerts(file), parse_watch(_LEAST)
        return {
            "": watch, "side": watch.sides[0], "source": watch.sources[0], "policy": watch.policy, "map": watch,
            "media": watch, "serve": watch, "translation": watch.translator, "engine": read_machines(file),
            "evidence": read_stamping(file), "collect": read_tasks(file)[0], "alert": alerts.rules[0],
            "mail": alerts.mail, "assistant": read_assistant(file),
        }  # fmt: skip


def every_table() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The opening of each table, such as `[[side]]`, empty for the top of the file, with the keys that it takes."""
    top = _known("")
    yield "", top
    for key in top:
        for opening in (f"[{key}]", f"[[{key}]]"):
            if found := _known(opening):
                yield opening, found


def _known(opening: str) -> tuple[str, ...]:
    """By what the reader says of a key that it does not know; nothing where there is no such table."""
    try:
        parse_watch(f'name = "x"\n{opening}\n{_NO_SUCH} = 1\n')
    except UsageError as refused:
        before, _, known = str(refused).partition("; known are ")
        return tuple(known.split(", ")) if _NO_SUCH in before else ()
    return ()


def _section(opening: str, keys: tuple[str, ...], made: dict[str, Any], needed: dict[str, Any]) -> str:
    name = opening.strip("[]")
    found = needed.get(name, {}) if name else needed
    given = found[0] if isinstance(found, list) else found
    rows = [_row(key, made.get(name), key in given) for key in keys]
    title = f"`{opening}`" if opening else "The top of the file"
    return f"## {title}\n\n{table(('key', 'is', 'if left out'), rows)}"


def _row(key: str, one: Any, needed: bool) -> tuple[str, str, str]:
    name = _CALLED.get(key, key)
    hints = get_type_hints(type(one)) if one is not None else {}
    if name not in hints or dataclasses.is_dataclass(getattr(one, name)):
        return code(key), "", ""
    return code(key), _kind(hints[name]), "must be there" if needed else _told(getattr(one, name))


def _told(value: object) -> str:
    match value:
        case None | () | "":
            return "nothing"
        case bool():
            return code(str(value).lower())
        case tuple():
            return code(list(value))
        case _:
            return code(value)


def _kind(annotation: Any) -> str:
    if get_origin(annotation) is Literal:
        return codes(get_args(annotation))
    return next((told for kind, told in _KINDS.items() if annotation in (kind, kind | None)), "")
