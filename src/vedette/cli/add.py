"""vedette add"""

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vedette.cli.output import (
    count,
    json_option,
    list_failures,
    quiet_option,
    quoted,
    say,
    say_json,
    shown_progress,
    workspace_argument,
)
from vedette.model.errors import CaptureError, UsageError
from vedette.model.ids import SourceId
from vedette.model.source import Source

if TYPE_CHECKING:
    from vedette.app import AddSummary


@click.command("add")
@workspace_argument
@click.argument("targets", nargs=-1, metavar="[FILE|FOLDER|ADDRESS]...")
@click.option("--jsonl", multiple=True, metavar="FILE", help="A file with one document a line.")
@click.option("--video", multiple=True, metavar="ADDRESS", help="A page that shows a video, fetched with yt-dlp.")
@click.option("--list", "most", type=click.IntRange(1, 500), metavar="N", help="Of a list of videos the first N.")
@click.option("--private", is_flag=True, help="Let --video lead to private addresses too.")
@click.option("--source", metavar="ID", help="The source of all of it, as watch.toml names it.")
@quiet_option
@json_option
def command(
    workspace: Path,
    targets: tuple[str, ...],
    jsonl: tuple[str, ...],
    video: tuple[str, ...],
    most: int | None,
    private: bool,
    source: str | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Capture reports into WORKSPACE: text, Markdown, HTML, JSONL, Telegram exports, feeds, folders, web addresses;
    pictures, video, sound and tables of fires; with --video the videos of web pages."""
    from vedette.app import AddSummary, add
    from vedette.workspace import open_workspace

    if not targets and not jsonl and not video:
        raise UsageError("nothing to add: name a file, a folder or an address, --jsonl FILE or --video ADDRESS")
    parts: list[AddSummary] = []
    with open_workspace(workspace) as opened, shown_progress(quiet=quiet or as_json) as progress:
        known = _source(source, opened.watch.sources)
        if targets:
            parts.append(add(opened, targets, source=known, progress=progress))
        if jsonl:
            parts.append(add(opened, jsonl, source=known, kind="jsonl", progress=progress))
        if video:
            parts.append(
                add(
                    opened,
                    video,
                    source=known,
                    kind="video",
                    most=most or 1,
                    allow_private=private,
                    progress=progress,
                )
            )
    failures = tuple(failure for part in parts for failure in part.failures)
    summary = AddSummary(
        new=sum(part.new for part in parts), known=sum(part.known for part in parts), failures=failures
    )
    if as_json:
        say_json(summary)
    else:
        list_failures(failures, workspace)
        _tell(summary, workspace, quiet=quiet)
    if failures and not summary.new and not summary.known:
        raise CaptureError("nothing could be captured; the reasons are listed above")


def _source(asked: str | None, sources: Sequence[Source]) -> SourceId | None:
    """A slip of the pen would give every report of the batch a publisher that nobody knows."""
    if asked is None:
        return None
    known = [source.id for source in sources]
    if asked in known:
        return SourceId(asked)
    if not known:
        raise UsageError(f"--source {asked}: watch.toml names no source yet; add a [[source]] with this id to it first")
    near = get_close_matches(asked, known, n=1)
    hint = f"did you mean {near[0]}? " if near else ""
    raise UsageError(f"--source {asked} is not in watch.toml: {hint}Known are {', '.join(known)}")


def _tell(summary: "AddSummary", workspace: Path, *, quiet: bool) -> None:
    say(f"{count(summary.new, 'new capture')}, {summary.known} known already.", quiet=quiet)
    if summary.new:
        say(f"Next: vedette run {quoted(workspace)}", quiet=quiet)
