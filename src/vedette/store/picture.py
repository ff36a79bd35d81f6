"""Putting a new picture in the place of the old one, or what is different of it. All of it is derived; nothing here is
a fact."""

import sqlite3
from collections.abc import Iterable, Sequence

from vedette.model.event import Control, Event, Picture, PictureChange, Threat
from vedette.store.connection import split
from vedette.store.queries import named
from vedette.store.rows import (
    box_row,
    control_row,
    encode,
    event_row,
    figure_rows,
    misgiving_row,
    side_rows,
    threat_row,
)

_LEDGER = named("ledger")
_PICTURE = named("picture")


def replace_picture(cursor: sqlite3.Cursor, picture: Picture) -> None:
    for statement in split(_PICTURE["clear"]):
        cursor.execute(statement)
    _add(cursor, picture.events, picture.control, picture.threats, picture.sides)
    cursor.executemany(_PICTURE["add_misgiving"], map(misgiving_row, picture.unsure))
    cursor.execute(_PICTURE["spread_sides"])


def update_picture(cursor: sqlite3.Cursor, change: PictureChange) -> None:
    gone = {"ids": encode(change.events_gone)}
    for table in ("boxes", "accounts", "sides_of_events", "figures", "events"):
        cursor.execute(_PICTURE[f"remove_{table}"], gone)
    control = [row for place, rows in change.control for row in _keep_control(cursor, place, rows)]
    cursor.execute(_PICTURE["remove_threats"], {"ids": encode(change.threats_gone)})
    cursor.execute(_PICTURE["remove_sides"], {"ids": encode(change.sides_gone)})
    _add(cursor, change.events, control, change.threats, change.sides)
    cursor.execute(_PICTURE["remove_misgivings"], {"ids": encode(change.unsure_gone)})
    cursor.executemany(_PICTURE["add_misgiving"], map(misgiving_row, change.unsure))
    spoken = [*change.sides_gone, *(statement for statement, _ in change.sides)]
    cursor.execute(_PICTURE["spread_sides_of"], {"ids": encode(spoken)})


def _keep_control(cursor: sqlite3.Cursor, place: str, rows: Sequence[Control]) -> Sequence[Control]:
    """Leaves the rows of a place up to the first that is different, mostly a late one. The rest, to be added."""
    known = cursor.execute(_PICTURE["control_of"], {"place": place}).fetchall()
    same = 0
    while same < min(len(known), len(rows)) and known[same]["body"] == encode(rows[same]):
        same += 1
    cursor.executemany(_PICTURE["remove_control"], [{"seq": row["seq"]} for row in known[same:]])
    return rows[same:]


def watermark(cursor: sqlite3.Cursor) -> str:
    (found,) = cursor.execute(_LEDGER["watermark"]).fetchone()
    return str(found)


def stamp(cursor: sqlite3.Cursor, recipe: str, seen: str) -> None:
    cursor.execute(_PICTURE["stamp"], {"recipe": recipe, "watermark": seen})


def _add(
    cursor: sqlite3.Cursor,
    events: Iterable[Event],
    control: Iterable[Control],
    threats: Iterable[Threat],
    sides: Iterable[tuple[str, str]],
) -> None:
    for event in events:
        _add_event(cursor, event)
    cursor.executemany(_PICTURE["add_control"], map(control_row, control))
    cursor.executemany(_PICTURE["add_threat"], map(threat_row, threats))
    cursor.executemany(_PICTURE["add_side"], ({"statement": statement, "side": side} for statement, side in sides))


def _add_event(cursor: sqlite3.Cursor, event: Event) -> None:
    cursor.execute(_PICTURE["add_event"], event_row(event))
    seq = cursor.lastrowid
    accounts = [
        {
            "event": seq,
            "position": position,
            "statement": account.statement,
            "document": account.document,
            "source": account.source,
            "side": account.side,
        }
        for position, account in enumerate(event.accounts)
    ]
    cursor.executemany(_PICTURE["add_account"], accounts)
    cursor.executemany(_PICTURE["add_event_side"], [{"event": seq, **one} for one in side_rows(event)])
    cursor.executemany(_PICTURE["add_figures"], [{"event": seq, **one} for one in figure_rows(event)])
    if event.place is not None:
        cursor.execute(_PICTURE["add_box"], {"event": seq, **box_row(event.place, event.when)})
