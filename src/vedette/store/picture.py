"""Putting a new picture in the place of the old one. All of it is derived; nothing here is a fact."""

import sqlite3

from vedette.model.event import Event, Picture
from vedette.store.connection import split
from vedette.store.queries import named
from vedette.store.rows import box_row, encode, event_row

_LEDGER = named("ledger")
_PICTURE = named("picture")


def replace_picture(cursor: sqlite3.Cursor, picture: Picture, recipe: str) -> None:
    for statement in split(_PICTURE["clear"]):
        cursor.execute(statement)
    for event in picture.events:
        _add_event(cursor, event)
    cursor.executemany(_PICTURE["add_control"], [{"body": encode(change)} for change in picture.control])
    cursor.executemany(
        _PICTURE["add_threat"], [{"id": threat.id, "body": encode(threat)} for threat in picture.threats]
    )
    sides = [{"statement": statement, "side": side} for statement, side in picture.sides]
    cursor.executemany(_PICTURE["add_side"], sides)
    cursor.execute(_PICTURE["spread_sides"])
    (watermark,) = cursor.execute(_LEDGER["watermark"]).fetchone()
    cursor.execute(_PICTURE["stamp"], {"recipe": recipe, "watermark": watermark})


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
    if event.place is not None:
        cursor.execute(_PICTURE["add_box"], {"event": seq, **box_row(event.place, event.when)})
