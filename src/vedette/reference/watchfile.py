"""`watch.toml`: what a workspace follows, read and checked."""

import json
import tomllib
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from vedette.model.alert import Alerts
from vedette.model.assistant import Assistant
from vedette.model.errors import UsageError
from vedette.model.ids import SideId, SourceId
from vedette.model.machines import Machines
from vedette.model.source import Side, Source
from vedette.model.stamping import Stamping
from vedette.model.task import Task
from vedette.model.watch import Borders, Policy, Watch
from vedette.reference.toml_table import Table as _Table
from vedette.reference.watch_alerts import KINDS, parse_alerts
from vedette.reference.watch_assistant import parse_assistant
from vedette.reference.watch_collect import parse_tasks
from vedette.reference.watch_engine import parse_engine
from vedette.reference.watch_evidence import parse_stamping
from vedette.reference.watch_extensions import parse_extensions
from vedette.reference.watch_store import parse_store
from vedette.reference.watch_translation import parse_translator

_LARGEST = 1_000_000
_GRADES = tuple("ABCDEF")
_LONGEST_NOTICE = 1_000
_NO_SIDE = "none"
# Whose words bind a side is for the user to say: a kind left out is one that only reports.
_UNOFFICIAL = "channel"
_LONGEST_DELAY_H = 100 * 366 * 24
_COARSEST_M = 1_000_000


def read_watch(path: Path) -> Watch:
    """Raises UsageError naming the file and the key where something is wrong."""
    return parse_watch(watch_text(path), str(path))


def read_alerts(path: Path) -> Alerts:
    """Not part of the `Watch`: whom to tell is no reason to draw the picture anew."""
    text = watch_text(path)
    sides = {side.id for side in parse_watch(text, str(path)).sides}
    return parse_alerts(_top(text, str(path)), sides)


def read_machines(path: Path) -> Machines:
    """Not part of the `Watch`: the picture is the same wherever it was worked out."""
    return parse_engine(_top(watch_text(path), str(path)).table("engine"))


def read_stamping(path: Path) -> Stamping:
    """Not part of the `Watch`: whom to ask for time-stamps is no reason to draw the picture anew."""
    return parse_stamping(_top(watch_text(path), str(path)).table("evidence"))


def read_assistant(path: Path) -> Assistant | None:
    """Not part of the `Watch`: which model proposes is no reason to draw the picture anew."""
    return parse_assistant(_top(watch_text(path), str(path)).table("assistant"))


def read_tasks(path: Path) -> tuple[Task, ...]:
    """Not part of the `Watch`: what is asked again is no reason to draw the picture anew."""
    text = watch_text(path)
    watch = parse_watch(text, str(path))
    return parse_tasks(_top(text, str(path)), {source.id for source in watch.sources}, watch.bbox)


def store_url(text: str, place: str) -> str:
    """The address of the server that holds the store; empty for a file. Where it lies is no reason to draw anew."""
    return parse_store(_top(text, place).table("store"))


def watch_text(path: Path) -> str:
    """The file as text, comments and all; checked for size and encoding alone."""
    try:
        with path.open("rb") as handle:
            content = handle.read(_LARGEST + 1)
    except OSError as error:
        raise UsageError(
            f"{path}: cannot be read ({error.strerror}); check its permissions, or name another watch.toml"
        ) from error
    if len(content) > _LARGEST:
        raise UsageError(f"{path}: larger than {_LARGEST} bytes; this is not a watch.toml")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error


def parse_watch(text: str, place: str = "watch.toml") -> Watch:
    top = _top(text, place).only(
        "name",
        "languages",
        "countries",
        "bbox",
        "side",
        "source",
        "policy",
        "map",
        "media",
        "notice",
        "alert",
        "mail",
        "review",
        "serve",
        "translation",
        "engine",
        "evidence",
        "collect",
        "contact",
        "store",
        "assistant",
        "extensions",
    )
    sides = tuple(_side(table) for table in top.tables("side"))
    _refuse_twice(top, "side", (side.id for side in sides))
    sources = tuple(_source(table, sides) for table in top.tables("source"))
    _refuse_twice(top, "source", (source.id for source in sources))
    parse_alerts(top, {side.id for side in sides})
    parse_assistant(top.table("assistant"))
    parse_engine(top.table("engine"))
    parse_stamping(top.table("evidence"))
    parse_tasks(top, {source.id for source in sources}, top.box("bbox"))
    parse_store(top.table("store"))
    return Watch(
        name=top.text("name"),
        languages=tuple(language.lower() for language in top.texts("languages")) or ("en",),
        countries=tuple(top.country(code, "countries") for code in top.texts("countries")),
        bbox=top.box("bbox"),
        sides=sides,
        sources=sources,
        policy=_policy(top.table("policy")),
        borders=_borders(top.table("map")),
        whisper=top.table("media").only("whisper").text_or("whisper", ""),
        persons_needed=2 if top.table("review").only("two_persons").flag("two_persons") else 1,
        log_in=top.table("serve").only("log_in").flag("log_in"),
        translator=parse_translator(top.table("translation")),
        extensions=parse_extensions(top.table("extensions")),
        notice=top.text_or("notice", "")[:_LONGEST_NOTICE],
    )


def _top(text: str, place: str) -> _Table:
    try:
        return _Table(place, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{place}: not TOML: {' '.join(str(error).split())}") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{place}: holds a number or lists within lists that no watch needs: take them out") from error


def _side(table: _Table) -> Side:
    table.only("id", "name", "country", "also")
    side = table.text("id")
    if side == _NO_SIDE:
        raise table.wrong("id", f"another word: `{_NO_SIDE}` means no known side")
    country = table.text_or("country", "")
    return Side(
        id=SideId(side),
        name=table.text("name"),
        country=table.country(country, "country") if country else None,
        also=table.texts("also"),
    )


def _source(table: _Table, sides: tuple[Side, ...]) -> Source:
    table.only("id", "name", "kind", "side", "match", "reliability")
    side = table.text_or("side", "")
    if side and side not in {known.id for known in sides}:
        raise table.wrong("side", f"the id of a [[side]] or empty, not {side!r}")
    grade = table.text_or("reliability", "F").upper()
    if grade not in _GRADES:
        raise table.wrong("reliability", "a letter from A (reliable) to F (cannot be judged)")
    return Source(
        id=SourceId(table.text("id")),
        name=table.text("name"),
        kind=table.text_or("kind", _UNOFFICIAL),
        side=SideId(side) if side else None,
        match=table.texts("match"),
        reliability=grade,
    )


def _policy(table: _Table) -> Policy:
    table.only("delay_hours", "delays", "coarsen_m", "withhold", "redact")
    names = table.texts("redact")
    if not all(any(letter.isalpha() for letter in name) for name in names):
        raise table.wrong("redact", "a list of names, each with a letter in it")
    return Policy(
        delay_hours=table.count("delay_hours", _LONGEST_DELAY_H),
        delays=_delays(table.table("delays")) if "delays" in table.values else (),
        coarsen_m=table.count("coarsen_m", _COARSEST_M),
        withhold=tuple(map(SourceId, table.texts("withhold"))),
        redact=names,
    )


def _delays(table: _Table) -> tuple[tuple[str, int], ...]:
    table.only(*KINDS)
    return tuple((kind, table.count(kind, _LONGEST_DELAY_H)) for kind in table.values)


def _borders(table: _Table) -> Borders:
    match table.only("borders").values.get("borders", "recognised"):
        case "recognised":
            return "recognised"
        case "de-facto":
            return "de-facto"
    raise table.wrong("borders", '"recognised" (UN General Assembly resolution 68/262) or "de-facto"')


def _refuse_twice(top: _Table, key: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise UsageError(f"{top.place}: two [[{key}]] tables have the id {one!r}; an id names one")
        seen.add(one)


def blank_watch(name: str) -> str:
    """The commented file that `vedette init` writes where none is given."""
    template = (files("vedette.reference") / "data" / "blank-watch.toml").read_text("utf-8")
    printable = "".join(letter for letter in name if letter.isprintable()).strip() or "watch"
    # A JSON string of printable letters is a TOML string.
    return template.replace("{name}", json.dumps(printable, ensure_ascii=False))
