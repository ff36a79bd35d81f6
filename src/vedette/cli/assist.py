"""vedette assist"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vedette.cli.output import count, json_option, quiet_option, say, say_json, shown_progress, workspace_argument
from vedette.model.errors import CaptureError, UsageError

if TYPE_CHECKING:
    from vedette.assisting import Assisted
    from vedette.model.assistant import Assistant

KEY = "VEDETTE_ASSISTANT_KEY"
_REASONS = 3


@click.command("assist")
@workspace_argument
@click.option("--most", type=click.IntRange(1), help="How many reports at most; all that are left if left out.")
@quiet_option
@json_option
def command(workspace: Path, most: int | None, quiet: bool, as_json: bool) -> None:
    """Have the language model that WORKSPACE's watch file names propose who says what in the reports.

    What it proposes is held against the text, marked as proposed by a model, and counts once a person has confirmed it.
    """
    from vedette.app import assist
    from vedette.assistant.server import Server
    from vedette.reference.watchfile import read_assistant
    from vedette.understand.proposals.answer import schema
    from vedette.workspace import WATCH, open_workspace, require_workspace

    require_workspace(workspace)
    assistant = read_assistant(workspace / WATCH)
    if assistant is None:
        raise UsageError("the watch file names no model; write [assistant] with address and model (docs/assistant.md)")
    key = _key(assistant)
    with open_workspace(workspace, workers=1) as opened, shown_progress(quiet=quiet or as_json) as progress:
        done = assist(opened, Server(assistant=assistant, schema=schema(), key=key), progress, most)
    if as_json:
        say_json(done)
    else:
        for line in _told(done, assistant):
            say(line, quiet=quiet)
    if done.stopped and not done.spent_out:
        raise CaptureError(done.stopped)


def _key(assistant: "Assistant") -> str:
    from vedette.reference.watch_assistant import keeps_secrets

    key = os.environ.get(KEY, "").strip()
    if key and not (key.isascii() and key.isprintable()):
        raise UsageError(f"{KEY} holds letters that no key has: set it again")
    if key and not keeps_secrets(assistant.address):
        raise UsageError(f"{KEY} would go to {assistant.address} for anybody to read; take https, or unset it")
    return key


def _told(done: "Assisted", assistant: "Assistant") -> list[str]:
    taken = f"{count(done.statements, 'statement')} and {count(done.events, 'event')}"
    lines = [f"{count(done.reports, 'report')} read by {assistant.name}: {taken} proposed and found in the text."]
    if done.dropped:
        usual = ", ".join(f"{number:,} {reason}" for reason, number in done.dropped.most_common(_REASONS))
        lines.append(f"Not taken: {done.dropped.total():,} ({usual}).")
    if done.unusable:
        lines.append(f"{count(done.unusable, 'answer')} of no use; see `vedette failures`.")
    cost = f"{count(done.requests, 'question')}, {count(done.tokens, 'token')}"
    lines.append(f"Cost: {cost}; {count(done.known, 'answer')} known before. {count(done.waiting, 'report')} left.")
    if done.spent_out:
        lines.append(f"Stopped: {done.stopped}.")
    return lines
