"""Putting a new picture in the place of the old one, or what is different of it. All of it is derived; nothing here is
a fact."""

from collections.abc import Iterable, Sequence

from vedette.model.event import Control, Event, Picture, PictureChange, Threat
from vedette.store.hand import Hand
from vedette.store.rows import (
    account_rows,
    box_row,
    control_row,
    decode,
    event_row,
    figure_rows,
    misgiving_row,
    side_rows,
    threat_row,
)

_DERIVED = ("boxes", "accounts", "sides_of_events", "figures", "events", "control", "threats", "sides", "misgivings")


def replace_picture(hand: Hand, picture: Picture) -> None:
    for table in _DERIVED:
        hand.ask(f"picture.clear_{table}")
    _add(hand, picture.events, picture.control, picture.threats, picture.sides)
    hand.each("picture.add_misgiving", map(misgiving_row, picture.unsure))
    hand.ask("picture.spread_sides")


def update_picture(hand: Hand, change: PictureChange) -> None:
    gone = {"ids": list(change.events_gone)}
    for table in ("boxes", "accounts", "sides_of_events", "figures", "events"):
        hand.ask(f"picture.remove_{table}", gone)
    control = [row for place, rows in change.control for row in _keep_control(hand, place, rows)]
    hand.ask("picture.remove_threats", {"ids": list(change.threats_gone)})
    hand.ask("picture.remove_sides", {"ids": list(change.sides_gone)})
    _add(hand, change.events, control, change.threats, change.sides)
    hand.ask("picture.remove_misgivings", {"ids": list(change.unsure_gone)})
    hand.each("picture.add_misgiving", map(misgiving_row, change.unsure))
    spoken = [*change.sides_gone, *(statement for statement, _ in change.sides)]
    hand.ask("picture.spread_sides_of", {"ids": spoken})


def _keep_control(hand: Hand, place: str, rows: Sequence[Control]) -> Sequence[Control]:
    """Leaves the rows of a place up to the first that is different, mostly a late one. The rest, to be added."""
    known = hand.ask("picture.control_of", {"place": place})
    same = 0
    while same < min(len(known), len(rows)) and decode(known[same]["body"], Control) == rows[same]:
        same += 1
    hand.each("picture.remove_control", [{"seq": row["seq"]} for row in known[same:]])
    return rows[same:]


def watermark(hand: Hand) -> str:
    return str(hand.ask("ledger.watermark")[0]["watermark"])


def stamp(hand: Hand, recipe: str, seen: str) -> None:
    hand.ask("picture.stamp", {"recipe": recipe, "watermark": seen})


def _add(
    hand: Hand,
    events: Iterable[Event],
    control: Iterable[Control],
    threats: Iterable[Threat],
    sides: Iterable[tuple[str, str]],
) -> None:
    _add_events(hand, list(events))
    hand.each("picture.add_control", map(control_row, control))
    hand.each("picture.add_threat", map(threat_row, threats))
    hand.each("picture.add_side", ({"statement": statement, "side": side} for statement, side in sides))


def _add_events(hand: Hand, events: Sequence[Event]) -> None:
    if not events:
        return
    known = list(zip(hand.numbers("picture.last_event", len(events)), events, strict=True))
    hand.each("picture.add_event", ({"seq": seq, **event_row(event)} for seq, event in known))
    of_events = (("add_account", account_rows), ("add_event_side", side_rows), ("add_figures", figure_rows))
    for name, rows in of_events:
        hand.each(f"picture.{name}", ({"event": seq, **row} for seq, event in known for row in rows(event)))
    boxes = ({"event": seq, **box_row(one.place, one.when)} for seq, one in known if one.place is not None)
    hand.each("picture.add_box", boxes)
