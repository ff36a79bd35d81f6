"""`[[collect]]` of `watch.toml`: what is asked again and again, and how often."""

import ipaddress
import re
from collections.abc import Collection
from dataclasses import replace
from pathlib import PurePath
from typing import Any, get_args
from urllib.parse import urlsplit

from vedette.model.errors import UsageError
from vedette.model.ids import SourceId
from vedette.model.task import Task, TaskKind
from vedette.reference.toml_table import Table
from vedette.reference.watch_extensions import parse_extensions

_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_CHANNEL = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,39}")
_HOST = re.compile(r"[A-Za-z0-9.:-]{1,253}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,100}")
_EVERY = re.compile(r"(\d{1,4})([mhd])")
_CONTACT = re.compile(r"[!-'*-~]{3,200}")
_SECONDS = {"m": 60, "h": 3600, "d": 86400}
_BUILT_IN = tuple(kind for kind in get_args(TaskKind) if kind != "extension")
_NAMED = re.compile(r"[a-z][a-z0-9-]{1,39}")
_MOST_SETTINGS, _LONGEST_SETTING = 40, 2_000
_USUAL: dict[TaskKind, str] = {"web": "30m", "telegram": "15m", "mailbox": "10m", "videos": "6h", "fires": "1d",
                               "scenes": "12h", "extension": "6h"}  # fmt: skip
_NEEDED: dict[TaskKind, str] = {"web": "address", "telegram": "channel", "mailbox": "host", "videos": "address",
                                "scenes": "address"}  # fmt: skip
_MOST_TASKS, _MOST_VIDEOS = 500, 100
_VARIABLES = ("user_env", "password_env", "key_env", "api_id_env", "api_hash_env", "session_env")


def parse_tasks(
    top: Table, sources: Collection[str], bbox: tuple[float, float, float, float] | None
) -> tuple[Task, ...]:
    """Raises UsageError naming the table and the key."""
    contact, extended = _contact(top), bool(parse_extensions(top.table("extensions")))
    tasks = tuple(
        _foreign(table, sources) if extended and _is_foreign(table) else _task(table, sources, bbox, contact)
        for table in top.tables("collect")
    )
    if len(tasks) > _MOST_TASKS:
        raise UsageError(f"{top.place}: more than {_MOST_TASKS} [[collect]] tables; join some")
    ids = [task.id for task in tasks]
    twice = next((one for one in ids if ids.count(one) > 1), None)
    if twice:
        raise UsageError(f"{top.place}: two [[collect]] tables have the id {twice!r}; an id names one")
    return tasks


def _task(table: Table, sources: Collection[str], bbox: tuple[float, float, float, float] | None, contact: str) -> Task:
    table.only("id", "kind", "every", "source", "address", "channel", "media", "host", "port", "tls", "folder", "most",
               "sensor", "area", "collection", "cloud", "footprints", "private", "allow", "articles", "match",
               *_VARIABLES)  # fmt: skip
    kind = _kind(table)
    needed = _NEEDED.get(kind)
    if needed:
        table.text(needed)
    variables: dict[str, Any] = {key: _variable(table, key) for key in _VARIABLES if key in table.values}
    usual = Task(id=_id(table), kind=kind, every_s=_every(table, kind))
    return Task(
        id=usual.id,
        kind=kind,
        every_s=usual.every_s,
        source=_source(table, sources),
        address=_address(table),
        channel=_matching(table, "channel", _CHANNEL, "a channel's name as in t.me/NAME"),
        media=_flag(table, "media", usual.media),
        host=_matching(table, "host", _HOST, "the name of a server"),
        port=table.count("port", 65535) or usual.port,
        tls=_flag(table, "tls", usual.tls),
        folder=table.text_or("folder", usual.folder),
        most=table.count("most", _MOST_VIDEOS) or usual.most,
        sensor=_sensor(table, usual),
        area=_area(table, kind, bbox),
        collection=table.text("collection") if kind == "scenes" else "",
        cloud=float(table.count("cloud", 100)) if "cloud" in table.values else None,
        footprints=_footprints(table),
        private=table.flag("private"),
        allow=_allow(table),
        articles=table.flag("articles"),
        match=_match(table),
        contact=contact,
        **variables,
    )


def _is_foreign(table: Table) -> bool:
    return table.text("kind") not in _BUILT_IN


def _foreign(table: Table, sources: Collection[str]) -> Task:
    """Of a kind that an extension brings. Its own keys are for the extension to judge, when it is asked."""
    known = ("id", "kind", "every", "source", "address", "private")
    settings = {key: value for key, value in table.values.items() if key not in known}
    if len(settings) > _MOST_SETTINGS:
        raise table.wrong("kind", f"one with at most {_MOST_SETTINGS} keys")
    usual = Task(id=_id(table), kind="extension", every_s=_every(table, "extension"))
    return replace(
        usual,
        named=_matching(table, "kind", _NAMED, "the name of a kind, in small letters, digits and hyphens"),
        source=_source(table, sources),
        address=_address(table),
        private=table.flag("private"),
        settings=tuple((key, _setting(table, key)) for key in settings),
    )


def _setting(table: Table, key: str) -> str | int | float | bool | tuple[str, ...]:
    value = table.values[key]
    if isinstance(value, list):
        return table.texts(key)
    if not isinstance(value, str | int | float | bool) or len(str(value)) > _LONGEST_SETTING:
        raise table.wrong(key, "a text, a number, true or false, or a list of texts")
    return value


def _contact(top: Table) -> str:
    found = top.text_or("contact", "")
    if found and not _CONTACT.fullmatch(found):
        raise top.wrong("contact", "a mail address or web address, at most 200 letters, without blanks")
    return found


def _allow(table: Table) -> tuple[str, ...]:
    found = table.texts("allow")
    try:
        for one in found:
            ipaddress.ip_network(one)
    except ValueError:
        raise table.wrong("allow", 'a list of ranges of addresses, such as ["10.0.0.0/8"]') from None
    return found


def _match(table: Table) -> str:
    found = table.text_or("match", "")
    if found and (not found.startswith(("/", "*")) or len(found) > 200):
        raise table.wrong("match", "the beginning of a path, such as /news/ or /*/2024/, where * stands for anything")
    if table.flag("articles") and table.text("kind") != "web":
        raise table.wrong("articles", "left out where `kind` is not web")
    return found


def _kind(table: Table) -> TaskKind:
    found = table.text("kind")
    for known in _USUAL:
        if found == known and found in _BUILT_IN:
            return known
    raise table.wrong("kind", f"one of {', '.join(_BUILT_IN)}, or one that a package in [extensions] `use` brings")


def _id(table: Table) -> str:
    found = table.text("id")
    if not _ID.fullmatch(found):
        raise table.wrong("id", "at most 40 small letters, digits and hyphens: files are named by it")
    return found


def _every(table: Table, kind: TaskKind) -> int:
    found = _EVERY.fullmatch(table.text_or("every", _USUAL[kind]))
    if not found or not int(found[1]):
        raise table.wrong("every", 'a number of minutes, hours or days, such as "30m", "6h" or "1d"')
    return int(found[1]) * _SECONDS[found[2]]


def _source(table: Table, sources: Collection[str]) -> SourceId | None:
    found = table.text_or("source", "")
    if found and found not in sources:
        raise table.wrong("source", f"the id of a [[source]] or left out, not {found!r}")
    return SourceId(found) if found else None


def _address(table: Table) -> str:
    found = table.text_or("address", "")
    try:
        parts = urlsplit(found)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
    except ValueError:
        good = False
    if found and not good:
        raise table.wrong("address", "a web address, without a user name or password in it")
    return found


def _matching(table: Table, key: str, pattern: re.Pattern[str], wanted: str) -> str:
    found = table.text_or(key, "").removeprefix("@")
    if found and not pattern.fullmatch(found):
        raise table.wrong(key, wanted)
    return found


def _flag(table: Table, key: str, usual: bool) -> bool:
    return table.flag(key) if key in table.values else usual


def _area(
    table: Table, kind: TaskKind, bbox: tuple[float, float, float, float] | None
) -> tuple[float, float, float, float] | None:
    found = table.box("area") or bbox
    if kind in {"fires", "scenes"} and found is None:
        raise table.wrong("area", "[west, south, east, north], where the watch itself has no `bbox`")
    return found


def _sensor(table: Table, usual: Task) -> str:
    found = table.text_or("sensor", "radar" if usual.kind == "scenes" else usual.sensor)
    if usual.kind == "scenes" and found not in {"radar", "optical"}:
        raise table.wrong("sensor", "radar or optical: which bands are cut out")
    return found


def _footprints(table: Table) -> str:
    found = table.text_or("footprints", "")
    if PurePath(found).is_absolute() or ".." in PurePath(found).parts or not found.isprintable():
        raise table.wrong("footprints", "a file in the workspace, such as buildings.geojson")
    return found


def _variable(table: Table, key: str) -> str:
    found = table.text(key)
    if not _VARIABLE.fullmatch(found):
        raise table.wrong(key, "the name of a variable of the environment: the secret itself does not stand here")
    return found
