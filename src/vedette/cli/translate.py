"""vedette translate"""

import os
from pathlib import Path

import click

from vedette.cli.output import count, json_option, quiet_option, say, say_json, shown_progress, workspace_argument
from vedette.model.errors import CaptureError, UsageError

KEY = "VEDETTE_TRANSLATION_KEY"


@click.command("translate")
@workspace_argument
@click.option("--most", type=click.IntRange(1), help="How many texts at most; all that are left if left out.")
@quiet_option
@json_option
def command(workspace: Path, most: int | None, quiet: bool, as_json: bool) -> None:
    """Have the server that WORKSPACE's watch file names translate titles and statements, to help reading.

    The pages show a translation under the original words, marked as made by a machine. Nothing rests on it.
    """
    from vedette.translating import translate
    from vedette.translation.book import open_book
    from vedette.translation.server import Server
    from vedette.workspace import open_workspace

    with open_workspace(workspace, workers=1) as opened:
        translator = opened.watch.translator
        if translator is None:
            raise UsageError("the watch file names no server; write [translation] with an address (docs/watch.md)")
        with open_book(workspace) as book, shown_progress(quiet=quiet or as_json) as progress:
            server = Server(translator, os.environ.get(KEY, ""))
            done = translate(opened.store.view(), book, server, translator.to, progress, most)
            server.close()
    if as_json:
        say_json(done)
    else:
        say(f"{count(done.made, 'text')} translated by {translator.name}, {done.known:,} were before.", quiet=quiet)
    if done.stopped:
        raise CaptureError(done.stopped)
