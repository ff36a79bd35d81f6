"""vedette run"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vedette.cli.output import (
    count,
    json_option,
    list_failures,
    quiet_option,
    say,
    say_json,
    shown_progress,
    workers_option,
    workspace_argument,
)

if TYPE_CHECKING:
    from vedette.app import RunSummary


@click.command("run")
@workspace_argument
@workers_option
@quiet_option
@json_option
def command(workspace: Path, workers: int | None, quiet: bool, as_json: bool) -> None:
    """Work through what was added to WORKSPACE. Can be stopped at any time and run again."""
    from vedette.app import run
    from vedette.workspace import open_workspace

    with open_workspace(workspace, workers) as opened, shown_progress(quiet=quiet or as_json) as progress:
        summary = run(opened, progress)
    if as_json:
        say_json(_plain(summary))
        return
    list_failures(summary.failures, workspace)
    say(_told(summary), quiet=quiet)


def _told(summary: "RunSummary") -> str:
    counts = summary.counts
    held = ", ".join(
        count(counts[fact], one)
        for fact, one in (("documents", "document"), ("statements", "statement"), ("events", "event"))
    )
    if summary.nothing_new:
        return f"Nothing new. {held}."
    done = ", ".join(f"{stage.name} {stage.done:,}" for stage in summary.stages if stage.done)
    failed = sum(stage.failed for stage in summary.stages)
    corrected = summary.corrected
    told = f" A notice of what no longer stands was brought up to date in {', '.join(corrected)}." if corrected else ""
    return f"Done: {done or 'a new picture'}; {failed:,} failed. {held}.{told}"


def _plain(summary: "RunSummary") -> dict[str, Any]:
    return {
        "nothing_new": summary.nothing_new,
        "rebuilt": summary.rebuilt,
        "stages": {stage.name: {"done": stage.done, "failed": stage.failed} for stage in summary.stages},
        "failures": summary.failures,
        "counts": summary.counts,
        "corrected": summary.corrected,
    }
