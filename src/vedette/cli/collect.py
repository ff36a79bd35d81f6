"""vedette collect"""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vedette.cli.output import count, json_option, list_failures, quiet_option, say, say_json, workspace_argument
from vedette.model.errors import CaptureError

if TYPE_CHECKING:
    from vedette.collecting import Turn
    from vedette.model.task import Tended

_LOOK_EVERY_S = 20.0


@click.command("collect")
@workspace_argument
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--now", "at_once", is_flag=True, help="Ask at once, whether due or not.")
@click.option("--keep-on", is_flag=True, help="Go on asking whatever becomes due, until Ctrl-C.")
@click.option("--list", "listing", is_flag=True, help="Ask nothing; tell how each source does.")
@quiet_option
@json_option
def command(
    workspace: Path, ids: tuple[str, ...], at_once: bool, keep_on: bool, listing: bool, quiet: bool, as_json: bool
) -> None:
    """Ask the sources of [[collect]] in WORKSPACE that are due, or those named, and capture what is new."""
    if listing:
        _list(workspace, as_json=as_json)
        return
    turns = _round(workspace, ids, at_once=at_once, quiet=quiet or as_json)
    try:
        while keep_on:
            time.sleep(_LOOK_EVERY_S)
            turns += _round(workspace, ids, at_once=False, quiet=quiet or as_json)
    except KeyboardInterrupt:
        click.echo("", err=True)
    if as_json:
        say_json([{"id": turn.task, "new": turn.new, "known": turn.known, "gone": turn.gone, "trouble": turn.trouble}
                  for turn in turns])  # fmt: skip
    if turns and all(turn.trouble for turn in turns):
        raise CaptureError("no source could be asked; the reasons are listed above")


def _round(workspace: Path, ids: tuple[str, ...], *, at_once: bool, quiet: bool) -> "list[Turn]":
    """Opened each time: the watch file may have changed."""
    from vedette.collecting import collect
    from vedette.workspace import open_workspace

    done = []
    with open_workspace(workspace) as opened:
        for turn in collect(opened, ids, at_once=at_once):
            done.append(turn)
            list_failures(tuple(turn.failures), workspace)
            if turn.trouble:
                click.echo(f"failed: {turn.task}: {turn.trouble}", err=True)
            else:
                say(told(turn), quiet=quiet)
    if not done:
        say("Nothing is due.", quiet=quiet)
    return done


def told(turn: "Turn") -> str:
    gone = f", {turn.gone} withdrawn by their source" if turn.gone else ""
    return f"{turn.task}: {count(turn.new, 'new capture')}, {turn.known} known already{gone}."


def _list(workspace: Path, *, as_json: bool) -> None:
    from vedette.tending import tended
    from vedette.workspace import open_workspace

    with open_workspace(workspace) as opened:
        found = tended(opened)
    if as_json:
        say_json([_row(one) for one in found])
        return
    for one in found:
        say(_line(one), quiet=False)
    if not found:
        say("watch.toml has no [[collect]] table.", quiet=False)


def _row(one: "Tended") -> dict[str, object]:
    return {
        "id": one.task,
        "kind": one.kind,
        "state": one.state,
        "since": _day(one.since),
        "tried": _day(one.tried),
        "due": _day(one.due),
        "taken": one.taken,
        "fresh": _day(one.fresh),
        "failed": one.failed,
        "reason": one.reason,
    }


def _line(one: "Tended") -> str:
    from vedette.tending import trouble

    asked = f"asked last {_day(one.tried)}" if one.tried else "not asked yet"
    how = f"{one.state}: {trouble(one)}" if one.is_troubled else asked
    return f"{one.task} ({one.kind}): {count(one.taken, 'capture')}, next {_day(one.due) or 'now'}, {how}"


def _day(moment: datetime | None) -> str | None:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}Z" if moment else None
